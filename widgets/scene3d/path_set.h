// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The paths of one kind (trials, or condition means) as one block of points and one of colours,
// which several actors share: lines in several densities, the selected lines, end points. Points
// are uploaded once per figure, colours once per highlight, and a camera change uploads nothing.

#include "widgets/scene3d/scene_state.h"

#include <array>
#include <cstddef>
#include <functional>
#include <memory>

class vtkActor;
class vtkRenderer;

namespace inspike {

class PathSet
{
public:
    enum class Kind { Trials, Means };

    PathSet(Kind kind, vtkRenderer& renderer);
    ~PathSet();
    PathSet(const PathSet&) = delete;
    PathSet& operator=(const PathSet&) = delete;

    void setPoints(const SceneState& state);
    void setColours(const SceneState& state);
    // Which paths are drawn; cheap until drawn, as each density builds its lines when first used.
    void setVisibility(const SceneState& state);
    // Draws every stride-th point of each path.
    void show(const SceneState& state, std::size_t stride, double devicePixelRatio);
    void setDepths(const Vec3& towardsEye, double diagonal);
    std::size_t pointsAt(std::size_t stride) const; // drawn at that stride
    std::size_t points() const;                     // drawn at stride 1

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace inspike

// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Draws a SceneState with VTK into the framebuffer of its own render window, inside an OpenGL
// context that somebody else made: QOpenGLWidget's on a display, EGL's without one. Every function
// below expects that context to be current.

#include "widgets/scene3d/scene_state.h"

#include <QImage>
#include <QSize>

#include <memory>

namespace inspike {

struct SceneView
{
    Camera3D camera;
    QSize size; // device pixels
    double devicePixelRatio = 1.0;
    std::size_t stride = 1; // every n-th point of each path
    bool smooth = true;     // edges
};

class SceneRenderer
{
public:
    SceneRenderer();
    ~SceneRenderer(); // calls release()
    SceneRenderer(const SceneRenderer&) = delete;
    SceneRenderer& operator=(const SceneRenderer&) = delete;

    // False if the context cannot do what VTK needs (OpenGL 3.2).
    bool initialise();
    // Returns the milliseconds it took, the work of the driver included.
    double render(const SceneState& state, const SceneView& view);
    // Share of the points of the last picture, 0...1.
    double drawnShare() const;
    // Copies the last picture to a framebuffer of the same context.
    void copyTo(unsigned framebuffer, QSize size);
    QImage pixels() const;
    // Gives back everything in the context, before that goes away.
    void release();

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace inspike

// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Where a scene is rendered: a QOpenGLWidget on a display that has OpenGL, else an image that EGL
// rendered. Scene3DWidget uses either without knowing which.

#include "widgets/scene3d/scene_renderer.h"

#include <functional>
#include <memory>

class QWidget;

namespace inspike {

class Surface
{
public:
    virtual ~Surface() = default;

    // The widget to lay out; a child of the parent given to makeSurface().
    virtual QWidget* widget() = 0;
    // Render again at the next paint.
    virtual void invalidate() = 0;
    // A picture at any size, at once. Null when rendering is impossible here.
    virtual QImage image(const SceneView& view) = 0;
    // False once rendering turned out to be impossible.
    virtual bool works() const = 0;
    // False where rendering is always into memory: the picture is the same as on screen.
    virtual bool isOnScreen() const = 0;
};

struct SurfaceClient
{
    // What to draw now.
    std::function<const SceneState&()> state;
    std::function<SceneView()> view;
    // After each picture: milliseconds, share of the points drawn.
    std::function<void(double, double)> rendered;
};

std::unique_ptr<Surface> makeSurface(QWidget* parent, SurfaceClient client);
// The two kinds, for makeSurface and tests.
std::unique_ptr<Surface> makeGlSurface(QWidget* parent, SurfaceClient client);
std::unique_ptr<Surface> makeImageSurface(QWidget* parent, SurfaceClient client);

} // namespace inspike

// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/scene3d/surface.h"

#include <QGuiApplication>
#include <QOffscreenSurface>
#include <QOpenGLContext>
#include <QStringList>

namespace inspike {

namespace {

// A display may lack OpenGL (remote sessions, for one), and QOpenGLWidget would then stay black.
bool displayHasOpenGl()
{
    const QStringList withoutWindows = {QStringLiteral("offscreen"), QStringLiteral("minimal"),
                                        QStringLiteral("vnc"), QStringLiteral("linuxfb")};
    if (withoutWindows.contains(QGuiApplication::platformName()))
        return false;
    QSurfaceFormat format;
    format.setProfile(QSurfaceFormat::CoreProfile);
    format.setVersion(3, 2);
    QOpenGLContext context;
    context.setFormat(format);
    if (!context.create())
        return false;
    QOffscreenSurface target;
    target.setFormat(context.format());
    target.create();
    const bool isUsable =
        context.makeCurrent(&target) && context.format().version() >= std::pair(3, 2);
    context.doneCurrent();
    return isUsable;
}

} // namespace

std::unique_ptr<Surface> makeSurface(QWidget* parent, SurfaceClient client)
{
    static const bool hasOpenGl = displayHasOpenGl();
    return hasOpenGl ? makeGlSurface(parent, std::move(client))
                     : makeImageSurface(parent, std::move(client));
}

} // namespace inspike

// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/scene3d/surface.h"

#include <QOpenGLContext>
#include <QOpenGLWidget>
#include <QSurfaceFormat>

namespace inspike {

namespace {

QSurfaceFormat sceneFormat()
{
    QSurfaceFormat format;
    format.setRenderableType(QSurfaceFormat::OpenGL);
    format.setProfile(QSurfaceFormat::CoreProfile);
    format.setVersion(3, 2);
    // Without this the context is a forward compatible one, which refuses lines wider than 1.
    format.setOption(QSurfaceFormat::DeprecatedFunctions);
    format.setDepthBufferSize(0); // VTK draws into its own framebuffer; this one only receives it
    format.setSwapInterval(1);
    return format;
}

// The bridge between VTK and Qt 6: Qt owns context and window, VTK renders into its own framebuffer
// inside that context, and paintGL copies the picture over.
class GlSurface : public QOpenGLWidget, public Surface
{
public:
    GlSurface(QWidget* parent, SurfaceClient client)
        : QOpenGLWidget(parent), m_client(std::move(client))
    {
        setFormat(sceneFormat());
        setAttribute(Qt::WA_TransparentForMouseEvents);
    }
    ~GlSurface() override { dropRenderer(); }

    QWidget* widget() override { return this; }
    void invalidate() override
    {
        m_isStale = true;
        update();
    }
    bool works() const override { return !m_hasFailed; }
    bool isOnScreen() const override { return true; }

    QImage image(const SceneView& view) override
    {
        if (!m_renderer) { // never shown: no context yet
            const auto memory = makeImageSurface(nullptr, m_client);
            return memory->image(view);
        }
        makeCurrent();
        m_renderer->render(m_client.state(), view);
        QImage picture = m_renderer->pixels();
        picture.setDevicePixelRatio(view.devicePixelRatio);
        doneCurrent();
        m_isStale = true;
        return picture;
    }

protected:
    void initializeGL() override
    {
        m_renderer = std::make_unique<SceneRenderer>();
        m_hasFailed = !m_renderer->initialise();
        m_isStale = true;
        // Docking into another window makes a new context: give back what lives in the old one.
        connect(context(), &QOpenGLContext::aboutToBeDestroyed, this, [this] { dropRenderer(); });
    }
    void resizeGL(int, int) override { m_isStale = true; }
    void paintGL() override
    {
        if (!m_renderer || m_hasFailed)
            return;
        const SceneView view = m_client.view();
        // Labels above this widget repaint it too; then the last picture still holds.
        if (m_isStale) {
            m_isStale = false;
            const double ms = m_renderer->render(m_client.state(), view);
            m_client.rendered(ms, m_renderer->drawnShare());
        }
        m_renderer->copyTo(defaultFramebufferObject(), view.size);
    }

private:
    void dropRenderer()
    {
        if (!m_renderer)
            return;
        makeCurrent();
        m_renderer.reset();
        doneCurrent();
    }

    SurfaceClient m_client;
    std::unique_ptr<SceneRenderer> m_renderer;
    bool m_isStale = true;
    bool m_hasFailed = false;
};

} // namespace

std::unique_ptr<Surface> makeGlSurface(QWidget* parent, SurfaceClient client)
{
    return std::make_unique<GlSurface>(parent, std::move(client));
}

} // namespace inspike

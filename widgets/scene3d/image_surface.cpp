// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/scene3d/egl_context.h"
#include "widgets/scene3d/surface.h"

#include <QPainter>
#include <QWidget>

namespace inspike {

namespace {

// Renders through EGL into an image and paints that: for platforms without OpenGL windows.
class ImageSurface : public QWidget, public Surface
{
public:
    ImageSurface(QWidget* parent, SurfaceClient client)
        : QWidget(parent), m_client(std::move(client))
    {
        setAttribute(Qt::WA_OpaquePaintEvent);
        setAttribute(Qt::WA_TransparentForMouseEvents);
    }
    ~ImageSurface() override
    {
        if (m_context && m_context->makeCurrent())
            m_renderer.reset();
    }

    QWidget* widget() override { return this; }
    void invalidate() override
    {
        m_isStale = true;
        update();
    }
    bool works() const override { return !m_hasFailed; }
    bool isOnScreen() const override { return false; }

    QImage image(const SceneView& view) override
    {
        if (!prepare())
            return {};
        m_renderer->render(m_client.state(), view);
        QImage picture = m_renderer->pixels();
        m_context->doneCurrent();
        picture.setDevicePixelRatio(view.devicePixelRatio);
        return picture;
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        if (m_isStale || m_picture.size() != m_client.view().size)
            renderPicture();
        QPainter painter(this);
        if (m_picture.isNull())
            painter.fillRect(rect(), palette().base());
        else
            painter.drawImage(QPointF(0, 0), m_picture);
    }

private:
    bool prepare()
    {
        if (m_hasFailed)
            return false;
        if (!m_context) {
            m_context = EglContext::make();
            if (m_context && m_context->makeCurrent()) {
                m_renderer = std::make_unique<SceneRenderer>();
                if (m_renderer->initialise())
                    return true;
            }
            m_renderer.reset();
            m_hasFailed = true;
            return false;
        }
        return m_context->makeCurrent();
    }

    void renderPicture()
    {
        const SceneView view = m_client.view();
        if (view.size.isEmpty() || !prepare())
            return;
        m_isStale = false;
        const double ms = m_renderer->render(m_client.state(), view);
        m_picture = m_renderer->pixels();
        m_picture.setDevicePixelRatio(view.devicePixelRatio);
        const double share = m_renderer->drawnShare();
        m_context->doneCurrent();
        m_client.rendered(ms, share);
    }

    SurfaceClient m_client;
    std::unique_ptr<EglContext> m_context;
    std::unique_ptr<SceneRenderer> m_renderer;
    QImage m_picture;
    bool m_isStale = true;
    bool m_hasFailed = false;
};

} // namespace

std::unique_ptr<Surface> makeImageSurface(QWidget* parent, SurfaceClient client)
{
    return std::make_unique<ImageSurface>(parent, std::move(client));
}

} // namespace inspike

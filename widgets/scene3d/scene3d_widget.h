// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A 3-D view of trajectories or of a cloud of points (ManifoldFigure). VTK stays inside. On a real
// display it draws through an own QOpenGLWidget; without one (offscreen platform) it renders
// through EGL into an image. While the camera moves it may draw fewer points; drawnShare() says how
// many.

#include "core/figures/manifold_figure.h"
#include "widgets/scene3d/camera3d.h"

#include <QImage>
#include <QWidget>

#include <array>
#include <memory>
#include <optional>
#include <vector>

namespace inspike {

class Scene3DWidget : public QWidget
{
    Q_OBJECT

public:
    // Isometric: obliquely from the side that shows most, see defaultCamera().
    enum class Preset { Isometric, Front, Side, Top };

    explicit Scene3DWidget(QWidget* parent = nullptr);
    ~Scene3DWidget() override;

    void setFigure(std::shared_ptr<const ManifoldFigure> figure, bool keepCamera);
    // Paths with these keys keep full strength, the others fade to 25 %; empty: nothing fades.
    void setHighlight(std::vector<Key> keys, std::optional<std::pair<double, double>> timeRange);
    // Current-time markers on every path, in units of figure.times; nullopt hides them.
    void setCursor(std::optional<double> time);
    void setCategoryVisible(int category, bool visible);
    void setMeansVisible(bool visible);
    void setDark(bool dark);
    Camera3D camera() const;
    void setCamera(const Camera3D& camera);
    void setPreset(Preset preset); // animated 150 ms
    void fit();
    // What is drawn right now, at the given size.
    QImage image(QSize size) const;
    // In the widget, of coordinates on the axes; for tests and pointer handling.
    QPointF pixelOf(const std::array<float, 3>& point) const;
    double drawnShare() const; // 1 = every point

Q_SIGNALS:
    void pathClicked(inspike::Key key, Qt::KeyboardModifiers modifiers);
    // Of a cloud: coordinates on its axes.
    void pointClicked(std::array<float, 3> point, Qt::KeyboardModifiers modifiers);
    void backgroundClicked();
    void hovered(QString text);
    void drawnShareChanged();
    void cameraChanged();

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace inspike

// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// How fluid the 3-D view is: 1,000 trials of 500 steps and four condition means. Prints the time of
// a full picture, of a picture while orbiting, of a highlight and of a step of the time cursor.

#include "tests/widgets/scene3d/scene_maker.h"
#include "widgets/scene3d/scene3d_widget.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QKeyEvent>

#include <cstdio>
#include <functional>

using namespace inspike;

namespace {

// Everything that is due, at once, on a display as well as without.
void paint(QWidget& widget)
{
    for (QWidget* part : widget.findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly))
        part->repaint();
    QApplication::sendPostedEvents();
}

// Milliseconds of one action and everything that it makes the widget paint, mean of n.
double measure(QWidget& widget, int n, const std::function<void(int)>& act)
{
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < n; ++i) {
        act(i);
        paint(widget);
    }
    return double(timer.nsecsElapsed()) / 1e6 / n;
}

void report(const char* what, double ms)
{
    std::printf("%-34s %8.2f ms  %7.1f per second\n", what, ms, 1000.0 / ms);
}

} // namespace

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    Scene3DWidget widget;
    widget.resize(800, 600);
    QElapsedTimer timer;
    timer.start();
    const auto figure = test::makeManifold({4, 250, 500});
    widget.setFigure(figure, false);
    widget.show();
    QApplication::processEvents();
    paint(widget);
    report("first picture", double(timer.nsecsElapsed()) / 1e6);
    report("full picture", measure(widget, 10, [&](int i) {
               Camera3D camera = widget.camera();
               camera.halfHeight *= i % 2 == 0 ? 1.01 : 1 / 1.01;
               widget.setCamera(camera);
           }));
    const auto orbit = [&](int) {
        QKeyEvent key(QEvent::KeyPress, Qt::Key_Left, Qt::ShiftModifier);
        QApplication::sendEvent(&widget, &key);
    };
    measure(widget, 10, orbit); // adapts to the machine
    report("orbiting", measure(widget, 100, orbit));
    std::printf("%-34s %8.1f %%\n", "points drawn while orbiting", 100 * widget.drawnShare());
    report("highlight of one trial", measure(widget, 10, [&](int i) {
               widget.setHighlight({figure->paths[std::size_t(i * 7)].key}, std::nullopt);
           }));
    report("highlight of a time range", measure(widget, 10, [&](int i) {
               widget.setHighlight({}, std::pair{100.0 + i, 200.0});
           }));
    widget.setHighlight({}, std::nullopt);
    paint(widget);
    report("step of the time cursor",
           measure(widget, 50, [&](int i) { widget.setCursor(10.0 * i + 1); }));
    if (argc > 1) {
        widget.setCursor(350.0);
        widget.image({1200, 800}).save(QString::fromLocal8Bit(argv[1]));
    }
    return 0;
}

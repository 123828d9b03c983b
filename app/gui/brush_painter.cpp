// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/brush_painter.h"

#include "app/gui/main_window.h"

#include <QApplication>

namespace inspike {

struct BrushPainter::Window
{
    Services services{QString()};
    MainWindow window{services};

    void settle()
    {
        do
            QApplication::processEvents(QEventLoop::WaitForMoreEvents);
        while (!window.settled());
        QApplication::processEvents();
    }
};

BrushPainter::BrushPainter(QSize size, std::shared_ptr<const Run> run)
    : m_window(std::make_unique<Window>())
{
    MainWindow& window = m_window->window;
    window.resize(size);
    window.show();
    const ItemId item = m_window->services.workspace.add(std::move(run), "run", {});
    Q_EMIT m_window->services.loader.added(item);
    m_window->settle();
}

BrushPainter::~BrushPainter() = default;

void BrushPainter::brush(const std::vector<std::int64_t>& samples)
{
    std::vector<Key> keys;
    keys.reserve(samples.size());
    for (const std::int64_t sample : samples)
        keys.push_back({KeyKind::Sample, m_window->services.shown.value, sample});
    m_window->services.selection.request({std::move(keys), std::nullopt});
    // Views that build a new figure for it, such as the raster of one sample, count as well.
    do
        QApplication::processEvents();
    while (!m_window->window.settled());
    QApplication::processEvents();
}

} // namespace inspike

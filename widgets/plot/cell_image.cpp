// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plot/cell_image.h"

#include <algorithm>
#include <cmath>

namespace inspike {

std::vector<CellSpan> cellSpans(const QCPAxis& axis, int pixels, double origin, double dots,
                                double first, double size, std::uint32_t cells)
{
    std::vector<CellSpan> spans(static_cast<std::size_t>(pixels), CellSpan{0, 0});
    const auto cellOf = [&](double at) {
        return (axis.pixelToCoord(origin + at / dots) - first) / size;
    };
    for (int i = 0; i < pixels; ++i) {
        const double one = cellOf(i);
        const double other = cellOf(i + 1);
        const double centre = 0.5 * (one + other);
        if (!(centre >= 0) || centre >= cells)
            continue;
        const double low = std::min(one, other);
        const double high = std::max(one, other);
        CellSpan& span = spans[static_cast<std::size_t>(i)];
        span.first = static_cast<std::uint32_t>(centre);
        span.second = span.first + 1;
        if (high - low > 1.0) {
            span.first = static_cast<std::uint32_t>(std::max(0.0, std::floor(low)));
            span.second = std::min(cells, static_cast<std::uint32_t>(std::ceil(high)));
        }
    }
    return spans;
}

void drawCellImage(QCPPainter& painter, const QRectF& area, double dots, const PaintCells& paint)
{
    painter.save();
    painter.setRenderHint(QPainter::LosslessImageRendering);
    painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
    if (painter.paintEngine()->type() != QPaintEngine::Raster) {
        QImage image(std::max(1, static_cast<int>(std::ceil(area.width() * dots))),
                     std::max(1, static_cast<int>(std::ceil(area.height() * dots))),
                     QImage::Format_RGB32);
        paint(image, area.topLeft(), dots);
        painter.drawImage(QRectF(area.topLeft(), QSizeF(image.size()) / dots), image);
    } else {
        // Exactly one image pixel for one device pixel.
        const QTransform device = painter.deviceTransform();
        const QRect target = device.mapRect(area).toAlignedRect();
        QImage image(target.size(), QImage::Format_RGB32);
        paint(image, device.inverted().map(QPointF(target.topLeft())), device.m11());
        const double ratio = painter.device()->devicePixelRatioF();
        image.setDevicePixelRatio(ratio);
        painter.resetTransform();
        painter.drawImage(QPointF(target.topLeft()) / ratio, image);
    }
    painter.restore();
}

} // namespace inspike

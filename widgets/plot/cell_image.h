// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Pictures of cells without smoothing: each device pixel has the colour of the cells under it, on
// screen and in the one bitmap that a vector file gets.

#include "widgets/plot/plot_pch.h"

#include <QImage>

#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

namespace inspike {

// Cells [first, second) that a device pixel covers, at least the one under its centre; none: both
// 0.
using CellSpan = std::pair<std::uint32_t, std::uint32_t>;

// Of `pixels` pixels from `origin` on, `dots` of which are in a drawing unit; cell 0 begins at
// `first` on the axis, and each is `size` long (negative: towards lower values).
std::vector<CellSpan> cellSpans(const QCPAxis& axis, int pixels, double origin, double dots,
                                double first, double size, std::uint32_t cells);

// Paints all pixels of the image; pixel 0 is at the origin, in drawing units.
using PaintCells = std::function<void(QImage& image, QPointF origin, double dots)>;
// `dots`: pixels per drawing unit where the painter has none of its own.
void drawCellImage(QCPPainter& painter, const QRectF& area, double dots, const PaintCells& paint);

} // namespace inspike

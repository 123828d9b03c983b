// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One figure on one page, onto any paint device. Everything is drawn in tenths of a point, so that
// whole-number margins and font sizes of the libraries are fine enough for print.

#include "widgets/figure_export/figure_exporter.h"

#include <QSize>
#include <QTransform>

#include <memory>

class QPaintDevice;

namespace inspike {

constexpr double kUnitsPerPt = 10.0;
constexpr int kUnitsPerInch = 720;

// What the drawing did that a reader of the file should know.
struct PageNotes
{
    bool rasterised = false;
    std::size_t points = 0;   // 3-D only: before and
    std::size_t segments = 0; // after simplification
};

// Millimetres to whole units.
QSize pageUnits(QSizeF sizeMm);
// `vector`: the device keeps strokes; else every mark is aligned to its pixels.
PageNotes drawPage(QPaintDevice& device, const QTransform& place, const Figure& figure,
                   const ExportStyle& style, QSize units, bool vector);
// Provenance and notes as one JSON line.
std::string metadataOf(const ExportStyle& style, const PageNotes& notes);

} // namespace inspike

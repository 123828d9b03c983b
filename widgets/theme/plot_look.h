// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How a figure is drawn, on screen or on paper: sizes in points and how many drawing units a point
// has. No plot library in here, so that the exporter can use it.

#include "widgets/theme/theme.h"

#include <QSizeF>
#include <QString>

class QPainter;

namespace inspike {

struct PlotLook
{
    Theme theme;
    double perPt = 1.0; // drawing units in a point (1/72 inch)
    double labelPt = Theme::kLabelPt;
    double tickPt = Theme::kTickPt;
    double hairlinePt = 0.75; // axes and ticks
    double linePt = 1.0;      // data
    double markPt = 0.75;     // width of a spike
    bool paper = false;       // a vector file: marks stay marks up to kDenseMarks
    double dotsPerUnit = 1.0; // of dense layers in a vector file
    QString letter = {};      // of the panel, bold, top left; empty: none

    double units(double pt) const { return pt * perPt; }
};

// Background of a page of that size, in drawing units.
void paintBackground(QPainter& painter, const PlotLook& look, QSizeF size);
// The letter of a panel whose corner is the origin.
void paintLetter(QPainter& painter, const PlotLook& look);

// More marks than this become one bitmap under vector axes.
constexpr std::size_t kDenseMarks = 20000;

} // namespace inspike

// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Any figure as PNG, SVG, PDF (drawn), CSV or JSON (its numbers). Drawing needs a QApplication (the
// plot library is made of widgets) but no display: QT_QPA_PLATFORM=offscreen. Same figure, style
// and version give the same bytes. Text stays text; layers of more than 20,000 marks become one
// embedded bitmap under vector axes.

#include "core/base/json.h"
#include "core/figures/figure_io.h"
#include "widgets/scene3d/camera3d.h"

#include <QSize>
#include <QSizeF>
#include <QString>

#include <filesystem>
#include <optional>
#include <span>
#include <string>

class QPainter;

namespace inspike {

// Journal column or slide; `inspike list presets`.
struct ExportPreset
{
    std::string id; // "nature-single"
    std::string title;
    double widthMm = 89;
    double heightMm = 60;
    double fontPt = 7; // of labels; ticks are 1 pt smaller
    int dpi = 300;
};
std::span<const ExportPreset> exportPresets();
const ExportPreset* findExportPreset(std::string_view id); // nullptr if there is none

struct ExportStyle
{
    QSizeF sizeMm{180, 120};
    std::optional<QSize> sizePx; // PNG only: exact pixels instead of mm and dpi
    int dpi = 300;
    double fontPt = 7;
    bool dark = false;
    QString panelLetter;            // bold, top left; empty: none
    Json provenance;                // into the file's metadata
    std::optional<Camera3D> camera; // manifold only: direction and up; default: defaultCamera()
};

// Endings that exportFigure knows, without dot.
std::span<const std::string_view> exportFormats();
// Format by extension: png, svg, pdf, csv, json. Throws Error{BadParameter} for another one and
// Error{BadOutput} as writeAtomically does.
void exportFigure(const Figure& figure, const ExportStyle& style, const std::filesystem::path& path,
                  bool replace);
// The viewport to build a figure for, that will be written in this format: dense layers of a vector
// file are one bitmap, which stays below a megabyte with about 900,000 cells (SVG: 500,000).
Viewport viewportFor(std::string_view format, Viewport wanted);
// Draws the figure into a painter whose window is sizePt points (1/72 inch); for previews.
void paintFigure(QPainter& painter, const Figure& figure, const ExportStyle& style, QSizeF sizePt);

} // namespace inspike

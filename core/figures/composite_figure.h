// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Several figures on one page, each in its own rectangle: a, b, c, d of a plate.

#include "core/figures/figure.h"

#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace inspike {

struct RasterFigure;
struct ManifoldFigure;
struct SeriesFigure;
struct EventsFigure;
struct HeatFigure;
struct GraphFigure;
struct TableFigure;
struct CompositeFigure;

using Figure = std::variant<RasterFigure, ManifoldFigure, SeriesFigure, EventsFigure, HeatFigure,
                            GraphFigure, TableFigure, CompositeFigure>;

struct FigurePart
{
    std::string id;                       // "embedding"
    std::shared_ptr<const Figure> figure; // never null
    // Of the page; shares of its width and height.
    double left = 0.0, top = 0.0, width = 1.0, height = 1.0;
};

struct CompositeFigure
{
    Text title;
    std::vector<FigurePart> parts; // in reading order
    Fidelity fidelity;             // of the coarsest part

    const FigurePart* part(std::string_view id) const; // nullptr if there is none
};

// A part of a page, or the figure itself where it was built as the only part; else nullptr.
const Figure* partOfPage(const Figure& figure, std::string_view id, std::string_view only);

} // namespace inspike

// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Places what is shown of a network: every open group is laid out on its own and is one box of the
// group around it, with ports where links pass its frame.

#include "core/base/job.h"

#include <cstddef>
#include <utility>
#include <vector>

namespace inspike {

struct NestedBox
{
    int parent = -1;                  // open group that holds it; -1: the whole
    bool isFrame = false;             // an open group; else of this size:
    double width = 1.0, height = 1.0; // of a frame: the least, then what it takes
    double left = 0.0, top = 0.0;     // set by layoutNested()
};

struct NestedLink
{
    std::size_t from = 0, to = 0; // no frames
    bool delayed = false;
    std::vector<std::pair<double, double>> points = {}; // set by layoutNested()
};

struct NestedGraph
{
    std::vector<NestedBox> boxes; // frames before what they hold
    std::vector<NestedLink> links;
    double width = 0.0, height = 0.0;
};

// Height of the line with the name of a frame, and the room around what it holds.
constexpr double kFrameHead = 1.7;
constexpr double kFrameEdge = 1.0;

// How well the result fills a page: 1 = everything is read with ease.
double layoutNested(NestedGraph& graph, bool leftToRight, double pageWidth, double pageHeight,
                    JobContext& job);

} // namespace inspike

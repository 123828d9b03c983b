// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Places boxes and links in layers along a flow, after Sugiyama, Tagawa and Toda (1981): ranks,
// order within a rank by sweeps of barycentres, places by weighted medians. What goes against the
// flow runs beside it. A flow that is too long for its page goes on in another column. The same
// input gives the same places. Neither size nor units matter: all lengths are in lines of text.

#include "core/base/job.h"

#include <cstddef>
#include <span>
#include <vector>

namespace inspike {

struct LayoutNode
{
    double across = 1.0; // size across the flow
    double along = 1.0;
    // Ports of a frame are in the first or the last rank, where nothing else is.
    enum class Pin { None, First, Last } pin = Pin::None;
    bool frame = false; // holds others: links reach it at its ends only
};

struct LayoutLink
{
    std::size_t from = 0, to = 0;
    double fromOffset = 0.0; // across, from the middle of the node
    double toOffset = 0.0;
    bool delayed = false; // may go against the flow
};

// Proportions to fill; without them nothing is folded into columns.
struct LayoutPage
{
    double across = 0.0;
    double along = 0.0;
};

struct LayoutPoint
{
    double across = 0.0;
    double along = 0.0;
};

struct LayoutResult
{
    std::vector<LayoutPoint> nodes;               // their middles
    std::vector<std::vector<LayoutPoint>> routes; // of the links, from end to end
    double across = 0.0;                          // size of everything
    double along = 0.0;
    int columns = 1;
};

LayoutResult layoutLayers(std::span<const LayoutNode> nodes, std::span<const LayoutLink> links,
                          LayoutPage page, JobContext& job);

// Lines of text that a page should hold at most before a flow is folded, and how large a layout of
// that size may be drawn on it; 1 = as large as is wanted.
double layoutScale(double across, double along, LayoutPage page);

} // namespace inspike

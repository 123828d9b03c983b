// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A network as boxes and links: layers with their shapes, groups that may be collapsed. Places are
// part of the figure; one unit is the height of a line of text.

#include "core/figures/figure.h"

#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace inspike {

struct GraphBox
{
    std::string id;          // of the layer or group: "encoder/lif"
    Text name;               // its last part
    Text kind;               // "Conv2d"; of a collapsed group, how many layers it holds
    std::vector<Text> lines; // shapes, parameters, rate, operations
    double left = 0.0, top = 0.0, width = 1.0, height = 1.0;
    bool isGroup = false;
    bool isCollapsed = false;
    std::optional<Key> key = std::nullopt; // a Layer: index into LayerGraph::nodes
    double value = std::numeric_limits<double>::quiet_NaN(); // coloured by GraphFigure::scale
    bool isFound = false; // a match of the search, or a closed group that holds some
};

struct GraphLink
{
    std::size_t from = 0, to = 0; // of GraphFigure::boxes
    // x, y from `from` to `to`; what is neither upright nor level is to be drawn as a curve that
    // starts and ends in the direction of the flow.
    std::vector<std::pair<double, double>> points;
    bool isRecurrent = false; // carries the step before
};

struct GraphScale
{
    Text label; // "Mean rate"
    std::string unit;
    double low = 0.0;
    double high = 1.0;
};

struct GraphFigure
{
    Text title;
    std::vector<GraphBox> boxes; // groups before what they hold
    std::vector<GraphLink> links;
    double width = 1.0, height = 1.0;
    bool leftToRight = false; // the flow; else from top to bottom
    bool isSearch = false;    // what is not found is to fade
    std::optional<GraphScale> scale = std::nullopt;
    std::vector<Text> notes = {}; // above the boxes
    Fidelity fidelity;
};

} // namespace inspike

// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The steps of layoutLayers(): what is in which rank, in which order and where. Items are nodes and
// the places where long links pass a rank.

#include "core/figures/layered_layout.h"

namespace inspike {

struct LayerItem
{
    int node = -1; // -1: a link passes
    double across = 0.0;
    double along = 0.0;
    int rank = 0;
    int owner = -1; // item at whose side it stays
    double x = 0.0; // middle
};

struct LayerSegment
{
    int upper = 0, lower = 0; // items of neighbouring ranks
    double upperOffset = 0.0, lowerOffset = 0.0;
    double weight = 1.0; // for being straight
};

struct LinkWay
{
    enum class Kind {
        Forward, // items from end to end
        Back,    // items beside the nodes, from that of `from`
        Direct   // too long to be led around what is between
    };
    Kind kind = Kind::Forward;
    std::vector<int> items;
};

struct Layering
{
    std::vector<LayerItem> items;
    std::vector<LayerSegment> segments;
    std::vector<std::vector<int>> ranks; // items in order
    std::vector<std::vector<int>> above; // segments to the rank above, of each item
    std::vector<std::vector<int>> below;
    std::vector<LinkWay> ways;   // of the links
    std::vector<int> itemOfNode; // -1: without links, in no rank
};

Layering makeLayers(std::span<const LayoutNode> nodes, std::span<const LayoutLink> links,
                    JobContext& job);
void reduceCrossings(Layering& layering, JobContext& job);
void placeAcross(Layering& layering, JobContext& job);

// Between the middles of two items next to each other.
double distanceOf(const LayerItem& left, const LayerItem& right);

} // namespace inspike

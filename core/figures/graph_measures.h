// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the layers of a network did in a run, and the words for their boxes.

#include "core/base/job.h"
#include "core/figures/figure.h"
#include "core/nn/model.h"

#include <limits>
#include <string>
#include <vector>

namespace inspike {

struct LayerMeasure
{
    double spikes = std::numeric_limits<double>::quiet_NaN(); // per sample, of all units
    double unitSteps = 0.0;                                   // units times steps
    double synOps = std::numeric_limits<double>::quiet_NaN(); // per sample
    double macs = std::numeric_limits<double>::quiet_NaN();   // per sample
};

// Of the layers of a run, in the order of the graph.
struct GraphMeasures
{
    std::vector<LayerMeasure> layers; // empty: nothing is known
    std::optional<Time> stepDuration;

    std::string rateUnit() const { return stepDuration ? "Hz" : ""; }
    // Spikes of a unit per second, or per step where its duration is unknown; NaN = unknown.
    double rateOf(double spikes, double unitSteps) const;
};

// What cannot be counted stays unknown. Spikes come from the probes of the layers, or from the sums
// that a run keeps ("count/<layer>").
GraphMeasures measureLayers(const LayerGraph& graph, const Run& run, JobContext& job);

// "999", "1.2 k", "34.5 M".
std::string countText(double count);
// Three significant digits: "0.0345".
std::string roundedText(double value);
// "2 x 34 x 34" with signs of multiplication; "?" for what is unknown.
std::string shapeWords(const std::vector<std::int64_t>& shape);
// Of a box, in lines of text: its widest letters are about one line high.
double textWidth(const std::string& utf8);

} // namespace inspike

// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How many operations the synapses of a layer take: all of them, and those that one active input
// starts (its fan-out), exact at the borders of convolutions. Fan-in and fan-out as in Rueckauer et
// al., Front. Neurosci. 11:682 (2017). Shapes are of one sample at one step: [channel, y, x],
// [channel, x], or features last.

#include "core/nn/layer_graph.h"

#include <functional>

namespace inspike {

using LayerShape = std::vector<std::int64_t>;

bool isKnown(const LayerShape& shape); // every size is
// Product of the sizes of a known shape.
std::size_t elementsOf(const LayerShape& shape);

class SynapseCounts
{
public:
    // Throws Error{BadShape} when a shape is unknown or does not fit the synapses.
    SynapseCounts(const Synapses& synapses, const LayerShape& input, const LayerShape& output);

    std::size_t inputs() const { return m_inputs; }
    std::size_t outputs() const { return m_outputs; }
    // Of one output; positions in the padding count, as is usual for dense networks.
    double fanIn() const { return m_fanIn; }
    // outputs x fan-in
    double dense() const { return static_cast<double>(m_outputs) * m_fanIn; }
    // How many outputs this input reaches; the padding of a border reaches none.
    double fanOut(std::size_t input) const;
    std::vector<double> fanOuts() const;
    // The outputs that an input reaches, without those of other channels that it reaches alike:
    // windows only.
    void forEachReached(std::size_t input, const std::function<void(std::size_t)>& take) const;
    // Of weights of the outputs of a window, for each input the sum over those that it reaches.
    std::vector<double> gathered(const std::vector<double>& ofOutputs) const;

private:
    // Along one dimension: how many outputs each input reaches, and which.
    struct Line
    {
        std::vector<std::vector<std::int64_t>> reached; // of each input; once per kernel position
    };
    struct Picture
    {
        std::int64_t channels = 1, rows = 1, columns = 1;
    };
    static Picture pictureOf(const LayerShape& shape);
    static Line lineOf(const Synapses& synapses, std::size_t dimension, std::int64_t inputs,
                       std::int64_t outputs);
    void setDense(const LayerShape& input, const LayerShape& output);
    void setWindows(const Synapses& synapses, const LayerShape& input, const LayerShape& output);

    Synapses::Kind m_kind;
    std::size_t m_inputs = 0;
    std::size_t m_outputs = 0;
    double m_fanIn = 1.0;
    double m_perPlace = 1.0; // outputs that an input reaches at one place, or at all
    Picture m_from, m_to;
    std::array<Line, 2> m_lines; // y, x
};

} // namespace inspike

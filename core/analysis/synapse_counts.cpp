// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/synapse_counts.h"

#include "core/base/error.h"

#include <algorithm>
#include <cstdlib>

namespace inspike {

namespace {

std::string textOf(const LayerShape& shape)
{
    std::string text;
    for (const std::int64_t size : shape)
        text += (text.empty() ? "" : ", ") + (size < 0 ? "?" : std::to_string(size));
    return "[" + text + "]";
}

[[noreturn]] void refuse(const LayerShape& input, const LayerShape& output)
{
    throw Error(ErrorKind::BadShape,
                "shapes " + textOf(input) + " and " + textOf(output) + " do not fit the synapses");
}

} // namespace

bool isKnown(const LayerShape& shape)
{
    return !shape.empty() &&
           std::all_of(shape.begin(), shape.end(), [](std::int64_t size) { return size > 0; });
}

std::size_t elementsOf(const LayerShape& shape)
{
    constexpr double kMost = 1e9; // beyond, it is no layer but a damaged file
    double check = 1.0;
    std::size_t count = 1;
    for (const std::int64_t size : shape) {
        check *= static_cast<double>(size);
        if (check > kMost)
            throw Error(ErrorKind::BadShape, "shape " + textOf(shape) + " is too large");
        count *= static_cast<std::size_t>(size);
    }
    return count;
}

SynapseCounts::SynapseCounts(const Synapses& synapses, const LayerShape& input,
                             const LayerShape& output)
    : m_kind(synapses.kind)
{
    if (!isKnown(input) || !isKnown(output))
        throw Error(ErrorKind::BadShape, "shapes " + textOf(input) + " and " + textOf(output) +
                                             " are not known as a whole");
    m_inputs = elementsOf(input);
    m_outputs = elementsOf(output);
    switch (m_kind) {
    case Synapses::Kind::Dense:
        setDense(input, output);
        break;
    case Synapses::Kind::Each:
        if (m_inputs != m_outputs)
            refuse(input, output);
        break;
    default:
        setWindows(synapses, input, output);
    }
}

// Features are the last dimension; what stands before it (tokens) goes through one by one.
void SynapseCounts::setDense(const LayerShape& input, const LayerShape& output)
{
    std::size_t rows = 1;
    if (input.size() > 1 && input.size() == output.size() &&
        std::equal(input.begin(), input.end() - 1, output.begin()))
        rows = m_inputs / static_cast<std::size_t>(input.back());
    m_fanIn = static_cast<double>(m_inputs / rows);
    m_perPlace = static_cast<double>(m_outputs / rows);
}

SynapseCounts::Picture SynapseCounts::pictureOf(const LayerShape& shape)
{
    Picture picture;
    picture.columns = shape.back();
    if (shape.size() > 2)
        picture.rows = shape[shape.size() - 2];
    picture.channels =
        static_cast<std::int64_t>(elementsOf(shape)) / (picture.rows * picture.columns);
    return picture;
}

SynapseCounts::Line SynapseCounts::lineOf(const Synapses& synapses, std::size_t dimension,
                                          std::int64_t inputs, std::int64_t outputs)
{
    Line line;
    line.reached.resize(static_cast<std::size_t>(inputs));
    const std::int64_t dilation = synapses.dilation[dimension];
    for (std::int64_t to = 0; to < outputs; ++to) {
        const std::int64_t begin =
            to * synapses.stride[dimension] - synapses.paddingBefore[dimension];
        if (begin >= inputs)
            break;
        const std::int64_t padded = begin < 0 ? (-begin + dilation - 1) / dilation : 0;
        for (std::int64_t k = padded; k < synapses.kernel[dimension]; ++k) {
            const std::int64_t from = begin + k * dilation;
            if (from >= inputs)
                break;
            line.reached[static_cast<std::size_t>(from)].push_back(to);
        }
    }
    return line;
}

void SynapseCounts::setWindows(const Synapses& synapses, const LayerShape& input,
                               const LayerShape& output)
{
    m_from = pictureOf(input);
    m_to = pictureOf(output);
    const std::int64_t groups = synapses.groups;
    const bool convolves = m_kind == Synapses::Kind::Convolution;
    const bool fits = convolves ? m_from.channels % groups == 0 && m_to.channels % groups == 0
                                : m_from.channels == m_to.channels;
    if (!fits)
        refuse(input, output);
    constexpr std::int64_t kLongest = 1'000'000; // of numbers that are multiplied below
    for (const auto* pair :
         {&synapses.kernel, &synapses.stride, &synapses.paddingBefore, &synapses.dilation}) {
        if (std::max(std::abs((*pair)[0]), std::abs((*pair)[1])) > kLongest)
            throw Error(ErrorKind::BadShape, "a kernel, stride, padding or dilation is too large");
    }
    const double area = static_cast<double>(synapses.kernel[0] * synapses.kernel[1]);
    m_fanIn = convolves ? static_cast<double>(m_from.channels / groups) * area : area;
    m_perPlace = convolves ? static_cast<double>(m_to.channels / groups) : 1.0;
    m_lines = {lineOf(synapses, 0, m_from.rows, m_to.rows),
               lineOf(synapses, 1, m_from.columns, m_to.columns)};
}

double SynapseCounts::fanOut(std::size_t input) const
{
    if (m_lines[1].reached.empty())
        return m_perPlace;
    const auto columns = static_cast<std::size_t>(m_from.columns);
    const auto rows = static_cast<std::size_t>(m_from.rows);
    return m_perPlace * static_cast<double>(m_lines[0].reached[input / columns % rows].size()) *
           static_cast<double>(m_lines[1].reached[input % columns].size());
}

std::vector<double> SynapseCounts::fanOuts() const
{
    std::vector<double> all(m_inputs);
    for (std::size_t i = 0; i < m_inputs; ++i)
        all[i] = fanOut(i);
    return all;
}

void SynapseCounts::forEachReached(std::size_t input,
                                   const std::function<void(std::size_t)>& take) const
{
    const auto columns = static_cast<std::size_t>(m_from.columns);
    const auto rows = static_cast<std::size_t>(m_from.rows);
    const std::size_t channel = input / (columns * rows);
    for (const std::int64_t y : m_lines[0].reached[input / columns % rows]) {
        for (const std::int64_t x : m_lines[1].reached[input % columns])
            take(static_cast<std::size_t>(
                (static_cast<std::int64_t>(channel) * m_to.rows + y) * m_to.columns + x));
    }
}

std::vector<double> SynapseCounts::gathered(const std::vector<double>& ofOutputs) const
{
    std::vector<double> sums(m_inputs, 0.0);
    for (std::size_t i = 0; i < m_inputs; ++i)
        forEachReached(i, [&](std::size_t output) { sums[i] += ofOutputs[output]; });
    return sums;
}

} // namespace inspike

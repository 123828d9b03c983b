// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The parts of the comparison of two runs, each a figure of its own. For the compare*.cpp files.

#include "core/figures/compare_figure.h"

namespace inspike {

struct CompareBuild
{
    const RunMatch& match;
    const Params& params;
    const Viewport& viewport;
    std::uint64_t keySource;
    AlignmentResults& results;
    CompareEffort effort;
    JobContext& job;

    // A result by its name: known, or made now; nullptr when it is not to be made.
    template <typename T, typename Make>
    std::shared_ptr<const T> result(const std::string& name, const Make& make) const
    {
        const std::string full = name + "|" + key();
        if (auto known = results.find<T>(full))
            return known;
        if (effort == CompareEffort::Known)
            return nullptr;
        return keep<T>(full, make());
    }
    // The same for what is quick to make.
    template <typename T, typename Make>
    std::shared_ptr<const T> quick(const std::string& name, const Make& make) const
    {
        const std::string full = name + "|" + key();
        if (auto known = results.find<T>(full))
            return known;
        return keep<T>(full, make());
    }
    // Of the shown sample.
    std::size_t place() const;
    // Whose spikes are shown: the wanted one, else the first whose spikes differ as far as that is
    // known, else the first with spikes.
    std::optional<std::size_t> layer() const;

private:
    template <typename T>
    std::shared_ptr<const T> keep(const std::string& full, T value) const
    {
        return results.keep<T>(full, {match.runs[0], match.runs[1]}, std::move(value));
    }
    std::string key() const;
};

RasterFigure compareRaster(const CompareBuild& build);
// nullopt: not known yet.
std::optional<SeriesFigure> compareRates(const CompareBuild& build);
std::optional<HeatFigure> compareGrid(const CompareBuild& build);
SeriesFigure compareAnswers(const CompareBuild& build);

// Where the runs differ in one number each, for the inspector and CSV.
std::vector<NamedNumber> compareNumbers(const RunMatch& match, const RunDifferences& all);

constexpr Colour kBothColour{ColourRole::Muted, 0};
constexpr std::array<Colour, 2> kRunColours{Colour{ColourRole::Category, 0},
                                            Colour{ColourRole::Category, 2}};
// What the runs are called, short enough for a legend.
Text runTitle(const RunMatch& match, std::size_t side);
// Names of layers without what they all begin with.
std::vector<Text> shortLayerNames(const RunMatch& match, const std::vector<std::size_t>& layers);

} // namespace inspike

// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Small figures made by hand, with every part that drawing has to cope with.

#include "core/figures/figure_io.h"

#include <cmath>
#include <numeric>

namespace inspike::test {

constexpr std::uint64_t kSource = 7;

// Units 0...4 spike once each at 100, 200 ... 500 ms of 600.
inline RasterFigure fiveSpikes()
{
    RasterFigure figure;
    figure.title = {TextId::SpikeRaster};
    figure.x = {{TextId::Time}, "ms", 0, 600};
    figure.y = {{TextId::Unit}, "", -0.5, 4.5};
    figure.rate = {{TextId::PopulationRate}, "Hz", 0, 4};
    figure.rows = RasterRows({0, 1, 2, 3, 4}, {1, 1, 1, 1, 1}, kSource);
    std::vector<SpikeMark> marks;
    for (std::uint32_t unit = 0; unit < 5; ++unit) {
        marks.push_back({100.0 * (unit + 1), unit, 1});
        figure.rateEdges.push_back(120.0 * unit);
        figure.rateValues.push_back(1.0 + unit % 3);
    }
    figure.rateEdges.push_back(600.0);
    figure.body = marks;
    figure.shades = {{150, 450, {TextId::StimulusWindow}}};
    figure.spikesShown = marks.size();
    return figure;
}

// units x (about `perUnit`) marks on a fixed pseudo-random pattern.
inline RasterFigure manySpikes(std::uint32_t units, std::uint32_t perUnit)
{
    RasterFigure figure = fiveSpikes();
    figure.y.high = units - 0.5;
    std::vector<SpikeMark> marks;
    std::vector<std::uint32_t> all(units);
    std::iota(all.begin(), all.end(), 0U);
    figure.rows = RasterRows(all, std::vector<std::uint64_t>(units, perUnit), kSource);
    std::uint32_t state = 12345;
    for (std::uint32_t unit = 0; unit < units; ++unit) {
        for (std::uint32_t i = 0; i < perUnit; ++i) {
            state = state * 1664525U + 1013904223U;
            marks.push_back({600.0 * (state >> 8) / (1U << 24), unit, 1});
        }
    }
    figure.body = marks;
    return figure;
}

// 10 x 5 bins; bin (column, row) counts column * row.
inline RasterFigure binned()
{
    RasterFigure figure = fiveSpikes();
    std::vector<std::uint32_t> counts;
    for (std::uint32_t row = 0; row < 5; ++row)
        for (std::uint32_t column = 0; column < 10; ++column)
            counts.push_back(column * row);
    RasterBins bins{10, 5, 0, 600, -0.5, 4.5, counts};
    figure.body = bins;
    figure.fidelity.perMark = 36;
    return figure;
}

inline SeriesFigure twoPanels()
{
    SeriesFigure figure;
    figure.title = {TextId::Traces};
    figure.x = {{TextId::Time}, "ms", 0, 500};
    SeriesPanel potential;
    potential.y = {{TextId::MembranePotential}, "a.u.", -1, 1.2};
    potential.levels = {{1.0, {TextId::Threshold}, {ColourRole::Threshold}}};
    SeriesPanel output;
    output.y = {{TextId::NetworkOutput}, "", -1.2, 1.2};
    for (int unit = 0; unit < 2; ++unit) {
        SeriesLine line;
        line.label = {TextId::UnitNumber, {std::to_string(unit)}};
        line.key = {KeyKind::Unit, kSource, unit};
        line.colour = {ColourRole::Category, 2 * unit};
        for (int t = 0; t <= 500; t += 2) {
            line.x.push_back(t);
            line.y.push_back(0.9 * std::sin(t / 40.0 + unit));
        }
        potential.lines.push_back(line);
    }
    SeriesLine target = potential.lines.front();
    target.label = {TextId::Target};
    target.colour = {ColourRole::Foreground};
    target.style = LineStyle::Dashed;
    SeriesLine measured = potential.lines.back();
    measured.label = {TextId::NetworkOutput};
    for (const double y : measured.y) {
        measured.low.push_back(y - 0.1);
        measured.high.push_back(y + 0.1);
    }
    output.lines = {measured, target};
    figure.panels = {potential, output};
    figure.shades = {{100, 300, {TextId::StimulusWindow}}};
    return figure;
}

// `trials` noisy arcs in four conditions and their means, 100 steps each.
inline ManifoldFigure arcs(int trials)
{
    ManifoldFigure figure;
    figure.title = {TextId::ModeSpace};
    const double shares[] = {0.34, 0.22, 0.11};
    for (std::size_t i = 0; i < 3; ++i)
        figure.axes[i] = {{TextId::Mu, {std::to_string(i + 1)}}, "a.u.", -2.2, 2.2, shares[i]};
    for (int c = 0; c < 4; ++c)
        figure.categories.push_back(
            {{TextId::ContextChoice, {std::to_string(c / 2 + 1), c % 2 == 0 ? "+" : "-"}},
             {ColourRole::Category, c},
             static_cast<std::size_t>(trials) / 4});
    std::uint32_t state = 99;
    const auto noise = [&state] {
        state = state * 1664525U + 1013904223U;
        return static_cast<float>(state >> 8) / static_cast<float>(1U << 24) - 0.5F;
    };
    for (int t = 0; t < trials + 4; ++t) {
        ManifoldPath path;
        path.mean = t >= trials;
        path.category = t % 4;
        path.key = {path.mean ? KeyKind::Domain : KeyKind::Sample, kSource, t};
        const float side = path.category % 2 == 0 ? 1.0F : -1.0F;
        const float turn = path.category / 2 == 0 ? 1.0F : -0.7F;
        const float shift = path.mean ? 0.0F : 0.6F * noise();
        for (int step = 0; step < 100; ++step) {
            const float s = static_cast<float>(step) / 99.0F;
            const float wobble = path.mean ? 0.0F : 0.08F * noise();
            path.points.push_back({side * 2.0F * s * s + wobble,
                                   turn * 1.6F * std::sin(3.0F * s) + shift * s + wobble,
                                   1.5F * s - 0.5F + wobble});
        }
        figure.paths.push_back(path);
    }
    for (int step = 0; step < 100; ++step)
        figure.times.push_back(5.0 * step);
    figure.time = {{TextId::Time}, "ms", 0, 495};
    return figure;
}

} // namespace inspike::test

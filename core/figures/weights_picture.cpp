// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/graph_measures.h"
#include "core/figures/weights_figure.h"

#include <algorithm>
#include <cmath>

namespace inspike {

namespace {

constexpr float kNothing = std::numeric_limits<float>::quiet_NaN();
constexpr std::size_t kMostCells = 1500; // of a row or a column
constexpr double kSquarest = 2.0;        // matrices up to this proportion keep their own,
constexpr double kLongestStrip = 20.0;   // kernels up to this one

// Weights as a matrix of tiles.
struct Tiles
{
    std::size_t to = 1, from = 1;
    std::size_t rows = 1, columns = 1; // of a tile
    bool toRight = false;              // the channels that they lead to go from left to right
    std::size_t count = 1;             // of tiles; the last places may be empty

    bool single() const { return rows * columns == 1; }
    std::size_t down() const { return toRight ? from : to; }
    std::size_t across() const { return toRight ? to : from; }
};

Tiles tilesOf(const std::vector<std::size_t>& shape)
{
    Tiles tiles;
    if (shape.size() == 1) {
        tiles.from = shape[0];
    } else if (shape.size() >= 2) {
        tiles.to = shape[0];
        tiles.from = shape[1];
        if (shape.size() > 2)
            tiles.columns = shape.back();
        for (std::size_t i = 2; i + 1 < shape.size(); ++i)
            tiles.rows *= shape[i];
    }
    tiles.count = tiles.to * tiles.from;
    return tiles;
}

// One tile per channel, in rows that fill the page.
Tiles placesOf(const std::vector<std::size_t>& shape, const Viewport& viewport)
{
    Tiles tiles;
    tiles.count = shape[0];
    tiles.rows = shape[1];
    tiles.columns = shape[2];
    const double page =
        static_cast<double>(std::max(1, viewport.widthPx)) / std::max(1, viewport.heightPx);
    const double tile =
        static_cast<double>(tiles.columns + 1) / static_cast<double>(tiles.rows + 1);
    const auto fair = static_cast<std::size_t>(
        std::ceil(std::sqrt(static_cast<double>(tiles.count) * page / tile)));
    tiles.from = std::clamp<std::size_t>(fair, 1, std::max<std::size_t>(tiles.count, 1));
    tiles.to = (tiles.count + tiles.from - 1) / tiles.from;
    return tiles;
}

// Kernels keep their proportions, whichever way more of the page is filled.
void turn(Tiles& tiles, const Viewport& viewport)
{
    if (tiles.single())
        return;
    const auto lengthOf = [](std::size_t count, std::size_t size) {
        return static_cast<double>(count * (size + 1));
    };
    const auto scale = [&](std::size_t down, std::size_t across) {
        return std::min(viewport.heightPx / lengthOf(down, tiles.rows),
                        viewport.widthPx / lengthOf(across, tiles.columns));
    };
    tiles.toRight =
        tiles.to > tiles.from && scale(tiles.from, tiles.to) > 0.9 * scale(tiles.to, tiles.from);
}

class Picture
{
public:
    Picture(std::span<const float> values, const Tiles& tiles, const Viewport& viewport)
        : m_values(values), m_tiles(tiles)
    {
        const std::size_t rows = tiles.down() * tiles.rows;
        const std::size_t columns = tiles.across() * tiles.columns;
        const auto room = [](int pixels) {
            return std::clamp<std::size_t>(static_cast<std::size_t>(std::max(pixels, 1)), 64,
                                           kMostCells);
        };
        const std::size_t line = tiles.single() ? 0 : 1;
        const std::size_t lined = tiles.down() * (tiles.rows + line);
        m_lines = line > 0 && lined <= room(viewport.heightPx) &&
                  tiles.across() * (tiles.columns + line) <= room(viewport.widthPx);
        m_rowBlock = (rows + room(viewport.heightPx) - 1) / room(viewport.heightPx);
        m_columnBlock = (columns + room(viewport.widthPx) - 1) / room(viewport.widthPx);
    }

    HeatCells cells() const { return m_lines ? lined() : joined(); }
    std::size_t block() const { return m_lines ? 1 : m_rowBlock * m_columnBlock; }

private:
    float at(std::size_t row, std::size_t column) const
    {
        const std::size_t down = row / m_tiles.rows;
        const std::size_t across = column / m_tiles.columns;
        const std::size_t tile =
            m_tiles.toRight ? across * m_tiles.from + down : down * m_tiles.from + across;
        if (tile >= m_tiles.count)
            return kNothing;
        return m_values[(tile * m_tiles.rows + row % m_tiles.rows) * m_tiles.columns +
                        column % m_tiles.columns];
    }

    HeatCells framed(std::size_t rows, std::size_t columns) const
    {
        HeatCells made;
        made.rows = rows;
        made.columns = columns;
        made.right = static_cast<double>(m_tiles.across());
        made.bottom = static_cast<double>(m_tiles.down());
        made.values.assign(rows * columns, kNothing);
        return made;
    }

    // An empty row and column after each tile.
    HeatCells lined() const
    {
        const std::size_t height = m_tiles.rows + 1;
        const std::size_t width = m_tiles.columns + 1;
        HeatCells made = framed(m_tiles.down() * height, m_tiles.across() * width);
        for (std::size_t row = 0; row < m_tiles.down() * m_tiles.rows; ++row) {
            const std::size_t place = row / m_tiles.rows * height + row % m_tiles.rows;
            for (std::size_t column = 0; column < m_tiles.across() * m_tiles.columns; ++column) {
                const float value = at(row, column);
                made.values[place * made.columns + column / m_tiles.columns * width +
                            column % m_tiles.columns] = std::isfinite(value) ? value : kNothing;
            }
        }
        return made;
    }

    HeatCells joined() const
    {
        const std::size_t rows = m_tiles.down() * m_tiles.rows;
        const std::size_t columns = m_tiles.across() * m_tiles.columns;
        HeatCells made = framed((rows + m_rowBlock - 1) / m_rowBlock,
                                (columns + m_columnBlock - 1) / m_columnBlock);
        // The last blocks may be smaller than the others.
        made.bottom =
            static_cast<double>(made.rows * m_rowBlock) / static_cast<double>(m_tiles.rows);
        made.right = static_cast<double>(made.columns * m_columnBlock) /
                     static_cast<double>(m_tiles.columns);
        std::vector<double> sums(made.columns);
        std::vector<std::size_t> counts(made.columns);
        for (std::size_t block = 0; block < made.rows; ++block) {
            std::fill(sums.begin(), sums.end(), 0.0);
            std::fill(counts.begin(), counts.end(), 0);
            for (std::size_t row = block * m_rowBlock;
                 row < std::min(rows, (block + 1) * m_rowBlock); ++row) {
                for (std::size_t column = 0; column < columns; ++column) {
                    const float value = at(row, column);
                    if (!std::isfinite(value))
                        continue;
                    sums[column / m_columnBlock] += static_cast<double>(value);
                    ++counts[column / m_columnBlock];
                }
            }
            for (std::size_t i = 0; i < made.columns; ++i) {
                if (counts[i] > 0)
                    made.values[block * made.columns + i] =
                        static_cast<float>(sums[i] / static_cast<double>(counts[i]));
            }
        }
        return made;
    }

    std::span<const float> m_values;
    Tiles m_tiles;
    bool m_lines = false;
    std::size_t m_rowBlock = 1, m_columnBlock = 1;
};

AxisInfo axisOf(TextId label, double length)
{
    AxisInfo axis;
    axis.label.id = label;
    axis.high = length;
    axis.integral = true;
    return axis;
}

} // namespace

HeatFigure weightsPicture(const LabelledArray& weights, const Text& title, const Viewport& viewport,
                          bool places)
{
    places = places && weights.rank() == 3;
    Tiles tiles = places ? placesOf(weights.shape(), viewport) : tilesOf(weights.shape());
    if (!places)
        turn(tiles, viewport);
    const Picture picture(weights.values(), tiles, viewport);
    HeatFigure figure;
    figure.title.id = TextId::LayerWeights;
    HeatPanel panel;
    panel.title = title;
    panel.cells = picture.cells();
    const bool channels = weights.rank() > 2;
    const TextId from = channels ? TextId::FromChannel : TextId::FromUnit;
    const TextId to = channels ? TextId::ToChannel : TextId::ToUnit;
    panel.x = axisOf(tiles.toRight ? to : from, panel.cells.right);
    panel.y = axisOf(tiles.toRight ? from : to, panel.cells.bottom);
    if (weights.rank() < 2) {
        panel.x.label.id = TextId::Unit;
        panel.y.label = {};
        panel.rowNames = {Text{}};
    }
    if (places) {
        panel.x.label = panel.y.label = {};
        panel.rowNames = panel.columnNames = {Text{}};
    }
    // Kernels are square; a long matrix of single weights may be stretched.
    const double across = static_cast<double>(panel.cells.columns);
    const double down = static_cast<double>(panel.cells.rows);
    const double longest = tiles.single() ? kSquarest : kLongestStrip;
    panel.equalAspect = weights.rank() >= 2 && across <= longest * down && down <= longest * across;
    HeatScale scale;
    scale.label.id = TextId::WeightValue;
    scale.diverging = true;
    double largest = 0.0;
    for (const float value : panel.cells.values) {
        if (std::isfinite(value))
            largest = std::max(largest, std::abs(static_cast<double>(value)));
    }
    scale.high = largest > 0.0 ? largest : 1.0;
    scale.low = -scale.high;
    figure.scales.push_back(std::move(scale));
    figure.panels.push_back(std::move(panel));
    if (picture.block() > 1) {
        figure.note = {TextId::WeightsAveraged, {std::to_string(picture.block())}};
        figure.fidelity.perMark = picture.block();
    } else if (!tiles.single()) {
        figure.note = {TextId::KernelTiles,
                       {std::to_string(tiles.rows), std::to_string(tiles.columns)}};
    }
    return figure;
}

SeriesFigure weightsHistogram(const LabelledArray& weights, bool logarithmic)
{
    std::vector<double> finite;
    for (const float value : weights.values()) {
        if (std::isfinite(value))
            finite.push_back(static_cast<double>(value));
    }
    SeriesFigure figure;
    figure.title.id = TextId::LayerWeights;
    figure.xIsTime = false;
    figure.x.label.id = TextId::WeightValue;
    SeriesPanel panel;
    panel.y.label.id = TextId::Count;
    panel.y.integral = !logarithmic;
    if (logarithmic)
        panel.y.unit = "log10(n + 1)";
    double sum = 0.0;
    for (const double value : finite)
        sum += value;
    const auto count = static_cast<double>(std::max<std::size_t>(finite.size(), 1));
    const double mean = sum / count;
    double squares = 0.0;
    for (const double value : finite)
        squares += (value - mean) * (value - mean);
    const auto [least, most] = std::minmax_element(finite.begin(), finite.end());
    double low = finite.empty() ? 0.0 : *least;
    double high = finite.empty() ? 1.0 : *most;
    if (!(high > low)) {
        const double half = std::max(0.5 * std::abs(low), 0.5);
        low -= half;
        high += half;
    }
    const auto bins = static_cast<std::size_t>(std::clamp(std::sqrt(count), 11.0, 101.0));
    std::vector<double> counts(bins + 1, 0.0);
    for (const double value : finite) {
        const double share = (value - low) / (high - low) * static_cast<double>(bins);
        counts[std::min(bins - 1, static_cast<std::size_t>(share))] += 1.0;
    }
    SeriesLine line;
    line.label.id = TextId::WeightValue;
    line.colour.role = ColourRole::Accent;
    line.style = LineStyle::Steps;
    line.filled = true;
    line.inLegend = false;
    for (std::size_t bin = 0; bin <= bins; ++bin) {
        line.x.push_back(low + (high - low) * static_cast<double>(bin) / static_cast<double>(bins));
        const double value = bin < bins ? counts[bin] : 0.0;
        line.y.push_back(logarithmic ? std::log10(value + 1.0) : value);
    }
    panel.y.high = 1.05 * *std::max_element(line.y.begin(), line.y.end());
    if (!(panel.y.high > 0.0))
        panel.y.high = 1.0;
    figure.x.low = low;
    figure.x.high = high;
    panel.lines.push_back(std::move(line));
    figure.panels.push_back(std::move(panel));
    figure.note = {TextId::WeightSummary,
                   {countText(static_cast<double>(weights.size())), roundedText(mean),
                    "\u00b1 " + roundedText(std::sqrt(squares / count))}};
    const auto zeros = std::count(finite.begin(), finite.end(), 0.0);
    figure.numbers = {
        {{TextId::ZeroWeights, {std::to_string(zeros)}}, static_cast<double>(zeros) / count}};
    return figure;
}

} // namespace inspike

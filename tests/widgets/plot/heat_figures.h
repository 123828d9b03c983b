// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Figures of cells made by hand: a sound beside a picture with maps over them and their matrix,
// small multiples, and a matrix with names.

#include "core/figures/heat_figure.h"

#include <cmath>

namespace inspike::test {

inline Text verbatim(std::string words)
{
    return {TextId::Verbatim, {std::move(words)}};
}

inline Underlay underlayOf(std::size_t size, std::size_t channels, double right, double bottom)
{
    auto values = std::make_shared<std::vector<float>>();
    for (std::size_t y = 0; y < size; ++y) {
        for (std::size_t x = 0; x < size; ++x) {
            const double u = static_cast<double>(x) / static_cast<double>(size);
            const double v = static_cast<double>(y) / static_cast<double>(size);
            for (std::size_t c = 0; c < channels; ++c)
                values->push_back(static_cast<float>(
                    0.5 + 0.5 * std::sin(9 * u + 5 * v * v + 2.0 * static_cast<double>(c))));
        }
    }
    return {size, size, channels, values, 0.0, right, 0.0, bottom};
}

// rows x columns cells of whole numbers up to `most`, with `left` ... `bottom` as told.
inline HeatCells cellsOf(std::size_t rows, std::size_t columns, double right, double bottom,
                         double most = 20.0)
{
    HeatCells cells{rows, columns, {}, 0.0, right, 0.0, bottom};
    for (std::size_t row = 0; row < rows; ++row) {
        for (std::size_t column = 0; column < columns; ++column)
            cells.values.push_back(static_cast<float>(std::floor(
                most * std::pow(0.5 + 0.5 * std::sin(0.9 * static_cast<double>(row) +
                                                     0.4 * static_cast<double>(row * column % 13)),
                                2.0))));
    }
    return cells;
}

// A sound that asks, a picture that answers in the tints of two pins, and the matrix of both.
inline HeatFigure soundAndPicture()
{
    HeatFigure figure;
    figure.title = verbatim("Attention");
    figure.note = verbatim("Step 3 of 4, mean of 16 heads");
    figure.scales.push_back({verbatim("Attention (matching channels)"), 0.0, 20.0});
    figure.scales.push_back({verbatim("Attention (matching channels)"), 0.0, 20.0});
    const Colour first{ColourRole::Category, 4};
    const Colour second{ColourRole::Category, 2};
    figure.scales[0].tints = {first, second};
    figure.legend = {{verbatim("Audio token 27: 143"), first},
                     {verbatim("Audio token 3: 96"), second}};

    HeatPanel sound;
    sound.title = verbatim("Audio");
    sound.x = {verbatim("Time"), "s", 0.0, 2.0};
    sound.y = {verbatim("Frequency"), "kHz", 0.0, 11.025};
    sound.yDown = false;
    sound.underlay = underlayOf(64, 1, 2.0, 11.025);
    sound.boxes.push_back({0.75, 1.0, 4.1, 5.5, first, verbatim("27"), true});
    sound.boxes.push_back({0.75, 1.0, 0.0, 1.4, second, verbatim("3"), true});
    figure.panels.push_back(sound);

    HeatPanel picture;
    picture.title = verbatim("Visual");
    picture.x = {verbatim("Column"), "", 0.0, 64.0};
    picture.y = {verbatim("Row"), "", 0.0, 64.0};
    picture.equalAspect = true;
    picture.underlay = underlayOf(64, 3, 64.0, 64.0);
    picture.cells = cellsOf(8, 8, 64.0, 64.0);
    HeatCells other = picture.cells;
    for (std::size_t i = 0; i < other.values.size(); ++i)
        other.values[i] = std::floor(picture.cells.values[(i + 19) % other.values.size()] / 2);
    picture.layers = {{picture.cells, first, verbatim("27")}, {other, second, verbatim("3")}};
    for (std::size_t i = 0; i < other.values.size(); ++i)
        picture.cells.values[i] += other.values[i];
    picture.opacity = 0.85;
    picture.cellsAre = HeatCellsAre::Tokens;
    picture.side = 1;
    picture.gridColumn = 1;
    figure.panels.push_back(picture);

    HeatPanel matrix;
    matrix.title = verbatim("All queries");
    matrix.x = {verbatim("Visual token"), "", -0.5, 63.5};
    matrix.y = {verbatim("Audio token"), "", -0.5, 63.5};
    matrix.x.integral = matrix.y.integral = true;
    matrix.equalAspect = true;
    matrix.cells = cellsOf(64, 64, 63.5, 63.5);
    matrix.cells.left = matrix.cells.top = -0.5;
    matrix.scale = 1;
    matrix.cellsAre = HeatCellsAre::Matrix;
    matrix.boxes.push_back({-0.5, 63.5, 26.5, 27.5, first});
    matrix.boxes.push_back({-0.5, 63.5, 2.5, 3.5, second});
    matrix.gridColumn = 2;
    figure.panels.push_back(matrix);
    return figure;
}

// Sixteen maps over one picture.
inline HeatFigure smallMultiples()
{
    HeatFigure figure;
    figure.title = verbatim("Attention");
    figure.scales.push_back({verbatim("Attention (matching channels)"), 0.0, 16.0});
    figure.scales[0].tint = {ColourRole::Visual};
    figure.scales[0].integral = true;
    for (int head = 0; head < 16; ++head) {
        HeatPanel panel;
        panel.title = verbatim("Head " + std::to_string(head));
        panel.x = {verbatim("Column"), "", 0.0, 32.0};
        panel.y = {verbatim("Row"), "", 0.0, 32.0};
        panel.equalAspect = true;
        panel.underlay = underlayOf(32, 3, 32.0, 32.0);
        panel.cells = cellsOf(8, 8, 32.0, 32.0, 4.0 + head);
        panel.opacity = 0.85;
        panel.gridRow = head / 4;
        panel.gridColumn = head % 4;
        figure.panels.push_back(panel);
    }
    return figure;
}

// Similarities around 0 between samples with names, those of a class in a box.
inline HeatFigure namedMatrix()
{
    HeatFigure figure;
    figure.title = verbatim("Alignment");
    figure.scales.push_back({verbatim("Similarity"), -1.0, 1.0, true});
    HeatPanel panel;
    panel.title = verbatim("Audio to visual");
    panel.x = {verbatim("Visual sample"), "", -0.5, 9.5};
    panel.y = {verbatim("Audio sample"), "", -0.5, 9.5};
    panel.equalAspect = true;
    panel.cells = {10, 10, {}, -0.5, 9.5, -0.5, 9.5};
    for (int i = 0; i < 100; ++i)
        panel.cells.values.push_back(static_cast<float>(std::cos(0.37 * (i / 10 - i % 10))));
    panel.cells.values[57] = std::nanf("");
    panel.cellsAre = HeatCellsAre::Samples;
    for (const char* name : {"air conditioner", "car horn", "children", "dog bark", "drilling",
                             "engine", "gun shot", "jackhammer", "siren", "street music"}) {
        panel.rowNames.push_back(verbatim(name));
        panel.columnNames.push_back(verbatim(name));
    }
    panel.boxes.push_back({-0.5, 2.5, -0.5, 2.5, {ColourRole::Foreground}, verbatim("zero")});
    panel.boxes.push_back({2.5, 6.5, 2.5, 6.5, {ColourRole::Foreground}, verbatim("one")});
    figure.panels.push_back(panel);
    return figure;
}

} // namespace inspike::test

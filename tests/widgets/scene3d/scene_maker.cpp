// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/widgets/scene3d/scene_maker.h"

#include <cmath>

namespace inspike::test {

namespace {

std::array<float, 3> pointOf(const SceneSize& size, int category, double trial, int step)
{
    const double t = double(step) / std::max(1, size.steps - 1);
    const double turn = 6.2831853 * (category + 0.5) / size.categories;
    const double radius = 1.5 * t * (1.0 + 0.2 * trial * t);
    const double wave = 0.12 * std::sin(9.0 * t + trial * 3.0) * t;
    std::array<float, 3> point{static_cast<float>(radius * std::cos(turn + 0.9 * t) + wave),
                               static_cast<float>(radius * std::sin(turn + 0.9 * t) + 0.2 * trial),
                               static_cast<float>(std::sin(3.0 * t + 0.4 * trial) * (1 - 0.4 * t))};
    for (int i = size.dimensions; i < 3; ++i)
        point[static_cast<std::size_t>(i)] = 0.0F;
    return point;
}

} // namespace

std::shared_ptr<ManifoldFigure> makeManifold(SceneSize size)
{
    auto figure = std::make_shared<ManifoldFigure>();
    figure->title = {TextId::ModeSpace, {}};
    for (int i = 0; i < size.dimensions; ++i) {
        figure->axes[std::size_t(i)] = {
            {TextId::InputMode, {std::to_string(i + 1)}}, "a.u.", -2.0, 2.0, 0.5 / (i + 1), false};
    }
    figure->dimensions = size.dimensions;
    figure->axes[2].low = size.dimensions > 2 ? -1.2 : 0.0;
    figure->axes[2].high = size.dimensions > 2 ? 1.2 : 0.0;
    figure->time = {{TextId::Time, {}}, "ms", 0, double(size.steps), std::nullopt, false};
    for (int step = 0; step < size.steps; ++step)
        figure->times.push_back(step + 1.0);
    for (int c = 0; c < size.categories; ++c) {
        figure->categories.push_back(
            {{TextId::ContextChoice, {std::to_string(c / 2 + 1), c % 2 == 0 ? "+" : "-"}},
             {ColourRole::Category, c},
             std::size_t(size.trials)});
    }
    for (int kind = 0; kind < 2; ++kind) {
        for (int c = 0; c < size.categories; ++c) {
            for (int trial = 0; trial < (kind == 0 ? size.trials : 1); ++trial) {
                const double place =
                    kind == 1 || size.trials == 1 ? 0.0 : 2.0 * trial / (size.trials - 1) - 1.0;
                ManifoldPath path;
                path.category = c;
                path.mean = kind == 1;
                path.key = kind == 1 ? Key{KeyKind::Domain, 0, c}
                                     : Key{KeyKind::Sample, 0, c * size.trials + trial};
                for (int step = 0; step < size.steps; ++step)
                    path.points.push_back(pointOf(size, c, place, step));
                figure->paths.push_back(std::move(path));
            }
        }
    }
    return figure;
}

} // namespace inspike::test

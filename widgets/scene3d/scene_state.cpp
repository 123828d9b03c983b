// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/scene3d/scene_state.h"

#include "widgets/theme/theme.h"

#include <algorithm>
#include <cmath>

namespace inspike {

void SceneState::setFigure(std::shared_ptr<const ManifoldFigure> next)
{
    const std::size_t categories = next ? next->categories.size() : 0;
    if (categoryVisible.size() != categories)
        categoryVisible.assign(categories, true);
    figure = std::move(next);
    box = {{-1, -1, -1}, {1, 1, 1}};
    scale = {1, 1, 1};
    dimensions = 3;
    hasMeans = false;
    ++figureRevision;
    if (!figure)
        return;
    dimensions = figure->dimensions;
    scale = scaleOf(*figure);
    box = boxOf(*figure);
    hasMeans = std::any_of(figure->paths.begin(), figure->paths.end(),
                           [](const ManifoldPath& path) { return path.mean; });
    setHighlight({highlight.begin(), highlight.end()});
}

void SceneState::setHighlight(const std::vector<Key>& keys)
{
    // Keys of other things (units, say) must not fade the whole picture.
    const std::unordered_set<Key> wanted(keys.begin(), keys.end());
    std::unordered_set<Key> present;
    if (figure && !wanted.empty()) {
        for (const ManifoldPath& path : figure->paths) {
            if (wanted.contains(path.key))
                present.insert(path.key);
        }
    }
    highlight = std::move(present);
    ++colourRevision;
}

bool SceneState::shown(const ManifoldPath& path) const
{
    if (path.mean && !meansVisible)
        return false;
    const auto category = static_cast<std::size_t>(path.category);
    return category >= categoryVisible.size() || categoryVisible[category];
}

QColor SceneState::colour(const ManifoldPath& path) const
{
    const Theme theme(dark);
    const auto category = static_cast<std::size_t>(path.category);
    if (category >= figure->categories.size())
        return theme.colour({ColourRole::Foreground, 0});
    return theme.colour(figure->categories[category].colour);
}

std::optional<Vec3> SceneState::at(const ManifoldPath& path, double time) const
{
    const std::vector<double>& times = figure->times;
    const std::size_t count = std::min(times.size(), path.points.size());
    if (count == 0)
        return std::nullopt;
    // A time within one step of either end still has a marker: steps are labelled by their end.
    const double step = count > 1 ? (times[count - 1] - times[0]) / double(count - 1) : 1.0;
    if (!(time >= times[0] - 1.001 * step && time <= times[count - 1] + 1.001 * step))
        return std::nullopt;
    const auto after = std::lower_bound(times.begin(), times.begin() + std::ptrdiff_t(count), time);
    const std::size_t right = std::min(static_cast<std::size_t>(after - times.begin()), count - 1);
    const std::size_t left = right == 0 || time >= times[right] ? right : right - 1;
    if (!isDrawable(path.points[left]) || !isDrawable(path.points[right]))
        return std::nullopt;
    const double share = left == right ? 0.0 : (time - times[left]) / (times[right] - times[left]);
    const Vec3 a = world(path.points[left]);
    const Vec3 b = world(path.points[right]);
    return Vec3{a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share,
                a[2] + (b[2] - a[2]) * share};
}

} // namespace inspike

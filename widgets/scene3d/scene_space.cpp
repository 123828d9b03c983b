// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/scene3d/scene_space.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

namespace inspike {

namespace {

// Far longer than wide would hide what happens along the other axis.
constexpr double kWidthOverTime = 1.6;
// A cloud is as long as its sensor is wide, and a bit.
constexpr double kCloudLength = 1.3;
// Time runs to the right and towards the eye, the picture of the sensor stands upright.
constexpr Vec3 kCloudDirection{0.55, -0.8, 0.42};

// Azimuths tried, in degrees. Closer to an axis one would look along it.
constexpr int kFirstDegrees = 20;
constexpr int kLastDegrees = 70;
constexpr int kStepDegrees = 5;
// Of the picture that the box is fitted into when azimuths are compared.
constexpr double kNominalAspect = 1.5;
// Less of an advantage over the customary isometric side is not worth leaving it.
constexpr double kWorthTurning = 1.05;
constexpr std::size_t kPointsPerCurve = 40;
constexpr std::size_t kMostCurves = 12;

using Curve = std::vector<Vec3>;

struct Flat
{
    double x, y;
};

bool isTime(const AxisInfo& axis)
{
    return axis.label.id == TextId::Time || axis.label.id == TextId::TimeStep;
}

bool hasRange(const AxisInfo& axis)
{
    return std::isfinite(axis.low) && std::isfinite(axis.high) && axis.high > axis.low;
}

// One coarse curve per category: its mean where the figure has one, else the mean of its trials.
std::vector<Curve> conditionCurves(const ManifoldFigure& figure)
{
    struct Sum
    {
        Vec3 total{0, 0, 0};
        double count = 0;
    };
    const Vec3 scale = scaleOf(figure);
    const std::size_t categories =
        std::clamp<std::size_t>(figure.categories.size(), 1, kMostCurves);
    std::size_t steps = 0;
    std::vector<bool> hasMean(categories, false);
    for (const ManifoldPath& path : figure.paths) {
        steps = std::max(steps, path.points.size());
        const auto category = static_cast<std::size_t>(std::max(path.category, 0));
        if (path.mean && category < categories)
            hasMean[category] = true;
    }
    const std::size_t stride = std::max<std::size_t>(1, steps / kPointsPerCurve);
    std::vector<std::vector<Sum>> sums(categories, std::vector<Sum>(steps / stride + 1));
    for (const ManifoldPath& path : figure.paths) {
        const auto category = static_cast<std::size_t>(std::max(path.category, 0));
        if (category >= categories || path.mean != hasMean[category])
            continue;
        for (std::size_t step = 0; step < path.points.size(); step += stride) {
            if (!isDrawable(path.points[step]))
                continue;
            Sum& sum = sums[category][step / stride];
            for (std::size_t i = 0; i < 3; ++i)
                sum.total[i] += scale[i] * static_cast<double>(path.points[step][i]);
            sum.count += 1;
        }
    }
    std::vector<Curve> curves;
    for (const auto& category : sums) {
        Curve curve;
        for (const Sum& sum : category)
            if (sum.count > 0)
                curve.push_back(along({0, 0, 0}, sum.total, 1.0 / sum.count));
        if (!curve.empty())
            curves.push_back(std::move(curve));
    }
    return curves;
}

// Mean distance from a point of the one curve to the nearest point of the other.
double distanceBetween(const std::vector<Flat>& from, const std::vector<Flat>& to)
{
    double total = 0;
    for (const Flat& a : from) {
        double nearest = std::numeric_limits<double>::infinity();
        for (const Flat& b : to)
            nearest = std::min(nearest, (a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y));
        total += std::sqrt(nearest);
    }
    return total / static_cast<double>(from.size());
}

// Geometric mean over the pairs, so that no pair is sacrificed for another one.
double separation(const std::vector<std::vector<Flat>>& curves, double tiny)
{
    double logs = 0;
    int pairs = 0;
    for (std::size_t i = 0; i < curves.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            const double apart =
                distanceBetween(curves[i], curves[j]) + distanceBetween(curves[j], curves[i]);
            logs += std::log(apart / 2 + tiny);
            ++pairs;
        }
    }
    return std::exp(logs / pairs);
}

// Side of the square with the spread of a single curve.
double spread(const std::vector<Flat>& curve)
{
    double x = 0, y = 0, xx = 0, yy = 0, xy = 0;
    for (const Flat& point : curve) {
        x += point.x;
        y += point.y;
        xx += point.x * point.x;
        yy += point.y * point.y;
        xy += point.x * point.y;
    }
    const auto n = static_cast<double>(curve.size());
    const double determinant =
        (xx - x * x / n) * (yy - y * y / n) - (xy - x * y / n) * (xy - x * y / n);
    return std::sqrt(std::sqrt(std::max(determinant, 0.0)) / n);
}

// How much a camera tells: distances between the means, and how much of the picture the box fills.
double worth(const Camera3D& camera, const Box3& box, const std::vector<Curve>& curves)
{
    const QSizeF size(2 * kNominalAspect, 2);
    const Projection view(fitted(camera, box, size, {}), size);
    std::vector<std::vector<Flat>> flat;
    for (const Curve& curve : curves) {
        auto& points = flat.emplace_back();
        for (const Vec3& point : curve) {
            const QPointF pixel = view.pixel(point);
            points.push_back({pixel.x(), pixel.y()});
        }
    }
    double left = size.width();
    double top = size.height();
    for (int i = 0; i < 8; ++i) {
        left = std::min(left, view.pixel(box.corner(i)).x());
        top = std::min(top, view.pixel(box.corner(i)).y());
    }
    const double filled = (1 - 2 * left / size.width()) * (1 - 2 * top / size.height());
    return std::sqrt(std::max(filled, 0.0)) *
           (flat.size() == 1 ? spread(flat.front()) : separation(flat, 1e-3));
}

Camera3D turnedTo(double degrees)
{
    Camera3D camera;
    const double outwards = std::hypot(camera.direction[0], camera.direction[1]);
    const double angle = degrees * std::numbers::pi / 180.0;
    camera.direction[0] = outwards * std::cos(angle);
    camera.direction[1] = outwards * std::sin(angle);
    return camera;
}

} // namespace

bool isDrawable(const std::array<float, 3>& point)
{
    return std::isfinite(point[0]) && std::isfinite(point[1]) && std::isfinite(point[2]);
}

bool isFlat(const ManifoldFigure& figure)
{
    return figure.dimensions < 3;
}

Vec3 scaleOf(const ManifoldFigure& figure)
{
    if (figure.cloud) {
        const auto span = [&](std::size_t axis) {
            return figure.axes[axis].high - figure.axes[axis].low;
        };
        const double length = kCloudLength * std::max(span(1), span(2));
        return {hasRange(figure.axes[0]) ? length / span(0) : 1.0, 1, -1};
    }
    if (!isFlat(figure))
        return {1, 1, 1};
    const AxisInfo& across = figure.axes[0];
    const AxisInfo& upwards = figure.axes[1];
    if (!isTime(across) || !hasRange(across) || !hasRange(upwards))
        return {1, 1, 0};
    return {kWidthOverTime * (upwards.high - upwards.low) / (across.high - across.low), 1, 0};
}

Box3 boxOf(const ManifoldFigure& figure)
{
    const Vec3 scale = scaleOf(figure);
    Box3 box;
    for (std::size_t i = 0; i < 3; ++i) {
        const AxisInfo& axis = figure.axes[i];
        box.low[i] = scale[i] * (hasRange(axis) ? axis.low : -1.0);
        box.high[i] = scale[i] * (hasRange(axis) ? axis.high : 1.0);
    }
    return box;
}

Camera3D defaultCamera(const ManifoldFigure& figure)
{
    Camera3D best;
    if (isFlat(figure)) {
        best.direction = {0, 0, 1};
        best.up = {0, 1, 0};
        return best;
    }
    if (figure.cloud) {
        best.direction = kCloudDirection;
        return best;
    }
    const std::vector<Curve> curves = conditionCurves(figure);
    if (curves.empty())
        return best;
    const Box3 box = boxOf(figure);
    const double customary = worth(best, box, curves);
    double most = customary;
    for (int quarter = 0; quarter < 360; quarter += 90) {
        for (int degrees = kFirstDegrees; degrees <= kLastDegrees; degrees += kStepDegrees) {
            const Camera3D camera = turnedTo(quarter + degrees);
            const double value = worth(camera, box, curves);
            // The margin also keeps rounding from deciding between equal sides.
            if (value > kWorthTurning * customary && value > 1.001 * most) {
                most = value;
                best = camera;
            }
        }
    }
    return best;
}

} // namespace inspike

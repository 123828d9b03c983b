// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/manifold_figure.h"

#include "core/analysis/number_list.h"
#include "core/analysis/projection.h"
#include "core/analysis/trial_array.h"
#include "core/base/error.h"
#include "core/figures/conditions.h"
#include "core/figures/time_axis.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace inspike {

namespace {

constexpr std::size_t kMostPoints =
    2'000'000; // more than any canvas resolves; then every n-th step
constexpr std::size_t kShownAxes = 3;

struct Space
{
    const char* id;
    const char* probe;     // holds the coordinates when the filtered spikes were not recorded
    const char* parameter; // how many columns it has is how many coordinates there are
    TextId label;
};
constexpr std::array kSpaces{
    Space{"input-modes", "proj_in", "pin", TextId::InputMode},
    Space{"output-modes", "proj_out", "pout", TextId::OutputMode},
    Space{"mu", "mu", "pin", TextId::Mu},
    Space{"pca", "", "", TextId::PrincipalComponent},
};

const LabelledArray* parameterOf(const Run& run, const char* name)
{
    const auto found = run.parameters.find(name);
    return found == run.parameters.end() ? nullptr : &found->second;
}

const Space& spaceOf(const Run& run, const Params& params)
{
    const auto byId = [](std::string_view id) -> const Space& {
        return *std::find_if(kSpaces.begin(), kSpaces.end(),
                             [&](const Space& space) { return space.id == id; });
    };
    // A network without modes still has principal components.
    const bool modes = parameterOf(run, "pin") != nullptr || run.find("proj_in") != nullptr;
    if (!params.isSet("space") && !modes)
        return byId("pca");
    return byId(params.text("space"));
}

// Which coordinates are shown, from 0; at most three, as many as the space has.
std::vector<std::size_t> shownCoordinates(const Params& params, std::size_t available)
{
    std::vector<std::size_t> shown;
    for (const double number : numbersFromText(params.text("axes"), "axes")) {
        const bool beyond = number > static_cast<double>(available);
        if (number < 1.0 || number != std::floor(number) || (beyond && params.isSet("axes"))) {
            throw Error(ErrorKind::BadParameter,
                        "axes: coordinates are numbered 1 to " + std::to_string(available));
        }
        if (!beyond)
            shown.push_back(static_cast<std::size_t>(number) - 1);
    }
    if (shown.empty() || shown.size() > kShownAxes)
        throw Error(ErrorKind::BadParameter, "axes: one to three coordinates are needed");
    return shown;
}

// Coordinates as the run recorded them; no share of variance is known then.
Projection recordedProjection(const TrialArray& recorded, std::span<const std::size_t> wanted)
{
    Projection result;
    std::vector<float> values;
    values.reserve(recorded.steps * recorded.trials * wanted.size());
    for (std::size_t step = 0; step < recorded.steps; ++step) {
        for (std::size_t trial = 0; trial < recorded.trials; ++trial) {
            for (const std::size_t k : wanted) {
                values.push_back(recorded.at(step, trial, k));
                if (!std::isfinite(values.back())) {
                    throw Error(ErrorKind::BadFormat, "recorded coordinates are not finite (step " +
                                                          std::to_string(step) + ", trial " +
                                                          std::to_string(trial) + ")");
                }
            }
        }
    }
    std::vector<Axis> axes(3);
    axes[0] = recorded.array.axes().front();
    axes[1].kind = AxisKind::Sample;
    axes[1].size = recorded.trials;
    axes[2].kind = AxisKind::Component;
    axes[2].size = wanted.size();
    result.coordinates = LabelledArray(std::move(axes), std::move(values));
    result.component.assign(wanted.begin(), wanted.end());
    return result;
}

[[noreturn]] void missing(const std::string& what)
{
    throw Error(ErrorKind::NotFound, "the run has no " + what);
}

Projection projectFiltered(const Run& run, const Space& space, const Params& params,
                           const LabelledArray& filteredSpikes, JobContext& job)
{
    const TrialArray filtered = trialArray(filteredSpikes);
    if (space.label == TextId::PrincipalComponent)
        return principalComponents(filtered, shownCoordinates(params, filtered.units), job);
    const LabelledArray* modes = parameterOf(run, space.parameter);
    if (modes == nullptr)
        missing("parameter '" + std::string(space.parameter) + "' with the modes");
    const auto wanted = shownCoordinates(params, matrixFrom(*modes).columns);
    if (space.label != TextId::Mu)
        return projectOntoModes(filtered, *modes, wanted, job);
    const LabelledArray* weights = parameterOf(run, "Win");
    if (weights == nullptr)
        missing("parameter 'Win' with the input weights");
    return projectOntoMu(filtered, *weights, *modes, wanted, job);
}

Projection projectionOf(const Run& run, const Space& space, const Params& params, JobContext& job)
{
    const Activation* filtered = run.find("R");
    const Activation* recorded = *space.probe != '\0' ? run.find(space.probe) : nullptr;
    const bool canProject = filtered != nullptr && (*space.parameter == '\0' ||
                                                    parameterOf(run, space.parameter) != nullptr);
    if (canProject || recorded == nullptr) {
        if (filtered == nullptr) {
            missing("probe R (filtered spikes)" +
                    (*space.probe != '\0' ? " or " + std::string(space.probe) : std::string()));
        }
        return projectFiltered(run, space, params, filtered->dense(), job);
    }
    const TrialArray coordinates = trialArray(recorded->dense());
    return recordedProjection(coordinates, shownCoordinates(params, coordinates.units));
}

// Every `stride`-th step of [begin, end).
struct Steps
{
    std::size_t begin = 0, end = 0, stride = 1;

    std::vector<std::size_t> kept() const
    {
        std::vector<std::size_t> steps;
        for (std::size_t step = begin; step < end; step += stride)
            steps.push_back(step);
        return steps;
    }
};

Steps stepsOf(const TrialArray& array, const TimeScale& scale, const Params& params)
{
    const auto stepAt = [&](double time) {
        const double step = std::ceil(scale.tickFromAxis(time) - 1e-9);
        return static_cast<std::size_t>(std::clamp(step, 0.0, static_cast<double>(array.steps)));
    };
    Steps steps;
    steps.begin = stepAt(params.number("time-from"));
    steps.end = array.steps;
    if (params.number("time-to") > 0.0)
        steps.end = stepAt(params.number("time-to"));
    if (steps.end < steps.begin)
        throw Error(ErrorKind::BadParameter, "time-to must be after time-from");
    const std::size_t points = (steps.end - steps.begin) * array.trials;
    steps.stride = std::max<std::size_t>(1, (points + kMostPoints - 1) / kMostPoints);
    return steps;
}

class PathBuilder
{
public:
    PathBuilder(const TrialArray& coordinates, std::vector<std::size_t> steps,
                const std::vector<double>& times)
        : m_coordinates(coordinates), m_steps(std::move(steps)), m_times(times)
    {}

    // Mean over the trials (of one trial: the trial itself).
    std::vector<std::array<float, 3>> points(std::span<const std::size_t> trials) const
    {
        std::vector<std::array<float, 3>> points;
        points.reserve(m_steps.size());
        const bool overTime = m_coordinates.units == 1;
        for (std::size_t i = 0; i < m_steps.size(); ++i) {
            std::array<float, 3> point{};
            for (std::size_t k = 0; k < m_coordinates.units; ++k)
                point[k + (overTime ? 1 : 0)] = mean(m_steps[i], trials, k);
            if (overTime)
                point[0] = static_cast<float>(m_times[i]);
            points.push_back(point);
        }
        return points;
    }

private:
    float mean(std::size_t step, std::span<const std::size_t> trials, std::size_t k) const
    {
        if (trials.size() == 1)
            return m_coordinates.at(step, trials.front(), k);
        double sum = 0.0;
        for (const std::size_t trial : trials)
            sum += static_cast<double>(m_coordinates.at(step, trial, k));
        return static_cast<float>(sum / static_cast<double>(trials.size()));
    }

    const TrialArray& m_coordinates;
    std::vector<std::size_t> m_steps;
    const std::vector<double>& m_times;
};

void addPaths(ManifoldFigure& figure, const PathBuilder& builder, const TrialCategories& groups,
              const Params& params, JobContext& job)
{
    std::vector<std::size_t> drawn;
    const std::string& wanted = params.text("trials");
    if (wanted.empty()) {
        for (std::size_t trial = 0; trial < groups.ofTrial.size(); ++trial)
            drawn.push_back(trial);
    } else if (wanted != "none") {
        drawn = indicesFromText(wanted, "trials", groups.ofTrial.size());
    }
    for (const std::size_t trial : drawn) {
        job.checkpoint();
        const Key key{KeyKind::Sample, 0, static_cast<std::int64_t>(trial)};
        figure.paths.push_back(
            {key, groups.ofTrial[trial], false, builder.points(std::span(&trial, 1))});
    }
    if (!params.flag("means"))
        return;
    for (std::size_t category = 0; category < groups.categories.size(); ++category) {
        job.checkpoint();
        std::vector<std::size_t> members;
        for (std::size_t trial = 0; trial < groups.ofTrial.size(); ++trial) {
            if (groups.ofTrial[trial] == static_cast<int>(category))
                members.push_back(trial);
        }
        const Key key{KeyKind::Domain, 0, static_cast<std::int64_t>(category)};
        figure.paths.push_back({key, static_cast<int>(category), true, builder.points(members)});
    }
}

// Ranges that show every point; a coordinate that never changes gets a range around it.
void setRanges(ManifoldFigure& figure)
{
    for (std::size_t k = 0; k < figure.axes.size(); ++k) {
        double low = std::numeric_limits<double>::infinity();
        double high = -low;
        for (const ManifoldPath& path : figure.paths) {
            for (const auto& point : path.points) {
                low = std::min(low, static_cast<double>(point[k]));
                high = std::max(high, static_cast<double>(point[k]));
            }
        }
        if (!(low <= high)) {
            low = 0.0;
            high = 1.0;
        } else if (low == high) {
            low -= 0.5;
            high += 0.5;
        }
        figure.axes[k].low = low;
        figure.axes[k].high = high;
    }
}

void setAxes(ManifoldFigure& figure, const Projection& projection, const Space& space)
{
    std::size_t axis = 0;
    const std::size_t count = projection.component.size();
    if (count == 1)
        figure.axes[axis++] = figure.time;
    figure.dimensions = count < kShownAxes ? 2 : 3;
    for (std::size_t k = 0; k < count; ++k, ++axis) {
        AxisInfo& info = figure.axes[axis];
        info.label = {space.label, {std::to_string(projection.component[k] + 1)}};
        info.unit = "a.u.";
        if (k < projection.varianceShare.size())
            info.varianceShare = projection.varianceShare[k];
    }
    setRanges(figure);
}

} // namespace

ParamSpecs manifoldParams()
{
    return {{"space",
             "Space",
             "What the filtered spikes are projected on",
             std::string("input-modes"),
             {},
             {},
             {"input-modes", "output-modes", "mu", "pca"}},
            {"axes", "Coordinates", "Which coordinates are shown, one to three of them",
             std::string("1,2,3")},
            {"means", "Condition means", "Show the mean of every condition as a thick line", true},
            {"trials", "Trials", "Which trials are drawn, such as 0-19,25; empty = all, or none",
             std::string()},
            {"time-from",
             "From",
             "Start of the trajectories; in steps where their duration is unknown",
             0.0,
             0.0,
             1e12,
             {},
             "ms"},
            {"time-to",
             "To",
             "End of the trajectories; 0 = the end of the trial",
             0.0,
             0.0,
             1e12,
             {},
             "ms"}};
}

ManifoldFigure buildManifold(const Run& run, const Params& params, JobContext& job)
{
    const Space& space = spaceOf(run, params);
    JobContext projecting = job.part(0.0, 0.7);
    const Projection projection = projectionOf(run, space, params, projecting);
    const TrialArray coordinates = trialArray(projection.coordinates);
    const TimeScale scale = scaleOfSteps(stepDurationOf(run, projection.coordinates.axes()));
    const Steps steps = stepsOf(coordinates, scale, params);

    ManifoldFigure figure;
    figure.title.id = TextId::ModeSpace;
    figure.fidelity.perMark = steps.stride;
    for (const std::size_t step : steps.kept())
        figure.times.push_back(scale.axisFromTick(static_cast<double>(step)));
    figure.time = timeAxis(scale, 0.0, scale.axisFromTick(static_cast<double>(coordinates.steps)));
    const TrialCategories groups = categoriesOf(trialConditions(run, coordinates.trials));
    figure.categories = groups.categories;
    addPaths(figure, PathBuilder(coordinates, steps.kept(), figure.times), groups, params, job);
    setAxes(figure, projection, space);
    job.progress(1.0);
    return figure;
}

} // namespace inspike

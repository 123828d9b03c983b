// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/stream_embedding.h"

#include "core/analysis/linalg.h"
#include "core/analysis/trial_array.h"
#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

namespace inspike {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

std::string probeName(FeatureStage stage, std::size_t stream)
{
    if (stage == FeatureStage::Before)
        return stream == 0 ? "stage/audio_patch_embed" : "stage/visual_patch_embed";
    return "stage/block." + std::to_string(stream) +
           (stage == FeatureStage::Residual ? ".residual" : ".fused");
}

const Activation* probeOf(const Run& run, FeatureStage stage, std::size_t stream)
{
    const auto found = run.probes.find(probeName(stage, stream));
    return found != run.probes.end() && hasSteps(found->second.axes()) ? &found->second : nullptr;
}

// How the values of one step and sample are split into channels and places.
struct Layout
{
    std::size_t channels = 1;
    std::size_t stride = 1; // between neighbouring channels
};

Layout layoutOf(const std::vector<Axis>& axes)
{
    Layout layout;
    bool found = false;
    for (const Axis& axis : axes) {
        const bool isChannel = axis.kind == AxisKind::Channel || axis.kind == AxisKind::Feature;
        if (isChannel && !found) {
            found = true;
            layout.channels = axis.size;
        } else if (found) {
            layout.stride *= axis.size;
        }
    }
    return layout;
}

std::vector<double> meanFeatures(const Activation& activation, int step, std::size_t& channels,
                                 JobContext& job)
{
    const TrialArray array = trialArray(activation.dense());
    const std::size_t from = step == kAllSteps ? 0 : static_cast<std::size_t>(step);
    const std::size_t end = step == kAllSteps ? array.steps : from + 1;
    if (end > array.steps) {
        throw Error(ErrorKind::BadShape, "step " + std::to_string(step) +
                                             " asked for, but the run has " +
                                             std::to_string(array.steps));
    }
    const Layout layout = layoutOf(array.array.axes());
    channels = layout.channels;
    const double entries =
        static_cast<double>(end - from) *
        static_cast<double>(array.units / std::max<std::size_t>(1, layout.channels));
    std::vector<double> means(array.trials * layout.channels, 0.0);
    for (std::size_t t = from; t < end; ++t) {
        for (std::size_t sample = 0; sample < array.trials; ++sample) {
            job.checkpoint();
            const auto row = array.row(t, sample);
            double* mean = means.data() + sample * layout.channels;
            for (std::size_t i = 0; i < row.size(); ++i)
                mean[i / layout.stride % layout.channels] += static_cast<double>(row[i]);
        }
    }
    for (double& mean : means)
        mean /= entries;
    return means;
}

bool finite(std::span<const double> row)
{
    return std::all_of(row.begin(), row.end(), [](double value) { return std::isfinite(value); });
}

// Two principal components of all samples of all streams of some stages.
class Plane
{
public:
    explicit Plane(std::span<const StreamFeatures* const> stages)
        : m_channels(stages.front()->channels), m_mean(m_channels, 0.0)
    {
        std::vector<double> rows; // the finite ones
        for (const StreamFeatures* stage : stages) {
            for (const std::vector<double>& stream : stage->stream)
                gather(stream, rows);
        }
        const std::size_t count = rows.size() / std::max<std::size_t>(1, m_channels);
        if (count == 0)
            return;
        for (std::size_t i = 0; i < rows.size(); ++i)
            m_mean[i % m_channels] += rows[i] / static_cast<double>(count);
        for (std::size_t i = 0; i < rows.size(); ++i)
            rows[i] -= m_mean[i % m_channels];
        Matrix gram(m_channels, m_channels);
        addGram(gram, rows);
        const SymmetricEigen eigen = symmetricEigen(gram);
        double total = 0.0;
        for (const double value : eigen.values)
            total += std::max(0.0, value);
        for (std::size_t k = 0; k < std::min<std::size_t>(2, m_channels); ++k) {
            // Directions of rounding only would scatter equal points.
            if (!(eigen.values[k] > 1e-12 * std::max(total, 1e-12)))
                continue;
            share[k] = eigen.values[k] / total;
            for (std::size_t c = 0; c < m_channels; ++c)
                m_direction[k].push_back(eigen.vectors(c, k));
        }
    }

    std::array<double, 2> at(std::span<const double> row) const
    {
        if (!finite(row))
            return {kNaN, kNaN};
        std::array<double, 2> point{};
        for (std::size_t k = 0; k < 2; ++k) {
            for (std::size_t c = 0; c < m_direction[k].size(); ++c)
                point[k] += m_direction[k][c] * (row[c] - m_mean[c]);
        }
        return point;
    }

    std::array<double, 2> share{};

private:
    void gather(const std::vector<double>& stream, std::vector<double>& rows) const
    {
        for (std::size_t from = 0; from < stream.size(); from += m_channels) {
            const std::span<const double> row(stream.data() + from, m_channels);
            if (finite(row))
                rows.insert(rows.end(), row.begin(), row.end());
        }
    }

    std::size_t m_channels;
    std::vector<double> m_mean;
    std::array<std::vector<double>, 2> m_direction; // empty: everything lies at 0
};

PlanarPoints pointsOn(const Plane& plane, const StreamFeatures& stage)
{
    PlanarPoints points;
    points.stage = stage.stage;
    points.varianceShare = plane.share;
    for (std::size_t stream = 0; stream < 2; ++stream) {
        const std::vector<double>& values = stage.stream[stream];
        for (std::size_t from = 0; from < values.size(); from += stage.channels)
            points.stream[stream].push_back(plane.at({values.data() + from, stage.channels}));
    }
    return points;
}

} // namespace

std::optional<std::string> lacksEmbedding(const Run& run)
{
    for (const FeatureStage stage :
         {FeatureStage::Before, FeatureStage::Residual, FeatureStage::After}) {
        if (probeOf(run, stage, 0) != nullptr || probeOf(run, stage, 1) != nullptr)
            return std::nullopt;
    }
    return "probes stage/*_patch_embed, stage/block.*.residual or stage/block.*.fused in the run";
}

std::vector<StreamFeatures> streamFeatures(const Run& run, int step, JobContext& job)
{
    if (const auto missing = lacksEmbedding(run))
        throw Error(ErrorKind::NotFound, "no " + *missing);
    std::vector<StreamFeatures> stages;
    for (const FeatureStage stage :
         {FeatureStage::Before, FeatureStage::Residual, FeatureStage::After}) {
        StreamFeatures features;
        features.stage = stage;
        for (std::size_t stream = 0; stream < 2; ++stream) {
            const Activation* probe = probeOf(run, stage, stream);
            if (probe == nullptr)
                continue;
            std::size_t channels = 0;
            features.stream[stream] = meanFeatures(*probe, step, channels, job);
            const std::size_t samples =
                features.stream[stream].size() / std::max<std::size_t>(1, channels);
            if (features.channels != 0 &&
                (features.channels != channels || features.samples != samples))
                throw Error(ErrorKind::BadShape, probe->probe.id + " does not fit the audio");
            features.channels = channels;
            features.samples = samples;
        }
        if (features.channels > 0)
            stages.push_back(std::move(features));
    }
    return stages;
}

double modalityGap(const StreamFeatures& features)
{
    if (features.stream[0].empty() || features.stream[1].empty())
        return kNaN;
    double squares = 0.0;
    for (std::size_t c = 0; c < features.channels; ++c) {
        double difference = 0.0;
        for (std::size_t i = c; i < features.stream[0].size(); i += features.channels)
            difference += features.stream[0][i] - features.stream[1][i];
        difference /= static_cast<double>(features.samples);
        squares += difference * difference;
    }
    return std::sqrt(squares);
}

std::vector<PlanarPoints> planarPoints(const std::vector<StreamFeatures>& stages, bool common,
                                       JobContext& job)
{
    std::vector<const StreamFeatures*> shared;
    for (const StreamFeatures& stage : stages) {
        if (common && stage.stage != FeatureStage::Residual)
            shared.push_back(&stage);
    }
    const bool fits = shared.size() == 2 && shared[0]->channels == shared[1]->channels;
    std::optional<Plane> both;
    if (fits)
        both.emplace(shared);
    std::vector<PlanarPoints> points;
    for (const StreamFeatures& stage : stages) {
        job.checkpoint();
        if (both && stage.stage != FeatureStage::Residual) {
            points.push_back(pointsOn(*both, stage));
        } else {
            const std::array one{&stage};
            points.push_back(pointsOn(Plane(one), stage));
        }
    }
    return points;
}

} // namespace inspike

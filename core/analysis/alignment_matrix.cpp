// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/alignment_matrix.h"

#include "core/analysis/trial_array.h"
#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <span>

namespace inspike {

namespace {

constexpr const char* kAudio = "audio_residual";
constexpr const char* kVisual = "visual_residual";

// Mean over steps, or one step, of every sample in the order of `order`.
std::vector<float> featuresOf(const TrialArray& array, const std::vector<std::size_t>& order,
                              int step)
{
    const std::size_t from = step == kAllSteps ? 0 : static_cast<std::size_t>(step);
    const std::size_t end = step == kAllSteps ? array.steps : from + 1;
    if (end > array.steps) {
        throw Error(ErrorKind::BadShape, "step " + std::to_string(step) +
                                             " asked for, but the run has " +
                                             std::to_string(array.steps));
    }
    std::vector<float> features;
    features.reserve(order.size() * array.units);
    std::vector<double> mean(array.units);
    for (const std::size_t sample : order) {
        std::fill(mean.begin(), mean.end(), 0.0);
        for (std::size_t t = from; t < end; ++t) {
            const auto row = array.row(t, sample);
            for (std::size_t c = 0; c < mean.size(); ++c)
                mean[c] += static_cast<double>(row[c]);
        }
        for (const double value : mean)
            features.push_back(static_cast<float>(value / static_cast<double>(end - from)));
    }
    return features;
}

double dot(std::span<const double> one, std::span<const double> other)
{
    double sum = 0.0;
    for (std::size_t i = 0; i < one.size(); ++i)
        sum += one[i] * other[i];
    return sum;
}

// Means of `perCell` consecutive rows of [sample][feature].
std::vector<double> meansOf(const std::vector<float>& values, std::size_t features,
                            std::size_t first, std::size_t count, std::size_t perCell)
{
    const std::size_t cells = (count + perCell - 1) / perCell;
    std::vector<double> means(cells * features, 0.0);
    for (std::size_t i = 0; i < count; ++i) {
        const float* row = values.data() + (first + i) * features;
        double* mean = means.data() + i / perCell * features;
        for (std::size_t c = 0; c < features; ++c)
            mean[c] += static_cast<double>(row[c]);
    }
    for (std::size_t cell = 0; cell < cells; ++cell) {
        const std::size_t held = std::min(perCell, count - cell * perCell);
        for (std::size_t c = 0; c < features; ++c)
            means[cell * features + c] /= static_cast<double>(held);
    }
    return means;
}

void fillProducts(const AlignmentFeatures& features, double tau, const AlignmentWindow& window,
                  AlignmentCells& cells, JobContext& job)
{
    const std::size_t width = features.features;
    const std::vector<double> audio =
        meansOf(features.audio, width, window.firstRow, window.rows, window.perCell);
    const std::vector<double> visual =
        meansOf(features.visual, width, window.firstColumn, window.columns, window.perCell);
    for (std::size_t r = 0; r < cells.rows; ++r) {
        job.checkpoint();
        for (std::size_t c = 0; c < cells.columns; ++c) {
            const double product =
                dot({audio.data() + r * width, width}, {visual.data() + c * width, width});
            cells.values.push_back(static_cast<float>(product / tau));
        }
    }
}

// P of one row, all columns.
class ShareRow
{
public:
    ShareRow(const AlignmentFeatures& features, double tau) : m_features(features), m_tau(tau)
    {
        m_shares.resize(features.samples);
    }

    const std::vector<double>& of(std::size_t row)
    {
        const std::size_t width = m_features.features;
        const float* a = m_features.audio.data() + row * width;
        double greatest = -std::numeric_limits<double>::infinity();
        for (std::size_t j = 0; j < m_shares.size(); ++j) {
            const float* v = m_features.visual.data() + j * width;
            float product = 0.0F;
            for (std::size_t c = 0; c < width; ++c)
                product += a[c] * v[c];
            m_shares[j] = static_cast<double>(product) / m_tau;
            greatest = std::max(greatest, m_shares[j]);
        }
        double sum = 0.0;
        for (double& share : m_shares) {
            share = std::exp(share - greatest); // cannot overflow
            sum += share;
        }
        for (double& share : m_shares)
            share /= sum;
        return m_shares;
    }

private:
    const AlignmentFeatures& m_features;
    double m_tau;
    std::vector<double> m_shares;
};

void fillShares(const AlignmentFeatures& features, double tau, const AlignmentWindow& window,
                AlignmentCells& cells, JobContext& job)
{
    std::vector<double> sums(cells.rows * cells.columns, 0.0);
    ShareRow shares(features, tau);
    for (std::size_t r = 0; r < window.rows; ++r) {
        job.checkpoint();
        const std::vector<double>& row = shares.of(window.firstRow + r);
        double* cell = sums.data() + r / window.perCell * cells.columns;
        for (std::size_t c = 0; c < window.columns; ++c)
            cell[c / window.perCell] += row[window.firstColumn + c];
    }
    for (std::size_t i = 0; i < sums.size(); ++i) {
        const std::size_t r = i / cells.columns * window.perCell;
        const std::size_t c = i % cells.columns * window.perCell;
        const std::size_t held = std::min(window.perCell, window.rows - r) *
                                 std::min(window.perCell, window.columns - c);
        cells.values.push_back(static_cast<float>(sums[i] / static_cast<double>(held)));
    }
}

} // namespace

std::optional<std::string> lacksAlignment(const Run& run)
{
    for (const char* output : {kAudio, kVisual}) {
        const Activation* found = run.find(output);
        if (found == nullptr || !hasSteps(found->axes()))
            return "outputs audio_residual and visual_residual in the run (a network of both "
                   "modalities with cross attention)";
    }
    return std::nullopt;
}

AlignmentFeatures alignmentFeatures(const Run& run, std::vector<std::size_t> order, int step)
{
    if (const auto missing = lacksAlignment(run))
        throw Error(ErrorKind::NotFound, "no " + *missing);
    const TrialArray audio = trialArray(run.find(kAudio)->dense());
    const TrialArray visual = trialArray(run.find(kVisual)->dense());
    if (audio.steps != visual.steps || audio.trials != visual.trials || audio.units != visual.units)
        throw Error(ErrorKind::BadShape, "audio_residual and visual_residual differ in shape");
    if (order.size() != audio.trials || audio.steps == 0)
        throw Error(ErrorKind::BadShape, "audio_residual does not have the samples of the run");
    AlignmentFeatures features;
    features.samples = audio.trials;
    features.features = audio.units;
    features.audio = featuresOf(audio, order, step);
    features.visual = featuresOf(visual, order, step);
    features.order = std::move(order);
    return features;
}

AlignmentCells alignmentCells(const AlignmentFeatures& features, double tau, bool shares,
                              const AlignmentWindow& window, JobContext& job)
{
    if (window.firstRow + window.rows > features.samples ||
        window.firstColumn + window.columns > features.samples || window.perCell == 0)
        throw Error(ErrorKind::BadShape, "window beyond the alignment matrix");
    AlignmentCells cells;
    cells.rows = (window.rows + window.perCell - 1) / window.perCell;
    cells.columns = (window.columns + window.perCell - 1) / window.perCell;
    cells.values.reserve(cells.rows * cells.columns);
    if (shares)
        fillShares(features, tau, window, cells, job);
    else
        fillProducts(features, tau, window, cells, job);
    return cells;
}

// The sum of a_i . v_j over a set of pairs is the product of the sums of a and v.
AlignmentSummary alignmentSummary(const AlignmentFeatures& features, const SampleClasses& classes,
                                  double tau)
{
    struct Sums
    {
        std::vector<double> audio, visual;
        double samples = 0.0;
    };
    const std::size_t width = features.features;
    const auto add = [&](Sums& sums, std::size_t place) {
        sums.audio.resize(width);
        sums.visual.resize(width);
        for (std::size_t c = 0; c < width; ++c) {
            sums.audio[c] += static_cast<double>(features.audio[place * width + c]);
            sums.visual[c] += static_cast<double>(features.visual[place * width + c]);
        }
        sums.samples += 1.0;
    };
    std::map<std::int64_t, Sums> ofClass;
    Sums all; // that have a class
    Sums every;
    for (std::size_t place = 0; place < features.samples; ++place) {
        add(every, place);
        const std::int64_t one = classes.classOf(features.order[place]);
        if (one < 0)
            continue;
        add(ofClass[one], place);
        add(all, place);
    }
    double within = 0.0;
    double pairs = 0.0;
    for (const auto& [number, sums] : ofClass) {
        within += dot(sums.audio, sums.visual);
        pairs += sums.samples * sums.samples;
    }
    const double others = all.samples * all.samples - pairs;
    AlignmentSummary summary;
    summary.within = within / (pairs * tau); // 0 / 0 without any
    summary.between = others > 0.0 ? (dot(all.audio, all.visual) - within) / (others * tau)
                                   : std::numeric_limits<double>::quiet_NaN();
    summary.all = dot(every.audio, every.visual) / (every.samples * every.samples * tau);
    return summary;
}

std::vector<ClassBlock> classBlocks(const SampleClasses& classes,
                                    const std::vector<std::size_t>& order)
{
    std::vector<ClassBlock> blocks;
    for (std::size_t place = 0; place < order.size(); ++place) {
        const std::int64_t one = classes.classOf(order[place]);
        if (blocks.empty() || blocks.back().classNumber != one)
            blocks.push_back({one, place, place});
        blocks.back().end = place + 1;
    }
    return blocks;
}

} // namespace inspike

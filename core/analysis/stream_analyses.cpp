// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Networks with an audio and a visual stream, by name: evidence, residual energy, alignment.

#include "core/analysis/alignment_matrix.h"
#include "core/analysis/analysis_registry.h"
#include "core/analysis/evidence_split.h"
#include "core/analysis/residual_energy.h"
#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace inspike {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kUsualTau = 0.07;

using Lack = std::optional<std::string>;

// --- evidence

ParamSpecs evidenceParams()
{
    return {{"trial", "Trial", "Number of the trial, from 0", std::int64_t{0}, 0}};
}

Lack evidenceLacks(const AnalysisInputs& inputs)
{
    return inputs.run ? lacksEvidence(*inputs.run) : "a run";
}

AnalysisResult evidence(const AnalysisInputs& inputs, const Params& params, JobContext&)
{
    const auto sample = static_cast<std::size_t>(params.integer("trial"));
    const EvidenceSplit split = evidenceOf(*inputs.run, sample);
    AnalysisResult result;
    result.columns = {"class", "step", "audio", "visual", "bias", "sum"};
    for (std::size_t k = 0; k < split.classes; ++k) {
        for (std::size_t t = 0; t < split.steps; ++t) {
            const std::size_t at = t * split.classes + k;
            result.rows.push_back({static_cast<double>(k), static_cast<double>(t),
                                   split.audio.empty() ? kNaN : split.audio[at],
                                   split.visual.empty() ? kNaN : split.visual[at], split.bias[k],
                                   split.sumAt(t, k)});
        }
    }
    const std::size_t best = split.ranking().front();
    result.summary = {{"most likely class", static_cast<double>(best)},
                      {"audio", split.audioMean(best)},
                      {"visual", split.visualMean(best)},
                      {"bias", split.bias[best]},
                      {"logit", split.logit.empty() ? kNaN : split.logit[best]},
                      {"largest |logit - sum|", split.remainder()}};
    result.note = "audio + visual + bias, averaged over steps, are the logit of a class";
    return result;
}

// --- residual energy

ParamSpecs noParams()
{
    return {};
}

Lack residualLacks(const AnalysisInputs& inputs)
{
    return inputs.run ? lacksResidual(*inputs.run) : "a run";
}

AnalysisResult residual(const AnalysisInputs& inputs, const Params&, JobContext& job)
{
    const auto energies = residualEnergies(*inputs.run, job);
    const ResidualEnergy& any = energies[0] ? *energies[0] : *energies[1];
    AnalysisResult result;
    result.columns = {
        "step",          "audio energy",     "audio energy SD",     "audio mean residual",
        "visual energy", "visual energy SD", "visual mean residual"};
    for (std::size_t t = 0; t < any.steps; ++t) {
        std::vector<double> row{static_cast<double>(t)};
        for (const auto& one : energies) {
            MeanAndSpread energy{kNaN, kNaN, 0};
            double rate = kNaN;
            if (one)
                energy = meanAndSpread(one->energy, t * one->samples, one->samples);
            if (one && !one->rate.empty())
                rate = meanAndSpread(one->rate, t * one->samples, one->samples).mean;
            row.insert(row.end(), {energy.mean, energy.spread, rate});
        }
        result.rows.push_back(std::move(row));
    }
    result.summary = {{"samples", static_cast<double>(any.samples)}};
    for (std::size_t stream = 0; stream < 2; ++stream) {
        if (energies[stream]) {
            const auto& values = energies[stream]->energy;
            result.summary.emplace_back(stream == 0 ? "mean audio energy" : "mean visual energy",
                                        meanAndSpread(values, 0, values.size()).mean);
        }
    }
    result.note = any.change ? "energy = |x' - x| / |x| of the features of a stream"
                             : "energy = alpha |r| / |x|, residual r, features x of a stream";
    return result;
}

// --- alignment matrix

ParamSpecs alignmentParams()
{
    return {{"tau", "Temperature", "What the products of the features are divided by", kUsualTau,
             1e-4, 1e4}};
}

Lack alignmentLacks(const AnalysisInputs& inputs)
{
    return inputs.run ? lacksAlignment(*inputs.run) : "a run";
}

// How often the most similar picture of a sound is of its class.
double matchedShare(const AlignmentFeatures& features, const SampleClasses& classes, double tau,
                    JobContext& job)
{
    double matched = 0.0;
    double rows = 0.0;
    for (std::size_t row = 0; row < features.samples; ++row) {
        const std::int64_t wanted = classes.classOf(features.order[row]);
        if (wanted < 0)
            continue;
        const AlignmentCells cells =
            alignmentCells(features, tau, false, {row, 1, 0, features.samples, 1}, job);
        const auto best = std::max_element(cells.values.begin(), cells.values.end());
        const auto place = static_cast<std::size_t>(best - cells.values.begin());
        matched += classes.classOf(features.order[place]) == wanted ? 1.0 : 0.0;
        rows += 1.0;
    }
    return rows > 0.0 ? matched / rows : kNaN;
}

AnalysisResult alignment(const AnalysisInputs& inputs, const Params& params, JobContext& job)
{
    const double tau = params.number("tau");
    const SampleClasses classes = sampleClasses(*inputs.run);
    const AlignmentFeatures features = alignmentFeatures(*inputs.run, classes.order(), kAllSteps);
    AnalysisResult result;
    result.columns = {"audio class", "visual class", "pairs", "mean similarity"};
    const auto blocks = classBlocks(classes, features.order);
    for (const ClassBlock& audio : blocks) {
        for (const ClassBlock& visual : blocks) {
            const std::size_t rows = audio.end - audio.begin;
            const std::size_t columns = visual.end - visual.begin;
            // One cell: the mean over all of its pairs.
            const AlignmentCells cell = alignmentCells(
                features, tau, false,
                {audio.begin, rows, visual.begin, columns, std::max(rows, columns)}, job);
            result.rows.push_back(
                {static_cast<double>(audio.classNumber), static_cast<double>(visual.classNumber),
                 static_cast<double>(rows * columns), static_cast<double>(cell.values.at(0))});
        }
    }
    const AlignmentSummary summary = alignmentSummary(features, classes, tau);
    result.summary = {
        {"mean within classes", summary.within},
        {"mean between classes", summary.between},
        {"mean", summary.all},
        {"most similar picture is of the class", matchedShare(features, classes, tau, job)}};
    result.note = "similarity = a . v / tau, residual features of audio and visual averaged over "
                  "steps; class -1 = unknown";
    return result;
}

} // namespace

Analysis makeEvidenceAnalysis()
{
    return {"evidence",
            "Evidence",
            "What speaks for each class in a sample, split into audio, visual and bias (linear "
            "head)",
            &evidenceParams,
            &evidenceLacks,
            &evidence};
}

Analysis makeResidualEnergyAnalysis()
{
    return {"residual-energy",
            "Residual energy",
            "How much a cross-modal block adds to a stream, step by step (S-CMRL)",
            &noParams,
            &residualLacks,
            &residual};
}

Analysis makeAlignmentMatrixAnalysis()
{
    return {"alignment-matrix",
            "Alignment matrix",
            "How alike sounds and pictures of classes are to a network (S-CMRL, contrastive loss)",
            &alignmentParams,
            &alignmentLacks,
            &alignment};
}

} // namespace inspike

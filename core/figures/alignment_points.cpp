// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Coordinates of both domains: of all samples together where both are of one space, else each on
// its own. Principal components of a training are those of its last epoch, so that its points move
// along common axes.

#include "core/analysis/embedding/principal_axes.h"
#include "core/figures/alignment_parts.h"

#include <algorithm>
#include <cmath>

namespace inspike {

namespace {

// Below each other.
Points together(const Points& a, const Points& b)
{
    Points both(a.count + b.count, a.width);
    std::copy(a.values.begin(), a.values.end(), both.values.begin());
    std::copy(b.values.begin(), b.values.end(),
              both.values.begin() + static_cast<std::ptrdiff_t>(a.values.size()));
    return both;
}

Points part(const Points& points, std::size_t first, std::size_t count)
{
    Points some(count, points.width);
    std::copy_n(points.values.begin() + static_cast<std::ptrdiff_t>(first * points.width),
                count * points.width, some.values.begin());
    return some;
}

Points pointsOf(const AlignmentSubject& subject, std::size_t side, JobContext& job)
{
    if (!subject.everyStep())
        return subject.features(side, job);
    Points all;
    FeatureChoice one = subject.choice();
    one.steps = StepUse::One;
    for (std::size_t step = 0; step < subject.steps(); ++step) {
        one.step = step;
        const Points next = subject.features(side, one, job);
        all = step == 0 ? next : together(all, next);
    }
    return all;
}

void addRange(std::vector<std::array<double, 2>>& ranges, const Points& points)
{
    ranges.resize(points.width, {INFINITY, -INFINITY});
    for (std::size_t i = 0; i < points.values.size(); ++i) {
        auto& range = ranges[i % points.width];
        range[0] = std::min(range[0], static_cast<double>(points.values[i]));
        range[1] = std::max(range[1], static_cast<double>(points.values[i]));
    }
}

// Principal components of some points, for others.
class FittedAxes
{
public:
    FittedAxes(const Points& points, std::size_t components, JobContext& job)
        : m_mean(points.width, 0.0)
    {
        const PrincipalAxes found = principalAxes(points.view(), components, job);
        m_shares = found.varianceShare;
        m_components = found.coordinates.width;
        for (std::size_t i = 0; i < points.count; ++i) {
            for (std::size_t d = 0; d < points.width; ++d)
                m_mean[d] += static_cast<double>(points.values[i * points.width + d]) /
                             static_cast<double>(points.count);
        }
        // X^T (X e) is a multiple of e.
        m_axes.assign(m_components * points.width, 0.0);
        for (std::size_t i = 0; i < points.count; ++i) {
            for (std::size_t k = 0; k < m_components; ++k) {
                const auto c = static_cast<double>(found.coordinates.values[i * m_components + k]);
                for (std::size_t d = 0; d < points.width; ++d)
                    m_axes[k * points.width + d] +=
                        c * (static_cast<double>(points.values[i * points.width + d]) - m_mean[d]);
            }
        }
        for (std::size_t k = 0; k < m_components; ++k) {
            double norm = 0.0;
            for (std::size_t d = 0; d < points.width; ++d)
                norm += m_axes[k * points.width + d] * m_axes[k * points.width + d];
            norm = std::sqrt(norm);
            for (std::size_t d = 0; d < points.width && norm > 0.0; ++d)
                m_axes[k * points.width + d] /= norm;
        }
    }

    Points project(const Points& points) const
    {
        Points made(points.count, m_components);
        for (std::size_t i = 0; i < points.count; ++i) {
            for (std::size_t k = 0; k < m_components; ++k) {
                double sum = 0.0;
                for (std::size_t d = 0; d < points.width; ++d)
                    sum += m_axes[k * points.width + d] *
                           (static_cast<double>(points.values[i * points.width + d]) - m_mean[d]);
                made.values[i * m_components + k] = static_cast<float>(sum);
            }
        }
        return made;
    }

    const std::vector<double>& shares() const { return m_shares; }

private:
    std::vector<double> m_mean;
    std::vector<double> m_axes; // [component][coordinate]
    std::vector<double> m_shares;
    std::size_t m_components = 0;
};

// Of principal components all three, since they cost no more.
std::size_t componentsOf(const Params& params)
{
    if (methodOf(params) == EmbeddingMethod::PrincipalComponents)
        return 3;
    return params.text("axes").back() == '3' ? 3 : 2;
}

EmbeddingParams embeddingOf(const Params& params)
{
    Params own{embeddingSpecs()};
    for (const ParamSpec& spec : own.specs()) {
        if (params.has(spec.id))
            own.set(spec.id, params.value(spec.id));
    }
    own.set("components", static_cast<std::int64_t>(componentsOf(params)));
    return embeddingParams(own);
}

// Every epoch of a training, projected on the axes of the last one.
struct EpochPoints
{
    std::vector<DomainPoints> epochs;
};

EpochPoints pointsOfEpochs(const AlignmentSubject& subject, std::size_t components, JobContext& job)
{
    const std::size_t count = subject.epochs().size();
    std::vector<std::array<Points, 2>> all(count);
    for (std::size_t i = 0; i < count; ++i) {
        job.progress(0.5 * static_cast<double>(i) / static_cast<double>(count));
        const AlignmentSubject epoch = subject.at(i);
        for (std::size_t side = 0; side < 2; ++side)
            all[i][side] = pointsOf(epoch, side, job);
    }
    const std::size_t spaces = subject.joint() ? 1 : 2;
    std::array<std::vector<std::array<double, 2>>, 2> ranges;
    EpochPoints made;
    made.epochs.resize(count);
    for (std::size_t space = 0; space < spaces; ++space) {
        const auto& last = all.back();
        const FittedAxes axes(spaces == 1 ? together(last[0], last[1]) : last[space], components,
                              job);
        for (std::size_t i = 0; i < count; ++i) {
            for (std::size_t side = space; side < (spaces == 1 ? 2 : space + 1); ++side) {
                made.epochs[i].side[side] = axes.project(all[i][side]);
                made.epochs[i].shares[side] = axes.shares();
                addRange(ranges[space], made.epochs[i].side[side]);
            }
        }
    }
    for (DomainPoints& epoch : made.epochs)
        epoch.ranges = {ranges[0], ranges[spaces - 1]};
    return made;
}

DomainPoints embedded(const AlignmentBuild& build)
{
    const EmbeddingParams params = embeddingOf(build.params);
    const std::string key = domainPointsKey(build);
    const EmbeddingProgress progress = [&](int iteration, std::span<const float> coordinates) {
        build.results.showLive(key, iteration, coordinates);
    };
    DomainPoints made;
    std::array<Points, 2> features;
    for (std::size_t side = 0; side < 2; ++side)
        features[side] = pointsOf(build.subject, side, build.job);
    if (build.subject.joint()) {
        const Embedding both =
            embed(together(features[0], features[1]).view(), params, progress, build.job);
        const std::size_t first = features[0].count;
        made.side = {part(both.coordinates, 0, first),
                     part(both.coordinates, first, both.coordinates.count - first)};
        made.shares = {both.varianceShare, both.varianceShare};
        addRange(made.ranges[0], both.coordinates);
        made.ranges[1] = made.ranges[0];
        return made;
    }
    for (std::size_t side = 0; side < 2; ++side) {
        JobContext job = build.job.part(0.5 * double(side), 0.5 * double(side + 1));
        const Embedding one = embed(features[side].view(), params, {}, job);
        made.side[side] = one.coordinates;
        made.shares[side] = one.varianceShare;
        addRange(made.ranges[side], one.coordinates);
    }
    return made;
}

bool sharesAxes(const AlignmentBuild& build)
{
    return methodOf(build.params) == EmbeddingMethod::PrincipalComponents &&
           !build.subject.epochs().empty() && build.params.text("axes-of") == "last" &&
           build.subject.pairs().pairing != Pairing::Runs;
}

} // namespace

EmbeddingMethod methodOf(const Params& params)
{
    const std::string& name = params.text("method");
    return name == "tsne"   ? EmbeddingMethod::Tsne
           : name == "umap" ? EmbeddingMethod::Umap
                            : EmbeddingMethod::PrincipalComponents;
}

std::string domainPointsKey(const AlignmentBuild& build)
{
    std::string key = "points|" + build.subject.key();
    for (const ParamSpec& spec : embeddingSpecs()) {
        if (build.params.has(spec.id))
            key += "|" + Json(std::visit([](const auto& value) { return Json(value); },
                                         build.params.value(spec.id)))
                             .dump();
    }
    return key + "|" + std::to_string(componentsOf(build.params));
}

std::shared_ptr<const DomainPoints> domainPoints(const AlignmentBuild& build)
{
    if (!sharesAxes(build))
        return build.result<DomainPoints>(domainPointsKey(build), build.subject.owners(),
                                          [&] { return embedded(build); });
    AlignmentResults::Owners owners;
    for (const EpochRun& epoch : build.subject.epochs())
        owners.push_back(epoch.run);
    const AlignmentSubject last = build.subject.at(owners.size() - 1);
    const auto epochs = build.result<EpochPoints>(
        "epochs|" + last.key() + "|" + std::to_string(componentsOf(build.params)), owners,
        [&] { return pointsOfEpochs(build.subject, componentsOf(build.params), build.job); });
    if (!epochs)
        return nullptr;
    return {epochs, &epochs->epochs[build.subject.epoch()]};
}

} // namespace inspike

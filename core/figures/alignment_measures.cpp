// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/alignment_measures.h"

#include "core/analysis/domains/cka.h"
#include "core/analysis/domains/mmd.h"
#include "core/analysis/domains/neighbour_agreement.h"

#include <algorithm>
#include <cmath>

namespace inspike {

namespace {

constexpr std::size_t kMostForMmd = 2000; // samples; all pairs of more take too long for a curve

bool wants(const Params& params, const char* measure)
{
    return params.text("measures") == "all" || params.text("measures") == measure;
}

MmdParams mmdParamsOf(const Params& params)
{
    MmdParams made;
    made.seed = static_cast<std::uint64_t>(params.integer("seed"));
    made.bootstrap = bootstrapOf(params);
    return made;
}

Band undefinedBand()
{
    return {NAN, NAN, NAN, NAN};
}

// The first samples evenly taken, since MMD costs their square.
Points thinned(const Points& points, std::size_t most)
{
    if (points.count <= most)
        return points;
    Points some(most, points.width);
    for (std::size_t i = 0; i < most; ++i) {
        const std::size_t from = i * points.count / most;
        std::copy_n(points.values.begin() + static_cast<std::ptrdiff_t>(from * points.width),
                    points.width,
                    some.values.begin() + static_cast<std::ptrdiff_t>(i * points.width));
    }
    return some;
}

DomainMeasures measuresOf(const Points& a, const Points& b, bool comparable, const Params& params,
                          JobContext& job)
{
    DomainMeasures made;
    JobContext first = job.part(0.0, 0.5);
    made.cka = ckaBand(a.view(), b.view(), ckaParamsOf(params), bootstrapOf(params), first);
    made.mmd = undefinedBand();
    if (comparable && wants(params, "mmd")) {
        JobContext second = job.part(0.5, 1.0);
        const Points x = thinned(a, kMostForMmd);
        const Points y = thinned(b, kMostForMmd);
        made.mmd = mmd(x.view(), y.view(), mmdParamsOf(params), second).squared;
    }
    made.domainLoss = 1.0 - std::abs(made.cka.value);
    return made;
}

JobContext partOf(const JobContext& job, std::size_t index, std::size_t count)
{
    const auto all = static_cast<double>(std::max<std::size_t>(count, 1));
    return job.part(static_cast<double>(index) / all, static_cast<double>(index + 1) / all);
}

std::vector<DomainMeasures> overSteps(const AlignmentSubject& subject, const Params& params,
                                      JobContext& job)
{
    const std::size_t steps = std::max<std::size_t>(1, subject.steps());
    const std::vector<double> weights = stepWeights(*subject.side(1).run, steps);
    std::vector<DomainMeasures> points;
    for (std::size_t step = 0; step < steps; ++step) {
        JobContext part = partOf(job, step, steps);
        FeatureChoice choice = subject.choice();
        choice.steps = subject.steps() > 0 ? StepUse::One : StepUse::Mean;
        choice.step = step;
        DomainMeasures next =
            measuresOf(subject.features(0, choice, part), subject.features(1, choice, part),
                       subject.joint(), params, part);
        next.x = static_cast<double>(step);
        next.weight = weights[step];
        next.domainLoss *= next.weight;
        points.push_back(std::move(next));
    }
    return points;
}

std::vector<DomainMeasures> overLayers(const AlignmentSubject& subject, const Params& params,
                                       JobContext& job)
{
    const PairedFeatures& pairs = subject.pairs();
    std::vector<DomainMeasures> points;
    for (std::size_t i = 0; i < pairs.counterparts.size(); ++i) {
        JobContext part = partOf(job, i, pairs.counterparts.size());
        const auto [a, b] = pairs.counterparts[i];
        const bool comparable = pairs.a.run == pairs.b.run;
        FeatureChoice choice = subject.choice();
        if (pairs.a.layers[a].steps == 0 || pairs.b.layers[b].steps == 0)
            choice.steps = StepUse::Mean;
        DomainMeasures next =
            measuresOf(featuresOf(pairs.a, a, choice, part), featuresOf(pairs.b, b, choice, part),
                       comparable, params, part);
        next.name = subject.layerName(pairs.a.layers[a]);
        points.push_back(std::move(next));
    }
    return points;
}

std::vector<DomainMeasures> overEpochs(const AlignmentBuild& build)
{
    const AlignmentSubject& subject = build.subject;
    std::vector<DomainMeasures> points;
    const std::size_t count = subject.epochs().size();
    for (std::size_t i = 0; i < count; ++i) {
        JobContext part = partOf(build.job, i, count);
        const AlignmentSubject epoch = subject.at(i);
        DomainMeasures next = measuresOf(epoch.features(0, part), epoch.features(1, part),
                                         epoch.joint(), build.params, part);
        // The loss of an epoch is the mean of its steps.
        const std::size_t steps = epoch.steps();
        if (steps > 0) {
            const std::vector<double> weights = stepWeights(*epoch.side(1).run, steps);
            next.domainLoss = 0.0;
            for (std::size_t step = 0; step < steps; ++step) {
                FeatureChoice one = epoch.choice();
                one.steps = StepUse::One;
                one.step = step;
                const double value =
                    cka(epoch.features(0, one, part).view(), epoch.features(1, one, part).view(),
                        ckaParamsOf(build.params), part);
                next.domainLoss +=
                    weights[step] * (1.0 - std::abs(value)) / static_cast<double>(steps);
            }
        }
        next.x = static_cast<double>(subject.epochs()[i].epoch);
        points.push_back(std::move(next));
    }
    return points;
}

std::string curveKey(const AlignmentBuild& build, CurveOver over)
{
    std::string key = "curve|" + measureKey(build.params) + "|" + build.params.text("measures");
    if (over == CurveOver::Step) // of every step, whichever is chosen
        return key + "|steps|" + build.subject.key();
    if (over == CurveOver::Layer)
        return key + "|layers|" + build.subject.key(false);
    return key + "|epochs|" + build.subject.at(build.subject.epochs().size() - 1).key();
}

} // namespace

CkaParams ckaParamsOf(const Params& params)
{
    CkaParams made;
    const std::string& kind = params.text("kernel");
    made.kind = kind == "rbf"        ? CkaKind::Rbf
                : kind == "debiased" ? CkaKind::Debiased
                                     : CkaKind::Linear;
    return made;
}

BootstrapParams bootstrapOf(const Params& params)
{
    BootstrapParams made;
    made.replicates = static_cast<std::size_t>(params.integer("bootstrap"));
    made.seed = static_cast<std::uint64_t>(params.integer("seed"));
    return made;
}

std::string measureKey(const Params& params)
{
    return params.text("kernel") + "|" + std::to_string(params.integer("bootstrap")) + "|" +
           std::to_string(params.integer("seed"));
}

std::vector<double> stepWeights(const Run& run, std::size_t steps)
{
    std::vector<double> weights(steps, 1.0);
    const auto found = run.parameters.find("time_weight");
    if (found == run.parameters.end())
        return weights;
    const auto values = found->second.values();
    for (std::size_t i = 0; i < steps && i < values.size(); ++i)
        weights[i] = static_cast<double>(values[i]);
    return weights;
}

CurveOver curveOver(const AlignmentSubject& subject, const Params& params)
{
    const std::string& wanted = params.text("over");
    if (wanted == "step")
        return CurveOver::Step;
    if (wanted == "layer")
        return CurveOver::Layer;
    const bool epochs = !subject.epochs().empty();
    if (epochs && subject.pairs().pairing != Pairing::Runs)
        return CurveOver::Epoch;
    return subject.steps() > 1 ? CurveOver::Step : CurveOver::Layer;
}

std::shared_ptr<const DomainCurve> domainCurve(const AlignmentBuild& build)
{
    const CurveOver over = curveOver(build.subject, build.params);
    AlignmentResults::Owners owners = build.subject.owners();
    if (over == CurveOver::Epoch) {
        owners.clear();
        for (const EpochRun& epoch : build.subject.epochs())
            owners.push_back(epoch.run);
    }
    return build.result<DomainCurve>(curveKey(build, over), owners, [&] {
        DomainCurve made;
        made.over = over;
        made.comparable = over == CurveOver::Layer
                              ? build.subject.pairs().a.run == build.subject.pairs().b.run
                              : build.subject.joint();
        made.points = over == CurveOver::Step ? overSteps(build.subject, build.params, build.job)
                      : over == CurveOver::Layer
                          ? overLayers(build.subject, build.params, build.job)
                          : overEpochs(build);
        return made;
    });
}

std::vector<NamedNumber> domainNumbers(const AlignmentBuild& build)
{
    using Numbers = std::vector<NamedNumber>;
    const auto permutations = static_cast<std::size_t>(build.params.integer("permutations"));
    const auto k = static_cast<std::size_t>(build.params.integer("k"));
    const std::string key = "numbers|" + measureKey(build.params) + "|" +
                            std::to_string(permutations) + "|" + std::to_string(k) + "|" +
                            build.subject.key();
    const auto found = build.result<Numbers>(key, build.subject.owners(), [&] {
        const AlignmentSubject& subject = build.subject;
        const Points a = subject.features(0, build.job);
        const Points b = subject.features(1, build.job);
        Numbers numbers;
        numbers.push_back(
            {{TextId::Cka}, cka(a.view(), b.view(), ckaParamsOf(build.params), build.job)});
        if (!subject.joint())
            return numbers;
        MmdParams params = mmdParamsOf(build.params);
        params.bootstrap = {};
        params.permutations = permutations;
        const Points x = thinned(a, kMostForMmd);
        const Points y = thinned(b, kMostForMmd);
        const Mmd distance = mmd(x.view(), y.view(), params, build.job);
        numbers.push_back({{TextId::SquaredMmd}, distance.squared.value});
        if (permutations > 0)
            numbers.push_back({{TextId::PermutationP, {std::to_string(permutations)}}, distance.p});
        if (!subject.classes().labelled())
            return numbers;
        const NeighbourAgreement near =
            neighbourAgreement(a.view(), subject.classes().label, b.view(), subject.classes().label,
                               {k, true, 0}, build.job);
        const std::string count = std::to_string(near.k);
        numbers.push_back({{TextId::NeighbourAgreement, {count}}, near.mean});
        numbers.push_back(
            {{TextId::Chance}, near.chance, {}, {TextId::NeighbourAgreement, {count}}});
        return numbers;
    });
    return found ? *found : Numbers{};
}

} // namespace inspike

// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/make_transfer_run.h"

#include "tests/support/make_av_run.h"
#include "tests/support/make_run.h"

#include <algorithm>
#include <cmath>

namespace inspike::test {

namespace {

constexpr const char* kBranches[] = {"static", "event"};

// A bell-shaped number around 0 with variance 1, the same for the same arguments.
double noise(std::size_t a, std::size_t b, std::size_t c, std::size_t d)
{
    std::uint64_t mixed = 0x243F6A8885A308D3ULL;
    double sum = 0.0;
    for (const std::size_t part : {a + 1, b + 3, c + 7, d + 11}) {
        mixed = (mixed ^ part) * 0x9E3779B97F4A7C15ULL;
        mixed ^= mixed >> 29;
    }
    for (int i = 0; i < 4; ++i) {
        mixed = mixed * 6364136223846793005ULL + 1442695040888963407ULL;
        sum += static_cast<double>(mixed >> 40) / static_cast<double>(1 << 24) - 0.5;
    }
    return sum * std::sqrt(3.0);
}

class Maker
{
public:
    explicit Maker(const TransferRunSize& size) : m_size(size) {}

    Run make()
    {
        Run run;
        run.made.system = "static-to-event";
        run.made.recordingFile = "made-up.h5";
        setSettings(run);
        for (std::size_t branch = 0; branch < 2; ++branch)
            addBranch(run, branch);
        addPrediction(run);
        std::vector<std::int64_t> labels;
        for (std::size_t i = 0; i < m_size.samples; ++i) {
            labels.push_back(static_cast<std::int64_t>(labelOf(i)));
            run.sampleIds.push_back(std::to_string(i) + ".bin+still-" + std::to_string(i));
        }
        run.inputs.emplace("label", Tensor::fromInt64({m_size.samples}, labels));
        std::vector<float> weights;
        for (std::size_t t = 0; t < m_size.steps; ++t)
            weights.push_back(static_cast<float>(0.75 - 0.25 * m_size.approach * share(t)));
        run.parameters.emplace("time_weight",
                               LabelledArray({axisOf(AxisKind::Step, m_size.steps)}, weights));
        return run;
    }

private:
    double share(std::size_t step) const
    {
        return m_size.steps < 2 ? 0.0
                                : static_cast<double>(step) / static_cast<double>(m_size.steps - 1);
    }
    std::size_t labelOf(std::size_t sample) const { return sample % m_size.classes; }

    // Before the threshold; deeper layers tell classes better, later steps bring the domains
    // nearer.
    double drive(std::size_t branch, std::size_t layer, std::size_t t, std::size_t i,
                 std::size_t f) const
    {
        const double depth = static_cast<double>(layer + 1) / static_cast<double>(m_size.layers);
        const double near = m_size.approach * (0.5 + 0.5 * share(t)) * depth;
        const double centre = 0.9 * depth * noise(900, layer, labelOf(i), f);
        const double common = 0.35 * noise(901, layer, i, f);
        const double own = (1.0 - near) * 0.6 * noise(902 + branch, layer, i, f);
        const double gap = branch == 0 ? (1.0 - near) * 0.8 * noise(905, layer, 0, f) : 0.0;
        return -0.3 + centre + common + own + gap + 0.1 * noise(910 + branch, t, i, f);
    }

    LabelledArray values(std::size_t branch, std::size_t layer, bool spikes) const
    {
        std::vector<float> all;
        all.reserve(m_size.steps * m_size.samples * m_size.features);
        for (std::size_t t = 0; t < m_size.steps; ++t) {
            for (std::size_t i = 0; i < m_size.samples; ++i) {
                for (std::size_t f = 0; f < m_size.features; ++f) {
                    const double h = drive(branch, layer, t, i, f);
                    const bool fired = h > 0.5;
                    all.push_back(spikes  ? (fired ? 1.0F : 0.0F)
                                  : fired ? 0.0F
                                          : static_cast<float>(h));
                }
            }
        }
        return {{axisOf(AxisKind::Step, m_size.steps), axisOf(AxisKind::Sample, m_size.samples),
                 axisOf(AxisKind::Feature, m_size.features)},
                std::move(all)};
    }

    void addBranch(Run& run, std::size_t branch) const
    {
        const std::string name = kBranches[branch];
        const std::size_t last = m_size.layers - 1;
        for (std::size_t layer = 0; m_size.everyProbe && layer < m_size.layers; ++layer) {
            const std::string id = name + "/lif/feature." + std::to_string(layer);
            run.probes.emplace(id, spikesOf(id, values(branch, layer, true)));
        }
        const LabelledArray potentials = values(branch, last, false);
        const std::string membrane = name + "/mem/feature." + std::to_string(last);
        run.probes.emplace(membrane, probeOf(membrane, ProbeKind::Membrane, potentials));
        run.outputs.emplace(name + "_feature",
                            probeOf(name + "_feature", ProbeKind::Membrane, potentials));
    }

    // Right but for every ninth sample.
    void addPrediction(Run& run) const
    {
        std::vector<float> logits(m_size.samples * m_size.classes, 0.0F);
        for (std::size_t i = 0; i < m_size.samples; ++i) {
            const std::size_t taken = (labelOf(i) + (i % 9 == 8 ? 1 : 0)) % m_size.classes;
            logits[i * m_size.classes + taken] = 1.0F;
        }
        run.outputs.emplace("prediction", probeOf("prediction", ProbeKind::Other,
                                                  {{axisOf(AxisKind::Sample, m_size.samples),
                                                    axisOf(AxisKind::Class, m_size.classes)},
                                                   std::move(logits)}));
    }

    void setSettings(Run& run) const
    {
        Json config = Json::object();
        config.set("arch", "vgg");
        config.set("num_classes", static_cast<std::uint64_t>(m_size.classes));
        run.made.settings = Json::object();
        run.made.settings.set("config", std::move(config));
        if (!m_size.epoch)
            return;
        run.made.settings.set("epoch", *m_size.epoch);
        const double done = m_size.approach;
        Json metrics = Json::object();
        metrics.set("loss", 4.0 - 2.5 * done);
        metrics.set("static", 2.0 - 1.5 * done);
        metrics.set("event", 1.6 - 0.75 * done);
        metrics.set("domain", 0.8 - 0.5 * done);
        metrics.set("p_replace", done * done * done);
        metrics.set("replaced", std::clamp(done * done * done + 0.02, 0.0, 1.0));
        metrics.set("accuracy", 0.3 + 0.5 * done);
        run.made.settings.set("metrics", std::move(metrics));
    }

    const TransferRunSize& m_size;
};

} // namespace

std::shared_ptr<const Run> makeTransferRun(const TransferRunSize& size)
{
    return std::make_shared<const Run>(Maker(size).make());
}

std::vector<std::shared_ptr<const Run>> makeTransferTraining(std::size_t epochs,
                                                             TransferRunSize size)
{
    std::vector<std::shared_ptr<const Run>> runs;
    for (std::size_t i = 0; i < epochs; ++i) {
        size.epoch = static_cast<std::int64_t>(10 * (i + 1));
        size.approach = static_cast<double>(i + 1) / static_cast<double>(epochs);
        runs.push_back(makeTransferRun(size));
    }
    return runs;
}

std::shared_ptr<const Run> renamed(const Run& run, std::vector<std::string> names)
{
    Run other = run;
    other.sampleIds = std::move(names);
    return std::make_shared<const Run>(std::move(other));
}

} // namespace inspike::test

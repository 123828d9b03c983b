// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/sample_classes.h"
#include "core/analysis/spike_activation_map.h"
#include "core/base/error.h"
#include "tests/support/make_av_run.h"
#include "tests/support/make_run.h"
#include "tests/support/run_tests.h"

#include <cmath>

using namespace inspike;
using namespace inspike::test;

namespace {

constexpr double kGamma = 0.4;

// Spikes [step, 1 sample, 2 channels, 1 x 2 places] at these (step, channel, column).
Run tinyRun(const std::vector<std::array<std::size_t, 3>>& spikes, std::size_t steps)
{
    std::vector<float> values(steps * 4, 0.0F);
    for (const auto& [step, channel, column] : spikes)
        values[step * 4 + channel * 2 + column] = 1.0F;
    const std::string id = "lif/audio_patch_embed.rpe_lif";
    Run run;
    run.probes.emplace(
        id, test::spikesOf(id, {{axisOf(AxisKind::Step, steps), axisOf(AxisKind::Sample, 1),
                                 axisOf(AxisKind::Channel, 2), axisOf(AxisKind::Height, 1),
                                 axisOf(AxisKind::Width, 2)},
                                std::move(values)}));
    return run;
}

SpikeActivationMap mapOf(const Run& run, std::string_view layer = "rpe_lif", std::size_t sample = 0,
                         std::size_t which = 0)
{
    return spikeActivationMap(run, layersNamed(run, layer).at(which), sample, kGamma);
}

bool near(double one, double other)
{
    return std::abs(one - other) < 1e-12;
}

} // namespace

class TstSpikeActivationMap : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void spikesCountByTheIntervalsTheyEnd()
    {
        // Channel 0, column 0 fires at 0, 1 and 3; channel 1 there at 1 and 3.
        const SpikeActivationMap map =
            mapOf(tinyRun({{0, 0, 0}, {1, 0, 0}, {3, 0, 0}, {1, 1, 0}, {3, 1, 0}, {2, 1, 1}}, 4));
        QCOMPARE(map.steps, std::size_t{4});
        QCOMPARE(map.columns, std::size_t{2});
        const auto at = [&](std::size_t step, std::size_t column) {
            return map.values[step * 2 + column];
        };
        QCOMPARE(at(0, 0), 0.0);
        QVERIFY(near(at(1, 0), std::exp(-kGamma)));
        QCOMPARE(at(2, 0), 0.0); // silent: earlier spikes alone show nothing
        QVERIFY(near(at(3, 0), std::exp(-3 * kGamma) + 2 * std::exp(-2 * kGamma)));
        QCOMPARE(at(2, 1), 0.0); // a first spike ends no interval
        QVERIFY(near(map.highest(), at(3, 0)));
        QVERIFY(std::abs(double(map.picture(kAllSteps)[0]) - (at(1, 0) + at(3, 0)) / 4.0) < 1e-7);
        QCOMPARE(map.picture(3)[0], static_cast<float>(at(3, 0)));
    }

    void equalsTheFormulaOnManySpikes()
    {
        const AvRunSize size{6, 3, 3, 5, 3, 4};
        const Run run = makeAvRun(size);
        for (std::size_t stream = 0; stream < 2; ++stream) {
            // Channel first with height and width, and token first: the same neurons.
            for (const char* layer : {"rpe_lif", "trans_lif"}) {
                const SpikeActivationMap map = mapOf(run, layer, 2, stream);
                for (std::size_t t = 0; t < size.steps; ++t) {
                    for (std::size_t place = 0; place < 12; ++place) {
                        double wanted = 0.0;
                        for (std::size_t c = 0; c < size.channels; ++c) {
                            if (!avSpike(size, stream, t, 2, c, place))
                                continue;
                            for (std::size_t earlier = 0; earlier < t; ++earlier) {
                                if (avSpike(size, stream, earlier, 2, c, place))
                                    wanted += std::exp(-kGamma * double(t - earlier));
                            }
                        }
                        QVERIFY(near(map.values[t * 12 + place], wanted));
                    }
                }
            }
        }
    }

    void withoutDecayAllEarlierSpikesCount()
    {
        const Run run = tinyRun({{0, 0, 0}, {1, 0, 0}, {2, 0, 0}}, 3);
        const SpikeActivationMap map =
            spikeActivationMap(run, layersNamed(run, "rpe_lif").at(0), 0, 0.0);
        QCOMPARE(map.values[2 * 2], 2.0);
    }

    void stepsOfAKnownDurationAreSteps()
    {
        Run run = tinyRun({{0, 0, 0}, {2, 0, 0}}, 3);
        const SpikeActivationMap wanted = mapOf(run);
        SparseSpikes spikes =
            std::get<SparseSpikes>(run.probes.at("lif/audio_patch_embed.rpe_lif").values);
        spikes.axes[0].kind = AxisKind::Time;
        spikes.axes[0].spacing = 2500.0;
        run.probes.at("lif/audio_patch_embed.rpe_lif").values = spikes;
        QCOMPARE(mapOf(run).values, wanted.values);
    }

    void silenceIsZero()
    {
        const SpikeActivationMap map = mapOf(tinyRun({}, 2));
        QCOMPARE(map.highest(), 0.0);
        QCOMPARE(map.picture(kAllSteps), (std::vector<float>{0, 0}));
        QVERIFY_EXCEPTION_THROWN(mapOf(tinyRun({}, 2), "rpe_lif", 1), Error);
    }

    void layersAreFoundByTheEndOfTheirNames()
    {
        Run run = makeAvRun();
        QCOMPARE(mappedLayers(run).size(), std::size_t{4});
        QCOMPARE(layersNamed(run, "rpe_lif").size(), std::size_t{2});
        QCOMPARE(layersNamed(run, "rpe_lif")[1].stream, std::size_t{1});
        QCOMPARE(layersNamed(run, "block.1.trans_lif").at(0).stream, std::size_t{1});
        QCOMPARE(layersNamed(run, "lif/block.0.trans_lif").at(0).probe,
                 std::string("lif/block.0.trans_lif"));
        QVERIFY(layersNamed(run, "lif").empty());
        // Keys of a block are of the other stream.
        Activation keys = run.probes.at("lif/block.0.trans_lif");
        run.probes.emplace("lif/block.0.attn.spatial_attn.k_lif", keys);
        run.probes.emplace("lif/block.0.attn.spatial_attn.q_lif", keys);
        QCOMPARE(layersNamed(run, "k_lif").at(0).stream, std::size_t{1});
        QCOMPARE(layersNamed(run, "q_lif").at(0).stream, std::size_t{0});
    }

    void tokensThatFillNoGridHaveNoPlaces()
    {
        Run run = makeAvRun({4, 2, 2, 4, 2, 3}); // 6 tokens
        run.parameters.erase("token_grid");
        for (const MappedLayer& layer : mappedLayers(run))
            QVERIFY(layer.probe.ends_with("rpe_lif")); // height and width are known
    }
};

INSPIKE_TEST(TstSpikeActivationMap, tst_spike_activation_map)
#include "tst_spike_activation_map.moc"

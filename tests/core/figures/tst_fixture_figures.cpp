// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/projection.h"
#include "core/figures/manifold_figure.h"
#include "core/figures/raster_figure.h"
#include "core/figures/series_figure.h"
#include "core/io/hdf5/hdf5_file.h"
#include "tests/support/make_run.h"
#include "tests/support/run_tests.h"
#include "tests/support/shared_data.h"

#include <cmath>

using namespace inspike;
using namespace inspike::test;

namespace {

LabelledArray arrayOf(const Hdf5File& file, const std::string& path)
{
    const std::vector<std::size_t> shape = file.shape(path);
    const std::vector<float> values = file.readFloats(path);
    return trialValues(shape[0], shape[1], shape[2], [&](auto t, auto b, auto n) {
        return values[(t * shape[1] + b) * shape[2] + n];
    });
}

LabelledArray modesOf(const Hdf5File& file, const std::string& path)
{
    const std::vector<std::size_t> shape = file.shape(path);
    const std::vector<float> values = file.readFloats(path);
    return unitModes(shape[0], shape[1], [&](auto n, auto k) { return values[n * shape[1] + k]; });
}

// The reference numbers of a fixture as the run that they are.
Run runOf(const std::filesystem::path& path)
{
    const Hdf5File file = Hdf5File::open(path);
    Run run;
    run.stepDuration = 2000;
    run.made.system = "smnn";
    for (const auto& [id, kind] :
         {std::pair("S", ProbeKind::Spikes), std::pair("U", ProbeKind::Membrane),
          std::pair("I", ProbeKind::Current), std::pair("R", ProbeKind::Other)})
        run.probes.emplace(id, probeOf(id, kind, arrayOf(file, std::string("/probe/") + id)));
    run.probes["S"] = spikesOf("S", run.probes.at("S").dense());
    for (const char* name : {"pin", "pout", "Win"})
        run.parameters.emplace(name, modesOf(file, std::string("/state_dict/") + name));
    const std::vector<float> scores = file.readFloats("/state_dict/l");
    run.parameters.emplace("l", unitModes(1, scores.size(), [&](auto, auto k) {
                                    return scores[k];
                                }).slice(AxisKind::Unit, 0));
    for (const std::string& name : file.children("/input"))
        run.inputs.emplace(name, file.readTensor("/input/" + name));
    return run;
}

} // namespace

class TstFixtureFigures : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void contextTaskIsShownAsTheReferenceHasIt()
    {
        const auto path = sharedFile("fixtures/smnn-mante-n30p2-single.h5");
        INSPIKE_NEED(path, "reference numbers");
        const Hdf5File file = Hdf5File::open(path);
        Run run = runOf(path);
        run.outputs.emplace("y", probeOf("y", ProbeKind::Other, arrayOf(file, "/output/y")));
        JobContext job = nullJob();

        const ManifoldFigure manifold = buildManifold(run, Params(manifoldParams()), job);
        const LabelledArray projected = arrayOf(file, "/probe/proj_in");
        QCOMPARE(manifold.dimensions, 2);
        for (std::size_t t = 0; t < 500; ++t) {
            for (std::size_t b = 0; b < 3; ++b) {
                for (std::size_t k = 0; k < 2; ++k)
                    QVERIFY(std::abs(manifold.paths[b].points[t][k] -
                                     projected.values()[(t * 3 + b) * 2 + k]) < 1e-5F);
            }
        }
        // Trial 0: context 2, output +; trials 1, 2: context 1, output -.
        QCOMPARE(plainText(manifold.categories[0].label), std::string("context_choice 1 -"));
        QCOMPARE(plainText(manifold.categories[1].label), std::string("context_choice 2 +"));
        QCOMPARE(manifold.paths[0].category, 1);
        QCOMPARE(manifold.paths[2].category, 0);

        std::uint64_t spikes = 0;
        for (std::size_t trial = 0; trial < 3; ++trial) {
            const RasterSource source = rasterSourceFromRun(run, "S", trial);
            QVERIFY(*source.stimulus == (TimeRange{100'000, 500'000})); // steps 50 to 249
            spikes += buildRaster(source, Params(rasterParams()), {}, job).spikesShown;
        }
        QCOMPARE(spikes, 1294U);

        const SeriesFigure traces = buildTraces(run, Params(tracesParams()), {}, job);
        QCOMPARE(traces.panels.size(), 3U);
        QCOMPARE(traces.panels[0].levels.size(), 1U);
        const auto tau = file.readFloats("/probe/mode_tau");
        for (const ModeImportance& mode : modeImportance(
                 run.parameters.at("l"), run.parameters.at("pin"), run.parameters.at("pout")))
            QVERIFY(std::abs(mode.tau - static_cast<double>(tau[mode.mode])) < 1e-5);
    }

    void digitsAreColouredByClass()
    {
        const auto path = sharedFile("fixtures/smnn-mnist-n50p5-double.h5");
        INSPIKE_NEED(path, "reference numbers");
        const Hdf5File file = Hdf5File::open(path);
        Run run = runOf(path);
        Axis sample;
        sample.kind = AxisKind::Sample;
        sample.size = 4;
        Axis classes;
        classes.kind = AxisKind::Class;
        classes.size = 10;
        run.outputs.emplace(
            "y", probeOf("y", ProbeKind::Other,
                         LabelledArray({sample, classes}, file.readFloats("/output/y"))));
        JobContext job = nullJob();
        const ManifoldFigure manifold = buildManifold(
            run, Params::parse(manifoldParams(), std::vector<std::string>{"axes=5,1,2"}), job);
        QCOMPARE(manifold.dimensions, 3);
        for (const ManifoldCategory& category : manifold.categories)
            QVERIFY(category.label.id == TextId::ClassNumber);
        QVERIFY(!rasterSourceFromRun(run, "S", 0).stimulus); // pixels flicker all the time
    }
};

INSPIKE_TEST(TstFixtureFigures, tst_fixture_figures)
#include "tst_fixture_figures.moc"

// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/weights_figure.h"
#include "tests/support/errors.h"
#include "tests/support/make_layers.h"
#include "tests/support/run_tests.h"

#include <cmath>
#include <limits>
#include <numeric>

using namespace inspike;
using namespace inspike::test;

namespace {

LabelledArray arrayOf(const std::vector<std::size_t>& shape)
{
    std::vector<Axis> axes;
    std::size_t count = 1;
    for (const std::size_t size : shape) {
        Axis axis;
        axis.size = size;
        axes.push_back(axis);
        count *= size;
    }
    std::vector<float> values(count);
    std::iota(values.begin(), values.end(), 0.0F);
    return LabelledArray(axes, std::move(values));
}

Viewport viewOf(int width, int height)
{
    Viewport view;
    view.widthPx = width;
    view.heightPx = height;
    return view;
}

// fc (3 to 2, bias) and conv (1 to 2, 2 x 2); both keep their weights in the run.
FigureInputs keptWeights()
{
    LayerMaker made;
    const std::size_t conv = made.add("conv", "Conv2d");
    const std::size_t fc = made.add("fc", "Linear");
    made.add("lif", "LIF");
    made.graph.nodes[conv].weights = {"conv.weight"};
    made.graph.nodes[fc].weights = {"fc.bias", "fc.weight"};
    auto run = std::make_shared<Run>();
    run->graph = made.graph;
    run->parameters["conv.weight"] = arrayOf({2, 1, 2, 2});
    run->parameters["fc.weight"] = arrayOf({2, 3});
    run->parameters["fc.bias"] = arrayOf({2});
    FigureInputs inputs;
    inputs.run = run;
    return inputs;
}

CompositeFigure pageOf(const FigureInputs& inputs, const std::vector<std::string>& settings,
                       const Viewport& view = viewOf(1000, 600))
{
    const FigureKind* kind = findFigureKind("weights");
    JobContext job = nullJob();
    return std::get<CompositeFigure>(
        kind->build(inputs, Params::parse(kind->params(), settings), view, job));
}

const HeatFigure& pictureIn(const CompositeFigure& page)
{
    return std::get<HeatFigure>(*page.part("picture")->figure);
}

} // namespace

class TstWeightsFigure : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aMatrixIsShownCellByCell()
    {
        const HeatFigure figure = weightsPicture(arrayOf({2, 3}), {}, viewOf(500, 500));
        const HeatCells& cells = figure.panels[0].cells;
        QCOMPARE(cells.rows, std::size_t{2});
        QCOMPARE(cells.columns, std::size_t{3});
        QCOMPARE(cells.values, (std::vector<float>{0, 1, 2, 3, 4, 5}));
        QCOMPARE(figure.scales[0].high, 5.0);
        QCOMPARE(figure.scales[0].low, -5.0);
        QVERIFY(figure.fidelity.exact());
    }

    void kernelsAreTilesWithLinesBetweenThem()
    {
        const HeatFigure figure = weightsPicture(arrayOf({2, 2, 2, 2}), {}, viewOf(500, 500));
        const HeatCells& cells = figure.panels[0].cells;
        QCOMPARE(cells.rows, std::size_t{6});
        QCOMPARE(cells.columns, std::size_t{6});
        // The second kernel of the first channel: 4 5 / 6 7.
        QCOMPARE(cells.values[3], 4.0F);
        QCOMPARE(cells.values[6 + 4], 7.0F);
        QVERIFY(std::isnan(cells.values[2]));
        QVERIFY(std::isnan(cells.values[2 * 6]));
        QCOMPARE(cells.right, 2.0);
        QCOMPARE(plainText(figure.note), std::string("kernel_tiles 2 2"));
    }

    void valuesOfNeuronsAreATilePerChannel()
    {
        const HeatFigure figure = weightsPicture(arrayOf({3, 2, 2}), {}, viewOf(500, 500), true);
        const HeatCells& cells = figure.panels[0].cells;
        // Two rows of two tiles; the last place is empty.
        QCOMPARE(cells.rows, std::size_t{6});
        QCOMPARE(cells.columns, std::size_t{6});
        QCOMPARE(cells.values[3], 4.0F);
        QCOMPARE(cells.values[3 * 6], 8.0F);
        QVERIFY(std::isnan(cells.values[3 * 6 + 3]));
    }

    void longRowsOfKernelsAreTurnedToFillThePage()
    {
        const HeatFigure figure = weightsPicture(arrayOf({8, 1, 3, 3}), {}, viewOf(800, 400));
        QCOMPARE(plainText(figure.panels[0].x.label), std::string("to_channel"));
        QCOMPARE(figure.panels[0].cells.columns, std::size_t{32});
        QCOMPARE(figure.panels[0].cells.values[4], 9.0F);
    }

    void largeMatricesAreMeansOfBlocksAndSaySo()
    {
        const HeatFigure figure = weightsPicture(arrayOf({200, 1000}), {}, viewOf(100, 100));
        const HeatCells& cells = figure.panels[0].cells;
        QCOMPARE(cells.rows, std::size_t{100});
        QCOMPARE(cells.columns, std::size_t{100});
        // Rows 0 and 1, columns 0 to 9.
        QCOMPARE(cells.values[0], 504.5F);
        QCOMPARE(figure.fidelity.perMark, std::uint64_t{20});
        QCOMPARE(plainText(figure.note), std::string("weights_averaged 20"));
    }

    void whatIsNotFiniteStaysEmpty()
    {
        std::vector<Axis> axes(2);
        axes[0].size = 1;
        axes[1].size = 3;
        const float nan = std::numeric_limits<float>::quiet_NaN();
        const LabelledArray weights(axes, {1.0F, nan, -2.0F});
        const HeatFigure figure = weightsPicture(weights, {}, viewOf(300, 300));
        QVERIFY(std::isnan(figure.panels[0].cells.values[1]));
        QCOMPARE(figure.scales[0].high, 2.0);
        const SeriesFigure histogram = weightsHistogram(weights, false);
        QCOMPARE(histogram.x.low, -2.0);
        QCOMPARE(histogram.x.high, 1.0);
    }

    void theHistogramCountsEveryWeight()
    {
        const SeriesFigure figure = weightsHistogram(arrayOf({20, 20}), false);
        const SeriesLine& line = figure.panels[0].lines[0];
        QCOMPARE(std::accumulate(line.y.begin(), line.y.end(), 0.0), 400.0);
        QCOMPARE(line.x.front(), 0.0);
        QCOMPARE(line.x.back(), 399.0);
        const SeriesFigure logs = weightsHistogram(arrayOf({20, 20}), true);
        QVERIFY(std::abs(logs.panels[0].lines[0].y[0] - std::log10(line.y[0] + 1.0)) < 1e-12);
        // All alike, and none at all, are no trouble.
        QVERIFY(weightsHistogram(arrayOf({1}), false).x.high > 0.0);
        QVERIFY(weightsHistogram(arrayOf({0}), false).x.high > 0.0);
    }

    void theFirstLayerWithWeightsIsShownUnlessAnotherIsAskedFor()
    {
        const FigureInputs inputs = keptWeights();
        QVERIFY(!findFigureKind("weights")->lacks(inputs));
        QCOMPARE(plainText(pictureIn(pageOf(inputs, {})).panels[0].title),
                 std::string("conv.weight"));
        QCOMPARE(plainText(pictureIn(pageOf(inputs, {"layer=fc"})).panels[0].title),
                 std::string("fc.weight"));
        QCOMPARE(
            plainText(pictureIn(pageOf(inputs, {"layer=fc", "parameter=bias"})).panels[0].title),
            std::string("fc.bias"));
        INSPIKE_FAILS(pageOf(inputs, {"layer=lif"}), ErrorKind::NotFound, "lif");
        INSPIKE_FAILS(pageOf(inputs, {"layer=nothing"}), ErrorKind::BadParameter, "nothing");
        INSPIKE_FAILS(pageOf(inputs, {"layer=fc", "parameter=scale"}), ErrorKind::BadParameter,
                      "fc.bias, fc.weight");
        QVERIFY(findFigureKind("weights")->lacks({}).has_value());
    }

    void partsAreBesideOrAboveEachOtherAsThePageAllows()
    {
        const FigureInputs inputs = keptWeights();
        QVERIFY(pageOf(inputs, {}, viewOf(1000, 500)).parts[1].left > 0.0);
        QVERIFY(pageOf(inputs, {}, viewOf(500, 1000)).parts[1].top > 0.0);
    }
};

INSPIKE_TEST(TstWeightsFigure, tst_weights_figure)
#include "tst_weights_figure.moc"

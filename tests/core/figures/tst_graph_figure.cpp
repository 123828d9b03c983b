// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/graph_builder.h"
#include "core/figures/graph_tree.h"
#include "core/figures/layer_choice.h"
#include "tests/support/errors.h"
#include "tests/support/layered_run.h"
#include "tests/support/make_layers.h"
#include "tests/support/run_tests.h"

#include <algorithm>
#include <cmath>

using namespace inspike;
using namespace inspike::test;

namespace {

constexpr std::uint64_t kSource = 9;

GraphFigure figureOf(const LayerGraph& graph, const std::vector<std::string>& settings = {},
                     const GraphMeasures& measures = {})
{
    JobContext job = nullJob();
    return buildGraph(graph, measures, kSource, Params::parse(graphParams(), settings), {}, job);
}

const GraphBox* boxOf(const GraphFigure& figure, const std::string& id)
{
    const auto found = std::find_if(figure.boxes.begin(), figure.boxes.end(),
                                    [&](const GraphBox& box) { return box.id == id; });
    return found == figure.boxes.end() ? nullptr : &*found;
}

std::vector<std::string> idsOf(const GraphFigure& figure)
{
    std::vector<std::string> ids;
    for (const GraphBox& box : figure.boxes)
        ids.push_back(box.id);
    return ids;
}

bool contains(const GraphBox& outer, const GraphBox& inner)
{
    return outer.left < inner.left && outer.top < inner.top &&
           outer.left + outer.width > inner.left + inner.width &&
           outer.top + outer.height > inner.top + inner.height;
}

bool overlap(const GraphBox& a, const GraphBox& b)
{
    return a.left < b.left + b.width && b.left < a.left + a.width && a.top < b.top + b.height &&
           b.top < a.top + a.height;
}

// Ends of a link lie on the edges of its boxes.
bool touches(const GraphBox& box, std::pair<double, double> point)
{
    constexpr double kSlack = 1e-6;
    return point.first >= box.left - kSlack && point.first <= box.left + box.width + kSlack &&
           point.second >= box.top - kSlack && point.second <= box.top + box.height + kSlack;
}

std::vector<std::string> linesOf(const GraphBox& box)
{
    std::vector<std::string> lines;
    for (const Text& line : box.lines)
        lines.push_back(plainText(line));
    return lines;
}

} // namespace

class TstGraphFigure : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void boxesSayWhatTheLayersAre()
    {
        const GraphFigure figure = figureOf(recurrentLayers());
        const GraphBox& box = *boxOf(figure, "fc1");
        QCOMPARE(plainText(box.name), std::string("fc1"));
        QCOMPARE(plainText(box.kind), std::string("Affine"));
        QCOMPARE(linesOf(box), (std::vector<std::string>{"12 \u2192 38", "parameter_count 494"}));
        QVERIFY(box.key == (Key{KeyKind::Layer, kSource, 1}));
        QVERIFY(std::isnan(box.value));
        QVERIFY(!figure.scale);
        // The same shape twice is said once.
        QCOMPARE(linesOf(*boxOf(figure, "w_rec")),
                 (std::vector<std::string>{"38", "parameter_count 1.5 k"}));
    }

    void openGroupsAreFramesAroundTheirLayers()
    {
        const GraphFigure figure = figureOf(nestedLayers());
        const GraphBox& stream = *boxOf(figure, "audio");
        QVERIFY(stream.isGroup && !stream.isCollapsed);
        QVERIFY(contains(stream, *boxOf(figure, "audio/block0")));
        QVERIFY(contains(*boxOf(figure, "audio/block0"), *boxOf(figure, "audio/block0/lif")));
        QVERIFY(!overlap(stream, *boxOf(figure, "visual")));
        QVERIFY(!overlap(stream, *boxOf(figure, "head")));
        for (const GraphLink& link : figure.links) {
            QVERIFY(touches(figure.boxes[link.from], link.points.front()));
            QVERIFY(touches(figure.boxes[link.to], link.points.back()));
        }
        QVERIFY(figure.notes.empty());
    }

    void closedGroupsStandForTheirLayers()
    {
        const GraphFigure figure = figureOf(nestedLayers(), {"depth=0"});
        QCOMPARE(idsOf(figure), (std::vector<std::string>{"audio", "visual", "head"}));
        QCOMPARE(figure.links.size(), std::size_t{2});
        const GraphBox& audio = *boxOf(figure, "audio");
        QVERIFY(audio.isCollapsed && !audio.key);
        QCOMPARE(plainText(audio.kind), std::string("layer_count 5"));
        QCOMPARE(linesOf(audio), (std::vector<std::string>{"parameter_count 1.2 k"}));
        QCOMPARE(plainText(figure.notes.front()), std::string("layers_in_groups 11 6"));
    }

    void singleGroupsOpenAndCloseAgainstTheDepth()
    {
        const GraphFigure figure =
            figureOf(nestedLayers(), {"depth=0", "opened=audio", "collapsed=audio/block1"});
        QVERIFY(!boxOf(figure, "audio")->isCollapsed);
        QVERIFY(boxOf(figure, "audio/block0")->isCollapsed);
        QVERIFY(boxOf(figure, "visual")->isCollapsed);
        INSPIKE_FAILS(figureOf(nestedLayers(), {"collapsed=nowhere"}), ErrorKind::BadParameter,
                      "nowhere");
    }

    void manyLayersAreClosedByThemselves()
    {
        LayerMaker made;
        for (int stage = 0; stage < 10; ++stage) {
            for (int layer = 0; layer < 100; ++layer) {
                const std::size_t node = made.add(
                    "stage" + std::to_string(stage) + "/layer" + std::to_string(layer), "Linear");
                if (node > 0)
                    made.link(node - 1, node);
            }
        }
        const GraphFigure figure = figureOf(made.graph);
        QCOMPARE(figure.boxes.size(), std::size_t{10});
        QCOMPARE(plainText(figure.notes.front()), std::string("layers_in_groups 1000 10"));
        QCOMPARE(figureOf(made.graph, {"depth=1"}).boxes.size(), std::size_t{1010});
    }

    void aGroupOfOneGroupIsThatGroup()
    {
        LayerMaker made;
        made.add("outer/inner/a", "Linear");
        made.add("outer/inner/b", "Linear");
        made.link(0, 1);
        const GraphFigure figure = figureOf(made.graph);
        QCOMPARE(idsOf(figure),
                 (std::vector<std::string>{"outer/inner", "outer/inner/a", "outer/inner/b"}));
        QCOMPARE(plainText(boxOf(figure, "outer/inner")->name), std::string("outer/inner"));
    }

    void aGroupOfOneLayerIsThatLayer()
    {
        LayerMaker made;
        made.add("a/only/lif", "LIF");
        made.add("a/b", "Linear");
        made.link(0, 1);
        const GraphFigure figure = figureOf(made.graph);
        QCOMPARE(idsOf(figure), (std::vector<std::string>{"a", "a/only/lif", "a/b"}));
        QCOMPARE(plainText(boxOf(figure, "a/only/lif")->name), std::string("only/lif"));
    }

    void recurrentLinksAreMarkedAndGoBack()
    {
        const GraphFigure figure = figureOf(recurrentLayers(), {"direction=down"});
        const auto back =
            std::find_if(figure.links.begin(), figure.links.end(), [&](const GraphLink& link) {
                return figure.boxes[link.from].id == "w_rec";
            });
        QVERIFY(back->isRecurrent);
        QVERIFY(back->points.front().second > back->points.back().second);
        const auto self = std::find_if(figure.links.begin(), figure.links.end(),
                                       [](const GraphLink& link) { return link.from == link.to; });
        QVERIFY(self != figure.links.end() && self->points.size() >= 4);
    }

    void theFlowGoesTheWayThatIsAskedFor()
    {
        const GraphFigure down = figureOf(chainOfLayers(4), {"direction=down"});
        QVERIFY(!down.leftToRight);
        QVERIFY(boxOf(down, "layer1")->top > boxOf(down, "layer0")->top);
        const GraphFigure right = figureOf(chainOfLayers(4), {"direction=right"});
        QVERIFY(right.leftToRight);
        QVERIFY(boxOf(right, "layer1")->left > boxOf(right, "layer0")->left);
        QCOMPARE(boxOf(right, "layer1")->width, boxOf(right, "layer0")->width);
    }

    void searchFindsNamesAndKindsAlsoInClosedGroups()
    {
        const GraphFigure figure = figureOf(nestedLayers(), {"search=LIF", "collapsed=visual"});
        QVERIFY(figure.isSearch);
        QVERIFY(boxOf(figure, "audio/block0/lif")->isFound);
        QVERIFY(!boxOf(figure, "audio/block0/conv")->isFound);
        QVERIFY(boxOf(figure, "visual")->isFound);
        QCOMPARE(plainText(boxOf(figure, "visual")->lines.front()),
                 std::string("matching_inside 2"));
        QCOMPARE(plainText(figure.notes.back()), std::string("layers_matching 4 11"));
    }

    void ratesAndOperationsComeFromTheRun()
    {
        const Run run = makeLayeredRun();
        JobContext job = nullJob();
        const GraphMeasures measures = measureLayers(run.graph, run, job);
        const GraphFigure figure = figureOf(run.graph, {}, measures);
        // lif1 of 2 units spikes 3 times in 3 steps, lif2 of 4 units 5 times.
        QVERIFY(std::abs(boxOf(figure, "lif1")->value - 0.5) < 1e-12);
        QVERIFY(std::abs(boxOf(figure, "lif2")->value - 5.0 / 12.0) < 1e-12);
        QVERIFY(std::isnan(boxOf(figure, "fc1")->value));
        QCOMPARE(linesOf(*boxOf(figure, "lif1")).back(), std::string("rate_per_step 0.5"));
        // Each of the 3 spikes of lif1 adds 4 weights.
        QCOMPARE(linesOf(*boxOf(figure, "fc2")).back(), std::string("synop_count 12"));
        QCOMPARE(plainText(figure.scale->label), std::string("spikes_per_step"));
        QCOMPARE(figure.scale->high, 0.5);
    }

    void ratesAreInHertzWhereStepsHaveADuration()
    {
        Run run = makeLayeredRun();
        run.stepDuration = 1000;
        JobContext job = nullJob();
        const GraphFigure figure = figureOf(run.graph, {}, measureLayers(run.graph, run, job));
        QVERIFY(std::abs(boxOf(figure, "lif1")->value - 500.0) < 1e-9);
        QCOMPARE(figure.scale->unit, std::string("Hz"));
        QCOMPARE(plainText(figure.scale->label), std::string("mean_rate"));
    }

    void aRunAloneOrAModelIsNeeded()
    {
        const FigureKind* kind = findFigureKind("graph");
        QVERIFY(kind->lacks({}).has_value());
        auto run = std::make_shared<Run>(makeLayeredRun());
        FigureInputs inputs;
        inputs.run = run;
        QVERIFY(!kind->lacks(inputs));
        auto bare = std::make_shared<Run>(*run);
        bare->graph = {};
        inputs.run = bare;
        QVERIFY(kind->lacks(inputs).has_value());
    }

    void picturesFollowTheSelectedLayer()
    {
        const Run run = makeLayeredRun();
        const LayerNode& second = *run.graph.find("lif2");
        Params raster(findFigureKind("raster")->params());
        QVERIFY(followLayer(raster, "raster", &run, second));
        QCOMPARE(raster.text("probe"), std::string("lif2/spikes"));
        // What was chosen by hand stays.
        raster.set("probe", std::string("lif1/spikes"));
        QVERIFY(!followLayer(raster, "raster", &run, second));
        QCOMPARE(raster.text("probe"), std::string("lif1/spikes"));
        Params weights(findFigureKind("weights")->params());
        QVERIFY(followLayer(weights, "weights", nullptr, second));
        QCOMPARE(weights.text("layer"), std::string("lif2"));
        // A layer that recorded no spikes leaves the raster as it is.
        Params other(findFigureKind("raster")->params());
        QVERIFY(!followLayer(other, "raster", &run, *run.graph.find("fc1")));
    }

    void numbersOfBoxesAreShort()
    {
        QCOMPARE(countText(0), std::string("0"));
        QCOMPARE(countText(999), std::string("999"));
        QCOMPARE(countText(1234), std::string("1.2 k"));
        QCOMPARE(countText(999'960), std::string("1.0 M"));
        QCOMPARE(countText(123'456'789), std::string("123 M"));
        QCOMPARE(countText(12.5), std::string("12.5"));
        QCOMPARE(shapeWords({2, -1, 34}), std::string("2 \u00d7 ? \u00d7 34"));
    }

    void theSameGraphGivesTheSameNumbers()
    {
        const std::string one = figureJson(figureOf(nestedLayers())).dump();
        QCOMPARE(figureJson(figureOf(nestedLayers())).dump(), one);
        QVERIFY(figureCsv(figureOf(nestedLayers())).find("audio/block0/conv") != std::string::npos);
    }

    void deepAndStrangeIdsAreNoTrouble()
    {
        LayerMaker made;
        std::string deep = "a";
        for (int i = 0; i < 500; ++i)
            deep += "/a";
        made.add(deep, "Linear");
        made.add("a", "Linear");
        made.add("/", "Linear");
        made.add("a//b", "Linear");
        made.add("b/", "Linear");
        made.link(0, 1);
        made.link(1, 3);
        for (const char* depth : {"depth=0", "depth=32", "depth=-1"})
            QVERIFY(!figureOf(made.graph, {depth}).boxes.empty());
    }
};

INSPIKE_TEST(TstGraphFigure, tst_graph_figure)
#include "tst_graph_figure.moc"

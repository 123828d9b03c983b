// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/layered_layout.h"
#include "tests/support/errors.h"
#include "tests/support/run_tests.h"

#include <cmath>
#include <random>

using namespace inspike;

namespace {

using Links = std::vector<LayoutLink>;

std::vector<LayoutNode> boxes(std::size_t count, double across = 10.0, double along = 4.0)
{
    std::vector<LayoutNode> nodes(count);
    for (LayoutNode& node : nodes) {
        node.across = across;
        node.along = along;
    }
    return nodes;
}

LayoutLink link(std::size_t from, std::size_t to, bool delayed = false)
{
    LayoutLink made;
    made.from = from;
    made.to = to;
    made.delayed = delayed;
    return made;
}

Links chain(std::size_t count)
{
    Links links;
    for (std::size_t i = 1; i < count; ++i)
        links.push_back(link(i - 1, i));
    return links;
}

// Skips of 5 and random links within 30 nodes.
Links tangled(std::size_t count)
{
    std::mt19937 random(5);
    Links links = chain(count);
    for (std::size_t i = 6; i < count; ++i) {
        if (i % 5 == 0)
            links.push_back(link(i - 5, i));
        if (i % 7 == 0)
            links.push_back(link(i - 1 - random() % std::min<std::size_t>(i, 30), i));
    }
    return links;
}

bool overlap(const LayoutResult& result, const std::vector<LayoutNode>& nodes, std::size_t a,
             std::size_t b)
{
    constexpr double kSlack = 1e-6;
    return std::abs(result.nodes[a].across - result.nodes[b].across) <
               0.5 * (nodes[a].across + nodes[b].across) - kSlack &&
           std::abs(result.nodes[a].along - result.nodes[b].along) <
               0.5 * (nodes[a].along + nodes[b].along) - kSlack;
}

int overlaps(const LayoutResult& result, const std::vector<LayoutNode>& nodes)
{
    int found = 0;
    for (std::size_t a = 0; a < nodes.size(); ++a) {
        for (std::size_t b = 0; b < a; ++b)
            found += overlap(result, nodes, a, b) ? 1 : 0;
    }
    return found;
}

bool isFinite(const LayoutResult& result)
{
    for (const LayoutPoint& node : result.nodes) {
        if (!std::isfinite(node.across) || !std::isfinite(node.along))
            return false;
    }
    return true;
}

// How far the points of a route are inside of a box that it neither leaves nor enters.
bool crossesBox(const std::vector<LayoutPoint>& route, LayoutPoint middle, const LayoutNode& node)
{
    constexpr double kSlack = 0.05;
    for (std::size_t i = 1; i < route.size(); ++i) {
        const LayoutPoint a = route[i - 1];
        const LayoutPoint b = route[i];
        constexpr int kSteps = 40;
        for (int step = 0; step <= kSteps; ++step) {
            const double share = static_cast<double>(step) / kSteps;
            const double across = a.across + share * (b.across - a.across);
            const double along = a.along + share * (b.along - a.along);
            if (std::abs(across - middle.across) < 0.5 * node.across - kSlack &&
                std::abs(along - middle.along) < 0.5 * node.along - kSlack)
                return true;
        }
    }
    return false;
}

} // namespace

class TstGraphLayout : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingTakesNoRoom()
    {
        JobContext job = nullJob();
        const LayoutResult result = layoutLayers({}, {}, {}, job);
        QCOMPARE(result.across, 0.0);
        QCOMPARE(result.along, 0.0);
    }

    void aChainIsOneStraightLine()
    {
        JobContext job = nullJob();
        const auto nodes = boxes(6);
        const LayoutResult result = layoutLayers(nodes, chain(6), {}, job);
        for (std::size_t i = 1; i < 6; ++i) {
            QCOMPARE(result.nodes[i].across, result.nodes[0].across);
            QVERIFY(result.nodes[i].along >= result.nodes[i - 1].along + 4.0);
            QCOMPARE(result.routes[i - 1].size(), std::size_t{2});
        }
        QCOMPARE(result.across, 10.0);
    }

    void aSkipLeavesTheChainStraightAndGoesAroundIt()
    {
        JobContext job = nullJob();
        const auto nodes = boxes(5);
        Links links = chain(5);
        links.push_back(link(0, 4));
        const LayoutResult result = layoutLayers(nodes, links, {}, job);
        for (std::size_t i = 1; i < 5; ++i)
            QCOMPARE(result.nodes[i].across, result.nodes[0].across);
        for (std::size_t i = 1; i < 4; ++i)
            QVERIFY(!crossesBox(result.routes.back(), result.nodes[i], nodes[i]));
    }

    void branchesAreOnBothSidesOfWhatTheyJoin()
    {
        JobContext job = nullJob();
        const auto nodes = boxes(4);
        const LayoutResult result =
            layoutLayers(nodes, Links{link(0, 1), link(0, 2), link(1, 3), link(2, 3)}, {}, job);
        QCOMPARE(result.nodes[1].along, result.nodes[2].along);
        QVERIFY(result.nodes[1].across < result.nodes[2].across);
        const double middle = 0.5 * (result.nodes[1].across + result.nodes[2].across);
        QVERIFY(std::abs(result.nodes[0].across - middle) < 1e-9);
        QVERIFY(std::abs(result.nodes[3].across - middle) < 1e-9);
    }

    void parallelPathsDoNotCross()
    {
        JobContext job = nullJob();
        const auto nodes = boxes(6);
        // Listed so that the order of the nodes would cross.
        const LayoutResult result =
            layoutLayers(nodes, Links{link(0, 3), link(1, 2), link(3, 5), link(2, 4)}, {}, job);
        QCOMPARE(result.nodes[0].across < result.nodes[1].across,
                 result.nodes[3].across < result.nodes[2].across);
        QCOMPARE(result.nodes[3].across < result.nodes[2].across,
                 result.nodes[5].across < result.nodes[4].across);
    }

    void whatGoesBackRunsBesideTheBoxes()
    {
        JobContext job = nullJob();
        const auto nodes = boxes(4);
        Links links = chain(4);
        links.push_back(link(3, 1, true));
        links.push_back(link(2, 2, true));
        const LayoutResult result = layoutLayers(nodes, links, {}, job);
        QVERIFY(result.nodes[1].along < result.nodes[3].along);
        const auto& back = result.routes[3];
        QVERIFY(back.front().along > back.back().along);
        QVERIFY(!crossesBox(back, result.nodes[2], nodes[2]));
        const auto& own = result.routes[4];
        QVERIFY(own.size() >= 4);
        QVERIFY(!crossesBox(own, result.nodes[2], nodes[2]));
    }

    void aRecurrentBranchIsOnTheSideWhereItsLinkGoesBack()
    {
        JobContext job = nullJob();
        const auto nodes = boxes(4);
        // 1 -> 2 -> 1 again, listed before 1 -> 3.
        const LayoutResult result = layoutLayers(
            nodes, Links{link(0, 1), link(1, 2), link(2, 1, true), link(1, 3)}, {}, job);
        QVERIFY(result.nodes[2].across > result.nodes[3].across);
    }

    void cyclesThatNobodyMarkedAreLaidOutAllTheSame()
    {
        JobContext job = nullJob();
        const auto nodes = boxes(3);
        const LayoutResult result =
            layoutLayers(nodes, Links{link(0, 1), link(1, 2), link(2, 0)}, {}, job);
        QVERIFY(isFinite(result));
        QCOMPARE(overlaps(result, nodes), 0);
        QVERIFY(result.nodes[0].along < result.nodes[1].along);
        QVERIFY(result.nodes[1].along < result.nodes[2].along);
    }

    void aLongFlowGoesOnInAnotherColumn()
    {
        JobContext job = nullJob();
        const auto nodes = boxes(30);
        const LayoutPage page{120.0, 80.0};
        const LayoutResult one = layoutLayers(nodes, chain(30), {}, job);
        const LayoutResult folded = layoutLayers(nodes, chain(30), page, job);
        QCOMPARE(one.columns, 1);
        QVERIFY(folded.columns > 1);
        QCOMPARE(overlaps(folded, nodes), 0);
        QVERIFY(layoutScale(folded.across, folded.along, page) >
                1.5 * layoutScale(one.across, one.along, page));
        for (const auto& route : folded.routes) {
            for (std::size_t i = 0; i < nodes.size(); ++i)
                QVERIFY(!crossesBox(route, folded.nodes[i], nodes[i]));
        }
    }

    void nodesWithoutLinksFillRows()
    {
        JobContext job = nullJob();
        const auto nodes = boxes(100);
        const LayoutResult result = layoutLayers(nodes, {}, {1.0, 1.0}, job);
        QCOMPARE(overlaps(result, nodes), 0);
        QVERIFY(result.across < 4.0 * result.along);
        QVERIFY(result.along < 4.0 * result.across);
    }

    void tangledGraphsDoNotOverlapAndTurnOutTheSameAgain()
    {
        JobContext job = nullJob();
        const auto nodes = boxes(400);
        const Links links = tangled(400);
        const LayoutResult result = layoutLayers(nodes, links, {1.5, 1.0}, job);
        QVERIFY(isFinite(result));
        QCOMPARE(overlaps(result, nodes), 0);
        const LayoutResult again = layoutLayers(nodes, links, {1.5, 1.0}, job);
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            QCOMPARE(again.nodes[i].across, result.nodes[i].across);
            QCOMPARE(again.nodes[i].along, result.nodes[i].along);
        }
        for (std::size_t i = 0; i < links.size(); ++i)
            QVERIFY(!result.routes[i].empty());
    }

    void tenThousandNodesOfAllShapesAreLaidOut_data()
    {
        QTest::addColumn<int>("shape");
        QTest::newRow("chain") << 0;
        QTest::newRow("star") << 1;
        QTest::newRow("tangled") << 2;
        QTest::newRow("loose") << 3;
        QTest::newRow("ring of recurrent links") << 4;
    }
    void tenThousandNodesOfAllShapesAreLaidOut()
    {
        QFETCH(int, shape);
        constexpr std::size_t kCount = 10000;
        JobContext job = nullJob();
        const auto nodes = boxes(kCount);
        Links links;
        if (shape == 0)
            links = chain(kCount);
        for (std::size_t i = 1; shape == 1 && i < kCount; ++i)
            links.push_back(link(0, i));
        if (shape == 2)
            links = tangled(kCount);
        for (std::size_t i = 0; shape == 4 && i < kCount; ++i)
            links.push_back(link(i, (i + 1) % kCount, i + 1 == kCount));
        const LayoutResult result = layoutLayers(nodes, links, {1.5, 1.0}, job);
        QVERIFY(isFinite(result));
        QCOMPARE(result.nodes.size(), kCount);
        QCOMPARE(result.routes.size(), links.size());
    }

    void aJobThatWasCancelledEnds()
    {
        std::stop_source stop;
        stop.request_stop();
        JobContext job(stop.get_token(), {});
        const auto nodes = boxes(50);
        INSPIKE_FAILS(layoutLayers(nodes, chain(50), {}, job), ErrorKind::Cancelled, "");
    }
};

INSPIKE_TEST(TstGraphLayout, tst_graph_layout)
#include "tst_graph_layout.moc"

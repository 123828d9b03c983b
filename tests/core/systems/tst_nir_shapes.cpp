// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/systems/nir_graphs.h"
#include "tests/support/errors.h"
#include "tests/support/run_tests.h"

#include <algorithm>

using namespace inspike;
using namespace inspike::test;

namespace {

nir::Node flattenOf(std::int64_t start, const std::vector<std::int64_t>& input = {})
{
    Numbers numbers = {{"start_dim", integerOf(start)}, {"end_dim", integerOf(-1)}};
    if (!input.empty())
        numbers.emplace_back("input_type", integersOf(input));
    return nodeOf("flat", "Flatten", numbers);
}

nir::Node poolOf(std::int64_t kernel, std::int64_t stride, std::int64_t padding)
{
    return nodeOf("pool", "AvgPool2d",
                  {{"kernel_size", integerOf(kernel)},
                   {"stride", integersOf({stride, stride})},
                   {"padding", integerOf(padding)}});
}

// input -> node -> output, without shapes of the output.
nir::Network one(const std::vector<std::int64_t>& shape, nir::Node node)
{
    return networkOf(
        chainOf({portOf("in", "Input", shape), std::move(node), nodeOf("out", "Output")}));
}

bool hasNote(const nir::Network& network, std::string_view part)
{
    return std::ranges::any_of(network.notes, [part](const std::string& note) {
        return note.find(part) != std::string::npos;
    });
}

// A network whose shapes all begin with a batch of one.
nir::File batched(nir::Node flatten)
{
    return chainOf({portOf("in", "Input", {1, 2, 8, 8}), convOf("conv", {4, 2, 3, 3}),
                    lifOf("lif", {1, 4, 6, 6}), std::move(flatten), linearOf("fc", 5, 144),
                    lifOf("last", {1, 5}), portOf("out", "Output", {1, 5})});
}

} // namespace

class TstNirShapes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void shapesThatDoNotChainNameBoth()
    {
        INSPIKE_FAILS(
            networkOf(chainOf({portOf("in", "Input", {16}), linearOf("fc1", 24, 16),
                               lifOf("lif1r", {16}), portOf("out", "Output", {16})})),
            ErrorKind::BadShape,
            "shapes do not chain: 'fc1' (Linear) gives [24], but 'lif1r' (LIF) takes [16]");
        INSPIKE_FAILS(one({7}, linearOf("fc", 3, 5)), ErrorKind::BadShape,
                      "'in' (Input) gives [7], but 'fc' (Linear) takes [5]");
        INSPIKE_FAILS(one({3, 9, 9}, convOf("conv", {4, 2, 3, 3})), ErrorKind::BadShape,
                      "'in' (Input) gives [3, 9, 9], but 'conv' (Conv2d) takes [2, ?, ?]");
        INSPIKE_FAILS(networkOf(chainOf({portOf("in", "Input", {4}), linearOf("fc", 3, 4),
                                         portOf("out", "Output", {5})})),
                      ErrorKind::BadShape, "'fc' (Linear) gives [3], but 'out' (Output) takes [5]");
        nir::Node conv = convOf("conv", {4, 2, 3, 3});
        conv.numbers["input_shape"] = integersOf({12, 12});
        INSPIKE_FAILS(one({2, 9, 9}, std::move(conv)), ErrorKind::BadShape,
                      "gives [2, 9, 9], but 'conv' (Conv2d) takes [2, 12, 12]");
    }

    void sumsOfDifferentShapesNameAll()
    {
        INSPIKE_FAILS(networkOf(fileOf({portOf("in", "Input", {4}), linearOf("a", 3, 4),
                                        linearOf("b", 5, 4), lifOf("lif")},
                                       {{"in", "a"}, {"in", "b"}, {"a", "lif"}, {"b", "lif"}})),
                      ErrorKind::BadShape,
                      "'lif' (LIF) adds up [3] of 'a' (Linear) and [5] of 'b'");
    }

    void recurrentEdgesMustFit()
    {
        INSPIKE_FAILS(networkOf(fileOf({portOf("in", "Input", {24}), lifOf("lif", {24}),
                                        linearOf("rec", 63, 24)},
                                       {{"in", "lif"}, {"lif", "rec"}, {"rec", "lif"}})),
                      ErrorKind::BadShape, "[63]");
    }

    // --- batches of one

    void batchesOfOneAreDropped_data()
    {
        QTest::addColumn<QList<int>>("type");
        QTest::addColumn<int>("start");
        QTest::newRow("zeros") << QList<int>{0, 0, 0, 0} << 1;
        QTest::newRow("said") << QList<int>{1, 4, 6, 6} << 1;
        QTest::newRow("absent") << QList<int>{} << 1;
        QTest::newRow("without batch") << QList<int>{4, 6, 6} << 0;
    }
    void batchesOfOneAreDropped()
    {
        QFETCH(QList<int>, type);
        QFETCH(int, start);
        const nir::Network network = networkOf(
            batched(flattenOf(start, std::vector<std::int64_t>(type.begin(), type.end()))));
        QCOMPARE(outputOf(network, "in"), (nir::Shape{2, 8, 8}));
        QCOMPARE(outputOf(network, "lif"), (nir::Shape{4, 6, 6}));
        QCOMPARE(outputOf(network, "flat"), (nir::Shape{144}));
        QCOMPARE(outputOf(network, "out"), (nir::Shape{5}));
        QVERIFY(hasNote(network, "the leading 1 of [1, 2, 8, 8] is taken as a batch"));
        QCOMPARE(network.notes.size(), std::size_t{1});
    }

    void batchIsKnownWithoutWeights()
    {
        const nir::Network network =
            networkOf(chainOf({portOf("in", "Input", {1, 10}), lifOf("lif", {1, 10}),
                               portOf("out", "Output", {1, 10})}));
        QCOMPARE(outputOf(network, "out"), (nir::Shape{10}));
        const nir::Network scalars = networkOf(chainOf(
            {portOf("in", "Input", {1, 10}), lifOf("lif"), portOf("out", "Output", {1, 10})}));
        QCOMPARE(outputOf(scalars, "lif"), (nir::Shape{10}));
    }

    void oneChannelIsNoBatch()
    {
        QCOMPARE(outputOf(one({1, 28, 28}, convOf("conv", {4, 1, 5, 5})), "conv"),
                 (nir::Shape{4, 24, 24}));
        QCOMPARE(outputOf(one({28, 28}, convOf("conv", {4, 1, 5, 5})), "conv"),
                 (nir::Shape{4, 24, 24}));
        QCOMPARE(outputOf(one({1, 28, 28}, lifOf("lif")), "in"), (nir::Shape{1, 28, 28}));
        const nir::Network network = networkOf(
            chainOf({portOf("in", "Input", {1, 28, 28}), flattenOf(1), linearOf("fc", 5, 784)}));
        QCOMPARE(outputOf(network, "fc"), (nir::Shape{5}));
    }

    void stepsInFrontAreDropped()
    {
        const nir::Network network =
            networkOf(chainOf({portOf("in", "Input", {256, 12}), linearOf("fc", 7, 12),
                               portOf("out", "Output", {256, 7})}));
        QCOMPARE(outputOf(network, "in"), (nir::Shape{12}));
        QVERIFY(hasNote(network, "of its shape [256, 12] only [12] is taken"));
        QVERIFY(hasNote(network, "it says [256, 7], but gets [7]"));
    }

    void outputsOfOtherRankAreNoted()
    {
        const nir::Network network = networkOf(chainOf(
            {portOf("in", "Input", {1}), lifOf("lif", {1}), portOf("out", "Output", {1, 1, 1})}));
        QCOMPARE(outputOf(network, "out"), (nir::Shape{1}));
        QVERIFY(hasNote(network, "node 'out' (Output): it says [1, 1, 1], but gets [1]"));
    }

    // --- what is not said

    void inputsWithoutShapeTakeThatOfTheNext()
    {
        const nir::Network network =
            networkOf(chainOf({nodeOf("in", "Input"), lifOf("lif"), linearOf("fc", 3, 7)}));
        QCOMPARE(outputOf(network, "in"), (nir::Shape{7}));
        QVERIFY(hasNote(network, "taken from what it feeds"));
        INSPIKE_FAILS(networkOf(chainOf({nodeOf("in", "Input"), lifOf("lif")})),
                      ErrorKind::BadShape,
                      "node 'in' (Input): neither it nor what it is connected to says its shape");
    }

    void shapesComeFromBehindWhereNothingIsInFront()
    {
        const nir::Network network =
            networkOf(chainOf({lifOf("lif"), nodeOf("s", "Scale", {{"scale", scalarOf(2)}}),
                               portOf("out", "Output", {1000})}));
        QCOMPARE(outputOf(network, "lif"), (nir::Shape{1000}));
        QCOMPARE(outputOf(networkOf(chainOf({lifOf("a", {1}), lifOf("b", {1})})), "b"),
                 (nir::Shape{1}));
    }

    void convolutionsTakeTheShapeBeforeThem()
    {
        nir::Node conv = convOf("conv", {4, 2, 3, 3});
        conv.numbers["stride"] = integersOf({2, 1});
        conv.numbers["padding"] = integersOf({1, 0});
        conv.numbers["dilation"] = integersOf({1, 3});
        QCOMPARE(outputOf(one({2, 9, 10}, conv), "conv"), (nir::Shape{4, 5, 4}));
        conv.numbers["groups"] = integerOf(2);
        QCOMPARE(outputOf(one({4, 9, 10}, conv), "conv"), (nir::Shape{4, 5, 4}));
        nir::Node flat = convOf("conv", {3, 2, 4});
        flat.numbers["stride"] = integersOf({2});
        QCOMPARE(outputOf(one({2, 10}, flat), "conv"), (nir::Shape{3, 4}));
        flat.numbers["input_shape"] = integerOf(10);
        QCOMPARE(outputOf(one({2, 10}, flat), "conv"), (nir::Shape{3, 4}));
    }

    void paddingMayBeAWord()
    {
        nir::Node conv = convOf("conv", {4, 2, 4, 3});
        conv.numbers.erase("padding");
        conv.texts["padding"] = "same";
        const nir::Network network = one({2, 9, 10}, conv);
        QCOMPARE(outputOf(network, "conv"), (nir::Shape{4, 9, 10}));
        // What is odd goes behind.
        QCOMPARE(network.find("conv")->paddingBefore, (std::array<std::int64_t, 2>{1, 1}));
        QCOMPARE(network.find("conv")->paddingAfter, (std::array<std::int64_t, 2>{2, 1}));
        conv.texts["padding"] = "valid";
        QCOMPARE(outputOf(one({2, 9, 10}, conv), "conv"), (nir::Shape{4, 6, 8}));
        conv.texts["padding"] = "odd";
        INSPIKE_FAILS(one({2, 9, 10}, conv), ErrorKind::BadModel, "unknown padding 'odd'");
        conv.texts["padding"] = "same";
        conv.numbers["stride"] = integerOf(2);
        INSPIKE_FAILS(one({2, 9, 10}, conv), ErrorKind::BadModel, "needs a stride of 1");
    }

    void poolsTakePictures()
    {
        QCOMPARE(outputOf(one({3, 9, 9}, poolOf(3, 2, 1)), "pool"), (nir::Shape{3, 5, 5}));
        QCOMPARE(outputOf(one({9, 9}, poolOf(2, 2, 0)), "pool"), (nir::Shape{1, 4, 4}));
        INSPIKE_FAILS(one({9}, poolOf(2, 2, 0)), ErrorKind::BadShape, "takes [?, ?, ?]");
        INSPIKE_FAILS(one({3, 2, 2}, poolOf(3, 1, 0)), ErrorKind::BadShape,
                      "does not fit into its input of [3, 2, 2]");
        INSPIKE_FAILS(one({3, 9, 9}, poolOf(2, 0, 0)), ErrorKind::BadModel, "'stride' is 0");
        INSPIKE_FAILS(one({3, 9, 9}, poolOf(2, 2, 2)), ErrorKind::BadModel, "half of the kernel");
    }

    void flattenCountsFromBothEnds()
    {
        nir::Node flat = flattenOf(0);
        flat.numbers["end_dim"] = integerOf(-2);
        QCOMPARE(outputOf(one({2, 3, 4}, flat), "flat"), (nir::Shape{6, 4}));
        flat.numbers["start_dim"] = integerOf(-2);
        flat.numbers["end_dim"] = integerOf(2);
        QCOMPARE(outputOf(one({2, 3, 4}, flat), "flat"), (nir::Shape{2, 12}));
        QCOMPARE(outputOf(one({2, 3, 4}, flattenOf(1, {2, 3, 4})), "flat"), (nir::Shape{2, 12}));
        QCOMPARE(outputOf(one({2, 3, 4}, flattenOf(1, {1, 2, 3, 4})), "flat"), (nir::Shape{24}));
        QCOMPARE(outputOf(one({24}, flattenOf(1)), "flat"), (nir::Shape{24}));
        INSPIKE_FAILS(one({2, 3, 4}, flattenOf(0, {2, 3, 5})), ErrorKind::BadShape,
                      "gives [2, 3, 4], but 'flat' (Flatten) takes [2, 3, 5]");
        INSPIKE_FAILS(one({2, 3, 4}, flattenOf(7)), ErrorKind::BadModel, "dimensions");
    }

    void flattenWithoutTypeLooksAtWhatFollows()
    {
        const nir::Network network = networkOf(
            chainOf({portOf("in", "Input", {2, 3, 4}), flattenOf(1), linearOf("fc", 5, 24)}));
        QCOMPARE(outputOf(network, "flat"), (nir::Shape{24}));
        QVERIFY(hasNote(network, "count a batch"));
    }

    void weightsOfMoreDimensionsGiveMore()
    {
        const nir::Network network =
            one({4}, nodeOf("fc", "Linear", {{"weight", filled({2, 3, 4}, 1)}}));
        QCOMPARE(outputOf(network, "fc"), (nir::Shape{2, 3}));
        QCOMPARE(network.find("fc")->weightShape, (nir::Shape{6, 4}));
        INSPIKE_FAILS(one({4}, nodeOf("fc", "Linear", {{"weight", filled({4}, 1)}})),
                      ErrorKind::BadShape, "its weight is [4], not [out, in]");
    }

    void sizesThatCannotBeAreRefused()
    {
        INSPIKE_FAILS(one({1LL << 40, 1LL << 40}, lifOf("lif")), ErrorKind::BadShape, "too large");
        nir::Node conv = convOf("conv", {4, 2, 3, 3});
        conv.numbers["dilation"] = integerOf(1LL << 60);
        INSPIKE_FAILS(one({2, 9, 9}, conv), ErrorKind::BadModel, "'dilation' is");
        conv.numbers["dilation"] = scalarOf(1.5F);
        INSPIKE_FAILS(one({2, 9, 9}, conv), ErrorKind::BadModel, "not of whole numbers");
        conv.numbers["dilation"] = integersOf({1, 1, 1});
        INSPIKE_FAILS(one({2, 9, 9}, conv), ErrorKind::BadModel, "one or two numbers");
        conv.numbers["dilation"] = integerOf(1);
        conv.numbers["groups"] = integerOf(3);
        INSPIKE_FAILS(one({6, 9, 9}, conv), ErrorKind::BadModel, "3 groups do not divide 4");
    }
};

INSPIKE_TEST(TstNirShapes, tst_nir_shapes)
#include "tst_nir_shapes.moc"

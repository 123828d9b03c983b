// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/labelled_array.h"
#include "tests/support/run_tests.h"

#include <array>
#include <functional>
#include <numeric>

using namespace inspike;

namespace {

Axis axis(AxisKind kind, std::size_t size)
{
    Axis made;
    made.kind = kind;
    made.size = size;
    return made;
}

// [time 2, sample 3, unit 4] with the values 0, 1, 2...
LabelledArray ramp()
{
    std::vector<float> values(24);
    std::iota(values.begin(), values.end(), 0.0F);
    return {{axis(AxisKind::Time, 2), axis(AxisKind::Sample, 3), axis(AxisKind::Unit, 4)}, values};
}

std::vector<float> valuesOf(const LabelledArray& array)
{
    return {array.values().begin(), array.values().end()};
}

bool isRefused(const std::function<void()>& call)
{
    try {
        call();
    } catch (const Error& error) {
        return error.kind() == ErrorKind::BadShape;
    }
    return false;
}

} // namespace

class TstLabelledArray : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theFirstAxisIsSlicedWithoutCopy()
    {
        const LabelledArray array = ramp();
        const LabelledArray slice = array.slice(AxisKind::Time, 1);
        QCOMPARE(slice.shape(), (std::vector<std::size_t>{3, 4}));
        QCOMPARE(slice.values()[0], 12.0F);
        QVERIFY(slice.values().data() == array.values().data() + 12);
    }

    void innerAxesAreSliced()
    {
        QCOMPARE(valuesOf(ramp().slice(AxisKind::Sample, 2)),
                 (std::vector<float>{8, 9, 10, 11, 20, 21, 22, 23}));
        QCOMPARE(valuesOf(ramp().slice(AxisKind::Unit, 1)),
                 (std::vector<float>{1, 5, 9, 13, 17, 21}));
    }

    void aSliceOutlivesItsArray()
    {
        LabelledArray slice;
        {
            slice = ramp().slice(AxisKind::Time, 1);
        }
        QCOMPARE(slice.values()[11], 23.0F);
    }

    void permutingThereAndBackChangesNothing()
    {
        const std::array there = {AxisKind::Unit, AxisKind::Time, AxisKind::Sample};
        const std::array back = {AxisKind::Time, AxisKind::Sample, AxisKind::Unit};
        const LabelledArray turned = ramp().permuted(there);
        QCOMPARE(turned.shape(), (std::vector<std::size_t>{4, 2, 3}));
        QCOMPARE(turned.values()[1], 4.0F); // unit 0, time 0, sample 1
        QCOMPARE(turned.values()[6], 1.0F); // unit 1, time 0, sample 0
        QVERIFY(valuesOf(turned.permuted(back)) == valuesOf(ramp()));
    }

    void onlyAxesOfLengthOneAreSqueezed()
    {
        const LabelledArray array(
            {axis(AxisKind::Time, 1), axis(AxisKind::Unit, 2), axis(AxisKind::Head, 1)}, {1, 2});
        QCOMPARE(array.squeezed().rank(), std::size_t{1});
        const std::array keep = {AxisKind::Head};
        QVERIFY(array.squeezed(keep).has(AxisKind::Head));
    }

    void whatDoesNotFitIsRefused()
    {
        QVERIFY(isRefused([] { LabelledArray({axis(AxisKind::Time, 3)}, {1, 2}); }));
        QVERIFY(isRefused([] { ramp().slice(AxisKind::Time, 2); }));
        QVERIFY(isRefused([] { ramp().slice(AxisKind::Head, 0); }));
        QVERIFY(isRefused([] { ramp().permuted(std::array{AxisKind::Time}); }));
        QVERIFY(isRefused([] {
            ramp().permuted(std::array{AxisKind::Time, AxisKind::Time, AxisKind::Unit});
        }));
    }

    void sparseSpikesAreTheSameSpikes()
    {
        const LabelledArray dense({axis(AxisKind::Time, 2), axis(AxisKind::Unit, 3)},
                                  {0, 1, 0, 1, 0, 1});
        const SparseSpikes sparse = SparseSpikes::fromDense(dense);
        QCOMPARE(sparse.index, (std::vector<std::uint64_t>{1, 3, 5}));
        QCOMPARE(sparse.cells(), std::size_t{6});
        QVERIFY(valuesOf(sparse.dense()) == valuesOf(dense));
        SparseSpikes broken = sparse;
        broken.index.push_back(6);
        QVERIFY(isRefused([&] { broken.dense(); }));
    }
};

INSPIKE_TEST(TstLabelledArray, tst_labelled_array)
#include "tst_labelled_array.moc"

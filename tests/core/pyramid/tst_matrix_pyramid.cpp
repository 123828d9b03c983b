// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/memory.h"
#include "core/base/random.h"
#include "core/pyramid/matrix_pyramid.h"
#include "tests/support/run_tests.h"

#include <atomic>
#include <cmath>
#include <limits>

using namespace inspike;

namespace {

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

using Values = std::vector<float>;

std::shared_ptr<const MatrixPyramid> pyramidOf(Values values, std::size_t rows, std::size_t columns)
{
    JobContext job = nullJob();
    auto shared = std::make_shared<const Values>(std::move(values));
    return MatrixPyramid::build(MatrixSource::of(shared, rows, columns), 2, job);
}

Values randomValues(std::size_t size, Random& random, double missing)
{
    Values values(size);
    for (float& value : values)
        value = random.chance(missing) ? kNaN : static_cast<float>(random.normal() * 10.0);
    return values;
}

// What a cell must be, straight from its definition.
double bruteForce(const Values& values, std::size_t columns, const MatrixWindow& part,
                  Reduce reduce)
{
    double sum = 0.0;
    double most = -std::numeric_limits<double>::infinity();
    std::size_t count = 0;
    for (std::size_t row = part.firstRow; row < part.firstRow + part.rows; ++row) {
        for (std::size_t column = part.firstColumn; column < part.firstColumn + part.columns;
             ++column) {
            const double value = static_cast<double>(values[row * columns + column]);
            if (std::isnan(value))
                continue;
            sum += value;
            most = std::max(most, value);
            ++count;
        }
    }
    if (count == 0)
        return std::numeric_limits<double>::quiet_NaN();
    return reduce == Reduce::Mean ? sum / static_cast<double>(count) : most;
}

bool isPowerOfTwo(std::size_t value)
{
    return value != 0 && (value & (value - 1)) == 0;
}

// Empty when every cell is right, else what is wrong.
std::string differs(const MatrixCells& cells, const Values& values, std::size_t columns,
                    Reduce reduce)
{
    if (!isPowerOfTwo(cells.rowsPerCell) || !isPowerOfTwo(cells.columnsPerCell))
        return "cells are not powers of two";
    if (cells.values.size() != cells.rows * cells.columns)
        return "wrong number of values";
    for (std::size_t row = 0; row < cells.rows; ++row) {
        for (std::size_t column = 0; column < cells.columns; ++column) {
            MatrixWindow part;
            const std::size_t down = row * cells.rowsPerCell;
            const std::size_t across = column * cells.columnsPerCell;
            part.firstRow = cells.window.firstRow + down;
            part.firstColumn = cells.window.firstColumn + across;
            part.rows = std::min(cells.rowsPerCell, cells.window.rows - down);
            part.columns = std::min(cells.columnsPerCell, cells.window.columns - across);
            const double wanted = bruteForce(values, columns, part, reduce);
            const double got = static_cast<double>(cells.values[row * cells.columns + column]);
            const bool same = std::isnan(wanted) ? std::isnan(got) : std::abs(got - wanted) < 2e-5;
            if (!same)
                return "cell " + std::to_string(row) + ", " + std::to_string(column) + " is " +
                       std::to_string(got) + " instead of " + std::to_string(wanted);
        }
    }
    return {};
}

MatrixWindow randomWindow(std::size_t rows, std::size_t columns, Random& random)
{
    MatrixWindow window;
    window.firstRow = random.below(static_cast<std::uint32_t>(rows));
    window.firstColumn = random.below(static_cast<std::uint32_t>(columns));
    window.rows = 1 + random.below(static_cast<std::uint32_t>(rows - window.firstRow));
    window.columns = 1 + random.below(static_cast<std::uint32_t>(columns - window.firstColumn));
    return window;
}

} // namespace

class TstMatrixPyramid : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyCellIsWhatItsEntriesGive_data()
    {
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("columns");
        QTest::addColumn<double>("missing");
        for (const auto& [rows, columns] : {std::pair{1, 1},
                                            {1, 7},
                                            {5, 1},
                                            {3, 3},
                                            {4, 4},
                                            {64, 64},
                                            {65, 127},
                                            {200, 33},
                                            {1, 3000},
                                            {37, 2049},
                                            {300, 301}}) {
            for (const double missing : {0.0, 0.3, 1.0}) {
                QTest::addRow("%d x %d, %.0f %% missing", rows, columns, 100.0 * missing)
                    << rows << columns << missing;
            }
        }
    }
    void everyCellIsWhatItsEntriesGive()
    {
        QFETCH(int, rows);
        QFETCH(int, columns);
        QFETCH(double, missing);
        const auto height = static_cast<std::size_t>(rows);
        const auto width = static_cast<std::size_t>(columns);
        Random random(static_cast<std::uint64_t>(rows * 10000 + columns));
        const Values values = randomValues(height * width, random, missing);
        const auto pyramid = pyramidOf(values, height, width);
        for (int i = 0; i < 60; ++i) {
            const MatrixWindow window = randomWindow(height, width, random);
            const std::size_t mostRows = 1 + random.below(i % 3 == 0 ? 3 : 100);
            const std::size_t mostColumns = 1 + random.below(i % 2 == 0 ? 5 : 200);
            for (const Reduce reduce : {Reduce::Mean, Reduce::Max}) {
                const MatrixCells cells = pyramid->cells(window, mostRows, mostColumns, reduce);
                QVERIFY(cells.rows <= mostRows && cells.columns <= mostColumns);
                QVERIFY(cells.window.firstRow <= window.firstRow);
                QVERIFY(cells.window.firstRow + cells.window.rows >= window.firstRow + window.rows);
                QVERIFY(cells.window.firstColumn <= window.firstColumn);
                QVERIFY(cells.window.firstColumn + cells.window.columns >=
                        window.firstColumn + window.columns);
                const std::string difference = differs(cells, values, width, reduce);
                QVERIFY2(difference.empty(), difference.c_str());
            }
        }
    }

    void aWindowThatFitsIsShownEntryByEntry()
    {
        Random random(3);
        const Values values = randomValues(90 * 70, random, 0.1);
        const auto pyramid = pyramidOf(values, 90, 70);
        const MatrixCells cells = pyramid->cells({13, 5, 40, 60}, 40, 60, Reduce::Mean);
        QVERIFY(cells.exact());
        QCOMPARE(cells.window, (MatrixWindow{13, 5, 40, 60}));
        for (std::size_t row = 0; row < 40; ++row) {
            for (std::size_t column = 0; column < 60; ++column) {
                const float wanted = values[(13 + row) * 70 + 5 + column];
                const float got = cells.values[row * 60 + column];
                QVERIFY(std::isnan(wanted) ? std::isnan(got) : got == wanted);
                QVERIFY(std::isnan(wanted) || pyramid->at(13 + row, 5 + column) == wanted);
            }
        }
        QVERIFY(!pyramid->cells({13, 5, 40, 60}, 39, 60, Reduce::Mean).exact());
    }

    void wholeNumbersHaveExactMeans()
    {
        Values values(1024 * 1024);
        for (std::size_t i = 0; i < values.size(); ++i)
            values[i] = static_cast<float>(i % 17);
        const auto pyramid = pyramidOf(values, 1024, 1024);
        const MatrixCells cells = pyramid->cells({0, 0, 1024, 1024}, 16, 16, Reduce::Mean);
        QCOMPARE(cells.rowsPerCell, 64U);
        const double wanted = bruteForce(values, 1024, {64, 128, 64, 64}, Reduce::Mean);
        QCOMPARE(cells.values[16 + 2], static_cast<float>(wanted));
    }

    void panningKeepsTheCells()
    {
        Random random(5);
        const auto pyramid = pyramidOf(randomValues(256 * 256, random, 0.0), 256, 256);
        const MatrixCells a = pyramid->cells({0, 0, 100, 100}, 26, 26, Reduce::Mean);
        const MatrixCells b = pyramid->cells({3, 2, 100, 100}, 26, 26, Reduce::Mean);
        QCOMPARE(a.rowsPerCell, 4U);
        QCOMPARE(b.rowsPerCell, 4U);
        QCOMPARE(b.window.firstRow, 0U);
        QCOMPARE(a.values[0], b.values[0]);
    }

    void windowsBeyondTheMatrixAreCut()
    {
        const auto pyramid = pyramidOf(Values(20, 1.0F), 4, 5);
        constexpr std::size_t kFar = std::numeric_limits<std::size_t>::max();
        QCOMPARE(pyramid->cells({2, 3, kFar, kFar}, 9, 9, Reduce::Max).window,
                 (MatrixWindow{2, 3, 2, 2}));
        QVERIFY(pyramid->cells({4, 0, 1, 1}, 9, 9, Reduce::Max).values.empty());
        QVERIFY(pyramid->cells({0, kFar, 1, 1}, 9, 9, Reduce::Max).values.empty());
        QVERIFY(pyramid->cells({0, 0, 0, 5}, 9, 9, Reduce::Max).values.empty());
        QCOMPARE(pyramid->cells({0, 0, 4, 5}, 0, 0, Reduce::Max).values.size(), 1U);
        QVERIFY_EXCEPTION_THROWN(pyramid->at(4, 0), Error);
        QVERIFY_EXCEPTION_THROWN(pyramid->at(0, 5), Error);
    }

    void emptyMatricesHaveNoCells()
    {
        for (const auto& [rows, columns] : {std::pair{0, 0}, {0, 5}, {5, 0}}) {
            const auto pyramid =
                pyramidOf({}, static_cast<std::size_t>(rows), static_cast<std::size_t>(columns));
            QVERIFY(pyramid->cells({0, 0, 9, 9}, 3, 3, Reduce::Mean).values.empty());
            QVERIFY(pyramid->range().low > pyramid->range().high);
        }
    }

    void theRangeIsThatOfTheFiniteEntries()
    {
        const auto pyramid = pyramidOf({kNaN, 3.0F, -2.0F, kInfinity, -kInfinity, 0.0F}, 2, 3);
        QCOMPARE(pyramid->range().low, -2.0F);
        QCOMPARE(pyramid->range().high, 3.0F);
        QCOMPARE(pyramid->cells({0, 0, 2, 3}, 1, 1, Reduce::Max).values[0], kInfinity);
        const auto nothing = pyramidOf(Values(6, kNaN), 2, 3);
        QVERIFY(nothing->range().low > nothing->range().high);
    }

    void sumsOfLargeNumbersDoNotOverflow()
    {
        const float large = std::numeric_limits<float>::max();
        const auto pyramid = pyramidOf(Values(64 * 64, large), 64, 64);
        QCOMPARE(pyramid->cells({0, 0, 64, 64}, 1, 1, Reduce::Mean).values[0], large);
    }

    void aSliceOfAnActivationIsNotCopied()
    {
        Values values(3 * 4 * 5);
        for (std::size_t i = 0; i < values.size(); ++i)
            values[i] = static_cast<float>(i);
        std::vector<Axis> axes(3);
        axes[0].kind = AxisKind::Head;
        axes[0].size = 3;
        axes[1].kind = AxisKind::Query;
        axes[1].size = 4;
        axes[2].kind = AxisKind::Key;
        axes[2].size = 5;
        const LabelledArray array(std::move(axes), std::move(values));
        const MatrixSource source = MatrixSource::of(array.slice(AxisKind::Head, 1));
        QCOMPARE(source.data, array.values().data() + 20);
        QCOMPARE(source.rows, 4U);
        QCOMPARE(source.columns, 5U);
        QVERIFY_EXCEPTION_THROWN(MatrixSource::of(array), Error);
        const auto shared = std::make_shared<const Values>(10);
        QVERIFY_EXCEPTION_THROWN(MatrixSource::of(shared, 3, 4), Error);
        QVERIFY_EXCEPTION_THROWN(MatrixSource::of(shared, 2, 4, 3), Error);
        QCOMPARE(MatrixSource::of(shared, 2, 4, 2).data, shared->data() + 2);
    }

    void rowsMayLieApart()
    {
        Values values(6 * 10, -1.0F);
        for (std::size_t row = 0; row < 6; ++row)
            std::fill_n(values.begin() + static_cast<std::ptrdiff_t>(row * 10), 7, 2.0F);
        auto shared = std::make_shared<const Values>(std::move(values));
        MatrixSource source{shared, shared->data(), 6, 7, 10};
        JobContext job = nullJob();
        const auto pyramid = MatrixPyramid::build(source, 1, job);
        QCOMPARE(pyramid->range().low, 2.0F);
        for (const float value : pyramid->cells({0, 0, 6, 7}, 2, 2, Reduce::Mean).values)
            QCOMPARE(value, 2.0F);
    }

    void memoryIsBoundedAndStated()
    {
        const auto pyramid = pyramidOf(Values(1000 * 1000, 1.0F), 1000, 1000);
        QVERIFY(pyramid->bytes() <= MatrixPyramid::bytesNeeded(1000, 1000));
        QVERIFY(MatrixPyramid::bytesNeeded(16384, 16384) <= 16384ULL * 16384 * 4 / 4 + 100);
        QCOMPARE(MatrixPyramid::bytesNeeded(0, 7), 0U);
        setMemoryBudget(64ULL << 20U);
        JobContext job = nullJob();
        const float entry = 0.0F; // never read: the refusal comes first
        QString message;
        try {
            MatrixPyramid::build({nullptr, &entry, 16384, 16384, 16384}, 1, job);
        } catch (const Error& error) {
            message = QString::fromStdString(error.message());
            QCOMPARE(error.kind(), ErrorKind::OutOfMemory);
        }
        setMemoryBudget(0);
        QVERIFY(message.contains("16384 x 16384"));
        QVERIFY(message.contains("memory budget"));
    }

    void buildingIsCancelledAndReportsProgress()
    {
        const auto values = std::make_shared<const Values>(2000 * 2000, 1.0F);
        std::stop_source stop;
        stop.request_stop();
        JobContext cancelled(stop.get_token(), {});
        QVERIFY_EXCEPTION_THROWN(
            MatrixPyramid::build(MatrixSource::of(values, 2000, 2000), 2, cancelled), Error);
        std::atomic<double> reached = 0.0;
        JobContext job({}, [&](double fraction, const std::string&) {
            QVERIFY(fraction >= reached);
            reached = fraction;
        });
        MatrixPyramid::build(MatrixSource::of(values, 2000, 2000), 2, job);
        QCOMPARE(reached.load(), 1.0);
    }

    void threadsGiveTheSameNumbers()
    {
        Random random(9);
        const auto values = std::make_shared<const Values>(randomValues(1500 * 1100, random, 0.01));
        JobContext job = nullJob();
        const auto one = MatrixPyramid::build(MatrixSource::of(values, 1500, 1100), 1, job);
        const auto four = MatrixPyramid::build(MatrixSource::of(values, 1500, 1100), 4, job);
        for (const std::size_t most : {7U, 100U, 400U}) {
            const MatrixWindow all{0, 0, 1500, 1100};
            QCOMPARE(one->cells(all, most, most, Reduce::Mean).values,
                     four->cells(all, most, most, Reduce::Mean).values);
        }
    }

    // Measures one answer (option -iterations 100).
    void windowsOfALargeMatrixAreAnsweredQuickly()
    {
        const std::size_t size = 4096;
        Values values(size * size);
        for (std::size_t i = 0; i < values.size(); ++i)
            values[i] = static_cast<float>(i * 2654435761U % 17);
        const auto pyramid = pyramidOf(std::move(values), size, size);
        std::size_t cells = 0;
        QBENCHMARK
        {
            cells += pyramid->cells({100, 100, 3900, 3900}, 700, 700, Reduce::Mean).values.size();
        }
        QVERIFY(cells > 0);
    }
};

INSPIKE_TEST(TstMatrixPyramid, tst_matrix_pyramid)
#include "tst_matrix_pyramid.moc"

// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/domains/stacked_product.h"
#include "core/base/random.h"
#include "tests/support/errors.h"
#include "tests/support/run_tests.h"

#include <algorithm>
#include <cmath>
#include <stop_token>

using namespace inspike;
using namespace inspike::test;

namespace {

StackedLayers<float> stacked(std::size_t samples, const std::vector<std::size_t>& widths,
                             std::uint64_t seed)
{
    StackedLayers<float> layers;
    std::size_t columns = 0;
    for (const std::size_t width : widths) {
        columns += width;
        layers.ends.push_back(columns);
    }
    layers.rows = roomFor(samples);
    layers.columns = roomFor(columns);
    layers.values = std::make_unique<float[]>(layers.rows * layers.columns);
    Random random(seed);
    for (std::size_t i = 0; i < samples; ++i) {
        for (std::size_t c = 0; c < columns; ++c)
            layers.values[i * layers.columns + c] = static_cast<float>(random.normal());
    }
    return layers;
}

double plainSquares(const StackedLayers<float>& x, std::size_t i, const StackedLayers<float>& y,
                    std::size_t j)
{
    double squares = 0.0;
    for (std::size_t a = x.begin(i); a < x.ends[i]; ++a) {
        for (std::size_t b = y.begin(j); b < y.ends[j]; ++b) {
            double sum = 0.0;
            for (std::size_t k = 0; k < x.rows; ++k)
                sum += static_cast<double>(x.values[k * x.columns + a]) *
                       static_cast<double>(y.values[k * y.columns + b]);
            squares += sum * sum;
        }
    }
    return squares;
}

} // namespace

class TstStackedProduct : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyLevelGivesTheSquaresOfThePlainProduct()
    {
        // Layers end inside of halves, quarters and eighths; sizes need room.
        const StackedLayers<float> x = stacked(77, {5, 30, 1, 22}, 1);
        const StackedLayers<float> y = stacked(77, {40, 3, 57}, 2);
        JobContext job = nullJob();
        for (int levels = 1; levels <= 3; ++levels) {
            for (const int threads : {1, 3}) {
                const std::vector<double> found = blockSquares(x, y, levels, threads, job);
                QCOMPARE(found.size(), std::size_t{12});
                for (std::size_t i = 0; i < 4; ++i) {
                    for (std::size_t j = 0; j < 3; ++j) {
                        const double wanted = plainSquares(x, i, y, j);
                        QVERIFY(std::abs(found[i * 3 + j] - wanted) < 1e-5 * wanted);
                    }
                }
            }
        }
    }

    void theNumberOfThreadsChangesNoBit()
    {
        const StackedLayers<float> x = stacked(200, {100, 90}, 3);
        JobContext job = nullJob();
        const std::vector<double> one = blockSquares(x, x, 2, 1, job);
        QCOMPARE(blockSquares(x, x, 2, 4, job), one);
    }

    void smallProductsAreNotHalved()
    {
        QCOMPARE(halvings(1999, 5000, 5000), 0);
        QCOMPARE(halvings(2000, 5000, 5000), 1);
        QCOMPARE(halvings(10'000, 10'240, 10'240), 3);
        QCOMPARE(halvings(100'000, 100'000, 100'000), 3);
        QCOMPARE(roomFor(10'000) % 16, std::size_t{0});
        QCOMPARE(roomFor(0), std::size_t{0});
    }

    void itCanBeCancelled()
    {
        std::stop_source stop;
        stop.request_stop();
        JobContext job(stop.get_token(), nullptr);
        const StackedLayers<float> x = stacked(32, {32}, 4);
        INSPIKE_FAILS(blockSquares(x, x, 2, 1, job), ErrorKind::Cancelled, "");
    }
};

INSPIKE_TEST(TstStackedProduct, tst_stacked_product)
#include "tst_stacked_product.moc"

// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/adam.h"
#include "tests/support/run_tests.h"

#include <cmath>

using namespace inspike;

class TstAdam : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void decayShrinksBeforeTheStep()
    {
        std::vector<float> decayed = {2.0F};
        std::vector<float> plain = {2.0F};
        const std::vector<std::span<float>> parameters = {decayed, plain};
        const std::vector<double> decay = {0.1, 0.0};
        AdamParams params;
        params.learningRate = 0.01;
        AdamState state;
        double first = 0.0, second = 0.0, expected = 2.0, kept = 2.0;
        for (int step = 1; step <= 6; ++step) {
            const float gradient = 0.4F * static_cast<float>(step) - 1.0F;
            adamStep(parameters, std::vector<std::vector<float>>{{gradient}, {gradient}}, params,
                     state, decay);
            first = 0.9 * first + 0.1 * gradient;
            second = 0.999 * second + 0.001 * gradient * gradient;
            const double m = first / (1.0 - std::pow(0.9, step));
            const double v = second / (1.0 - std::pow(0.999, step));
            expected *= 1.0 - 0.01 * 0.1;
            expected -= 0.01 * m / (std::sqrt(v) + 1e-8);
            kept -= 0.01 * m / (std::sqrt(v) + 1e-8);
        }
        QVERIFY(std::abs(decayed[0] - expected) < 1e-6);
        QVERIFY(std::abs(plain[0] - kept) < 1e-6);
    }

    void aParameterWithoutGradientStays()
    {
        std::vector<float> idle = {1.0F, -3.0F};
        std::vector<float> busy = {1.0F};
        const std::vector<std::span<float>> parameters = {idle, busy};
        AdamState state;
        const std::vector<double> decay = {0.5, 0.5};
        for (int step = 0; step < 3; ++step)
            adamStep(parameters, std::vector<std::vector<float>>{{}, {1.0F}}, {}, state, decay);
        QCOMPARE(idle, (std::vector<float>{1.0F, -3.0F}));
        QVERIFY(busy[0] < 1.0F);
        QCOMPARE(state.first[0], (std::vector<float>{0.0F, 0.0F}));
        QCOMPARE(state.steps, std::uint64_t{3});
    }
};

INSPIKE_TEST(TstAdam, tst_adam)
#include "tst_adam.moc"

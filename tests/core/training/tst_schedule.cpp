// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/hdf5/hdf5_file.h"
#include "core/training/schedule.h"
#include "tests/support/run_tests.h"
#include "tests/support/shared_data.h"

#include <cmath>

using namespace inspike;

class TstSchedule : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void warmsUpAndFalls()
    {
        CosineSchedule schedule;
        schedule.rate = 1.0;
        schedule.warmUpRate = 0.0;
        schedule.finalRate = 0.0;
        schedule.warmUpEpochs = 4;
        schedule.epochs = 20;
        QCOMPARE(learningRateOf(schedule, 0), 0.0);
        QCOMPARE(learningRateOf(schedule, 2), 0.5);
        QVERIFY(learningRateOf(schedule, 4) < 1.0); // the cosine did not wait for the warm-up
        QVERIFY(std::abs(learningRateOf(schedule, 10) - 0.5) < 1e-12);
        QCOMPARE(learningRateOf(schedule, 20), 0.0);
        QCOMPARE(learningRateOf(schedule, 99), 0.0);
        schedule.warmUpEpochs = 0;
        QCOMPARE(learningRateOf(schedule, 0), 1.0);
    }

    void fallsByStepsAfterTheWarmUp()
    {
        StepSchedule schedule;
        schedule.rate = 0.01875;
        QCOMPARE(learningRateOf(schedule, 0), 1e-6);
        QCOMPARE(learningRateOf(schedule, 5), 0.01875);
        QCOMPARE(learningRateOf(schedule, 39), 0.01875);
        QVERIFY(std::abs(learningRateOf(schedule, 40) - 0.001875) < 1e-15);
        QVERIFY(std::abs(learningRateOf(schedule, 80) - 0.0001875) < 1e-15);
    }

    void equalsThePublishedRates()
    {
        const std::filesystem::path path = test::sharedFile("fixtures/s-cmrl-g-losses-neuron.h5");
        INSPIKE_NEED(path, "reference numbers");
        const std::vector<double> wanted = Hdf5File::open(path).readDoubles("/loss/lr_per_epoch");
        CosineSchedule schedule;
        schedule.rate = 5e-3 * 128 / 1024;
        QCOMPARE(wanted.size(), std::size_t{101});
        for (std::size_t epoch = 0; epoch < wanted.size(); ++epoch) {
            const double found = learningRateOf(schedule, static_cast<int>(epoch));
            QVERIFY(std::abs(found - wanted[epoch]) <= 1e-15);
        }
    }
};

INSPIKE_TEST(TstSchedule, tst_schedule)
#include "tst_schedule.moc"

// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/isi_statistics.h"
#include "core/base/error.h"
#include "core/base/random.h"
#include "tests/core/analysis/statistics_reference.h"
#include "tests/support/run_tests.h"

using namespace inspike;
using namespace inspike::test;

namespace {

std::vector<Time> regular(Time first, Time interval, std::size_t spikes)
{
    std::vector<Time> train;
    for (std::size_t i = 0; i < spikes; ++i)
        train.push_back(first + static_cast<Time>(i) * interval);
    return train;
}

} // namespace

class TstIsiStatistics : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void measuresEqualNumPy()
    {
        const auto trains = referenceTrains();
        for (std::size_t unit = 0; unit < trains.size(); ++unit) {
            const IsiStatistics found = isiStatistics(trains[unit]);
            const Json& wanted = statisticsReference()["irregularity"].items()[unit];
            QCOMPARE(found.intervals, trains[unit].size() - 1);
            QVERIFY(close(found.mean, wanted["mean"].toDouble()));
            QVERIFY(close(found.cv, wanted["cv"].toDouble()));
            QVERIFY(close(found.cv2, wanted["cv2"].toDouble()));
            QVERIFY(close(found.lv, wanted["lv"].toDouble()));
        }
    }

    void histogramsEqualNumPy()
    {
        const auto trains = referenceTrains();
        for (std::size_t unit = 0; unit < trains.size(); ++unit) {
            IsiHistogram histogram(1000, 60);
            histogram.add(trains[unit]);
            const Json& wanted = statisticsReference()["isi_1ms_60_bins"].items()[unit];
            QVERIFY(histogram.counts == numbersOf<std::uint64_t>(wanted["counts"]));
            QCOMPARE(histogram.longer, static_cast<std::uint64_t>(wanted["longer"].toInteger()));
            QCOMPARE(histogram.intervals(), trains[unit].size() - 1);
        }
    }

    void regularTrainHasNoVariation()
    {
        const IsiStatistics found = isiStatistics(regular(-500, 250, 100));
        QCOMPARE(found.mean, 250.0);
        QCOMPARE(found.cv, 0.0);
        QCOMPARE(found.cv2, 0.0);
        QCOMPARE(found.lv, 0.0);
    }

    void alternatingIntervalsHaveTheClosedForm()
    {
        // 10, 30, 10, 30, ...: CV2 = 2 * 20 / 40, LV = 3 * (20 / 40)^2.
        std::vector<Time> train{0};
        for (int i = 0; i < 40; ++i)
            train.push_back(train.back() + (i % 2 == 0 ? 10 : 30));
        const IsiStatistics found = isiStatistics(train);
        QCOMPARE(found.cv2, 1.0);
        QCOMPARE(found.lv, 0.75);
        QVERIFY(close(found.cv, std::sqrt(40.0 * 100.0 / 39.0) / 20.0));
    }

    void poissonTrainHasOneOfEach()
    {
        Random random(11);
        std::vector<Time> train{0};
        for (int i = 0; i < 200000; ++i)
            train.push_back(train.back() +
                            static_cast<Time>(-1e6 * std::log(1.0 - random.uniform())));
        const IsiStatistics found = isiStatistics(train);
        QVERIFY(std::abs(found.cv - 1.0) < 0.01);
        QVERIFY(std::abs(found.cv2 - 1.0) < 0.01);
        QVERIFY(std::abs(found.lv - 1.0) < 0.01);
    }

    void tooFewIntervalsAreUndefined()
    {
        for (const std::vector<Time>& train : {std::vector<Time>{}, std::vector<Time>{7}}) {
            const IsiStatistics found = isiStatistics(train);
            QCOMPARE(found.spikes, train.size());
            QCOMPARE(found.intervals, std::uint64_t{0});
            QVERIFY(std::isnan(found.mean) && std::isnan(found.cv) && std::isnan(found.cv2) &&
                    std::isnan(found.lv));
        }
        const IsiStatistics one = isiStatistics(std::vector<Time>{7, 17});
        QCOMPARE(one.mean, 10.0);
        QVERIFY(std::isnan(one.cv) && std::isnan(one.cv2) && std::isnan(one.lv));
    }

    void spikesAtOneInstantAreUndefined()
    {
        const IsiStatistics found = isiStatistics(std::vector<Time>(20, 5));
        QCOMPARE(found.mean, 0.0);
        QVERIFY(std::isnan(found.cv) && std::isnan(found.cv2) && std::isnan(found.lv));
        // A pair of intervals of length 0 says nothing, the others still do.
        const IsiStatistics some = isiStatistics(std::vector<Time>{0, 0, 0, 10, 20});
        QCOMPARE(some.cv2, (2.0 + 0.0) / 2.0);
    }

    void farTimesLoseNothing()
    {
        constexpr Time kFar = Time{1} << 62U;
        for (const Time start : {-kFar, kFar}) {
            std::vector<Time> near{0, 3, 5, 11, 12};
            std::vector<Time> far = near;
            for (Time& time : far)
                time += start;
            QCOMPARE(isiStatistics(far).cv, isiStatistics(near).cv);
            QCOMPARE(isiStatistics(far).lv, isiStatistics(near).lv);
        }
        const std::vector<Time> whole{std::numeric_limits<Time>::min(), 0,
                                      std::numeric_limits<Time>::max()};
        QVERIFY(close(isiStatistics(whole).mean, std::pow(2.0, 63)));
        IsiHistogram histogram(1000, 10);
        histogram.add(whole);
        QCOMPARE(histogram.longer, std::uint64_t{2});
    }

    void histogramNeedsBins()
    {
        QVERIFY_EXCEPTION_THROWN(IsiHistogram(0, 10), Error);
        QVERIFY_EXCEPTION_THROWN(IsiHistogram(1000, 0), Error);
    }

    void meansLeaveOutWhatIsUndefined()
    {
        DefinedMean mean;
        QVERIFY(std::isnan(mean.mean()));
        mean.add(std::numeric_limits<double>::quiet_NaN());
        mean.add(1.0);
        mean.add(2.0);
        QCOMPARE(mean.mean(), 1.5);
        QCOMPARE(mean.defined(), std::uint64_t{2});
    }
};

INSPIKE_TEST(TstIsiStatistics, tst_isi_statistics)
#include "tst_isi_statistics.moc"

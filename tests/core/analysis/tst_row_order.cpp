// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/row_order.h"
#include "core/base/random.h"
#include "tests/support/run_tests.h"

#include <algorithm>
#include <chrono>
#include <cmath>

using namespace inspike;

namespace {

// Unit u of `units` fires with a rate that peaks at time 0.1 + 0.8 * u / units of a second; the
// numbers of the units are shuffled.
struct Travelling
{
    SpikeTrains spikes;
    std::vector<std::uint32_t> place; // of each unit
};

Travelling travelling(std::uint32_t units, std::uint32_t perUnit, std::uint64_t seed)
{
    Random random(seed);
    Travelling made;
    made.place.resize(units);
    for (std::uint32_t i = 0; i < units; ++i)
        made.place[i] = i;
    for (std::uint32_t i = units - 1; i > 0; --i)
        std::swap(made.place[i], made.place[random.below(i + 1)]);
    std::vector<Time> times;
    std::vector<UnitIndex> of;
    for (std::uint32_t unit = 0; unit < units; ++unit) {
        const double peak = 0.1 + 0.8 * made.place[unit] / units;
        for (std::uint32_t i = 0; i < perUnit; ++i) {
            const double jitter = random.uniform() + random.uniform() - 1.0;
            times.push_back(static_cast<Time>(1e6 * std::clamp(peak + 0.08 * jitter, 0.0, 0.999)));
            of.push_back(unit);
        }
    }
    made.spikes = SpikeTrains::fromPairs(times, of, units);
    return made;
}

RateProfiles profilesOf(const SpikeTrains& spikes)
{
    JobContext job = nullJob();
    return rateProfiles(spikes, {0, 1'000'000}, job);
}

// Mean distance of the places of neighbouring rows.
double roughness(const UnitOrder& order, const std::vector<std::uint32_t>& place)
{
    double sum = 0.0;
    for (std::size_t row = 1; row < order.size(); ++row)
        sum += std::abs(static_cast<double>(place[order[row]]) -
                        static_cast<double>(place[order[row - 1]]));
    return sum / static_cast<double>(order.size() - 1);
}

bool isPermutation(UnitOrder order, std::size_t units)
{
    std::sort(order.begin(), order.end());
    for (std::size_t i = 0; i < order.size(); ++i) {
        if (order[i] != i)
            return false;
    }
    return order.size() == units;
}

} // namespace

class TstRowOrder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ranksAreStable()
    {
        QVERIFY(orderByRank(std::vector<double>{2, 1, 2, 0}) == (UnitOrder{3, 1, 0, 2}));
    }

    void profilesAreZScores()
    {
        const RateProfiles profiles = profilesOf(travelling(20, 50, 1).spikes);
        QCOMPARE(profiles.units, 20U);
        for (std::size_t unit = 0; unit < profiles.units; ++unit) {
            double sum = 0.0;
            double squares = 0.0;
            for (std::size_t bin = 0; bin < profiles.bins; ++bin) {
                const auto value = static_cast<double>(profiles.values[unit * profiles.bins + bin]);
                sum += value;
                squares += value * value;
            }
            QVERIFY(std::abs(sum) < 1e-4);
            QVERIFY(std::abs(squares / static_cast<double>(profiles.bins) - 1.0) < 1e-4);
        }
    }

    // Two groups that fire at different times: the first component tells them apart.
    void componentSeparatesTwoGroups()
    {
        std::vector<Time> times;
        std::vector<UnitIndex> of;
        Random random(5);
        for (std::uint32_t unit = 0; unit < 60; ++unit) {
            for (int i = 0; i < 40; ++i) {
                times.push_back(random.below(400'000) + (unit % 2 == 0 ? 0 : 600'000));
                of.push_back(unit);
            }
        }
        JobContext job = nullJob();
        const UnitOrder order =
            orderByComponent(profilesOf(SpikeTrains::fromPairs(times, of, 62)), job);
        QVERIFY(isPermutation(order, 62));
        for (std::size_t row = 1; row < 30; ++row)
            QCOMPARE(order[row] % 2, order[0] % 2);
        for (std::size_t row = 31; row < 60; ++row)
            QCOMPARE(order[row] % 2, order[30] % 2);
        QCOMPARE(order[60], 60U); // silent ones at the end
        QCOMPARE(order[61], 61U);
    }

    void similarityPutsLikeUnitsTogether()
    {
        const Travelling wave = travelling(2000, 60, 9);
        JobContext job = nullJob();
        const UnitOrder order = orderBySimilarity(profilesOf(wave.spikes), job);
        QVERIFY(isPermutation(order, 2000));
        const double rough = roughness(order, wave.place);
        QVERIFY2(rough < 60.0, qPrintable(QString::number(rough))); // by chance: 667
    }

    void ordersDoNotDependOnTheRun()
    {
        const RateProfiles profiles = profilesOf(travelling(5000, 20, 2).spikes);
        JobContext job = nullJob();
        QVERIFY(orderBySimilarity(profiles, job) == orderBySimilarity(profiles, job));
        QVERIFY(orderByComponent(profiles, job) == orderByComponent(profiles, job));
    }

    void degenerateProfilesAreOrdered()
    {
        JobContext job = nullJob();
        for (const std::size_t units : {0U, 1U, 3U}) {
            const RateProfiles profiles = profilesOf(SpikeTrains::fromPairs({}, {}, units));
            QVERIFY(isPermutation(orderByComponent(profiles, job), units));
            QVERIFY(isPermutation(orderBySimilarity(profiles, job), units));
        }
        // All units alike.
        std::vector<Time> times;
        std::vector<UnitIndex> of;
        for (UnitIndex unit = 0; unit < 100; ++unit) {
            times.insert(times.end(), {1, 500'000});
            of.insert(of.end(), {unit, unit});
        }
        const RateProfiles alike = profilesOf(SpikeTrains::fromPairs(times, of, 100));
        QVERIFY(isPermutation(orderBySimilarity(alike, job), 100));
    }

    void aHundredThousandUnitsAreOrderedQuickly()
    {
        const RateProfiles profiles = profilesOf(travelling(100'000, 12, 4).spikes);
        JobContext job = nullJob();
        for (const bool similarity : {false, true}) {
            const auto start = std::chrono::steady_clock::now();
            const UnitOrder order =
                similarity ? orderBySimilarity(profiles, job) : orderByComponent(profiles, job);
            const std::chrono::duration<double, std::milli> took =
                std::chrono::steady_clock::now() - start;
            qInfo("%s of 100,000 units: %.0f ms", similarity ? "similarity" : "component",
                  took.count());
            QVERIFY(isPermutation(order, 100'000));
        }
    }
};

INSPIKE_TEST(TstRowOrder, tst_row_order)
#include "tst_row_order.moc"

// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/memory.h"
#include "core/data/event_stream.h"
#include "core/data/spike_trains.h"
#include "tests/core/data/list_source.h"
#include "tests/support/run_tests.h"

using namespace inspike;
using namespace inspike::test;

namespace {

std::shared_ptr<const SpikeTrains> someTrains()
{
    const std::vector<Time> times = {9, -1, 2, 5, 2, 2};
    const std::vector<UnitIndex> units = {0, 0, 2, 0, 2, 1};
    return std::make_shared<SpikeTrains>(SpikeTrains::fromPairs(times, units, 4));
}

std::shared_ptr<const EventStream> someEvents()
{
    return std::make_shared<EventStream>(EventColumns{{1, 2, 2}, {0, 9, 3}, {1, 0, 7}, {1, 0, 1}},
                                         10, 8);
}

// Claims entries without having them: whoever allocates by the claim first is wrong.
class Claim : public AddressSource
{
public:
    explicit Claim(AddressFacts facts) : m_facts(facts) {}
    const AddressFacts& facts() const override { return m_facts; }
    void read(std::uint64_t, std::uint64_t, AddressColumns&) const override
    {
        throw Error(ErrorKind::BadFormat, "was read");
    }

private:
    AddressFacts m_facts;
};

std::string refusalOf(const std::function<void()>& call, ErrorKind kind)
{
    try {
        call();
    } catch (const Error& error) {
        return error.kind() == kind ? error.message() : "another kind: " + error.message();
    }
    return "nothing was refused";
}

} // namespace

class TstAddressSource : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void spikesInMemoryComeInOrderOfTime()
    {
        const auto source = sourceOf(someTrains());
        const AddressFacts& facts = source->facts();
        QCOMPARE(facts.count, std::uint64_t{6});
        QCOMPARE(facts.addresses, std::uint64_t{4});
        QVERIFY(facts.sorted && !facts.isSensor());
        QVERIFY(facts.extent == (TimeRange{-1, 10}));
        AddressColumns all;
        source->read(0, 6, all);
        QVERIFY(all.time == (std::vector<Time>{-1, 2, 2, 2, 5, 9}));
        QVERIFY(all.address == (std::vector<std::uint32_t>{0, 1, 2, 2, 0, 0}));
        source->read(4, 1, all);
        QVERIFY(all.time == (std::vector<Time>{5}) && all.address.size() == 1);
    }

    void theAddressOfAnEventSaysPixelAndPolarity()
    {
        const auto source = sourceOf(someEvents());
        const AddressFacts& facts = source->facts();
        QVERIFY(facts.isSensor());
        QCOMPARE(facts.addresses, std::uint64_t{160});
        QCOMPARE(facts.on, std::uint64_t{2});
        AddressColumns all;
        source->read(0, 3, all);
        QVERIFY(all.address == (std::vector<std::uint32_t>{(8 + 1) * 10 + 0, 9, (8 + 7) * 10 + 3}));
    }

    void loadingGivesBackWhatWasThere()
    {
        JobContext job = nullJob();
        const auto trains = someTrains();
        const SpikeTrains again = loadSpikes(*sourceOf(trains), job);
        QCOMPARE(again.units(), trains->units());
        for (UnitIndex unit = 0; unit < 4; ++unit) {
            const auto a = trains->train(unit);
            const auto b = again.train(unit);
            QVERIFY(std::equal(a.begin(), a.end(), b.begin(), b.end()));
        }
        const auto events = someEvents();
        const EventStream back = loadEvents(*sourceOf(events), job);
        QCOMPARE(back.width(), 10U);
        QCOMPARE(back.height(), 8U);
        QCOMPARE(back.onCount(), std::size_t{2});
        for (std::size_t i = 0; i < 3; ++i) {
            QCOMPARE(back.all().x[i], events->all().x[i]);
            QCOMPARE(back.all().y[i], events->all().y[i]);
            QCOMPARE(back.all().polarity[i], events->all().polarity[i]);
        }
    }

    void noneAndOneAreFine()
    {
        JobContext job = nullJob();
        const auto none = sourceOf(std::make_shared<const SpikeTrains>());
        QCOMPARE(none->facts().count, std::uint64_t{0});
        QVERIFY(none->facts().extent.empty());
        QCOMPARE(loadSpikes(*none, job).spikes(), std::size_t{0});
        const auto one = sourceOf(
            std::make_shared<const EventStream>(EventStream({{kMaxTime}, {0}, {0}, {1}}, 1, 1)));
        QVERIFY(one->facts().extent == (TimeRange{kMaxTime, kMaxTime + 1}));
        QCOMPARE(loadEvents(*one, job).size(), std::size_t{1});
    }

    void theOtherKindIsRefused()
    {
        JobContext job = nullJob();
        QVERIFY(refusalOf([&] { loadSpikes(*sourceOf(someEvents()), job); }, ErrorKind::BadShape)
                    .find("not spikes") != std::string::npos);
        QVERIFY(refusalOf([&] { loadEvents(*sourceOf(someTrains()), job); }, ErrorKind::BadShape)
                    .find("not events") != std::string::npos);
    }

    void moreThanTheBudgetIsRefusedBeforeAnythingIsRead()
    {
        setMemoryBudget(std::uint64_t{64} << 20U);
        JobContext job = nullJob();
        AddressFacts facts;
        facts.count = 10'000'000;
        facts.addresses = 10;
        const std::string spikes =
            refusalOf([&] { loadSpikes(Claim(facts), job); }, ErrorKind::OutOfMemory);
        facts.width = facts.height = 10;
        const std::string events =
            refusalOf([&] { loadEvents(Claim(facts), job); }, ErrorKind::OutOfMemory);
        facts.count = UINT64_MAX;
        const std::string absurd =
            refusalOf([&] { loadEvents(Claim(facts), job); }, ErrorKind::OutOfMemory);
        setMemoryBudget(0);
        QVERIFY2(spikes.find("need 240 MB of memory; the budget is 67.1 MB") != std::string::npos,
                 spikes.c_str());
        QVERIFY2(events.find("need 130 MB") != std::string::npos, events.c_str());
        QVERIFY2(absurd.find("the budget is") != std::string::npos, absurd.c_str());
    }

    void anAddressThatWasNotDeclaredIsRefused()
    {
        JobContext job = nullJob();
        const ListSource source({{1, 2}, {0, 7}}, 5);
        QVERIFY(refusalOf([&] { loadSpikes(source, job); }, ErrorKind::BadFormat).find("unit 7") !=
                std::string::npos);
    }

    void loadingCanBeCancelled()
    {
        std::stop_source stop;
        stop.request_stop();
        JobContext job(stop.get_token(), nullptr);
        QVERIFY(refusalOf([&] { loadSpikes(*sourceOf(someTrains()), job); },
                          ErrorKind::Cancelled) == "cancelled");
    }

    void whatStaysOnDiskDependsOnTheBudget()
    {
        setMemoryBudget(std::uint64_t{64} << 20U);
        QVERIFY(!staysOnDisk(1000, 16));
        QVERIFY(staysOnDisk(1'000'000, 16)); // an eighth of 64 MiB is 8 MiB
        setMemoryBudget(std::uint64_t{64} << 30U);
        QVERIFY(!staysOnDisk(1'000'000, 16));
        QVERIFY(staysOnDisk(kMostInMemory + 1, 1));
        QVERIFY(staysOnDisk(UINT64_MAX / 2, 16));
        setMemoryBudget(0);
    }
};

INSPIKE_TEST(TstAddressSource, tst_address_source)
#include "tst_address_source.moc"

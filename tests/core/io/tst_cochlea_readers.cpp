// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/reader_registry.h"
#include "tests/core/io/io_samples.h"
#include "tests/support/run_tests.h"
#include "tests/support/shared_data.h"

#include <QTemporaryDir>

#include <algorithm>

using namespace inspike;
using namespace inspike::test;

namespace {

RecordingSummary inspected(const std::filesystem::path& path, std::size_t trial = 0)
{
    JobContext job = nullJob();
    return pickReader(peekFile(path)).inspect({path, {}, trial}, job);
}

} // namespace

// Spoken digits of a silicon cochlea: N-TIDIGITS18 and the lists of spikes of SLAYER.
class TstCochleaReaders : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void trialsOfBothPartsAreCountedThrough()
    {
        const Recording first = opened(sample("tiny_ntidigits.hdf5"), 0);
        QCOMPARE(first.info.trialCount, std::size_t{3});
        const auto* spikes = first.first<SpikeTrains>();
        QCOMPARE(spikes->units(), std::size_t{64});
        QCOMPARE(qint64{spikes->train(3)[0]}, qint64{500'000});
        QCOMPARE(qint64{spikes->train(63)[0]}, qint64{250'000});
        QCOMPARE(first.first<Labels>()->values, (std::vector<std::int64_t>{1}));

        const Recording silent = opened(sample("tiny_ntidigits.hdf5"), 1);
        QCOMPARE(silent.first<SpikeTrains>()->spikes(), std::size_t{0});
        QCOMPARE(silent.first<Labels>()->values, (std::vector<std::int64_t>{0})); // z
        QVERIFY(joined(silent.info.notes).contains("woman-bd-zb-z"));

        const Recording test = opened(sample("tiny_ntidigits.hdf5"), 2);
        QCOMPARE(test.first<SpikeTrains>()->train(5).size(), std::size_t{2});
        QCOMPARE(test.first<Labels>()->values, (std::vector<std::int64_t>{7}));
        QVERIFY(joined(test.info.notes).contains("of the part 'test'"));

        const auto error = errorOf([] { opened(sample("tiny_ntidigits.hdf5"), 3); });
        QVERIFY(error && error->kind() == ErrorKind::BadParameter);
    }

    void everyTrialIsListedWithItsExactCount()
    {
        const RecordingSummary summary = inspected(sample("tiny_ntidigits.hdf5"), 2);
        QCOMPARE(summary.streams.size(), std::size_t{3});
        QCOMPARE(summary.streams[0].count, std::uint64_t{2});
        QCOMPARE(summary.streams[1].count, std::uint64_t{0});
        QCOMPARE(summary.streams[2].count, std::uint64_t{3});
        QVERIFY(summary.streams[2].id == "test/man-ae-o12-7");
        QCOMPARE(qint64{*summary.streams[2].last}, qint64{1'500'000});
    }

    void spikesOfSlayerKeepNeuronAndTime()
    {
        const Recording recording = opened(sample("tiny.bs1"), 0);
        const auto* spikes = recording.first<SpikeTrains>();
        QCOMPARE(spikes->units(), std::size_t{301});
        QCOMPARE(spikes->spikes(), std::size_t{3});
        QCOMPARE(qint64{spikes->train(3)[0]}, qint64{1000}); // without the polarity
        QCOMPARE(qint64{spikes->train(3)[1]}, qint64{0x7FFFFF});
        QCOMPARE(qint64{spikes->train(300)[0]}, qint64{2});
        QVERIFY(joined(recording.info.notes).contains("ignored 2 bytes"));
    }

    void anEmptyListHasNoSpikes()
    {
        const QTemporaryDir folder;
        const Recording recording = opened(written(folder, "empty.bs1", ""), 0);
        QCOMPARE(recording.first<SpikeTrains>()->spikes(), std::size_t{0});
    }

    void realFilesHaveTheirCounts()
    {
        const auto list = sharedFile("data/events/NTIDIGITS_1.bs1");
        INSPIKE_NEED(list, "recordings");
        const Recording recording = opened(list, 0);
        QCOMPARE(recording.first<SpikeTrains>()->spikes(), std::size_t{898});
        QCOMPARE(recording.first<SpikeTrains>()->units(), std::size_t{64});
        QCOMPARE(qint64{recording.extent().end - 1}, qint64{1'079'040});
        const auto trials = sharedFile("data/made/selfmade_ntidigits.hdf5");
        INSPIKE_NEED(trials, "recordings");
        const RecordingSummary summary = inspected(trials);
        std::vector<std::uint64_t> counts;
        for (const StreamSummary& line : summary.streams)
            counts.push_back(line.count);
        std::sort(counts.begin(), counts.end());
        QCOMPARE(counts, (std::vector<std::uint64_t>{299, 299, 449, 449, 898, 898}));
    }
};

INSPIKE_TEST(TstCochleaReaders, tst_cochlea_readers)
#include "tst_cochlea_readers.moc"

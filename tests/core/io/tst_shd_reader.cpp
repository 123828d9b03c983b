// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/reader_registry.h"
#include "tests/core/io/io_samples.h"
#include "tests/support/run_tests.h"
#include "tests/support/shared_data.h"

using namespace inspike;
using namespace inspike::test;

namespace {

RecordingSummary inspected(const std::filesystem::path& path, std::size_t trial = 0)
{
    JobContext job = nullJob();
    return findReader("shd")->inspect({path, {}, trial}, job);
}

} // namespace

class TstShdReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneTrialIsReadWithItsLabel_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("half floats") << "shd_float16.h5";
        QTest::newRow("single floats") << "shd_float32.hdf5";
    }
    void oneTrialIsReadWithItsLabel()
    {
        QFETCH(QString, name);
        const Recording first = opened(sample(name.toStdString()), 0);
        QCOMPARE(first.info.trialCount, std::size_t{3});
        const auto* spikes = first.first<SpikeTrains>();
        QCOMPARE(spikes->units(), std::size_t{700});
        QCOMPARE(spikes->spikes(), std::size_t{3});
        QCOMPARE(qint64{spikes->train(3)[0]}, qint64{500000});
        QCOMPARE(qint64{spikes->train(699)[0]}, qint64{250000});
        QCOMPARE(qint64{spikes->train(0)[0]}, qint64{1000000}); // a half float in us would overflow
        QCOMPARE(first.first<Labels>()->values, (std::vector<std::int64_t>{1}));
        QCOMPARE(first.first<Labels>()->names, (std::vector<std::string>{"zero", "one"}));
        QVERIFY(joined(first.info.notes).contains("not sorted"));

        const Recording second = opened(sample(name.toStdString()), 1);
        QCOMPARE(second.first<SpikeTrains>()->spikes(), std::size_t{0});
        QCOMPARE(second.info.trial, std::size_t{1});
    }

    void everyTrialIsListedWithItsExactCount()
    {
        const RecordingSummary summary = inspected(sample("shd_float16.h5"));
        QCOMPARE(summary.streams.size(), std::size_t{4});
        QCOMPARE(summary.streams[0].count, std::uint64_t{3});
        QCOMPARE(summary.streams[1].count, std::uint64_t{0});
        QCOMPARE(summary.streams[2].count, std::uint64_t{1});
        QVERIFY(summary.streams[3].type == "labels");
    }

    void aTrialThatIsNotThereIsRefused()
    {
        const auto error = errorOf([] { opened(sample("shd_float16.h5"), 3); });
        QVERIFY(error && error->kind() == ErrorKind::BadParameter);
        QVERIFY(QString(error->what()).contains("trials 0 to 2"));
        QVERIFY(errorOf([] { inspected(sample("shd_float16.h5"), 3); }).has_value());
    }

    void realLayoutHasItsCounts()
    {
        const auto path = sharedFile("data/made/selfmade_shd_f32.h5");
        INSPIKE_NEED(path, "recordings");
        const RecordingSummary summary = inspected(path);
        const std::vector<std::uint64_t> counts = {898, 449, 0, 200, 1, 898};
        const std::vector<std::int64_t> labels = {0, 1, 5, 10, 15, 19};
        for (std::size_t trial = 0; trial < counts.size(); ++trial) {
            QCOMPARE(summary.streams.at(trial).count, counts[trial]);
            const Recording recording = opened(path, trial);
            QCOMPARE(recording.first<SpikeTrains>()->spikes(), std::size_t{counts[trial]});
            QCOMPARE(recording.first<Labels>()->values.at(0), labels[trial]);
        }
    }
};

INSPIKE_TEST(TstShdReader, tst_shd_reader)
#include "tst_shd_reader.moc"

// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/hdf5/hdf5_file.h"
#include "tests/core/io/io_samples.h"
#include "tests/support/run_tests.h"

using namespace inspike;
using namespace inspike::test;

namespace {

const char* const kSample = "tiny_nirdata.nir";

// One node of spikes over time in a file of its own; `change` may damage it.
std::filesystem::path madeFile(const QTemporaryDir& folder,
                               const std::function<void(Hdf5File&)>& change)
{
    const std::filesystem::path path = folder.filePath("made.h5").toStdString();
    Hdf5File file = Hdf5File::create(path);
    file.setAttribute("/", "__type__", "NIRGraphData");
    file.makeGroup("/nodes/a/observables/spikes");
    change(file);
    file.close();
    return path;
}

constexpr const char* kSpikes = "/nodes/a/observables/spikes";

void failsWith(const std::function<void(Hdf5File&)>& change, const char* words)
{
    QTemporaryDir folder;
    const auto path = madeFile(folder, change);
    const auto error = errorOf([&] { opened(path); });
    QVERIFY(error.has_value());
    QVERIFY2(QString(error->what()).contains(words), error->what());
}

} // namespace

class TstNirDataReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyObservableIsAStream()
    {
        const Recording first = opened(sample(kSample));
        QCOMPARE(first.info.format, std::string("nir-data"));
        QCOMPARE(first.info.trialCount, std::size_t{2});
        QCOMPARE(first.streams.size(), std::size_t{3});
        const auto* inner = first.stream<SpikeTrains>("hidden/li/spikes");
        QVERIFY(inner != nullptr);
        QCOMPARE(inner->units(), std::size_t{5});
        QCOMPARE(inner->spikes(), std::size_t{2});
        QCOMPARE(qint64{inner->train(4)[0]}, qint64{2000});
        QVERIFY(joined(first.info.notes).contains("values of 2 events are not read"));
        const auto* spikes = first.stream<SpikeTrains>("lif/spikes");
        QCOMPARE(spikes->spikes(), std::size_t{2});
        QCOMPARE(qint64{spikes->train(2)[0]}, qint64{1000});
        QCOMPARE(qint64{spikes->train(0)[0]}, qint64{3000});
        const auto* membrane = first.stream<Signal>("lif/membrane");
        QCOMPARE(membrane->channels, std::size_t{3});
        QCOMPARE(membrane->rateHz, 1000.0);
        QCOMPARE(membrane->data.size(), std::size_t{12});
        QCOMPARE(membrane->data[5], 5.0F / 8.0F);
    }

    void anotherSampleIsReadForItself()
    {
        const Recording second = opened(sample(kSample), 1);
        QCOMPARE(second.stream<SpikeTrains>("hidden/li/spikes")->spikes(), std::size_t{0});
        QCOMPARE(qint64{second.stream<SpikeTrains>("lif/spikes")->train(1)[0]}, qint64{0});
        QCOMPARE(second.stream<Signal>("lif/membrane")->data.front(), 12.0F / 8.0F);
        const auto error = errorOf([] { opened(sample(kSample), 2); });
        QVERIFY(error && QString(error->what()).contains("trials 0 to 1"));
    }

    void damageIsNamed()
    {
        failsWith([](Hdf5File&) {}, "'a/spikes' is of the unknown type ''");
        failsWith([](Hdf5File& file) { file.setAttribute(kSpikes, "__type__", "EventData"); },
                  "'a/spikes' has no data set time");
        const auto grid = [](Hdf5File& file) {
            file.setAttribute(kSpikes, "__type__", "TimeGriddedData");
            file.writeFloats(std::string(kSpikes) + "/data", {1, 2, 2}, std::vector<float>(4));
        };
        failsWith(grid, "'a/spikes' needs the attribute dt");
        failsWith(
            [&](Hdf5File& file) {
                grid(file);
                file.setAttribute(kSpikes, "dt", 0.0);
            },
            "dt, a number above 0");
        failsWith(
            [](Hdf5File& file) {
                file.setAttribute(kSpikes, "__type__", "TimeGriddedData");
                file.writeFloats(std::string(kSpikes) + "/data", {2, 2}, std::vector<float>(4));
            },
            "[2, 2], not [sample, time, neuron]");
        failsWith(
            [](Hdf5File& file) {
                file.setAttribute(kSpikes, "__type__", "EventData");
                file.setAttribute(kSpikes, "n_neurons", std::int64_t{2});
                file.writeFloats(std::string(kSpikes) + "/idx", {1, 2}, std::vector<float>{0, 7});
                file.writeFloats(std::string(kSpikes) + "/time", {1, 2}, std::vector<float>{0, 1});
            },
            "7");
    }
};

INSPIKE_TEST(TstNirDataReader, tst_nir_data_reader)
#include "tst_nir_data_reader.moc"

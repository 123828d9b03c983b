// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/io/reader_registry.h"
#include "core/io/recording_writer.h"
#include "core/workspace/atlases.h"
#include "core/workspace/workspace.h"
#include "tests/support/run_tests.h"

#include <QTemporaryDir>

using namespace inspike;

namespace {

constexpr std::size_t kUnits = 50;
constexpr std::size_t kManySpikes = 600'000; // beyond what is counted directly

std::shared_ptr<Recording> recordingOf(std::size_t spikes)
{
    std::vector<Time> times;
    std::vector<UnitIndex> units;
    for (std::size_t i = 0; i < spikes; ++i) {
        times.push_back(static_cast<Time>(i * 7));
        units.push_back(static_cast<UnitIndex>(i * i % kUnits));
    }
    auto recording = std::make_shared<Recording>();
    recording->streams.push_back(
        {"spikes/main", "main", "", "", SpikeTrains::fromPairs(times, units, kUnits)});
    return recording;
}

} // namespace

class TstAtlases : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void smallRecordingsNeedNone()
    {
        JobContext job = nullJob();
        std::vector<std::string> notes;
        const auto few = recordingOf(1000);
        QVERIFY(!needsAtlas(*few));
        QVERIFY(openAtlases(few, {}, notes, job).empty());
    }

    void countsOfARecordingThatIsNoFileAreNotKept()
    {
        const QTemporaryDir folder;
        PyramidCacheOptions cache;
        cache.folder = folder.filePath("cache").toStdString();
        JobContext job = nullJob();
        std::vector<std::string> notes;
        const auto many = recordingOf(kManySpikes);
        const Atlases atlases = openAtlases(many, cache, notes, job);
        QCOMPARE(atlases.size(), std::size_t{1});
        QCOMPARE(atlases.at("spikes/main")->pyramid().spikes(), std::uint64_t{kManySpikes});
        QVERIFY(!std::filesystem::exists(cache.folder) || std::filesystem::is_empty(cache.folder));
        QVERIFY(cachedAtlases(*many, cache).empty());
    }

    void countsOfAFileAreFoundAgain()
    {
        const QTemporaryDir folder;
        PyramidCacheOptions cache;
        cache.folder = folder.filePath("cache").toStdString();
        const auto path = folder.filePath("many.h5").toStdString();
        JobContext job = nullJob();
        writeRecording(path, *recordingOf(kManySpikes), false, job);
        const auto read = std::make_shared<const Recording>(readRecording(path, job));
        QVERIFY(cachedAtlases(*read, cache).empty());
        std::vector<std::string> notes;
        const Atlases built = openAtlases(read, cache, notes, job);
        QVERIFY(notes.empty());
        const Atlases again = cachedAtlases(*read, cache);
        QCOMPARE(again.size(), std::size_t{1});
        const auto direct = built.at("spikes/main")->pyramid().unitCounts();
        const auto kept = again.at("spikes/main")->pyramid().unitCounts();
        QVERIFY(std::equal(direct.begin(), direct.end(), kept.begin(), kept.end()));
    }

    void theWorkspaceTellsWhenCountsArriveAndForgetsThemWithTheData()
    {
        Workspace workspace;
        std::vector<WorkspaceChange::What> told;
        workspace.subscribe([&](const WorkspaceChange& change) { told.push_back(change.what); });
        const auto many = recordingOf(kManySpikes);
        const ItemId item = workspace.add(std::shared_ptr<const Recording>(many), "many", {});
        JobContext job = nullJob();
        std::vector<std::string> notes;
        workspace.attach(item, openAtlases(many, {}, notes, job));
        QCOMPARE(workspace.atlases(item).size(), std::size_t{1});
        QVERIFY(told.back() == WorkspaceChange::What::Counted);
        workspace.replace(item, std::shared_ptr<const Recording>(recordingOf(10)));
        QVERIFY(workspace.atlases(item).empty());
        workspace.remove(item);
        workspace.attach(item, {}); // gone: nothing happens
        QVERIFY(workspace.atlases(item).empty());
    }
};

INSPIKE_TEST(TstAtlases, tst_atlases)
#include "tst_atlases.moc"

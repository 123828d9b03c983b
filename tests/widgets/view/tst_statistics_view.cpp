// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/make_run.h"
#include "tests/support/run_tests.h"
#include "tests/widgets/view/view_bench.h"
#include "widgets/plot/plot_canvas.h"
#include "widgets/view/overlay.h"
#include "widgets/view/view_registry.h"

#include <memory>

using namespace inspike;
using namespace inspike::test;

namespace {

std::shared_ptr<const Recording> recordingOf(StreamData spikes, bool labelled)
{
    auto recording = std::make_shared<Recording>();
    recording->streams.push_back({"spikes/a", "a", "", "", std::move(spikes)});
    if (labelled) {
        recording->streams.push_back(
            {"labels/cue", "cue", "", "", Labels{{0, 1, 0}, {}, {20'000, 50'000, 80'000}}});
    }
    return recording;
}

SpikeTrains twoUnits()
{
    std::vector<Time> times;
    std::vector<UnitIndex> units;
    for (int i = 0; i < 90; ++i) {
        times.push_back(1'100 * i + 37 * (i % 5));
        units.push_back(static_cast<UnitIndex>(i % 2));
    }
    return SpikeTrains::fromPairs(times, units, 2);
}

struct Bench : ViewBench
{
    explicit Bench(std::shared_ptr<const Recording> recording)
    {
        add(std::move(recording));
        selection.cursor().setBase({0.0, 100.0, 1.0, false});
    }

    std::unique_ptr<View> make(std::string_view id) { return ViewBench::make(id, {600, 450}); }
};

const SeriesFigure& shownIn(const View& view)
{
    return std::get<SeriesFigure>(*view.figure());
}

Selection unit(std::int64_t index)
{
    return {{Key{KeyKind::Unit, 0, index}}, std::nullopt};
}

} // namespace

class TstStatisticsView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void selectedUnitIsShown()
    {
        Bench bench(recordingOf(twoUnits(), false));
        const auto view = bench.make("statistics");
        view->show();
        QTRY_VERIFY(view->figure().has_value());
        QVERIFY(shownIn(*view).note.id == TextId::AllUnitsPooled);
        QVERIFY(!view->keyNumbers().empty());
        bench.selection.request(unit(1));
        QTRY_VERIFY(shownIn(*view).note == Text{});
        QCOMPARE(shownIn(*view).panels[0].lines[0].key.index, std::int64_t{1});
        QCOMPARE(QString::fromStdString(view->effectiveParams().text("units")),
                 QStringLiteral("1"));
        bench.selection.clear();
        QTRY_VERIFY(shownIn(*view).note.id == TextId::AllUnitsPooled);
    }

    void selectionMadeBeforeTheViewIsFollowedToo()
    {
        Bench bench(recordingOf(twoUnits(), false));
        bench.selection.request(unit(1));
        const auto view = bench.make("statistics");
        view->show();
        QTRY_VERIFY(view->figure().has_value());
        QVERIFY(shownIn(*view).note == Text{});
        bench.selection.clear();
        QTRY_VERIFY(shownIn(*view).note.id == TextId::AllUnitsPooled);
    }

    void selectedTimeIsShown()
    {
        Bench bench(recordingOf(twoUnits(), false));
        const auto view = bench.make("statistics");
        view->show();
        QTRY_VERIFY(view->figure().has_value());
        auto* canvas = view->findChild<PlotCanvas*>();
        Q_EMIT canvas->boxSelected(20.0, 60.0, 0.0, 1.0);
        QVERIFY(bench.selection.current().time == (TimeRange{20'000, 60'000}));
        QTRY_COMPARE(shownIn(*view).x.low, 20.0);
        QCOMPARE(shownIn(*view).x.high, 60.0);
    }

    void hiddenViewDoesNotBuildWhenTheSelectionChanges()
    {
        Bench bench(recordingOf(twoUnits(), true));
        for (const char* id : {"statistics", "psth"}) {
            const auto view = bench.make(id);
            bench.selection.request(unit(1));
            QTest::qWait(60);
            QCOMPARE(view->builds(), 0);
            QVERIFY(bench.jobs.idle());
            view->show();
            QTRY_VERIFY(view->figure().has_value());
            const Text shown = shownIn(*view).panels[0].lines[0].label;
            QVERIFY(!shown.args.empty());
            view->hide();
            const int before = view->builds();
            bench.selection.clear();
            QTest::qWait(60);
            QCOMPARE(view->builds(), before);
        }
    }

    void unitThatDoesNotExistIsSaidAndForgotten()
    {
        Bench bench(recordingOf(twoUnits(), false));
        bench.selection.request(unit(77));
        const auto view = bench.make("statistics");
        view->show();
        auto* overlay = view->findChild<ViewOverlay*>();
        QTRY_VERIFY(overlay->covers());
        QVERIFY(overlay->text().contains(QStringLiteral("77")));
        bench.selection.request(unit(0));
        QTRY_VERIFY(view->figure().has_value());
        QVERIFY(!overlay->covers());
    }

    void recordingWithoutSpikesSaysSo()
    {
        Bench bench(recordingOf(SpikeTrains::fromPairs({}, {}, 3), false));
        const auto view = bench.make("statistics");
        view->show();
        auto* overlay = view->findChild<ViewOverlay*>();
        QTRY_VERIFY(overlay->covers());
    }

    void countsThatAreNotThereYetAreWaitedFor()
    {
        const auto source = sourceOf(std::make_shared<SpikeTrains>(twoUnits()));
        Bench bench(recordingOf(StoredStream{source}, true));
        for (const char* id : {"statistics", "psth"}) {
            const auto view = bench.make(id);
            view->show();
            auto* overlay = view->findChild<ViewOverlay*>();
            QTRY_VERIFY(overlay->covers());
            QCOMPARE(view->builds(), 0);
        }
        JobContext job = nullJob();
        Atlases atlases;
        atlases["spikes/a"] = std::make_shared<CountAtlas>(CountPyramid::build(source, {}, job));
        const auto view = bench.make("statistics");
        view->show();
        bench.workspace.attach(bench.items.front(), std::move(atlases));
        view->recount();
        QTRY_VERIFY(view->figure().has_value());
        QVERIFY(shownIn(*view).note.id == TextId::AllUnitsPooled);
    }

    void trialsFollowTheSelectedUnit()
    {
        Bench bench(recordingOf(twoUnits(), true));
        const auto view = bench.make("psth");
        view->show();
        QTRY_VERIFY(view->figure().has_value());
        QVERIFY(shownIn(*view).note.id == TextId::AllUnitsPooled);
        bench.selection.request(unit(1));
        QTRY_VERIFY(shownIn(*view).note == (Text{TextId::UnitNumber, {"1"}}));
        QCOMPARE(shownIn(*view).panels[0].lines[0].n, std::size_t{2});
        QVERIFY(view->keyNumbers().size() >= 3);
    }

    void brushedUnitsAreWrittenAsRanges()
    {
        Bench bench(recordingOf(twoUnits(), true));
        const auto view = bench.make("statistics");
        Selection many;
        for (const std::int64_t index : {0, 1, 2, 3, 9, 12, 13})
            many.keys.push_back({KeyKind::Unit, 0, index});
        bench.selection.request(many);
        QCOMPARE(QString::fromStdString(view->effectiveParams().text("units")),
                 QStringLiteral("0-3,9,12-13"));
    }
};

INSPIKE_TEST(TstStatisticsView, tst_statistics_view)
#include "tst_statistics_view.moc"

// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The raster view on a recording that stays on disk: sampled at first, then exact, and back to the
// spikes themselves.

#include "tests/core/pyramid/spike_lists.h"
#include "tests/support/run_tests.h"
#include "widgets/panels/spike_table.h"
#include "widgets/plot/plot_canvas.h"
#include "widgets/view/view_registry.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QElapsedTimer>
#include <QMenu>
#include <QSignalSpy>

#include <cmath>
#include <ctime>
#include <memory>

using namespace inspike;

namespace {

constexpr std::uint32_t kUnits = 2000;
constexpr std::size_t kSpikes = 600'000;
constexpr Time kLength = 60'000'000;

test::SpikeList spikeList()
{
    test::SpikeList list;
    list.units = kUnits;
    Random random(5);
    for (std::size_t i = 0; i < kSpikes; ++i) {
        const double share = random.uniform();
        list.add(static_cast<Time>(random.uniform() * static_cast<double>(kLength)),
                 static_cast<std::uint32_t>(share * share * kUnits));
    }
    sortByTime(list);
    return list;
}

struct Bench
{
    Bench() : list(spikeList())
    {
        auto recording = std::make_shared<Recording>();
        recording->streams.push_back(
            {"spikes/all", "all", "", "", StoredStream{std::make_shared<test::ListSource>(list)}});
        item = workspace.add(std::shared_ptr<const Recording>(recording), "large", {});
        selection.cursor().setBase({0.0, 60'000.0, 1.0, false});
        const ViewContext context{workspace, selection, jobs};
        view.reset(findViewClass("raster")->make(context, nullptr));
        view->resize(900, 600);
        view->setInputs({item});
        view->show();
        canvas = view->findChild<PlotCanvas*>();
    }

    void attachCounts()
    {
        workspace.attach(item,
                         {{"spikes/all", std::make_shared<const CountAtlas>(pyramidOf(list))}});
        view->recount();
        QTRY_VERIFY(figure() != nullptr && !figure()->fidelity.sampled());
        QTRY_VERIFY(!view->pending());
    }

    const RasterFigure* figure() const
    {
        return view->figure() ? &std::get<RasterFigure>(*view->figure()) : nullptr;
    }

    // Spikes of units [first, last] from `from` to `to` (us).
    std::uint64_t count(Time from, Time to, std::uint32_t first, std::uint32_t last) const
    {
        std::uint64_t found = 0;
        for (std::size_t i = 0; i < list.size(); ++i)
            found += list.time[i] >= from && list.time[i] < to && list.unit[i] >= first &&
                             list.unit[i] <= last
                         ? 1
                         : 0;
        return found;
    }

    QString keyNumber(const QString& name) const
    {
        for (const KeyNumber& number : view->keyNumbers()) {
            if (number.name == name)
                return number.value;
        }
        return {};
    }

    QAction* action(const QString& text) const
    {
        for (QAction* each : view->actions()) {
            if (each->text() == text)
                return each;
        }
        return nullptr;
    }

    test::SpikeList list;
    Workspace workspace;
    SelectionModel selection;
    JobQueue jobs;
    ItemId item;
    std::unique_ptr<View> view;
    PlotCanvas* canvas = nullptr;
};

} // namespace

class TstRasterView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aSampleIsShownUntilTheCountsArrive()
    {
        Bench bench;
        QTRY_VERIFY(bench.figure() != nullptr);
        QVERIFY(bench.figure()->fidelity.sampled());
        bench.attachCounts();
        QCOMPARE(bench.figure()->spikesShown, kSpikes);
        QVERIFY(!bench.figure()->fidelity.exact()); // aggregated, but nothing is missing
    }

    void wheelAndKeysZoomToSingleSpikes()
    {
        Bench bench;
        bench.attachCounts();
        bench.canvas->setRange(10'000.0, 10'200.0, 99.5, 149.5);
        QTRY_VERIFY(bench.figure()->fidelity.exact());
        QTRY_VERIFY(!bench.view->pending());
        QCOMPARE(bench.figure()->spikesShown, bench.count(10'000'000, 10'200'000, 100, 149));
        QWidget* surface = bench.canvas->focusProxy();
        QTest::keyClick(surface, Qt::Key_S);
        QTRY_VERIFY(!bench.view->pending());
        QVERIFY(bench.canvas->viewport().xHigh - bench.canvas->viewport().xLow > 240.0);
    }

    void brushingCountsExactlyTheSpikesInTheBox()
    {
        Bench bench;
        bench.attachCounts();
        QSignalSpy said(bench.view.get(), &View::pointed);
        Q_EMIT bench.canvas->boxSelected(1000.0, 3000.0, 9.6, 499.4);
        QCOMPARE(bench.selection.current().keys.size(), std::size_t{490});
        const std::uint64_t wanted = bench.count(1'000'000, 3'000'000, 10, 499);
        QTRY_COMPARE(bench.keyNumber(QStringLiteral("Spikes selected")),
                     QLocale().toString(static_cast<qulonglong>(wanted)));
        QVERIFY(said.back()[0].toString().contains(
            QLocale().toString(static_cast<qulonglong>(wanted))));
        bench.selection.clear();
        QTRY_COMPARE(bench.keyNumber(QStringLiteral("Spikes selected")), QString());
    }

    void aHundredThousandRowsAreBrushedAtOnce()
    {
        std::vector<Key> keys;
        for (std::int64_t unit = 0; unit < 100'000; ++unit)
            keys.push_back({KeyKind::Unit, 3, unit});
        SelectionModel model;
        model.setCorrespondence([](const Key&) { return std::vector<Key>(); });
        const std::clock_t begun = std::clock();
        model.request({keys, TimeRange{0, 1000}});
        const double ms = 1e3 * static_cast<double>(std::clock() - begun) / CLOCKS_PER_SEC;
        qInfo("selecting 100,000 units: %.1f ms", ms);
        QVERIFY(ms < 50.0);
        QVERIFY(model.levelOf({KeyKind::Unit, 3, 99'999}) == Highlight::Exact);
        QCOMPARE(model.highlighted().size(), std::size_t{100'000});
    }

    void selectedSpikesAreListedInATableThatReadsPages()
    {
        Bench bench;
        bench.attachCounts();
        Q_EMIT bench.canvas->boxSelected(0.0, 60'000.0, -0.4, 1999.4);
        QTRY_VERIFY(!bench.keyNumber(QStringLiteral("Spikes selected")).isEmpty());
        bench.action(QStringLiteral("Show spikes in a table"))->trigger();
        SpikeTable* table = nullptr;
        QTRY_VERIFY((table = bench.view->findChild<SpikeTable*>()) != nullptr);
        SpikeTableModel* model = table->model();
        QTRY_COMPARE(model->rowCount(), static_cast<int>(kSpikes));
        QVERIFY(model->pagesRead() < 10);
        // Unit by unit: the last row is the last spike of the last unit that spikes.
        const QModelIndex last = model->index(model->rowCount() - 1, 1);
        QVERIFY(last.data().toUInt() > 1990U);
        QVERIFY(model->pagesRead() < 12);
        const QModelIndex first = model->index(0, 0);
        Time earliest = kLength;
        for (std::size_t i = 0; i < bench.list.size(); ++i) {
            if (bench.list.unit[i] == 0)
                earliest = std::min(earliest, bench.list.time[i]);
        }
        QCOMPARE(first.data().toString(),
                 QLocale().toString(static_cast<double>(earliest) / 1e3, 'f', 3));
    }

    void spikesAreCopiedUpToALimit()
    {
        Bench bench;
        bench.attachCounts();
        Q_EMIT bench.canvas->boxSelected(1000.0, 1500.0, -0.4, 9.4);
        const auto wanted = static_cast<qsizetype>(bench.count(1'000'000, 1'500'000, 0, 9));
        QApplication::clipboard()->clear();
        bench.action(QStringLiteral("Copy spikes as CSV"))->trigger();
        QTRY_VERIFY(!QApplication::clipboard()->text().isEmpty());
        const QStringList lines =
            QApplication::clipboard()->text().split(QLatin1Char('\n'), Qt::SkipEmptyParts);
        QCOMPARE(lines.front(), QStringLiteral("time (ms),unit"));
        QCOMPARE(lines.size(), wanted + 1);
    }

    void aNewOrderKeepsTheUnitInTheMiddle()
    {
        Bench bench;
        bench.attachCounts();
        bench.canvas->setRange(0.0, 60'000.0, 489.5, 509.5);
        QTRY_VERIFY(!bench.view->pending());
        const std::uint32_t unit = bench.figure()->rows.units()[500];
        Params params = bench.view->params();
        params.set("order", std::string("rate"));
        bench.view->setParams(params);
        QTRY_VERIFY(bench.figure()->y.label.id == TextId::UnitsByRate);
        const double row = static_cast<double>(*bench.figure()->rows.rowOfUnit(unit));
        const Viewport view = bench.canvas->viewport();
        QVERIFY(view.yLow < row && row < view.yHigh);
        QCOMPARE(std::round(view.yHigh - view.yLow), 20.0);
    }

    void theMenuOffersWhatApplies()
    {
        Bench bench;
        bench.attachCounts();
        QContextMenuEvent event(QContextMenuEvent::Mouse, {200, 200},
                                bench.view->mapToGlobal(QPoint(200, 200)));
        QApplication::sendEvent(bench.view.get(), &event);
        auto* menu = bench.view->findChild<QMenu*>(QStringLiteral("rasterMenu"));
        QVERIFY(menu != nullptr);
        QStringList words;
        for (const QAction* action : menu->actions())
            words.append(action->text());
        for (const char* wanted :
             {"Fit everything", "Row order", "Colour scale", "Show spikes in a table",
              "Copy spikes as CSV", "Save spikes as CSV...", "Export figure..."})
            QVERIFY2(words.contains(QLatin1String(wanted)), wanted);
        menu->close();
    }
};

INSPIKE_TEST(TstRasterView, tst_raster_view)
#include "tst_raster_view.moc"

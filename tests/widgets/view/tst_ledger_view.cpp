// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/ledger_figure.h"
#include "tests/support/layered_run.h"
#include "tests/support/run_tests.h"
#include "widgets/figure_export/figure_exporter.h"
#include "widgets/plot/plot_canvas.h"
#include "widgets/view/view_registry.h"

#include <QApplication>
#include <QClipboard>
#include <QFile>
#include <QHeaderView>
#include <QLabel>
#include <QTableView>
#include <QTemporaryDir>

#include <cmath>
#include <memory>

using namespace inspike;
using namespace inspike::test;

namespace {

struct Bench
{
    explicit Bench(Run run = makeLayeredRun({.samples = 3, .steps = 6, .random = true}))
    {
        item = workspace.add(std::make_shared<const Run>(std::move(run)), "run", {});
        selection.setTrials(3);
        selection.cursor().setBase({0.0, 6.0, 1.0, true});
        const ViewContext context{workspace, selection, jobs};
        view.reset(findViewClass("ledger")->make(context, nullptr));
        view->resize(900, 500);
        view->setInputs({item});
        view->show();
    }

    bool built()
    {
        return QTest::qWaitFor([this] { return view->figure() && !view->pending(); });
    }

    QTableView* table() const { return view->findChild<QTableView*>(); }
    PlotCanvas* canvas() const { return view->findChild<PlotCanvas*>(); }
    QString cell(int row, int column) const
    {
        return table()->model()->index(row, column).data().toString();
    }
    Key layer(std::int64_t node) const { return {KeyKind::Layer, item.value, node}; }

    void set(const char* id, ParamValue value) const
    {
        Params params = view->params();
        params.set(id, std::move(value));
        view->setParams(params);
    }

    Workspace workspace;
    SelectionModel selection;
    JobQueue jobs;
    ItemId item;
    std::unique_ptr<View> view;
};

} // namespace

class TstLedgerView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tableAndCurvesShowTheRun()
    {
        Bench bench(makeLayeredRun());
        QVERIFY(bench.built());
        QCOMPARE(bench.table()->model()->rowCount(), 5);
        QCOMPARE(bench.cell(0, 0), QStringLiteral("fc1"));
        QCOMPARE(bench.cell(0, 4), QStringLiteral("10"));
        QCOMPARE(bench.cell(4, 0), QStringLiteral("Total"));
        QCOMPARE(bench.cell(4, 8), QStringLiteral("0.0198"));
        QCOMPARE(bench.cell(1, 2), QString(QChar(0x2013)));
        QVERIFY(bench.canvas()->isVisible());
        QVERIFY(bench.view->findChild<QLabel*>("notes")->text().contains("Estimate"));
        QVERIFY(!bench.view->keyNumbers().empty());
    }

    void rowsSelectLayersAndLayersSelectRows()
    {
        Bench bench;
        QVERIFY(bench.built());
        bench.table()->selectRow(2);
        QCOMPARE(bench.selection.current().keys, std::vector<Key>{bench.layer(3)});
        bench.selection.request({{bench.layer(2)}, std::nullopt});
        QVERIFY(bench.table()->selectionModel()->isRowSelected(1));
        QVERIFY(!bench.table()->selectionModel()->isRowSelected(2));
        QCOMPARE(bench.selection.current().keys, std::vector<Key>{bench.layer(2)});
        Q_EMIT bench.canvas()->keyClicked(bench.layer(1), Qt::NoModifier);
        QVERIFY(bench.table()->selectionModel()->isRowSelected(0));
        bench.selection.clear();
        QVERIFY(!bench.table()->selectionModel()->hasSelection());
    }

    void sortedRowsKeepTheTotalBelowAndTheSelectionOnItsLayer()
    {
        Bench bench(makeLayeredRun());
        QVERIFY(bench.built());
        bench.table()->selectRow(0); // fc1
        for (const Qt::SortOrder order : {Qt::AscendingOrder, Qt::DescendingOrder}) {
            bench.table()->sortByColumn(4, order); // SynOps: 10 and 12
            QCOMPARE(bench.cell(0, 0),
                     order == Qt::AscendingOrder ? QStringLiteral("fc1") : QStringLiteral("fc2"));
            QCOMPARE(bench.cell(4, 0), QStringLiteral("Total"));
            QVERIFY(bench.table()->selectionModel()->isRowSelected(
                order == Qt::AscendingOrder ? 0 : 1));
        }
        QCOMPARE(bench.selection.current().keys, std::vector<Key>{bench.layer(1)});
    }

    void rowsAreCopiedWithAllDigits()
    {
        Bench bench(makeLayeredRun());
        QVERIFY(bench.built());
        QTest::keyClick(bench.table(), Qt::Key_C, Qt::ControlModifier);
        const QStringList all = QApplication::clipboard()->text().split('\n');
        QCOMPARE(all.size(), 6);
        QVERIFY(all[0].startsWith("Layer\tKind\tMACs"));
        bench.table()->selectRow(0);
        QTest::keyClick(bench.table(), Qt::Key_C, Qt::ControlModifier);
        const QStringList one = QApplication::clipboard()->text().split('\n');
        QCOMPARE(one.size(), 2);
        QVERIFY(one[1].startsWith("fc1\tLinear\t0\t10\t10\t\t\t44.4444444"));
    }

    void constantsChangeTheEnergyAndPresetsTheConstants()
    {
        Bench bench(makeLayeredRun());
        QVERIFY(bench.built());
        bench.set("ac-pj", 2.0);
        QVERIFY(bench.built());
        QTRY_COMPARE(bench.cell(4, 8), QStringLiteral("0.0440"));
        bench.set("constants", std::string("int8"));
        QCOMPARE(bench.view->params().number("mac-pj"), 0.23);
        QCOMPARE(bench.view->params().number("ac-pj"), 0.03);
        QTRY_COMPARE(bench.cell(4, 8), QStringLiteral("0.000660"));
        // A session brings its own numbers.
        bench.set("mac-pj", 7.0);
        const QJsonObject state = bench.view->saveState();
        Bench other(makeLayeredRun());
        other.view->restoreState(state);
        QCOMPARE(other.view->params().number("mac-pj"), 7.0);
        QCOMPARE(other.view->params().text("constants"), std::string("int8"));
    }

    void oneSampleIsTheSelectedOne()
    {
        Bench bench;
        QVERIFY(bench.built());
        const QString mean = bench.cell(4, 4);
        bench.selection.showTrial(2);
        QVERIFY(bench.built());
        QCOMPARE(bench.cell(4, 4), mean); // of all samples
        bench.set("sample", std::int64_t{0});
        QTRY_VERIFY(bench.view->findChild<QLabel*>("notes")->text().startsWith("Sample 2"));
        bench.selection.showTrial(1);
        QTRY_VERIFY(bench.view->findChild<QLabel*>("notes")->text().startsWith("Sample 1"));
        QCOMPARE(bench.view->params().integer("sample"), std::int64_t{1});
    }

    void theTableFollowsTheTimeCursorOnRequest()
    {
        Bench bench(makeLayeredRun());
        bench.selection.cursor().setBase({0.0, 3.0, 1.0, true});
        QVERIFY(bench.built());
        bench.set("at-step", true);
        QTRY_COMPARE(bench.cell(4, 4), QStringLiteral("8"));
        bench.selection.cursor().setPosition(2.0);
        QTRY_COMPARE(bench.cell(4, 4), QStringLiteral("6"));
        Q_EMIT bench.canvas()->backgroundClicked(1.0);
        QCOMPARE(bench.selection.cursor().position(), 1.0);
        QTRY_COMPARE(bench.cell(4, 4), QStringLiteral("8"));
    }

    void aModelAloneShowsTheDenseNetwork()
    {
        Bench bench;
        bench.view->setInputs(
            {bench.workspace.add(layeredModel(makeLayeredRun().graph), "model", {})});
        QVERIFY(bench.built());
        QTRY_COMPARE(bench.table()->model()->columnCount(), 4);
        QCOMPARE(bench.cell(4, 2), QStringLiteral("14"));
        QVERIFY(!bench.canvas()->isVisible());
        bench.view->fit();
        QVERIFY(!bench.view->zoomed());
        bench.view->setInputs({bench.item});
        QTRY_VERIFY(bench.canvas()->isVisible());
        QCOMPARE(bench.table()->model()->columnCount(), 12);
    }

    void pagesKeepTheWordsOfTheTable()
    {
        Bench bench(makeLayeredRun());
        QVERIFY(bench.built());
        QTemporaryDir folder;
        const std::string path = folder.filePath("ledger.svg").toStdString();
        exportFigure(*bench.view->figure(), {}, path, false);
        QFile file(QString::fromStdString(path));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray svg = file.readAll();
        for (const char* words : {">fc1<", ">Total<", ">0.0198<", ">SynOps<"})
            QVERIFY2(svg.contains(words), words);
    }

    void rowsWithoutRoomAreCounted()
    {
        Run run = makeLayeredRun();
        for (int i = 0; i < 60; ++i) {
            LayerNode node = run.graph.nodes[3];
            node.id = "more" + std::to_string(i);
            run.graph.nodes.push_back(node);
            run.graph.edges.push_back({2, run.graph.nodes.size() - 1, false});
        }
        Bench bench(std::move(run));
        QVERIFY(bench.built());
        QTemporaryDir folder;
        const std::string path = folder.filePath("ledger.svg").toStdString();
        exportFigure(*bench.view->figure(), {}, path, false);
        QFile file(QString::fromStdString(path));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray svg = file.readAll();
        QVERIFY(svg.contains(" more rows are not shown"));
        QVERIFY(svg.contains(">Total<"));
        QVERIFY(!svg.contains(">more59<"));
    }
};

INSPIKE_TEST(TstLedgerView, tst_ledger_view)
#include "tst_ledger_view.moc"

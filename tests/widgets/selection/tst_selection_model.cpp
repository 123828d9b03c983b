// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/run_tests.h"
#include "widgets/selection/selection_model.h"

#include <QSignalSpy>

using namespace inspike;

namespace {

Key unit(int index)
{
    return {KeyKind::Unit, 7, index};
}

Key trial(int index)
{
    return {KeyKind::Sample, 7, index};
}

} // namespace

class TstSelectionModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void historyGoesBackAndForward()
    {
        SelectionModel model;
        model.request({{unit(1)}, std::nullopt});
        model.request({{unit(2)}, std::nullopt});
        QVERIFY(!model.canGoForward());
        model.back();
        QCOMPARE(model.current().keys, std::vector{unit(1)});
        model.back();
        QVERIFY(model.current().empty());
        QVERIFY(!model.canGoBack());
        model.forward();
        model.request({{unit(3)}, std::nullopt}); // forgets the way forward
        QVERIFY(!model.canGoForward());
        QCOMPARE(model.current().keys, std::vector{unit(3)});
    }

    void sameRequestChangesNothing()
    {
        SelectionModel model;
        model.request({{unit(1)}, TimeRange{0, 5}});
        const QSignalSpy spy(&model, &SelectionModel::changed);
        model.request({{unit(1)}, TimeRange{0, 5}});
        QCOMPARE(spy.count(), 0);
    }

    void selectedTrialIsShown()
    {
        SelectionModel model;
        model.setTrials(10);
        model.request({{trial(3), trial(5)}, std::nullopt});
        QCOMPARE(model.trial(), 5);
        model.showTrial(99);
        QCOMPARE(model.trial(), 9);
        QCOMPARE(model.current().indices(KeyKind::Sample), (std::vector<std::int64_t>{9}));
    }

    void steppingTrialsKeepsTheUnits()
    {
        SelectionModel model;
        model.setTrials(10);
        model.request({{unit(4), trial(1)}, std::nullopt});
        model.showTrial(2);
        QCOMPARE(model.current().indices(KeyKind::Unit), (std::vector<std::int64_t>{4}));
        QCOMPARE(model.levelOf(trial(2)), Highlight::Exact); // source 0 stands for any
        QCOMPARE(model.levelOf(trial(1)), Highlight::None);
    }

    void conditionBringsItsTrialsAlong()
    {
        SelectionModel model;
        model.setCorrespondence([](const Key& key) {
            return key.kind == KeyKind::Domain ? std::vector{trial(2), trial(6)}
                                               : std::vector<Key>();
        });
        model.request({{Key{KeyKind::Domain, 7, 1}}, std::nullopt});
        QCOMPARE(model.levelOf(trial(6)), Highlight::Related);
        QCOMPARE(model.levelOf(trial(5)), Highlight::None);
        QVERIFY(Highlight::Related < Highlight::Exact);
    }

    void hoverIsNotPartOfTheHistory()
    {
        SelectionModel model;
        model.hover(unit(1));
        QVERIFY(!model.canGoBack());
        QVERIFY(model.current().empty());
    }

    void toggledAddsAndRemoves()
    {
        Selection selection = Selection().toggled(unit(1)).toggled(unit(2));
        QCOMPARE(selection.keys.size(), std::size_t{2});
        selection = selection.toggled(Key{KeyKind::Unit, 0, 1});
        QCOMPARE(selection.keys, std::vector{unit(2)});
    }
};

INSPIKE_TEST(TstSelectionModel, tst_selection_model)
#include "tst_selection_model.moc"

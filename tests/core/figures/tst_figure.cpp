// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/trial_array.h"
#include "core/figures/conditions.h"
#include "core/figures/figure.h"
#include "core/figures/view_catalogue.h"
#include "tests/support/make_run.h"
#include "tests/support/run_tests.h"

#include <set>

using namespace inspike;
using namespace inspike::test;

class TstFigure : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyTextHasItsOwnKey()
    {
        std::set<std::string_view> keys;
        const std::vector<TextId> ids = allTextIds();
        for (std::size_t i = 0; i < ids.size(); ++i) {
            QCOMPARE(static_cast<std::size_t>(ids[i]), i); // the table is in order
            QVERIFY(keys.insert(textKey(ids[i])).second);
        }
        QCOMPARE(std::string(textKey(TextId::MembranePotential)),
                 std::string("membrane_potential"));
        QCOMPARE(plainText({TextId::ContextChoice, {"1", "+"}}), std::string("context_choice 1 +"));
        QCOMPARE(plainText({TextId::Verbatim, {"my cells"}}), std::string("my cells"));
        QCOMPARE(plainText({}), std::string());
    }

    void categoriesKeepTheirColours()
    {
        // Only context 2 occurs: its colours are those it has among all four.
        const std::vector<TrialCondition> second{{1, -1, -1}, {1, 1, -1}, {1, -1, -1}};
        const TrialCategories groups = categoriesOf(second);
        QCOMPARE(groups.categories.size(), 2U);
        QVERIFY(groups.categories[0].colour == (Colour{ColourRole::Category, 2}));
        QVERIFY(groups.categories[1].colour == (Colour{ColourRole::Category, 3}));
        QCOMPARE(groups.categories[1].trials, 2U);
        QVERIFY(groups.ofTrial == (std::vector<int>{1, 0, 1}));
        QCOMPARE(plainText(groups.categories[1].label), std::string("context_choice 2 -"));
    }

    void unknownConditionsAreOneCategory()
    {
        const TrialCategories groups = categoriesOf(std::vector<TrialCondition>(3));
        QCOMPARE(groups.categories.size(), 1U);
        QVERIFY(groups.categories[0].label.id == TextId::AllTrials);
        QVERIFY(categoriesOf({}).categories.empty());
    }

    void partlyKnownConditionsStayApart()
    {
        const std::vector<TrialCondition> mixed{{-1, 1, -1}, {-1, 0, -1}, {-1, 1, -1}};
        QCOMPARE(categoriesOf(mixed).categories.size(), 2U);
    }

    void moreClassesThanColoursGoRoundAgain()
    {
        std::vector<TrialCondition> classes;
        for (int i = 0; i < 10; ++i)
            classes.push_back({-1, 0, i});
        const TrialCategories groups = categoriesOf(classes);
        QCOMPARE(groups.categories.size(), 10U);
        QCOMPARE(groups.categories[9].colour.index, 1);
        QVERIFY(groups.categories[9].label == (Text{TextId::ClassNumber, {"9"}}));
    }

    void everyViewIsComplete()
    {
        std::set<std::string> ids;
        for (const FigureKind& kind : figureKinds()) {
            QVERIFY(ids.insert(kind.id).second);
            QVERIFY(!kind.title.empty());
            QVERIFY(kind.lacks(FigureInputs{}).has_value());
            Params(kind.params()).toJson();
        }
        for (const char* id : {"raster", "manifold", "traces", "psychometrics"})
            QVERIFY2(ids.contains(id), id);
        QVERIFY(findFigureKind("pie") == nullptr);
    }

    void viewsOfARunCarryItsKeys()
    {
        FigureInputs inputs;
        inputs.run = std::make_shared<Run>(makeContextRun());
        inputs.keySource = 7;
        JobContext job = nullJob();
        for (const char* id : {"raster", "manifold", "traces"}) {
            const FigureKind& kind = *findFigureKind(id);
            QVERIFY2(!kind.lacks(inputs), id);
            const Figure figure = kind.build(inputs, Params(kind.params()), {}, job);
            if (const auto* raster = std::get_if<RasterFigure>(&figure))
                QCOMPARE(raster->rows.front().key.source, 7U);
            if (const auto* manifold = std::get_if<ManifoldFigure>(&figure))
                QCOMPARE(manifold->paths.back().key.source, 7U);
            if (const auto* series = std::get_if<SeriesFigure>(&figure))
                QCOMPARE(series->panels.front().lines.front().key.source, 7U);
            QVERIFY(fidelityOf(figure).exact());
        }
    }

    void emptyRunLacksEverything()
    {
        FigureInputs inputs;
        inputs.run = std::make_shared<Run>();
        for (const FigureKind& kind : figureKinds())
            QVERIFY2(kind.lacks(inputs).has_value(), kind.id.c_str());
    }
};

INSPIKE_TEST(TstFigure, tst_figure)
#include "tst_figure.moc"

// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/main_window.h"
#include "app/gui/run_dialog.h"
#include "tests/support/make_av_run.h"
#include "tests/support/make_run.h"
#include "tests/support/run_tests.h"
#include "widgets/panels/data_tree.h"
#include "widgets/panels/param_form.h"

#include <QComboBox>
#include <QSpinBox>

using namespace inspike;

namespace {

// A model with one option that says which value it was run with.
class Echo : public Model
{
public:
    explicit Echo(std::string title) { m_info.title = std::move(title); }
    const ModelInfo& info() const override { return m_info; }
    ParamSpecs runOptions() const override
    {
        return {{"most-samples", "Samples", "", std::int64_t{0}, 0, 100}};
    }
    Run run(const InferenceRequest& request, JobContext&) const override
    {
        Run run;
        const auto value = static_cast<float>(request.options.integer("most-samples"));
        run.outputs["y"] = test::probeOf("y", ProbeKind::Other, LabelledArray({}, {value}));
        return run;
    }
    LabelledArray parameter(std::string_view) const override { return {}; }

private:
    ModelInfo m_info;
};

Run runWithAttention()
{
    Run run = test::makeAvRun();
    std::vector<Axis> axes = test::axesOf({{AxisKind::Step, 4},
                                           {AxisKind::Sample, 6},
                                           {AxisKind::Head, 2},
                                           {AxisKind::Query, 16},
                                           {AxisKind::Key, 16}});
    const std::string id = "attn/block.0.spatial_attn";
    run.probes[id] =
        test::probeOf(id, ProbeKind::Attention,
                      LabelledArray(std::move(axes), std::vector<float>(4 * 6 * 2 * 256, 1.0F)));
    return run;
}

} // namespace

// What the window does with networks that see and hear.
class TstAudioVisual : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void viewsMadeForSuchANetworkComeToTheFront()
    {
        Services services{QString()};
        MainWindow window(services);
        window.show();
        const ItemId run =
            services.workspace.add(std::make_shared<const Run>(runWithAttention()), "run", {});
        Q_EMIT services.loader.added(run);
        QTRY_VERIFY(window.settled());
        QStringList shown;
        for (const ViewDock* dock : window.viewDocks()) {
            if (dock->view()->shown())
                shown.append(QString::fromStdString(dock->view()->viewClass().id));
        }
        QCOMPARE(shown, (QStringList{"raster", "attention", "evidence"}));
        QCOMPARE(services.selection.trials(), 6);
        QVERIFY(services.selection.cursor().base().steps);
    }

    void transportSaysLabelAndPrediction()
    {
        const RunFacts facts = factsOf(test::makeAvRun());
        QCOMPARE(facts.words(1), QStringLiteral("label 2 (class-c), predicted 2 (class-c)"));
        QCOMPARE(facts.time.high, 4.0);
    }

    void modulesStandInGroupsOfTheDataTree()
    {
        Workspace workspace;
        DataTree tree(workspace);
        workspace.add(std::make_shared<const Run>(test::makeAvRun()), "run", {});
        QTRY_VERIFY(tree.topLevelItemCount() == 1);
        const QTreeWidgetItem* run = tree.topLevelItem(0);
        const QTreeWidgetItem* spikes = nullptr;
        for (int i = 0; i < run->childCount(); ++i) {
            if (run->child(i)->text(0) == QStringLiteral("lif"))
                spikes = run->child(i);
        }
        QVERIFY(spikes != nullptr);
        QCOMPARE(spikes->text(1), QString::number(spikes->childCount()));
        QCOMPARE(spikes->child(0)->text(0), QStringLiteral("audio_patch_embed.rpe_lif"));
        QVERIFY(spikes->child(0)->toolTip(0).contains("lif/audio_patch_embed.rpe_lif"));
    }

    void dialogRunsWhatWasChosenAsItWasSet()
    {
        Services services{QString()};
        auto& workspace = services.workspace;
        workspace.add(std::make_shared<const Echo>("older"), "older", {});
        workspace.add(std::make_shared<const Echo>("newer"), "newer", {});
        workspace.add(std::make_shared<const Recording>(), "recording", {});
        JobQueue jobs;
        RunDialog dialog(workspace, jobs);
        const auto boxes = dialog.findChildren<QComboBox*>();
        QCOMPARE(boxes.size(), 2);
        QCOMPARE(boxes[0]->currentText(), QStringLiteral("newer"));
        boxes[0]->setCurrentIndex(1);
        auto* samples = dialog.findChild<ParamForm*>()->findChild<QSpinBox*>();
        QVERIFY(samples != nullptr);
        samples->setValue(7);
        QCOMPARE(dialog.options().integer("most-samples"), std::int64_t{7});
        QCOMPARE(workspace.title(dialog.model()), std::string("older"));
        QCOMPARE(workspace.title(dialog.recording()), std::string("recording"));
    }
};

INSPIKE_TEST(TstAudioVisual, tst_audio_visual)
#include "tst_audio_visual.moc"

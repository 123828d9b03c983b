// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/input_preview.h"
#include "app/gui/run_dialog.h"
#include "tests/support/run_tests.h"
#include "widgets/panels/param_form.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSlider>
#include <QSpinBox>

using namespace inspike;

namespace {

// Takes any recording that fits its shape.
class OpenModel : public Model
{
public:
    explicit OpenModel(std::vector<std::int64_t> shape) { m_wish.shape = std::move(shape); }

    const ModelInfo& info() const override { return m_info; }
    ParamSpecs runOptions() const override
    {
        ParamSpecs specs = {{"dt", "Time step", "", 1e-3, 0.0, 1.0, {}, "s"}};
        for (ParamSpec& spec : fitOptions())
            specs.push_back(std::move(spec));
        return specs;
    }
    std::optional<InputWish> inputWish(const Params& options) const override
    {
        InputWish wish = m_wish;
        wish.stepSeconds = options.number("dt");
        return wish;
    }
    Run run(const InferenceRequest&, JobContext&) const override { return {}; }
    LabelledArray parameter(std::string_view) const override { return {}; }

private:
    ModelInfo m_info;
    InputWish m_wish;
};

// A model that says itself how it takes recordings.
class OwnModel : public OpenModel
{
public:
    OwnModel() : OpenModel({}) {}
    std::optional<InputWish> inputWish(const Params&) const override { return std::nullopt; }
    ParamSpecs runOptions() const override { return {{"path", "Path", "", std::string("plain")}}; }
};

std::shared_ptr<const Recording> someEvents(std::uint32_t width, std::uint32_t height)
{
    EventColumns columns;
    for (int i = 0; i < 600; ++i) {
        columns.t.push_back(i * 50);
        columns.x.push_back(static_cast<std::uint16_t>(static_cast<std::uint32_t>(i) % width));
        columns.y.push_back(static_cast<std::uint16_t>(static_cast<std::uint32_t>(i) / 7 % height));
        columns.polarity.push_back(i % 3 == 0 ? 1 : 0);
    }
    auto recording = std::make_shared<Recording>();
    recording->streams.push_back(
        {"events/main", "main", "visual", "event", EventStream(std::move(columns), width, height)});
    return recording;
}

struct Bench
{
    Workspace workspace;
    JobQueue jobs;
    std::unique_ptr<RunDialog> dialog;

    void add(const std::shared_ptr<const Recording>& recording, const std::string& title)
    {
        workspace.add(recording, title, {});
    }
    void add(std::vector<std::int64_t> shape, const std::string& title)
    {
        workspace.add(std::make_shared<const OpenModel>(std::move(shape)), title, {});
    }
    void open()
    {
        dialog = std::make_unique<RunDialog>(workspace, jobs);
        dialog->show();
    }
    InputPreview* preview() const { return dialog->findChild<InputPreview*>(); }
    bool settled() const { return !preview()->busy(); }
    QPushButton* runButton() const
    {
        return dialog->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok);
    }
    template <typename T>
    T* editor(const char* id) const
    {
        for (T* found : dialog->findChildren<T*>(QStringLiteral("param.") + QLatin1String(id))) {
            if (found->isVisible())
                return found;
        }
        return nullptr;
    }
};

} // namespace

class TstRunDialog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theInputIsExplainedAndShown()
    {
        Bench bench;
        bench.add({2, 34, 34}, "net.nir");
        bench.add(someEvents(34, 34), "1.bin");
        bench.open();
        QTRY_VERIFY(bench.settled());
        QVERIFY2(bench.preview()->fits(), qPrintable(bench.preview()->failure()));
        QVERIFY(bench.preview()->explanation().contains("[30, 1, 2, 34, 34]"));
        QVERIFY(bench.runButton()->isEnabled());
        const auto* slider = bench.preview()->findChild<QSlider*>();
        QVERIFY(slider->isVisible());
        QCOMPARE(slider->maximum(), 30);
        // What has no effect on events is not offered.
        QVERIFY(bench.editor<QComboBox>("input-polarity") != nullptr);
        QVERIFY(bench.editor<QComboBox>("input-coding") == nullptr);
    }

    void optionsChangeTheInput()
    {
        Bench bench;
        bench.add({2, 34, 34}, "net.nir");
        bench.add(someEvents(34, 34), "1.bin");
        bench.open();
        QTRY_VERIFY(bench.settled());
        bench.editor<QSpinBox>("input-steps")->setValue(12);
        QTRY_VERIFY(bench.settled());
        QVERIFY(bench.preview()->explanation().contains("[12, 1, 2, 34, 34]"));
        QVERIFY(bench.preview()->explanation().contains("left out"));
        QCOMPARE(bench.dialog->options().integer("input-steps"), std::int64_t{12});
        // Options of the model have their say, too.
        bench.editor<QSpinBox>("input-steps")->setValue(0);
        bench.editor<QDoubleSpinBox>("dt")->setValue(0.01);
        QTRY_VERIFY(bench.settled());
        QVERIFY(bench.preview()->explanation().contains("[3, 1, 2, 34, 34]"));
        QCOMPARE(bench.dialog->options().number("dt"), 0.01);
    }

    void whatCannotFitIsRefusedInPlace()
    {
        Bench bench;
        bench.add({2, 34, 34}, "net.nir");
        bench.add(someEvents(346, 260), "davis");
        bench.open();
        QTRY_VERIFY(bench.settled());
        QVERIFY(!bench.preview()->fits());
        QVERIFY(!bench.runButton()->isEnabled());
        const QString failure = bench.preview()->failure();
        QVERIFY2(failure.contains("[2, 260, 346]"), qPrintable(failure));
        QVERIFY2(failure.contains("'Scaling'"), qPrintable(failure));
        auto* scale = bench.editor<QComboBox>("input-scale");
        scale->setCurrentIndex(scale->findData("sum"));
        QTRY_VERIFY(bench.settled());
        QVERIFY2(bench.preview()->fits(), qPrintable(bench.preview()->failure()));
        QVERIFY(bench.runButton()->isEnabled());
        // A value that cannot be read.
        bench.editor<QLineEdit>("input-crop")->setText("everything");
        Q_EMIT bench.editor<QLineEdit>("input-crop")->editingFinished();
        QTRY_VERIFY(bench.settled());
        QVERIFY(!bench.runButton()->isEnabled());
        QVERIFY(bench.preview()->failure().contains("'Crop'"));
    }

    void anotherRecordingIsFittedAnew()
    {
        Bench bench;
        bench.add({4}, "net.nir");
        auto spikes = std::make_shared<Recording>();
        spikes->streams.push_back(
            {"spikes/main", "main", "", "",
             SpikeTrains::fromPairs(std::vector<Time>{0, 5000}, std::vector<UnitIndex>{0, 3}, 4)});
        bench.add(someEvents(34, 34), "events");
        bench.add(spikes, "spikes");
        bench.open();
        QTRY_VERIFY(bench.settled());
        QVERIFY(bench.preview()->explanation().contains("[6, 1, 4]"));
        QVERIFY(!bench.preview()->findChild<QSlider*>()->isVisible());
        for (auto* box : bench.dialog->findChildren<QComboBox*>()) {
            if (box->accessibleName() == "Recording")
                box->setCurrentIndex(1);
        }
        QTRY_VERIFY(bench.settled());
        QVERIFY(!bench.preview()->fits());
    }

    void ownModelsHaveNoPreview()
    {
        Bench bench;
        bench.workspace.add(std::make_shared<const OwnModel>(), "model.h5", {});
        bench.add(someEvents(34, 34), "1.bin");
        bench.open();
        QVERIFY(!bench.preview()->isVisible());
        QVERIFY(bench.runButton()->isEnabled());
        QCOMPARE(bench.dialog->options().text("path"), std::string("plain"));
    }

    void picturesShowChannelsMeansAndUnits()
    {
        JobContext job = nullJob();
        InputWish wish;
        wish.shape = {2, 34, 34};
        const std::shared_ptr<const FittedInput> input =
            fitInput(someEvents(34, 34), wish, Params(fitOptions()), 0, job);
        const PreviewSample sample(input, 0, job);
        const PreviewPicture mean = sample.picture(std::nullopt);
        QCOMPARE(mean.planes.size(), std::size_t{2});
        QCOMPARE(mean.planes[1].name, std::string("ON"));
        QVERIFY(std::abs(mean.planes[0].values[0] * 30.0F -
                         std::round(mean.planes[0].values[0] * 30.0F)) < 1e-4F);
        const PreviewPicture first = sample.picture(0);
        float events = 0.0F;
        for (const PreviewPlane& plane : first.planes) {
            for (const float value : plane.values)
                events += value;
        }
        QCOMPARE(events, 20.0F); // of 50 us each in the first ms
        wish.shape = {2 * 34 * 34};
        const std::shared_ptr<const FittedInput> flat =
            fitInput(someEvents(34, 34), wish, Params(fitOptions()), 0, job);
        const PreviewPicture units = PreviewSample(flat, 0, job).picture(std::nullopt);
        QVERIFY(units.overSteps);
        QCOMPARE(units.planes.front().width, std::size_t{30});
        QCOMPARE(units.planes.front().height, std::size_t{512});
        // However small, no event is lost.
        const PreviewPlane few = reducedTo({4, 2, {0, 0, 0, 1, 0, -3, 2, 0}, {}, {}}, 2, 1);
        QCOMPARE(few.values, (std::vector<float>{-3, 2}));
    }
};

INSPIKE_TEST(TstRunDialog, tst_run_dialog)
#include "tst_run_dialog.moc"

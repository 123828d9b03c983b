// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/classifier_runs.h"
#include "core/base/error.h"
#include "core/base/random.h"
#include "tests/support/make_run.h"
#include "tests/support/run_tests.h"

#include <cmath>
#include <limits>
#include <mutex>

using namespace inspike;
using namespace inspike::test;

namespace {

bool near(double a, double b, double tolerance = 1e-6)
{
    return std::abs(a - b) <= tolerance;
}

// Two classes; logit of class 1 = 2 audio + visual + audio * visual, of class 0 = 0. One number per
// sample and sense.
class TwoSenses : public Model
{
public:
    explicit TwoSenses(bool hears = true, bool sees = true) : m_hears(hears), m_sees(sees)
    {
        m_info.system = "two-senses";
        m_info.outputs.push_back(
            {"logits", "Logits", ProbeKind::Other, {AxisKind::Sample, AxisKind::Class}});
    }
    const ModelInfo& info() const override { return m_info; }
    ParamSpecs runOptions() const override
    {
        ParamSpecs specs;
        if (m_hears && m_sees)
            specs.push_back(
                {"ablate", "", "", std::string("none"), {}, {}, {"none", "audio", "visual"}});
        if (m_hears)
            specs.push_back({"noise-audio", "", "", std::string("off")});
        if (m_sees)
            specs.push_back({"noise-visual", "", "", std::string("off")});
        specs.push_back({"most-samples", "", "", std::int64_t{0}, 0, 1e9});
        specs.push_back({"split", "", "", std::string("all"), {}, {}, {"all", "test"}});
        return specs;
    }
    Run run(const InferenceRequest& request, JobContext& job) const override
    {
        job.checkpoint();
        const Params& options = request.options;
        const std::lock_guard lock(m_guard);
        m_splits.push_back(options.text("split"));
        if (!request.probeGlobs.empty())
            throw Error(ErrorKind::Internal, "probes were asked for");
        std::vector<float> audio = sense(request, "audio", 0);
        std::vector<float> visual = sense(request, "visual", 1);
        std::size_t samples = audio.size();
        if (options.integer("most-samples") > 0)
            samples = std::min(samples, static_cast<std::size_t>(options.integer("most-samples")));
        std::vector<float> logits;
        for (std::size_t i = 0; i < samples; ++i) {
            logits.push_back(0.0F);
            logits.push_back(2.0F * audio[i] + visual[i] + audio[i] * visual[i]);
        }
        Run run;
        run.outputs.emplace(
            "logits",
            probeOf("logits", ProbeKind::Other,
                    LabelledArray(axesOf({{AxisKind::Sample, samples}, {AxisKind::Class, 2}}),
                                  std::move(logits))));
        if (const Tensor* label = request.recording->stream<Tensor>("label")) {
            std::vector<std::int64_t> labels;
            for (const double value : label->toDoubles())
                labels.push_back(static_cast<std::int64_t>(value));
            labels.resize(samples);
            run.inputs.emplace("label", Tensor::fromInt64({samples}, labels));
        }
        return run;
    }
    LabelledArray parameter(std::string_view) const override
    {
        throw Error(ErrorKind::NotFound, "no parameters");
    }
    const std::vector<std::string>& splits() const { return m_splits; }

private:
    std::vector<float> sense(const InferenceRequest& request, const std::string& name,
                             std::uint64_t stream) const
    {
        std::vector<float> values = request.recording->stream<Tensor>(name)->toFloats();
        const Params& options = request.options;
        const bool present = name == "audio" ? m_hears : m_sees;
        const bool ablated = options.has("ablate") && options.text("ablate") == name;
        double power = 0.0;
        for (float& value : values) {
            if (ablated || !present)
                value = 0.0F;
            power += static_cast<double>(value * value) / static_cast<double>(values.size());
        }
        if (!options.has("noise-" + name) || options.text("noise-" + name) == "off")
            return values;
        const double snr = std::stod(options.text("noise-" + name));
        Random random(request.seed, stream);
        for (float& value : values)
            value +=
                static_cast<float>(random.normal() * std::sqrt(power / std::pow(10.0, snr / 10.0)));
        return values;
    }

    ModelInfo m_info;
    bool m_hears, m_sees;
    mutable std::mutex m_guard;
    mutable std::vector<std::string> m_splits;
};

std::shared_ptr<const Recording> recordingOf(const std::vector<float>& audio,
                                             const std::vector<float>& visual,
                                             const std::vector<std::int64_t>& labels)
{
    auto recording = std::make_shared<Recording>();
    const auto add = [&](const char* name, Tensor tensor) {
        recording->streams.push_back(
            {std::string("tensors/") + name, name, "", "", std::move(tensor)});
    };
    add("audio", Tensor::fromFloats({audio.size()}, audio));
    add("visual", Tensor::fromFloats({visual.size()}, visual));
    if (!labels.empty())
        add("label", Tensor::fromInt64({labels.size()}, labels));
    return recording;
}

AnalysisInputs inputsOf(std::shared_ptr<const Model> model,
                        std::shared_ptr<const Recording> recording)
{
    AnalysisInputs inputs;
    inputs.model = std::move(model);
    inputs.recording = std::move(recording);
    return inputs;
}

AnalysisResult resultOf(const char* id, const AnalysisInputs& inputs,
                        std::vector<std::string> settings = {})
{
    const Analysis& analysis = *findAnalysis(id);
    if (const auto missing = analysis.lacks(inputs))
        throw Error(ErrorKind::NotFound, *missing);
    JobContext job = nullJob();
    return analysis.call(inputs, Params::parse(analysis.params(), settings), job);
}

double total(const AnalysisResult& result, const std::string& name)
{
    for (const auto& [key, value] : result.summary) {
        if (key == name)
            return value;
    }
    return std::numeric_limits<double>::quiet_NaN();
}

// 200 samples whose class is in the sign of both senses.
AnalysisInputs manySamples(bool hears = true, bool sees = true)
{
    std::vector<float> audio, visual;
    std::vector<std::int64_t> labels;
    Random random(1);
    for (int i = 0; i < 200; ++i) {
        const float sign = i % 2 == 0 ? 1.0F : -1.0F;
        audio.push_back(sign * static_cast<float>(0.05 + 0.2 * random.uniform()));
        visual.push_back(sign * static_cast<float>(0.05 + 0.2 * random.uniform()));
        labels.push_back(i % 2 == 0 ? 1 : 0);
    }
    return inputsOf(std::make_shared<TwoSenses>(hears, sees), recordingOf(audio, visual, labels));
}

} // namespace

class TstClassifierRuns : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wilsonIntervalsAreThePublishedOnes()
    {
        // Newcombe, Statistics in Medicine 17, 857 (1998), table I: 81/263, 15/148, 0/20, 1/29.
        for (const auto& [successes, trials, low, high] : {std::tuple{81.0, 263.0, 0.2553, 0.3662},
                                                           {15.0, 148.0, 0.0624, 0.1605},
                                                           {0.0, 20.0, 0.0, 0.1611},
                                                           {1.0, 29.0, 0.0061, 0.1718}}) {
            const Proportion p = proportionOf(successes, trials);
            QVERIFY(near(p.low, low, 6e-5) && near(p.high, high, 6e-5));
        }
        QVERIFY(std::isnan(proportionOf(0.0, 0.0).share));
    }

    void contributionsAreExactDifferences()
    {
        const AnalysisResult result =
            resultOf("modality-contribution",
                     inputsOf(std::make_shared<TwoSenses>(),
                              recordingOf({0.5F, -1.0F, 0.25F}, {1.0F, 3.0F, -2.0F}, {1, 1, 0})));
        QCOMPARE(result.rows.size(), 6U);
        for (const auto& row : result.rows)
            QCOMPARE(row.size(), result.columns.size());
        const auto& first = result.rows[1]; // sample 0, class 1
        QCOMPARE(first[2], 1.0);
        QCOMPARE(first[3], 1.0);
        QCOMPARE(first[4], 2.5); // 1 + 1 + 0.5
        QCOMPARE(first[5], 1.0);
        QCOMPARE(first[6], 1.0);
        QCOMPARE(first[7], 1.5); // audio and what it does together with visual
        QCOMPARE(first[8], 1.5);
        QCOMPARE(result.rows[0][7], 0.0);
        // Sample 1: -2 + 3 - 3 = -2 chooses 0, without audio 3 chooses 1. Sample 2: -2 chooses 0,
        // without visual 0.5 chooses 1.
        QVERIFY(near(total(result, "accuracy"), 2.0 / 3.0));
        QVERIFY(near(total(result, "accuracy without audio"), 1.0));
        QVERIFY(near(total(result, "change of accuracy without audio"), 1.0 / 3.0));
        QVERIFY(near(total(result, "accuracy without visual"), 1.0 / 3.0));
        QCOMPARE(total(result, "choices that change without audio"), 1.0);
        QCOMPARE(total(result, "choices that change without visual"), 1.0);
        QVERIFY(near(total(result, "mean contribution of audio to the chosen class"), 0.5));
        QVERIFY(
            near(total(result, "mean size of the contribution of audio"), (1.5 + 5.0 + 0.0) / 6.0));
    }

    void contributionsNeedNoLabels()
    {
        const AnalysisResult result =
            resultOf("modality-contribution",
                     inputsOf(std::make_shared<TwoSenses>(), recordingOf({1.0F}, {1.0F}, {})));
        QVERIFY(std::isnan(result.rows[0][2]));
        QVERIFY(std::isnan(total(result, "accuracy")));
        QCOMPARE(total(result, "samples with label"), 0.0);
    }

    void samplesWithoutLabelAreNotJudged()
    {
        const AnalysisResult result = resultOf(
            "modality-contribution", inputsOf(std::make_shared<TwoSenses>(),
                                              recordingOf({1.0F, 1.0F}, {1.0F, 1.0F}, {1, -1})));
        QCOMPARE(total(result, "samples with label"), 1.0);
        QCOMPARE(total(result, "accuracy"), 1.0);
        QVERIFY(std::isnan(result.rows[3][2]));
    }

    void scoresThatAreNotNumbersChooseNothing()
    {
        const float nan = std::numeric_limits<float>::quiet_NaN();
        const AnalysisResult result =
            resultOf("modality-contribution",
                     inputsOf(std::make_shared<TwoSenses>(), recordingOf({nan}, {1.0F}, {1})));
        QVERIFY(std::isnan(result.rows[0][3]));
        QCOMPARE(total(result, "accuracy"), 0.0);
        QCOMPARE(total(result, "accuracy without audio"), 1.0);
    }

    void crossEntropyIsThatOfTheLabel()
    {
        Classified two{2, 2, {0.0F, 0.0F, 1.0F, 3.0F}, {0, 1}};
        QVERIFY(near(two.crossEntropy(), (std::log(2.0) + std::log1p(std::exp(-2.0))) / 2.0));
        two.labels = {-1, 1};
        QVERIFY(near(two.crossEntropy(), std::log1p(std::exp(-2.0))));
        two.labels = {-1, 2};
        QVERIFY(std::isinf(two.crossEntropy())); // the network has no such class
        QCOMPARE(two.correct(), 0U);
        two.labels.clear();
        QVERIFY(std::isnan(two.crossEntropy()));
        const Classified large{1, 2, {1e30F, -1e30F}, {0}};
        QCOMPARE(large.crossEntropy(), 0.0);
    }

    void accuracyFallsWithNoise()
    {
        const AnalysisInputs inputs = manySamples();
        const AnalysisResult result = resultOf("snr-accuracy", inputs, {"levels=-20,0,30"});
        QCOMPARE(result.rows.size(), 1U + 2U + 9U);
        for (const auto& row : result.rows)
            QCOMPARE(row.size(), result.columns.size());
        QCOMPARE(result.rows[0][7], 1.0);
        QVERIFY(std::isnan(result.rows[0][4]));
        QCOMPARE(result.rows[1][2], 1.0); // without audio: visual still tells
        QCOMPARE(result.rows[1][7], 1.0);
        QCOMPARE(total(result, "accuracy by chance, equal classes"), 0.5);
        const auto& both = result.rows[9];
        QCOMPARE(both[0] + both[1], 2.0);
        QCOMPARE(both[4], -20.0);
        QCOMPARE(both[5], 3.0);
        QVERIFY(both[7] < 0.65);
        // Draws of the noise share their samples and do not narrow the interval.
        QVERIFY(near(both[8], proportionOf(both[7] * 200.0, 200.0).low, 1e-12));
        QVERIFY(near(both[9], proportionOf(both[7] * 200.0, 200.0).high, 1e-12));
        QVERIFY(both[10] > 0.0);
        QVERIFY(both[11] > result.rows[0][11]);
        QVERIFY(result.rows[11][7] > 0.98); // 30 dB
        // One intact sense helps.
        QVERIFY(result.rows[3][7] <= 1.0 && result.rows[6][7] > both[7]);
    }

    void drawsFollowTheSeed()
    {
        const std::vector<std::string> settings{"levels=0", "seeds=2", "missing=false"};
        const AnalysisResult a = resultOf("snr-accuracy", manySamples(), settings);
        const AnalysisResult b = resultOf("snr-accuracy", manySamples(), settings);
        QCOMPARE(a.toCsv(), b.toCsv());
        std::vector<std::string> other = settings;
        other.emplace_back("seed=9");
        QVERIFY(a.toCsv() != resultOf("snr-accuracy", manySamples(), other).toCsv());
        QCOMPARE(a.rows.size(), 4U);
    }

    void networksOfOneSenseAreMeasuredAsFarAsTheyGo()
    {
        const AnalysisResult deaf =
            resultOf("snr-accuracy", manySamples(false, true), {"levels=0"});
        QCOMPARE(deaf.rows.size(), 2U); // clean, noise on visual
        QCOMPARE(deaf.rows[1][1], 1.0);
        QVERIFY_EXCEPTION_THROWN(resultOf("snr-accuracy", manySamples(false, true), {"on=audio"}),
                                 Error);
        QVERIFY_EXCEPTION_THROWN(resultOf("modality-contribution", manySamples(false, true)),
                                 Error);
    }

    void whatIsLackingIsSaid()
    {
        const auto lacking = [](const char* id, const AnalysisInputs& inputs) {
            return QString::fromStdString(findAnalysis(id)->lacks(inputs).value_or(""));
        };
        const auto model = std::make_shared<TwoSenses>();
        const auto silent = recordingOf({1.0F}, {1.0F}, {});
        for (const char* id : {"snr-accuracy", "modality-contribution"}) {
            QCOMPARE(lacking(id, {}), QString("a model"));
            QVERIFY(lacking(id, inputsOf(model, nullptr)).contains("recording"));
        }
        QVERIFY(lacking("snr-accuracy", inputsOf(model, silent)).contains("labels"));
        QVERIFY(lacking("modality-contribution", inputsOf(model, silent)).isEmpty());
        QVERIFY(lacking("snr-accuracy", inputsOf(std::make_shared<TwoSenses>(false, false), silent))
                    .contains("noise-audio"));
    }

    void theTestPartOfAListIsTheDefault()
    {
        const AnalysisInputs base = manySamples();
        auto recording = std::make_shared<Recording>(*base.recording);
        Pairs pairs;
        pairs.items.resize(2);
        pairs.items[0].label = 1;
        pairs.items[1].split = Split::Test;
        recording->streams.push_back({"pairs/main", "main", "", "", pairs});
        const auto model = std::make_shared<TwoSenses>();
        resultOf("modality-contribution", inputsOf(model, recording));
        QCOMPARE(model->splits().back(), std::string("test"));
        resultOf("modality-contribution", inputsOf(model, recording), {"split=all"});
        QCOMPARE(model->splits().back(), std::string("all"));
        resultOf("modality-contribution", inputsOf(model, base.recording));
        QCOMPARE(model->splits().back(), std::string("all"));
        const AnalysisResult few =
            resultOf("modality-contribution", inputsOf(model, recording), {"most-samples=3"});
        QCOMPARE(total(few, "samples"), 3.0);
        QVERIFY_EXCEPTION_THROWN(
            resultOf("modality-contribution", inputsOf(model, recording), {"split=train"}), Error);
    }

    void workIsCancelledBetweenRuns()
    {
        std::stop_source stop;
        stop.request_stop();
        JobContext job(stop.get_token(), {});
        const Analysis& analysis = *findAnalysis("snr-accuracy");
        QVERIFY_EXCEPTION_THROWN(analysis.call(manySamples(), Params(analysis.params()), job),
                                 Error);
    }

    void levelsMustBeNumbers()
    {
        QVERIFY_EXCEPTION_THROWN(resultOf("snr-accuracy", manySamples(), {"levels=loud"}), Error);
        const AnalysisResult none = resultOf("snr-accuracy", manySamples(), {"levels="});
        QCOMPARE(none.rows.size(), 3U); // clean and without either
    }
};

INSPIKE_TEST(TstClassifierRuns, tst_classifier_runs)
#include "tst_classifier_runs.moc"

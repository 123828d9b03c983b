// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/smnn/objective.h"
#include "core/systems/smnn/task.h"
#include "tests/support/run_tests.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

using namespace inspike;
using namespace inspike::smnn;

namespace {

template <typename T>
const T& streamOf(const Recording& recording, const char* name)
{
    const T* stream = recording.stream<T>(name);
    if (stream == nullptr)
        throw std::runtime_error(name);
    return *stream;
}

float xAt(const ContextTrials& trials, std::size_t step, std::size_t trial, std::size_t channel)
{
    return trials.x[(step * trials.trials() + trial) * 4 + channel];
}

} // namespace

class TstSmnnTask : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void conditionsComeEquallyOften()
    {
        ContextTaskParams params;
        params.trials = 4000;
        const ContextTrials trials = contextTrials(params, 3);
        double context = 0.0, first = 0.0, second = 0.0, together = 0.0;
        for (const ContextCondition& condition : trials.conditions) {
            context += condition.context;
            first += condition.offset0 > 0.0 ? 1.0 : 0.0;
            second += condition.offset1 > 0.0 ? 1.0 : 0.0;
            together += condition.offset0 == condition.offset1 ? 1.0 : 0.0;
            QVERIFY(!condition.switches);
        }
        for (const double count : {context, first, second, together})
            QVERIFY2(std::abs(count / 4000.0 - 0.5) < 0.03, qPrintable(QString::number(count)));
    }

    void stimulusHasItsMeanAndNoise()
    {
        ContextTaskParams params;
        params.conditions.assign(50, {1, -0.25, 0.5});
        const ContextTrials trials = contextTrials(params, 8);
        double sum[2] = {};
        double squares = 0.0;
        for (std::size_t trial = 0; trial < 50; ++trial) {
            for (std::size_t step = 0; step < kContextSteps; ++step) {
                QCOMPARE(xAt(trials, step, trial, 2), 0.0F);
                QCOMPARE(xAt(trials, step, trial, 3), 1.0F);
                const bool shown = step >= kStimulusBegin && step < kStimulusEnd;
                for (std::size_t channel : {0U, 1U}) {
                    const double value = xAt(trials, step, trial, channel);
                    QCOMPARE(value != 0.0, shown);
                    sum[channel] += value;
                }
                const double noise = xAt(trials, step, trial, 0) + 0.25;
                squares += shown ? noise * noise : 0.0;
                QCOMPARE(trials.target[step * 50 + trial], step < kStimulusEnd ? 0.0F : 1.0F);
            }
        }
        QVERIFY(std::abs(sum[0] / 10000.0 + 0.25) < 0.04);
        QVERIFY(std::abs(sum[1] / 10000.0 - 0.5) < 0.04);
        QVERIFY(std::abs(squares / 10000.0 - 1.0) < 0.06);
    }

    void switchedCueFlipsTheTarget()
    {
        ContextTaskParams params;
        params.trials = 200;
        params.switchProbability = 1.0;
        const ContextTrials trials = contextTrials(params, 5);
        for (std::size_t trial = 0; trial < 200; ++trial) {
            const ContextCondition& condition = trials.conditions[trial];
            const double before = condition.context == 0 ? condition.offset0 : condition.offset1;
            const double after = condition.context == 0 ? condition.offset1 : condition.offset0;
            const auto cue = static_cast<std::size_t>(2 + condition.context);
            QCOMPARE(xAt(trials, kSwitchStep - 1, trial, cue), 1.0F);
            QCOMPARE(xAt(trials, kSwitchStep, trial, cue), 0.0F);
            QCOMPARE(trials.target[(kSwitchStep - 1) * 200 + trial] > 0.0F, before > 0.0);
            QCOMPARE(trials.target[kSwitchStep * 200 + trial] > 0.0F, after > 0.0);
        }
    }

    void aTrialDoesNotDependOnItsNeighbours()
    {
        ContextTaskParams many;
        many.trials = 12;
        ContextTaskParams few;
        few.trials = 2;
        const ContextTrials all = contextTrials(many, 7);
        const ContextTrials part = contextTrials(few, 7, 10);
        for (std::size_t step = 0; step < kContextSteps; ++step) {
            for (std::size_t channel = 0; channel < 4; ++channel)
                QCOMPARE(xAt(part, step, 1, channel), xAt(all, step, 11, channel));
        }
    }

    void recordingHoldsWhatAViewNeeds()
    {
        ContextTaskParams params;
        params.trials = 20;
        const Recording recording = contextTaskRecording(params, 1);
        QCOMPARE(streamOf<Tensor>(recording, "x").shape, (std::vector<std::size_t>{500, 20, 4}));
        QCOMPARE(streamOf<Tensor>(recording, "offset").shape, (std::vector<std::size_t>{20, 2}));
        const auto& conditions = streamOf<Labels>(recording, "condition");
        const std::vector<float> context = streamOf<Tensor>(recording, "context").toFloats();
        const std::vector<float> offset = streamOf<Tensor>(recording, "offset").toFloats();
        for (std::size_t trial = 0; trial < 20; ++trial) {
            const bool second = context[trial] == 1.0F;
            const bool positive = offset[2 * trial + (second ? 1 : 0)] > 0.0F;
            QCOMPARE(conditions.values[trial], (second ? 2 : 0) + (positive ? 1 : 0));
        }
    }

    void scoreIsTheMeanSquaredErrorAndTheShareOfRightSigns()
    {
        ContextTaskParams params;
        params.conditions = {{0, 0.5, 0.5}, {0, -0.5, 0.5}};
        const ContextTrials trials = contextTrials(params, 2);
        std::vector<float> y = trials.target;
        QCOMPARE(contextScore(y, trials.target, 2).correct, 1.0);
        QCOMPARE(contextScore(y, trials.target, 2).meanSquaredError, 0.0);
        for (std::size_t step = 0; step < kContextSteps; ++step)
            y[2 * step + 1] = 1.0F;
        const ContextScore score = contextScore(y, trials.target, 2);
        QCOMPARE(score.correct, 0.5);
        QCOMPARE(score.meanSquaredError, (250.0 * 1.0 + 250.0 * 4.0) / 1000.0);
        QCOMPARE(rootSumLoss(y, trials.target), std::sqrt(1250.0));
    }

    void picturesFireWithTheirBrightness()
    {
        const std::vector<float> picture = {0.0F, 0.25F, 1.0F, 2.0F};
        JobContext job = nullJob();
        const std::vector<float> spikes = encodedPictures(picture, 4, 2000, 11, 0, job);
        double counts[4] = {};
        for (std::size_t i = 0; i < spikes.size(); ++i)
            counts[i % 4] += spikes[i];
        QCOMPARE(counts[0], 0.0);
        QVERIFY(std::abs(counts[1] - 500.0) < 70.0);
        QCOMPARE(counts[2], 2000.0);
        QCOMPARE(counts[3], 2000.0);
    }

    void doubleSoftmaxGradientIsTheSlope()
    {
        const std::vector<float> logits = {0.4F, -1.0F, 2.0F};
        const std::vector<std::int64_t> label = {1};
        const auto loss = [&label](std::vector<float> at) {
            std::vector<float> y(3);
            softmaxRows(at, 3, y);
            return doubleSoftmaxLoss(y, 3, label);
        };
        std::vector<float> y(3);
        softmaxRows(logits, 3, y);
        std::vector<float> gradient(3);
        doubleSoftmaxGradient(y, 1, 1.0, gradient);
        for (std::size_t i = 0; i < 3; ++i) {
            std::vector<float> up = logits, down = logits;
            up[i] += 0.01F;
            down[i] -= 0.01F;
            const double slope = (loss(up) - loss(down)) / (double(up[i]) - down[i]);
            QVERIFY(std::abs(slope - gradient[i]) < 1e-4);
        }
    }
};

INSPIKE_TEST(TstSmnnTask, tst_smnn_task)
#include "tst_smnn_task.moc"

// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The losses and their gradients: against the reference numbers, and against their own slopes.

#include "core/base/random.h"
#include "core/io/hdf5/hdf5_file.h"
#include "core/systems/transfer/objective.h"
#include "tests/support/differences.h"
#include "tests/support/run_tests.h"
#include "tests/support/shared_data.h"

using namespace inspike;
using inspike::test::relativeDifference;

namespace {

constexpr const char* kReference = "fixtures/static-to-event-h-losses-neuron.h5";

// What a network may put out: 3 steps, 4 samples, 3 classes, 6 features.
struct Example
{
    std::vector<float> staticLogits, eventLogits, staticFeature, eventFeature;
    std::vector<float> coefficients = {0.4F, -0.7F, 1.1F};
    std::vector<std::int64_t> labels = {2, 0, 1, 2};

    Example()
    {
        Random random(3);
        for (auto [values, size] :
             {std::pair{&staticLogits, 3 * 4 * 3}, std::pair{&eventLogits, 3 * 4 * 3},
              std::pair{&staticFeature, 3 * 4 * 6}, std::pair{&eventFeature, 3 * 4 * 6}}) {
            for (int i = 0; i < size; ++i)
                values->push_back(static_cast<float>(random.normal()));
        }
    }
    transfer::Evidence evidence() const
    {
        return {staticLogits, eventLogits, staticFeature, eventFeature, coefficients, labels, 3};
    }
};

transfer::Objective objectiveNamed(const QString& name)
{
    transfer::Objective objective;
    objective.tet = name.contains(QLatin1String("tet"));
    objective.stepWeights = transfer::StepWeights::Off;
    if (name.contains(QLatin1String("reg")))
        objective.stepWeights = transfer::StepWeights::Learned;
    if (name.contains(QLatin1String("fixed")))
        objective.stepWeights = transfer::StepWeights::Fixed;
    if (name.contains(QLatin1String("undriven")))
        objective.domainWeight = 0.0;
    return objective;
}

std::vector<float> floats(std::span<const double> values)
{
    return {values.begin(), values.end()};
}

} // namespace

class TstTransferObjective : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ckaEqualsTheReference_data()
    {
        QTest::addColumn<QString>("set");
        for (const char* set : {"cka0", "cka1", "cka2", "cka3"})
            QTest::newRow(set) << set;
    }
    void ckaEqualsTheReference()
    {
        QFETCH(QString, set);
        const std::filesystem::path path = test::sharedFile(kReference);
        INSPIKE_NEED(path, "reference numbers");
        const Hdf5File file = Hdf5File::open(path);
        const std::string group = "/loss/" + set.toStdString() + "/";
        const std::vector<float> x = file.readFloats(group + "x");
        const std::vector<float> y = file.readFloats(group + "y");
        const transfer::Cka found = transfer::linearCka(x, y, file.shape(group + "x").front());
        QVERIFY(found.defined);
        const double wanted = file.readFloats(group + "linear_cka").front();
        QVERIFY2(std::abs(found.value - wanted) <= 1e-6 * wanted,
                 qPrintable(QString::number(found.value - wanted)));
        const std::vector<float> slopeX = file.readFloats(group + "grad_x_of_1_minus_abs");
        const std::vector<float> slopeY = file.readFloats(group + "grad_y_of_1_minus_abs");
        // Two samples always have a CKA of 1, whatever they are: what is left is rounding.
        if (test::largestOf(slopeX) < 1e-6) {
            QVERIFY(test::largestOf(found.x) < 1e-6 && test::largestOf(found.y) < 1e-6);
            return;
        }
        const double worst =
            std::max(relativeDifference(found.x, slopeX), relativeDifference(found.y, slopeY));
        QVERIFY2(worst < 1e-5, qPrintable(QString::number(worst)));
    }

    void samplesThatDoNotDifferHaveNoCka()
    {
        const std::vector<float> zero(4 * 5);
        std::vector<float> same;
        std::vector<float> other;
        for (int i = 0; i < 4 * 5; ++i) {
            same.push_back(0.1F * static_cast<float>(i % 5) + 0.3F);
            other.push_back(static_cast<float>((i * 7) % 11));
        }
        for (const auto& [x, y, samples] :
             {std::tuple{zero, zero, std::size_t{4}}, std::tuple{same, other, std::size_t{4}},
              std::tuple{other, same, std::size_t{4}}, std::tuple{other, other, std::size_t{1}}}) {
            const transfer::Cka cka = transfer::linearCka(x, y, samples);
            QVERIFY(!cka.defined);
            QCOMPARE(cka.value, 0.0); // as the reference has it
            QVERIFY(cka.x.empty() && cka.y.empty());
        }
        QVERIFY(transfer::linearCka(other, other, 4).defined);
        const std::filesystem::path path = test::sharedFile(kReference);
        INSPIKE_NEED(path, "reference numbers");
        QCOMPARE(Hdf5File::open(path).readFloats("/loss/cka_zero/linear_cka").front(), 0.0F);
    }

    void objectiveEqualsTheReference_data()
    {
        QTest::addColumn<QString>("mode");
        for (const char* mode : {"plain", "reg", "tet", "tet_reg"})
            QTest::newRow(mode) << mode;
    }
    void objectiveEqualsTheReference()
    {
        QFETCH(QString, mode);
        const std::filesystem::path path = test::sharedFile(kReference);
        INSPIKE_NEED(path, "reference numbers");
        const Hdf5File file = Hdf5File::open(path);
        const auto read = [&](const char* name) {
            return file.readFloats(std::string("/loss/objective/") + name);
        };
        const std::vector<float> staticLogits = read("static_logits");
        const std::vector<float> eventLogits = read("event_logits");
        const std::vector<float> staticFeature = read("static_feature");
        const std::vector<float> eventFeature = read("event_feature");
        const std::vector<float> coefficients = read("coefficient");
        const std::vector<std::int64_t> labels = file.readIntegers("/loss/objective/label");
        const transfer::Judgement found =
            transfer::judge({staticLogits, eventLogits, staticFeature, eventFeature, coefficients,
                             labels, coefficients.size()},
                            objectiveNamed(mode));
        const std::string group = "/loss/objective/" + mode.toStdString() + "/";
        const auto near = [&](double value, const char* name) {
            const double wanted = file.readFloats(group + name).front();
            return std::abs(value - wanted) <= 1e-6 * wanted;
        };
        QVERIFY(near(found.total, "total"));
        QVERIFY(near(found.staticLoss, "static"));
        QVERIFY(near(found.eventLoss, "event"));
        QVERIFY(near(found.domainLoss, "domain"));
        const auto close = [&](std::span<const float> values, const char* name) {
            return relativeDifference(values, file.readFloats(group + name)) < 1e-5;
        };
        QVERIFY(close(floats(found.cka), "cka_per_step"));
        QVERIFY(close(found.staticLogits, "grad_static_logits"));
        QVERIFY(close(found.eventLogits, "grad_event_logits"));
        QVERIFY(close(found.staticFeature, "grad_static_feature"));
        QVERIFY(close(found.eventFeature, "grad_event_feature"));
        QCOMPARE(!found.coefficients.empty(), file.hasDataset(group + "grad_coefficient"));
        if (!found.coefficients.empty())
            QVERIFY(close(floats(found.coefficients), "grad_coefficient"));
    }

    void gradientsAreTheSlopesOfTheTotal_data()
    {
        QTest::addColumn<QString>("mode");
        for (const char* mode : {"plain", "reg", "tet", "tet_reg", "tet_fixed", "fixed",
                                 "tet_reg_undriven", "tet_reg_events_alone"})
            QTest::newRow(mode) << mode;
    }
    void gradientsAreTheSlopesOfTheTotal()
    {
        QFETCH(QString, mode);
        const transfer::Objective objective = objectiveNamed(mode);
        Example example;
        if (mode.contains(QLatin1String("alone"))) {
            example.staticLogits.clear();
            example.staticFeature.clear();
            example.coefficients.clear();
        }
        const transfer::Judgement at = transfer::judge(example.evidence(), objective);
        const auto slopeAt = [&](float& value) {
            constexpr float kStep = 1e-2F;
            const float before = value;
            value = before + kStep;
            const double above = transfer::judge(example.evidence(), objective).total;
            value = before - kStep;
            const double below = transfer::judge(example.evidence(), objective).total;
            value = before;
            return (above - below) / (2.0 * kStep);
        };
        const std::vector<float> coefficients = floats(at.coefficients);
        for (const auto& [values, gradient] : {std::pair{&example.staticLogits, &at.staticLogits},
                                               std::pair{&example.eventLogits, &at.eventLogits},
                                               std::pair{&example.staticFeature, &at.staticFeature},
                                               std::pair{&example.eventFeature, &at.eventFeature},
                                               std::pair{&example.coefficients, &coefficients}}) {
            for (std::size_t i = 0; i < values->size(); ++i) {
                const double slope = slopeAt((*values)[i]);
                const double found = gradient->empty() ? 0.0 : (*gradient)[i];
                QVERIFY2(std::abs(slope - found) < 2e-4,
                         qPrintable(QStringLiteral("%1: %2, not %3").arg(i).arg(found).arg(slope)));
            }
        }
    }

    void aStepWithoutCkaAddsNothing()
    {
        Example example;
        const transfer::Objective objective; // as published
        std::fill_n(example.eventFeature.begin() + 4 * 6, 4 * 6, 0.25F);
        const transfer::Judgement found = transfer::judge(example.evidence(), objective);
        QVERIFY(std::isnan(found.cka[1]) && !std::isnan(found.cka[0]));
        const double wanted =
            (found.weights[0] * (1.0 - found.cka[0]) + found.weights[2] * (1.0 - found.cka[2])) /
            3.0;
        QVERIFY(std::abs(found.domainLoss - wanted) < 1e-12);
        QVERIFY(std::isfinite(found.total));
        for (std::size_t i = 4 * 6; i < 2 * 4 * 6; ++i)
            QCOMPARE(found.staticFeature[i], 0.0F);

        // One sample: nothing to align at any step.
        const auto first = [](const std::vector<float>& values, std::size_t size) {
            return std::vector<float>(values.begin(),
                                      values.begin() + static_cast<std::ptrdiff_t>(size));
        };
        Example one;
        one.staticLogits = first(one.staticLogits, 3 * 3);
        one.eventLogits = first(one.eventLogits, 3 * 3);
        one.staticFeature = first(one.staticFeature, 3 * 6);
        one.eventFeature = first(one.eventFeature, 3 * 6);
        one.labels = {1};
        const transfer::Judgement lonely = transfer::judge(one.evidence(), objective);
        QVERIFY(std::isnan(lonely.domainLoss));
        QVERIFY(std::isfinite(lonely.total) &&
                lonely.total == lonely.staticLoss + lonely.eventLoss);
        QCOMPARE(test::largestOf(lonely.eventFeature), 0.0);
        for (const double slope : lonely.coefficients)
            QVERIFY(std::isfinite(slope));
    }

    void theFixedWeightIsThatOfThePublishedAblation()
    {
        const Example example;
        transfer::Objective objective = objectiveNamed("tet_fixed");
        objective.fixedWeight = 1.0;
        const transfer::Judgement found = transfer::judge(example.evidence(), objective);
        // Nothing is left of cross entropy; the distance keeps its learned weights.
        double wanted = 0.0;
        for (std::size_t t = 0; t < 3; ++t) {
            double sum = 0.0;
            for (std::size_t i = 0; i < 12; ++i)
                sum += std::pow(example.eventLogits[t * 12 + i] - 0.5, 2) / 12.0;
            wanted += 1e-3 * (1.0 - transfer::logistic(example.coefficients[t])) * sum / 3.0;
        }
        QVERIFY(std::abs(found.eventLoss - wanted) < 1e-12);
        QVERIFY(found.weights == std::vector<double>(3, 1.0));
        QCOMPARE(found.coefficients.size(), std::size_t{3});
    }
};

INSPIKE_TEST(TstTransferObjective, tst_transfer_objective)
#include "tst_transfer_objective.moc"

// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The losses and their gradients: against the reference numbers, and against their own slopes.

#include "core/io/hdf5/hdf5_file.h"
#include "core/systems/scmrl/objective.h"
#include "core/training/classification.h"
#include "tests/support/differences.h"
#include "tests/support/run_tests.h"
#include "tests/support/shared_data.h"

#include <cmath>

using namespace inspike;
using inspike::test::relativeDifference;

class TstScmrlObjective : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void crossEntropyEqualsTheReference_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<double>("smoothing");
        QTest::newRow("0.1") << "s0.1" << 0.1;
        QTest::newRow("0.2") << "s0.2" << 0.2;
    }
    void crossEntropyEqualsTheReference()
    {
        QFETCH(QString, name);
        QFETCH(double, smoothing);
        const std::filesystem::path path = test::sharedFile("fixtures/s-cmrl-g-losses-neuron.h5");
        INSPIKE_NEED(path, "reference numbers");
        const Hdf5File file = Hdf5File::open(path);
        const std::vector<float> logits = file.readFloats("/loss/ls/logits");
        const std::vector<std::int64_t> labels = file.readIntegers("/loss/ls/label");
        const CrossEntropy found = crossEntropy(logits, labels, smoothing);
        const float wanted = file.readFloats("/loss/ls/loss_" + name.toStdString()).front();
        QVERIFY(std::abs(found.loss - wanted) <= 2e-7 * wanted);
        const std::vector<float> slope = file.readFloats("/loss/ls/grad_" + name.toStdString());
        QVERIFY(relativeDifference(found.gradient, slope) < 1e-6);
        const double plain = crossEntropy(logits, labels, 0.0).loss;
        QVERIFY(std::abs(plain - file.readFloats("/loss/ls/plain_ce").front()) < 1e-6);
    }

    void alignmentEqualsTheReference_data()
    {
        QTest::addColumn<QString>("set");
        QTest::addColumn<QString>("temperature");
        for (const char* set : {"c0", "c1", "c2"}) {
            for (const char* temperature : {"0.03", "0.07", "0.1", "0.5", "1.0"})
                QTest::addRow("%s, %s", set, temperature) << set << temperature;
        }
    }
    void alignmentEqualsTheReference()
    {
        QFETCH(QString, set);
        QFETCH(QString, temperature);
        const std::filesystem::path path = test::sharedFile("fixtures/s-cmrl-g-losses-neuron.h5");
        INSPIKE_NEED(path, "reference numbers");
        const Hdf5File file = Hdf5File::open(path);
        const std::string group = "/loss/" + set.toStdString() + "/";
        const std::string suffix = "T" + temperature.toStdString();
        const scmrl::AlignmentLoss found = scmrl::alignmentLoss(
            file.readFloats(group + "audio"), file.readFloats(group + "visual"),
            file.shape(group + "audio").front(), file.readIntegers(group + "label"),
            temperature.toDouble());
        const float wanted = file.readFloats(group + "contrastive_" + suffix).front();
        // The reference sums in float32: scores of some hundreds leave it four or five digits.
        QVERIFY2(std::abs(found.loss - wanted) <= 1e-5 * wanted,
                 qPrintable(QString::number(found.loss / wanted - 1.0)));
        const double audio =
            relativeDifference(found.audio, file.readFloats(group + "grad_audio_" + suffix));
        const double visual =
            relativeDifference(found.visual, file.readFloats(group + "grad_visual_" + suffix));
        QVERIFY2(audio < 1e-4 && visual < 1e-4,
                 qPrintable(QStringLiteral("%1, %2").arg(audio).arg(visual)));
    }

    void gradientsAreTheSlopesOfTheLosses()
    {
        const std::vector<std::int64_t> labels = {0, 1, 0};
        std::vector<float> audio, visual;
        for (int i = 0; i < 2 * 3 * 4; ++i) {
            audio.push_back(0.1F * static_cast<float>((i * 7) % 11));
            visual.push_back(0.1F * static_cast<float>((i * 5) % 13));
        }
        const scmrl::AlignmentLoss at = scmrl::alignmentLoss(audio, visual, 2, labels, 0.5);
        constexpr float kStep = 1e-2F;
        for (const std::size_t i : {0, 5, 17, 23}) {
            for (const bool first : {true, false}) {
                std::vector<float>& values = first ? audio : visual;
                const float before = values[i];
                values[i] = before + kStep;
                const double above = scmrl::alignmentLoss(audio, visual, 2, labels, 0.5).loss;
                values[i] = before - kStep;
                const double below = scmrl::alignmentLoss(audio, visual, 2, labels, 0.5).loss;
                values[i] = before;
                const double slope = (above - below) / (2.0 * kStep);
                QVERIFY(std::abs(slope - (first ? at.audio : at.visual)[i]) < 1e-4);
            }
        }
    }

    void extremeLogitsStayFinite()
    {
        const std::vector<float> logits = {1e4F, -1e4F, 0.0F};
        const CrossEntropy sure = crossEntropy(logits, std::vector<std::int64_t>{0}, 0.0);
        QCOMPARE(sure.loss, 0.0);
        const CrossEntropy wrong = crossEntropy(logits, std::vector<std::int64_t>{1}, 0.0);
        QCOMPARE(wrong.loss, 2e4);
        QCOMPARE(crossEntropy({}, {}, 0.1).loss, 0.0);
        QCOMPARE(shareCorrect(logits, std::vector<std::int64_t>{0}), 1.0);
        QCOMPARE(shareCorrect(logits, std::vector<std::int64_t>{2}), 0.0);
    }
};

INSPIKE_TEST(TstScmrlObjective, tst_scmrl_objective)
#include "tst_scmrl_objective.moc"

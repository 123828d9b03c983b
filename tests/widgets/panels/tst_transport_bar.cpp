// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/run_tests.h"
#include "widgets/panels/transport_bar.h"

#include <QSlider>
#include <QSpinBox>

using namespace inspike;

class TstTransportBar : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sliderAndCursorFollowEachOther()
    {
        SelectionModel model;
        TransportBar bar(model);
        model.cursor().setBase({0.0, 1000.0, 2.0, false});
        auto* slider = bar.findChild<QSlider*>();
        QCOMPARE(slider->maximum(), 499);
        model.cursor().setPosition(100);
        QCOMPARE(slider->value(), 50);
        slider->setValue(60);
        QCOMPARE(model.cursor().position(), 120.0);
    }

    void pageKeysInTheStepperMeanTheNextTrial()
    {
        SelectionModel model;
        TransportBar bar(model);
        model.setTrials(6); // no time: nothing to play, but other trials
        auto* stepper = bar.findChild<QSpinBox*>();
        QVERIFY(stepper->isEnabled());
        QVERIFY(!bar.findChild<QSlider*>()->isEnabled());
        QTest::keyClick(stepper, Qt::Key_PageDown);
        QTest::keyClick(stepper, Qt::Key_PageDown);
        QCOMPARE(model.trial(), 2);
        QTest::keyClick(stepper, Qt::Key_PageUp);
        QCOMPARE(model.trial(), 1);
    }

    void stepperCountsFromOneAndSaysTheOutcome()
    {
        SelectionModel model;
        TransportBar bar(model);
        bar.setTrialWords([](int trial) { return QStringLiteral("outcome %1").arg(trial); });
        model.setTrials(200);
        auto* stepper = bar.findChild<QSpinBox*>();
        stepper->setValue(12);
        QCOMPARE(model.trial(), 11);
        QVERIFY2(bar.trialText().contains(QStringLiteral("12 of 200 outcome 11")),
                 qPrintable(bar.trialText()));
    }
};

INSPIKE_TEST(TstTransportBar, tst_transport_bar)
#include "tst_transport_bar.moc"

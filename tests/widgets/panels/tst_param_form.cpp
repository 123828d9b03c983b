// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/run_tests.h"
#include "widgets/panels/param_form.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QSignalSpy>
#include <QSpinBox>

using namespace inspike;

namespace {

Params someParams()
{
    return Params({{"rate", "Rate", "", 0.5, 0.0, 1.0},
                   {"count", "Count", "", std::int64_t{3}, 1, 10},
                   {"fast", "Fast", "", true},
                   {"units", "Units", "", std::string("1,2")},
                   {"order", "Order", "", std::string("index"), {}, {}, {"index", "rate"}}});
}

} // namespace

class TstParamForm : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyTypeGetsItsEditor()
    {
        ParamForm form;
        form.setParams(someParams());
        const auto* rate = qobject_cast<QDoubleSpinBox*>(form.editor("rate"));
        QVERIFY(rate != nullptr);
        QCOMPARE(rate->value(), 0.5);
        QCOMPARE(rate->maximum(), 1.0);
        const auto* count = qobject_cast<QSpinBox*>(form.editor("count"));
        QVERIFY(count != nullptr);
        QCOMPARE(count->minimum(), 1);
        QVERIFY(qobject_cast<QCheckBox*>(form.editor("fast"))->isChecked());
        QCOMPARE(qobject_cast<QLineEdit*>(form.editor("units"))->text(), QStringLiteral("1,2"));
        QCOMPARE(qobject_cast<QComboBox*>(form.editor("order"))->count(), 2);
    }

    void editingReportsTheNewValues()
    {
        ParamForm form;
        form.setParams(someParams());
        Params last;
        int edits = 0;
        connect(&form, &ParamForm::edited, this, [&](const Params& params) {
            last = params;
            ++edits;
        });
        qobject_cast<QComboBox*>(form.editor("order"))->setCurrentIndex(1);
        qobject_cast<QSpinBox*>(form.editor("count"))->setValue(8);
        qobject_cast<QCheckBox*>(form.editor("fast"))->setChecked(false);
        QCOMPARE(edits, 3);
        QCOMPARE(QString::fromStdString(last.text("order")), QStringLiteral("rate"));
        QCOMPARE(last.integer("count"), std::int64_t{8});
        QVERIFY(!last.flag("fast"));
    }

    void newValuesFromOutsideAreShownSilently()
    {
        ParamForm form;
        form.setParams(someParams());
        QWidget* before = form.editor("count");
        int edits = 0;
        connect(&form, &ParamForm::edited, this, [&](const Params&) { ++edits; });
        Params changed = someParams();
        changed.set("count", std::int64_t{9});
        form.setParams(changed);
        QCOMPARE(edits, 0);
        QCOMPARE(form.editor("count"), before); // the same editor: focus stays
        QCOMPARE(qobject_cast<QSpinBox*>(before)->value(), 9);
    }

    void hiddenParametersHaveNoEditor()
    {
        ParamForm form;
        form.setParams(someParams(), {"rate"});
        QVERIFY(form.editor("rate") == nullptr);
        QVERIFY(form.editor("count") != nullptr);
    }

    void editorsHaveAccessibleNames()
    {
        ParamForm form;
        form.setParams(someParams());
        for (const char* id : {"rate", "count", "fast", "units", "order"})
            QVERIFY(!form.editor(id)->accessibleName().isEmpty());
    }
};

INSPIKE_TEST(TstParamForm, tst_param_form)
#include "tst_param_form.moc"

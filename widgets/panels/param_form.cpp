// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/param_form.h"

#include "core/base/error.h"
#include "widgets/text/phrases.h"
#include "widgets/theme/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QScopedValueRollback>
#include <QSpinBox>

#include <algorithm>
#include <cmath>
#include <limits>

namespace inspike {

namespace {

constexpr int kDecimals = 4;
constexpr double kUnboundedNumber = 1e9;

QString suffixOf(const ParamSpec& spec)
{
    return spec.unit.empty() ? QString() : QStringLiteral(" ") + QString::fromStdString(spec.unit);
}

// Shows as many digits as the number needs.
class NumberBox : public QDoubleSpinBox
{
public:
    using QDoubleSpinBox::QDoubleSpinBox;
    QString textFromValue(double value) const override
    {
        return locale().toString(value, 'g', QLocale::FloatingPointShortest);
    }
    // The ends of the range, 0 and 1 say, are no measure for what lies between them.
    QSize sizeHint() const override
    {
        const int digits = fontMetrics().horizontalAdvance(QStringLiteral(".25"));
        return QDoubleSpinBox::sizeHint() + QSize(digits, 0);
    }
};

bool sameSpecs(const ParamSpecs& a, const ParamSpecs& b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const ParamSpec& x, const ParamSpec& y) {
                          return x.id == y.id && x.choices == y.choices &&
                                 x.fallback.index() == y.fallback.index();
                      });
}

} // namespace

ParamForm::ParamForm(QWidget* parent) : QWidget(parent), m_layout(new QFormLayout(this))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(Theme::kSpacing);
    m_layout->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    m_layout->setRowWrapPolicy(QFormLayout::WrapLongRows);
}

void ParamForm::setParams(const Params& params, const std::vector<std::string>& hidden)
{
    const bool same = !m_editors.empty() && sameSpecs(params.specs(), m_params.specs());
    m_params = params;
    const QScopedValueRollback updating(m_updating, true);
    if (!same)
        rebuild(hidden);
    for (const auto& [id, editor] : m_editors)
        editor.show(m_params.value(id));
}

QWidget* ParamForm::editor(std::string_view id) const
{
    const auto found = m_editors.find(id);
    return found != m_editors.end() ? found->second.widget : nullptr;
}

void ParamForm::rebuild(const std::vector<std::string>& hidden)
{
    m_editors.clear();
    while (m_layout->rowCount() > 0)
        m_layout->removeRow(0);
    for (const ParamSpec& spec : m_params.specs()) {
        if (std::find(hidden.begin(), hidden.end(), spec.id) != hidden.end())
            continue;
        const Editor editor = makeEditor(spec);
        const QString title = trParam(spec.title);
        editor.widget->setObjectName(QStringLiteral("param.") + QString::fromStdString(spec.id));
        editor.widget->setAccessibleName(title);
        editor.widget->setToolTip(trParam(spec.help));
        if (std::holds_alternative<bool>(spec.fallback))
            m_layout->addRow(editor.widget); // a check box carries its own title
        else
            m_layout->addRow(title, editor.widget);
        m_editors[spec.id] = editor;
    }
}

ParamForm::Editor ParamForm::makeEditor(const ParamSpec& spec)
{
    switch (spec.fallback.index()) {
    case 0:
        return makeFlag(spec);
    case 1:
        return makeInteger(spec);
    case 2:
        return makeNumber(spec);
    default:
        return spec.choices.empty() ? makeText(spec) : makeChoice(spec);
    }
}

ParamForm::Editor ParamForm::makeFlag(const ParamSpec& spec)
{
    auto* box = new QCheckBox(trParam(spec.title), this);
    connect(box, &QCheckBox::toggled, this,
            [this, id = spec.id, box](bool on) { take(id, on, box); });
    return {box, [box](const ParamValue& value) {
                box->setChecked(std::get<bool>(value));
            }};
}

ParamForm::Editor ParamForm::makeInteger(const ParamSpec& spec)
{
    auto* box = new QSpinBox(this);
    constexpr double kLargest = std::numeric_limits<int>::max();
    box->setRange(static_cast<int>(std::max(-kLargest, spec.minimum.value_or(-kLargest))),
                  static_cast<int>(std::min(kLargest, spec.maximum.value_or(kLargest))));
    box->setSuffix(suffixOf(spec));
    box->setKeyboardTracking(false);
    connect(box, &QSpinBox::valueChanged, this,
            [this, id = spec.id, box](int value) { take(id, std::int64_t{value}, box); });
    return {box, [box](const ParamValue& value) {
                box->setValue(static_cast<int>(std::get<std::int64_t>(value)));
            }};
}

ParamForm::Editor ParamForm::makeNumber(const ParamSpec& spec)
{
    auto* box = new NumberBox(this);
    box->setDecimals(kDecimals);
    box->setRange(spec.minimum.value_or(-kUnboundedNumber),
                  spec.maximum.value_or(kUnboundedNumber));
    box->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    box->setSuffix(suffixOf(spec));
    box->setKeyboardTracking(false);
    connect(box, &QDoubleSpinBox::valueChanged, this,
            [this, id = spec.id, box](double value) { take(id, value, box); });
    return {box, [box](const ParamValue& value) {
                box->setValue(std::get<double>(value));
            }};
}

ParamForm::Editor ParamForm::makeChoice(const ParamSpec& spec)
{
    auto* box = new QComboBox(this);
    for (const std::string& choice : spec.choices) {
        // Words of this parameter's own, else those that the choice has everywhere.
        const std::string own = spec.id + "=" + choice;
        box->addItem(trChoice(choiceListed(own) ? own : choice), QString::fromStdString(choice));
    }
    connect(box, &QComboBox::currentIndexChanged, this, [this, id = spec.id, box](int) {
        take(id, box->currentData().toString().toStdString(), box);
    });
    return {box, [box](const ParamValue& value) {
                box->setCurrentIndex(
                    box->findData(QString::fromStdString(std::get<std::string>(value))));
            }};
}

ParamForm::Editor ParamForm::makeText(const ParamSpec& spec)
{
    auto* line = new QLineEdit(this);
    line->setPlaceholderText(tr("automatic"));
    connect(line, &QLineEdit::editingFinished, this,
            [this, id = spec.id, line] { take(id, line->text().toStdString(), line); });
    return {line, [line](const ParamValue& value) {
                line->setText(QString::fromStdString(std::get<std::string>(value)));
            }};
}

void ParamForm::take(const std::string& id, ParamValue value, QWidget* from)
{
    if (m_updating || m_params.value(id) == value)
        return;
    try {
        m_params.set(id, std::move(value));
    } catch (const Error& error) {
        from->setToolTip(QString::fromStdString(error.message()));
        from->setProperty("refused", true);
        return;
    }
    from->setProperty("refused", false);
    Q_EMIT edited(m_params);
}

} // namespace inspike

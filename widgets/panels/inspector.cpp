// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/inspector.h"

#include "widgets/panels/param_form.h"
#include "widgets/theme/theme.h"

#include <QCoreApplication>
#include <QGridLayout>
#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>

namespace inspike {

namespace {

constexpr std::size_t kListed = 12;

// "1, 2, 5 and 20 more", counted from one where people count from one.
QString listed(std::vector<std::int64_t> indices, int first)
{
    const std::size_t shown = std::min(indices.size(), kListed);
    std::partial_sort(indices.begin(), indices.begin() + static_cast<std::ptrdiff_t>(shown),
                      indices.end());
    QStringList words;
    for (std::size_t i = 0; i < shown; ++i)
        words.append(QString::number(indices[i] + first));
    QString text = words.join(QStringLiteral(", "));
    if (indices.size() > kListed)
        text = QCoreApplication::translate("inspike::Inspector", "%1 and %2 more")
                   .arg(text)
                   .arg(indices.size() - kListed);
    return text;
}

} // namespace

Inspector::Inspector(SelectionModel& model, QWidget* parent)
    : QScrollArea(parent), m_model(model), m_form(new ParamForm), m_numbers(new QGridLayout)
{
    setObjectName(QStringLiteral("inspector"));
    setAccessibleName(tr("Inspector"));
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(Theme::kSpacing, Theme::kSpacing, Theme::kSpacing, Theme::kSpacing);
    column->setSpacing(Theme::kSpacing);
    m_title = addHeading(column, {});
    column->addWidget(m_form);
    addHeading(column, tr("Selection"));
    m_selection = new QLabel;
    m_selection->setWordWrap(true);
    m_selection->setTextInteractionFlags(Qt::TextSelectableByMouse);
    column->addWidget(m_selection);
    m_numbersTitle = addHeading(column, tr("Key numbers"));
    m_numbers->setHorizontalSpacing(Theme::kSpacing);
    m_numbers->setVerticalSpacing(Theme::kSpacing / 2);
    m_numbers->setColumnStretch(0, 1);
    column->addLayout(m_numbers);
    column->addStretch();
    setWidget(content);
    connect(m_form, &ParamForm::edited, this, [this](const Params& params) {
        if (m_view != nullptr)
            Q_EMIT edited(m_view, params);
    });
    connect(&model, &SelectionModel::changed, this, &Inspector::showSelection);
    showSelection();
    showNumbers();
}

QLabel* Inspector::addHeading(QVBoxLayout* column, const QString& text)
{
    auto* heading = new QLabel(text);
    heading->setProperty("heading", true);
    QFont font = heading->font();
    font.setWeight(QFont::DemiBold);
    heading->setFont(font);
    if (column->count() > 0)
        column->addSpacing(Theme::kSpacing);
    column->addWidget(heading);
    return heading;
}

void Inspector::setView(View* view)
{
    if (view == m_view)
        return;
    if (m_view != nullptr)
        m_view->disconnect(this);
    m_view = view;
    if (view != nullptr) {
        connect(view, &View::paramsChanged, this, &Inspector::showParams);
        connect(view, &View::figureChanged, this, &Inspector::showNumbers);
        connect(view, &View::numbersChanged, this, &Inspector::showNumbers);
    }
    showParams();
    showNumbers();
}

void Inspector::showParams()
{
    m_title->setText(m_view != nullptr ? m_view->title() : QString());
    m_title->setVisible(m_view != nullptr);
    m_form->setVisible(m_view != nullptr);
    if (m_view != nullptr)
        // The transport bar sets the trial and the time.
        m_form->setParams(m_view->params(), {"trial", "time-ms"});
}

void Inspector::showSelection()
{
    const Selection& selection = m_model.current();
    QStringList lines;
    const std::vector<std::int64_t> units = selection.indices(KeyKind::Unit);
    const std::vector<std::int64_t> trials = selection.indices(KeyKind::Sample);
    const std::vector<std::int64_t> conditions = selection.indices(KeyKind::Domain);
    if (!units.empty())
        lines.append(tr("Units (%1): %2").arg(units.size()).arg(listed(units, 0)));
    if (!trials.empty())
        lines.append(tr("Trials (%1): %2").arg(trials.size()).arg(listed(trials, 1)));
    if (!conditions.empty())
        lines.append(tr("Condition means: %1").arg(conditions.size()));
    if (selection.time) {
        const TimeBase& base = m_model.cursor().base();
        const QString from = QString::number(base.axisFromTime(selection.time->begin), 'f', 1);
        const QString to = QString::number(base.axisFromTime(selection.time->end), 'f', 1);
        lines.append(base.steps ? tr("Steps %1 to %2").arg(from, to)
                                : tr("%1 to %2 ms").arg(from, to));
    }
    m_selection->setEnabled(!lines.isEmpty());
    m_selection->setText(lines.isEmpty()
                             ? tr("Nothing. Click a mark, or Shift+drag a box in the raster.")
                             : lines.join(QStringLiteral("\n")));
}

void Inspector::showNumbers()
{
    while (QLayoutItem* item = m_numbers->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    const View* view = m_view;
    std::vector<KeyNumber> numbers;
    if (view != nullptr && view->figure())
        numbers = view->keyNumbers();
    m_numbersTitle->setVisible(!numbers.empty());
    int row = 0;
    for (const KeyNumber& number : numbers) {
        auto* name = new QLabel(number.name);
        name->setWordWrap(true);
        auto* value = new QLabel(number.value);
        value->setAlignment(Qt::AlignRight);
        value->setTextInteractionFlags(Qt::TextSelectableByMouse);
        m_numbers->addWidget(name, row, 0);
        m_numbers->addWidget(value, row++, 1);
    }
}

} // namespace inspike

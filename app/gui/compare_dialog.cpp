// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/compare_dialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace inspike {

namespace {

constexpr int kNamedRuns = 36; // letters of a name that are always seen

ItemId chosen(const QComboBox* box)
{
    return ItemId{box->currentData().toULongLong()};
}

void choose(QComboBox* box, ItemId item)
{
    box->setCurrentIndex(box->findData(static_cast<qulonglong>(item.value)));
}

} // namespace

std::vector<ItemId> runsIn(const Workspace& workspace)
{
    std::vector<ItemId> runs;
    const std::vector<ItemId> items = workspace.items();
    std::copy_if(items.rbegin(), items.rend(), std::back_inserter(runs),
                 [&](ItemId item) { return workspace.get<Run>(item) != nullptr; });
    return runs;
}

CompareDialog::CompareDialog(const Workspace& workspace, ItemId shown, QWidget* parent)
    : QDialog(parent), m_first(new QComboBox(this)), m_second(new QComboBox(this))
{
    setWindowTitle(tr("Compare runs"));
    const std::vector<ItemId> runs = runsIn(workspace);
    for (QComboBox* box : {m_first, m_second}) {
        box->setMinimumContentsLength(kNamedRuns);
        for (const ItemId run : runs)
            box->addItem(QString::fromStdString(workspace.title(run)),
                         static_cast<qulonglong>(run.value));
    }
    m_first->setAccessibleName(tr("First run"));
    m_second->setAccessibleName(tr("Second run"));
    const bool known = std::find(runs.begin(), runs.end(), shown) != runs.end();
    if (!runs.empty())
        choose(m_first, known ? shown : runs.front());
    const auto other =
        std::find_if(runs.begin(), runs.end(), [this](ItemId run) { return run != first(); });
    if (other != runs.end())
        choose(m_second, *other);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    m_compare = buttons->button(QDialogButtonBox::Ok);
    m_compare->setText(tr("Compare"));
    for (QAbstractButton* button : buttons->buttons())
        button->setIcon({});
    auto* choices = new QFormLayout;
    choices->addRow(tr("First run"), m_first);
    choices->addRow(tr("Second run"), m_second);
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(choices);
    layout->addStretch();
    layout->addWidget(buttons);
    for (const QComboBox* box : {m_first, m_second})
        connect(box, &QComboBox::currentIndexChanged, this, &CompareDialog::refresh);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    refresh();
}

ItemId CompareDialog::first() const
{
    return chosen(m_first);
}

ItemId CompareDialog::second() const
{
    return chosen(m_second);
}

void CompareDialog::refresh()
{
    m_compare->setEnabled(first() && second() && first() != second());
}

} // namespace inspike

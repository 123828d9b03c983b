// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/run_dialog.h"

#include "widgets/panels/param_form.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace inspike {

namespace {

// Newest first.
template <typename T>
void fill(QComboBox* box, const Workspace& workspace)
{
    const std::vector<ItemId> items = workspace.items();
    for (auto item = items.rbegin(); item != items.rend(); ++item) {
        if (workspace.get<T>(*item))
            box->addItem(QString::fromStdString(workspace.title(*item)),
                         static_cast<qulonglong>(item->value));
    }
}

ItemId chosen(const QComboBox* box)
{
    return ItemId{box->currentData().toULongLong()};
}

} // namespace

RunDialog::RunDialog(const Workspace& workspace, QWidget* parent)
    : QDialog(parent),
      m_workspace(workspace),
      m_model(new QComboBox(this)),
      m_recording(new QComboBox(this)),
      m_form(new ParamForm(this))
{
    setWindowTitle(tr("Run inference"));
    fill<Model>(m_model, workspace);
    fill<Recording>(m_recording, workspace);
    m_model->setAccessibleName(tr("Model"));
    m_recording->setAccessibleName(tr("Recording"));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    buttons->button(QDialogButtonBox::Ok)->setText(tr("Run"));
    for (QAbstractButton* button : buttons->buttons())
        button->setIcon({});
    auto* choices = new QFormLayout;
    choices->addRow(tr("Model"), m_model);
    choices->addRow(tr("Recording"), m_recording);
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(choices);
    layout->addWidget(m_form);
    layout->addStretch();
    layout->addWidget(buttons);
    connect(m_model, &QComboBox::currentIndexChanged, this, &RunDialog::showOptions);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    showOptions();
}

ItemId RunDialog::model() const
{
    return chosen(m_model);
}

ItemId RunDialog::recording() const
{
    return chosen(m_recording);
}

const Params& RunDialog::options() const
{
    return m_form->params();
}

void RunDialog::showOptions()
{
    if (const auto model = m_workspace.get<Model>(chosen(m_model)))
        m_form->setParams(Params(model->runOptions()));
}

} // namespace inspike

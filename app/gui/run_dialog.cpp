// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/run_dialog.h"

#include "app/gui/input_preview.h"
#include "widgets/panels/param_form.h"
#include "widgets/theme/theme.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QGroupBox>
#include <QLineEdit>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>
#include <QSpinBox>
#include <QSplitter>
#include <QVBoxLayout>

namespace inspike {

namespace {

constexpr QSize kSizeWithPreview{960, 640};
constexpr int kFormPx = 400;
constexpr int kLeastFormPx = 260;
constexpr int kLeastPreviewPx = 240;

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

bool isOfInput(const ParamSpec& spec)
{
    return spec.id.starts_with("input-");
}

std::vector<std::string> idsOf(const ParamSpecs& specs, bool ofInput)
{
    std::vector<std::string> ids;
    for (const ParamSpec& spec : specs) {
        if (isOfInput(spec) == ofInput)
            ids.push_back(spec.id);
    }
    return ids;
}

} // namespace

RunDialog::RunDialog(const Workspace& workspace, JobQueue& jobs, QWidget* parent)
    : QDialog(parent),
      m_workspace(workspace),
      m_model(new QComboBox(this)),
      m_recording(new QComboBox(this)),
      m_form(new ParamForm(this)),
      m_inputForm(new ParamForm(this)),
      m_inputGroup(new QGroupBox(tr("Input"), this)),
      m_preview(new InputPreview(jobs, this)),
      m_splitter(new QSplitter(this))
{
    setWindowTitle(tr("Run inference"));
    fill<Model>(m_model, workspace);
    fill<Recording>(m_recording, workspace);
    m_model->setAccessibleName(tr("Model"));
    m_recording->setAccessibleName(tr("Recording"));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    m_run = buttons->button(QDialogButtonBox::Ok);
    m_run->setText(tr("Run"));
    for (QAbstractButton* button : buttons->buttons())
        button->setIcon({});
    m_splitter->addWidget(makeForms());
    m_splitter->addWidget(m_preview);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(1);
    m_splitter->setStretchFactor(1, 1);
    m_preview->setMinimumWidth(kLeastPreviewPx);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(m_splitter, 1);
    layout->addWidget(buttons);
    connect(m_model, &QComboBox::currentIndexChanged, this, &RunDialog::showOptions);
    connect(m_recording, &QComboBox::currentIndexChanged, this, &RunDialog::showOptions);
    connect(m_form, &ParamForm::edited, this,
            [this](const Params& edited) { take(edited, false); });
    connect(m_inputForm, &ParamForm::edited, this,
            [this](const Params& edited) { take(edited, true); });
    connect(m_preview, &InputPreview::changed, this, &RunDialog::showFit);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    showOptions();
    const bool fitted = m_preview->isVisibleTo(this);
    if (fitted)
        resize(kSizeWithPreview.boundedTo(screen()->availableSize()));
    m_splitter->setSizes({kFormPx, width() - kFormPx});
}

QWidget* RunDialog::makeForms()
{
    auto* forms = new QWidget(this);
    auto* choices = new QFormLayout;
    choices->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    choices->addRow(tr("Model"), m_model);
    choices->addRow(tr("Recording"), m_recording);
    for (QComboBox* box : {m_model, m_recording}) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(12);
    }
    auto* input = new QVBoxLayout(m_inputGroup);
    input->setContentsMargins(0, 0, 0, 0);
    input->addWidget(m_inputForm);
    auto* layout = new QVBoxLayout(forms);
    layout->setContentsMargins(0, 0, Theme::kSpacing, 0);
    layout->addLayout(choices);
    layout->addWidget(m_form);
    layout->addWidget(m_inputGroup);
    layout->addStretch();
    auto* area = new QScrollArea(this);
    area->setWidget(forms);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setMinimumWidth(kLeastFormPx);
    area->setFocusPolicy(Qt::NoFocus);
    return area;
}

ItemId RunDialog::model() const
{
    return chosen(m_model);
}

ItemId RunDialog::recording() const
{
    return chosen(m_recording);
}

// Of another model, or for another recording; what was set stays where it exists.
void RunDialog::showOptions()
{
    const auto model = m_workspace.get<Model>(chosen(m_model));
    if (!model)
        return;
    Params options(model->runOptions());
    for (const ParamSpec& spec : m_options.specs()) {
        if (options.has(spec.id) && m_options.isSet(spec.id))
            options.set(spec.id, m_options.value(spec.id));
    }
    m_options = std::move(options);
    const bool isFitted = model->inputWish(m_options).has_value();
    m_form->setParams(m_options, idsOf(m_options.specs(), true));
    m_inputGroup->setVisible(isFitted);
    m_preview->setVisible(isFitted);
    if (isFitted) {
        m_inputForm->setParams(m_options, idsOf(m_options.specs(), false));
        nameDefaults();
    }
    fit();
    showRows();
}

void RunDialog::take(const Params& edited, bool ofInput)
{
    for (const std::string& id : idsOf(edited.specs(), ofInput)) {
        if (edited.isSet(id) && edited.value(id) != m_options.value(id))
            m_options.set(id, edited.value(id));
    }
    fit();
}

void RunDialog::fit()
{
    const auto model = m_workspace.get<Model>(chosen(m_model));
    const auto recording = m_workspace.get<Recording>(chosen(m_recording));
    std::optional<InputWish> wish;
    if (model && recording)
        wish = model->inputWish(m_options);
    m_run->setEnabled(model && recording);
    if (wish)
        m_preview->show(recording, *wish, m_options, 0);
    else
        m_preview->clear();
}

void RunDialog::showFit()
{
    m_run->setEnabled(m_preview->fits());
    m_run->setToolTip(m_preview->failure());
    showRows();
}

// Options that cannot have an effect on this recording are not shown, unless they are set.
void RunDialog::showRows()
{
    auto* layout = qobject_cast<QFormLayout*>(m_inputForm->layout());
    const auto recording = m_workspace.get<Recording>(chosen(m_recording));
    if (layout == nullptr || !recording)
        return;
    const std::set<std::string> useful =
        m_preview->fits() ? m_preview->appliedOptions() : fitOptionsFor(*recording);
    for (const ParamSpec& spec : m_options.specs()) {
        const bool isSet = m_options.isSet(spec.id) && m_options.value(spec.id) != spec.fallback;
        if (QWidget* editor = m_inputForm->editor(spec.id))
            layout->setRowVisible(editor, useful.contains(spec.id) || isSet);
    }
}

// What nothing and 0 stand for.
void RunDialog::nameDefaults()
{
    for (const ParamSpec& spec : m_options.specs()) {
        QWidget* editor = m_inputForm->editor(spec.id);
        const bool isAll =
            spec.id == "input-samples" || spec.id == "input-channels" || spec.id == "input-units";
        const bool isNone =
            spec.id == "input-crop" || spec.id == "input-mean" || spec.id == "input-std";
        const QString words = isAll ? tr("all") : isNone ? tr("none") : tr("automatic");
        if (auto* line = qobject_cast<QLineEdit*>(editor))
            line->setPlaceholderText(words);
        if (auto* box = qobject_cast<QSpinBox*>(editor); box != nullptr && box->minimum() == 0)
            box->setSpecialValueText(words);
        if (auto* box = qobject_cast<QDoubleSpinBox*>(editor);
            box != nullptr && box->minimum() == 0.0)
            box->setSpecialValueText(words);
    }
}

} // namespace inspike

// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Which model runs on which recording, and how: the run options of the model as a form, and, where
// the recording has to be fitted to the network's input, the options of that with a preview.

#include "core/workspace/workspace.h"
#include "widgets/jobs/job_queue.h"

#include <QDialog>

class QComboBox;
class QGroupBox;
class QPushButton;
class QSplitter;

namespace inspike {

class InputPreview;
class ParamForm;

class RunDialog : public QDialog
{
    Q_OBJECT

public:
    RunDialog(const Workspace& workspace, JobQueue& jobs, QWidget* parent = nullptr);

    ItemId model() const;
    ItemId recording() const;
    const Params& options() const { return m_options; }

private:
    QWidget* makeForms();
    void showOptions();
    void take(const Params& edited, bool ofInput);
    void fit();
    void showFit();
    void showRows();
    void nameDefaults();

    const Workspace& m_workspace;
    QComboBox* m_model;
    QComboBox* m_recording;
    ParamForm* m_form;
    ParamForm* m_inputForm;
    QGroupBox* m_inputGroup;
    InputPreview* m_preview;
    QSplitter* m_splitter;
    QPushButton* m_run = nullptr;
    Params m_options;
};

} // namespace inspike

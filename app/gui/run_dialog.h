// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Which model runs on which recording, and how: the run options of the model as a form.

#include "core/workspace/workspace.h"

#include <QDialog>

class QComboBox;

namespace inspike {

class ParamForm;

class RunDialog : public QDialog
{
    Q_OBJECT

public:
    explicit RunDialog(const Workspace& workspace, QWidget* parent = nullptr);

    ItemId model() const;
    ItemId recording() const;
    const Params& options() const;

private:
    void showOptions();

    const Workspace& m_workspace;
    QComboBox* m_model;
    QComboBox* m_recording;
    ParamForm* m_form;
};

} // namespace inspike

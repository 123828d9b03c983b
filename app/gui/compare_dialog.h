// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Which two runs are compared.

#include "core/workspace/workspace.h"

#include <QDialog>

class QComboBox;
class QPushButton;

namespace inspike {

class CompareDialog : public QDialog
{
    Q_OBJECT

public:
    // The shown run and the newest other one are chosen at first.
    CompareDialog(const Workspace& workspace, ItemId shown, QWidget* parent = nullptr);

    ItemId first() const;
    ItemId second() const;

private:
    void refresh(); // a run is not compared with itself by mistake

    QComboBox* m_first;
    QComboBox* m_second;
    QPushButton* m_compare;
};

// Newest first.
std::vector<ItemId> runsIn(const Workspace& workspace);

} // namespace inspike

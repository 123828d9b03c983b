// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// All keys at a glance, made from the actions themselves, with the pointer gestures of the views.

#include <QDialog>

class QAction;

namespace inspike {

class ShortcutsSheet : public QDialog
{
    Q_OBJECT

public:
    explicit ShortcutsSheet(const QList<QAction*>& actions, QWidget* parent = nullptr);
};

} // namespace inspike

// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The messages of core/base/log.h, from any thread, newest at the bottom.

#include <QPlainTextEdit>

namespace inspike {

class LogPanel : public QPlainTextEdit
{
    Q_OBJECT

public:
    explicit LogPanel(QWidget* parent = nullptr);
    ~LogPanel() override;
};

} // namespace inspike

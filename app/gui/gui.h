// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The window as seen from main: open it, or draw it into a picture without a display.

#include <QImage>
#include <QSize>
#include <QString>

#include <filesystem>
#include <string>
#include <vector>

class QApplication;

namespace inspike {

struct GuiRequest
{
    std::vector<std::filesystem::path> files; // opened in order; model + recording are run at once
    std::string sample;                       // id of a shipped sample; empty: none asked for
    QString theme;                            // "light", "dark" or "system"
    bool memoryGiven = false;                 // the budget was set by the caller
};

// Opens the window and returns the exit code of the event loop.
int runGui(QApplication& application, const GuiRequest& request);

// Makes the window at that size, opens the files, waits until every job is done and nothing is
// pending, and returns what a person would see. Throws Error when a file cannot be opened.
QImage renderWindow(QApplication& application, const GuiRequest& request, QSize size);

} // namespace inspike

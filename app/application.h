// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Starting Qt: with a display for the window, without one for pictures. Made only when something is
// drawn; plain commands never start it.

#include <QApplication>

#include <memory>
#include <span>
#include <string>

namespace inspike {

// Qt that draws into memory: no display, no scaling by the desktop, the same bytes every time.
class OffscreenApplication
{
public:
    explicit OffscreenApplication(const std::string& language);
    QApplication& qt() { return *m_application; }

private:
    std::unique_ptr<QApplication> m_application;
};

// `inspike [FILE...]` with its options. Returns the exit code of the window. Throws
// Error{BadParameter} for an unknown option or where there is no display, and Error{NotFound} for a
// file that is not there.
int runWindow(int& argc, char** argv, std::span<const std::string> words);

} // namespace inspike

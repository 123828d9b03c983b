// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The real executable, run as a user would: what it printed, how it ended, how long it took.

#include <QByteArray>
#include <QProcessEnvironment>
#include <QString>
#include <QStringList>

namespace inspike::test {

struct Outcome
{
    int code = -1; // -1: it crashed or did not end in time
    QByteArray out;
    QByteArray err;

    // An error is one line, starts with the program's name and tells something.
    bool saysOneLine() const;
};

// Without a display and in `folder` (the current one if empty).
Outcome program(const QStringList& words, const QString& folder = {});
Outcome program(const QStringList& words, const QString& folder,
                const QProcessEnvironment& environment);

// Path of the executable.
QString programPath();
// A file under tests/data.
QString dataFile(const QString& name);
// All bytes of a file; empty if it cannot be read.
QByteArray bytesOf(const QString& path);
void writeBytes(const QString& path, const QByteArray& bytes);
// Names in a folder, hidden ones too, sorted: for "nothing was left behind".
QStringList namesIn(const QString& folder);
// Files of the shipped sample: model, recording. Empty where there is none.
QStringList sampleFiles();

} // namespace inspike::test

// Fails with what the program printed when it did not end with `expected` and one line on stderr.
#define INSPIKE_FAILS(outcome, expected)                                                           \
    do {                                                                                           \
        const ::inspike::test::Outcome& failed_ = (outcome);                                       \
        QVERIFY2(failed_.code == (expected) && failed_.saysOneLine(),                              \
                 qPrintable(QStringLiteral("exit %1, expected %2; stderr: %3")                     \
                                .arg(failed_.code)                                                 \
                                .arg(expected)                                                     \
                                .arg(QString::fromUtf8(failed_.err))));                            \
    } while (false)

#define INSPIKE_SUCCEEDS(outcome)                                                                  \
    do {                                                                                           \
        const ::inspike::test::Outcome& done_ = (outcome);                                         \
        QVERIFY2(done_.code == 0, qPrintable(QStringLiteral("exit %1; stderr: %2")                 \
                                                 .arg(done_.code)                                  \
                                                 .arg(QString::fromUtf8(done_.err))));             \
    } while (false)

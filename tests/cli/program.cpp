// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/program.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>

namespace inspike::test {

namespace {

constexpr int kPatienceMs = 120'000;

} // namespace

bool Outcome::saysOneLine() const
{
    return err.startsWith("inspike: ") && err.size() > 15 && err.count('\n') == 1 &&
           err.endsWith('\n');
}

Outcome program(const QStringList& words, const QString& folder)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"})
        environment.remove(QString::fromLatin1(name));
    return program(words, folder, environment);
}

Outcome program(const QStringList& words, const QString& folder,
                const QProcessEnvironment& environment)
{
    QProcess process;
    process.setProcessEnvironment(environment);
    if (!folder.isEmpty())
        process.setWorkingDirectory(folder);
    process.start(programPath(), words);
    process.closeWriteChannel();
    Outcome outcome;
    if (!process.waitForFinished(kPatienceMs)) {
        process.kill();
        process.waitForFinished();
        outcome.err = process.readAllStandardError() + "(did not end in time)";
        return outcome;
    }
    outcome.code = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    outcome.out = process.readAllStandardOutput();
    outcome.err = process.readAllStandardError();
    return outcome;
}

QString programPath()
{
    return QStringLiteral(INSPIKE_PROGRAM);
}

QString dataFile(const QString& name)
{
    return QStringLiteral(INSPIKE_TEST_DATA "/") + name;
}

QByteArray bytesOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void writeBytes(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("cannot write %s", qPrintable(path));
}

QStringList namesIn(const QString& folder)
{
    return QDir(folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot,
                                  QDir::Name);
}

QStringList sampleFiles()
{
    static const QStringList files = [] {
        const Outcome listed =
            program({QStringLiteral("list"), QStringLiteral("samples"), QStringLiteral("--json")});
        QStringList found;
        const QJsonArray rows = QJsonDocument::fromJson(listed.out).array();
        if (listed.code == 0 && !rows.isEmpty()) {
            const QJsonArray names = rows.first().toObject()[QStringLiteral("files")].toArray();
            for (const QJsonValue& name : names)
                found.append(name.toString());
        }
        return found;
    }();
    return files;
}

} // namespace inspike::test

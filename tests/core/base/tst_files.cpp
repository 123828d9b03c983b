// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/files.h"
#include "tests/support/run_tests.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <fstream>

using namespace inspike;

namespace {

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

bool isRefused(const QString& path, bool replace)
{
    try {
        writeFile(path.toStdString(), "new", replace);
    } catch (const Error& error) {
        return error.kind() == ErrorKind::BadOutput;
    }
    return false;
}

} // namespace

class TstFiles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anExistingFileIsKeptUnlessReplaced()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath("a.txt");
        writeFile(path.toStdString(), "old", false);
        QVERIFY(isRefused(path, false));
        QCOMPARE(contentOf(path), "old");
        writeFile(path.toStdString(), "new", true);
        QCOMPARE(contentOf(path), "new");
    }

    void aFailureLeavesNothingBehind()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath("a.txt");
        bool thrown = false;
        try {
            writeAtomically(path.toStdString(), false, [](const std::filesystem::path& temporary) {
                std::ofstream(temporary) << "half";
                throw Error(ErrorKind::Cancelled, "cancelled");
            });
        } catch (const Error& error) {
            thrown = error.kind() == ErrorKind::Cancelled;
        }
        QVERIFY(thrown);
        QVERIFY(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden).isEmpty());
    }

    void theTemporaryFileKeepsTheExtension()
    {
        QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath("figure.svg").toStdString();
        writeAtomically(path, false, [&](const std::filesystem::path& temporary) {
            QVERIFY(temporary.extension() == ".svg");
            QVERIFY(temporary.parent_path() == path.parent_path());
            std::ofstream(temporary) << "done";
        });
        QCOMPARE(contentOf(folder.filePath("figure.svg")), "done");
    }

    void foldersAndMissingFoldersAreRefused()
    {
        QTemporaryDir folder;
        QVERIFY(isRefused(folder.path(), true));
        QVERIFY(isRefused(folder.filePath("no/such/folder/a.txt"), false));
    }
};

INSPIKE_TEST(TstFiles, tst_files)
#include "tst_files.moc"

// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/session.h"
#include "tests/support/run_tests.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace inspike;

namespace {

QString makeFile(const QTemporaryDir& folder, const QString& name)
{
    QFile file(folder.filePath(name));
    return file.open(QIODevice::WriteOnly) ? file.fileName() : QString();
}

} // namespace

class TstSession : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void recentFilesAreKeptNewestFirst()
    {
        const QTemporaryDir folder;
        const QString stored = folder.filePath(QStringLiteral("state/session.json"));
        const QString a = makeFile(folder, QStringLiteral("a.h5"));
        const QString b = makeFile(folder, QStringLiteral("b.h5"));
        {
            Session session(stored);
            QVERIFY(session.firstStart());
            session.addRecent(a);
            session.addRecent(b);
            session.addRecent(a); // moves to the front, no second entry
        }
        Session session(stored);
        QVERIFY(!session.firstStart());
        const std::vector<RecentFile> recent = session.recentFiles();
        QCOMPARE(recent.size(), std::size_t{2});
        QCOMPARE(recent[0].path, a);
        QCOMPARE(recent[1].path, b);
    }

    void missingFilesAreMarked()
    {
        const QTemporaryDir folder;
        Session session(folder.filePath(QStringLiteral("session.json")));
        const QString path = makeFile(folder, QStringLiteral("gone.h5"));
        session.addRecent(path);
        QVERIFY(!session.recentFiles().front().missing);
        QFile::remove(path);
        QVERIFY(session.recentFiles().front().missing);
    }

    void listCanBeCleared()
    {
        const QTemporaryDir folder;
        Session session(folder.filePath(QStringLiteral("session.json")));
        session.addRecent(makeFile(folder, QStringLiteral("a.h5")));
        const QSignalSpy changed(&session, &Session::recentChanged);
        session.clearRecent();
        QVERIFY(session.recentFiles().empty());
        QCOMPARE(changed.count(), 1);
    }

    void damagedSessionStartsAfresh()
    {
        const QTemporaryDir folder;
        const QString stored = makeFile(folder, QStringLiteral("session.json"));
        QFile file(stored);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{\"recent\": [ broken");
        file.close();
        Session session(stored);
        QVERIFY(session.recentFiles().empty());
    }

    void sessionWithoutFileWritesNothing()
    {
        Session session{QString()};
        session.setValue(QStringLiteral("theme"), QStringLiteral("dark"));
        QCOMPARE(session.value(QStringLiteral("theme")).toString(), QStringLiteral("dark"));
        QVERIFY(session.firstStart());
    }

    void stateFolderFollowsTheStandard()
    {
        qputenv("XDG_STATE_HOME", "/some/where");
        QCOMPARE(Session::defaultFile(), QStringLiteral("/some/where/inspike/session.json"));
        qunsetenv("XDG_STATE_HOME");
        QVERIFY(
            Session::defaultFile().endsWith(QStringLiteral("/.local/state/inspike/session.json")));
    }
};

INSPIKE_TEST(TstSession, tst_session)
#include "tst_session.moc"

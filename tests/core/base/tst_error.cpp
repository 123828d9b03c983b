// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "tests/support/run_tests.h"

using namespace inspike;

class TstError : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void contextIsPutInFrontOfTheTrail()
    {
        try {
            withContext("opening a.h5", [] {
                withContext("reading /x", [] { throw Error(ErrorKind::BadFormat, "damaged"); });
            });
            QFAIL("nothing was thrown");
        } catch (const Error& error) {
            QCOMPARE(QString(error.what()), "damaged (while opening a.h5, reading /x)");
            QCOMPARE(error.trail().size(), std::size_t{2});
            QVERIFY(error.message() == "damaged");
        }
    }

    void withContextHandsTheResultOn()
    {
        QCOMPARE(withContext("counting", [] { return 7; }), 7);
    }

    void anErrorIsOneLine()
    {
        Error error(ErrorKind::Internal, "two\nlines");
        error.addContext("a\nb");
        QVERIFY(!QString(error.what()).contains('\n'));
    }

    void everyKindHasItsExitCode()
    {
        QCOMPARE(exitCodeOf(ErrorKind::BadParameter), 2);
        QCOMPARE(exitCodeOf(ErrorKind::BadOutput), 2);
        QCOMPARE(exitCodeOf(ErrorKind::NotFound), 3);
        QCOMPARE(exitCodeOf(ErrorKind::BadFormat), 3);
        QCOMPARE(exitCodeOf(ErrorKind::Unsupported), 3);
        QCOMPARE(exitCodeOf(ErrorKind::BadShape), 4);
        QCOMPARE(exitCodeOf(ErrorKind::BadModel), 4);
        QCOMPARE(exitCodeOf(ErrorKind::Cancelled), 5);
        QCOMPARE(exitCodeOf(ErrorKind::Internal), 70);
    }
};

INSPIKE_TEST(TstError, tst_error)
#include "tst_error.moc"

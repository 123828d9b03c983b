// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/main_window.h"
#include "app/gui/notice_bar.h"
#include "tests/support/run_tests.h"

#include <QApplication>
#include <QPushButton>
#include <QTemporaryDir>

#include <filesystem>

using namespace inspike;

namespace {

std::vector<ItemId> runsOf(const Workspace& workspace)
{
    std::vector<ItemId> runs;
    for (const ItemId item : workspace.items()) {
        if (workspace.get<Run>(item))
            runs.push_back(item);
    }
    return runs;
}

} // namespace

// A program is run when the user says so, and only when the user trusts it.
class TstTrustNotice : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void openingRunsNoProgramAndTheNoticeAsks()
    {
        QTemporaryDir config;
        qputenv("XDG_CONFIG_HOME", config.path().toUtf8());
        Services services{QString()};
        MainWindow window(services);
        window.show();
        const std::filesystem::path folder = INSPIKE_SCRIPT_DATA;
        services.loader.open({folder / "nested.pt", folder / "nested.h5"});
        QTRY_COMPARE(services.workspace.items().size(), std::size_t{2});
        QTRY_VERIFY(!services.loader.busy());
        QVERIFY(runsOf(services.workspace).empty());

        auto* notice = window.findChild<NoticeBar*>();
        auto* yes = notice->findChild<QPushButton*>(QStringLiteral("noticeYes"));
        services.loader.runInference();
        QTRY_VERIFY(notice->text().contains(QStringLiteral("nested.pt")));
        QVERIFY(yes->isVisible());
        QVERIFY(QApplication::activeModalWidget() == nullptr);
        QVERIFY(runsOf(services.workspace).empty());

        yes->click();
        QVERIFY(!notice->isVisible());
        QTRY_COMPARE_WITH_TIMEOUT(runsOf(services.workspace).size(), std::size_t{1}, 30'000);
        const auto run = services.workspace.get<Run>(runsOf(services.workspace).front());
        QVERIFY(run->outputs.contains("output"));

        // Once is enough.
        QTRY_VERIFY(!services.loader.busy());
        services.loader.runInference();
        QTRY_COMPARE_WITH_TIMEOUT(runsOf(services.workspace).size(), std::size_t{2}, 30'000);
        QVERIFY(notice->text().isEmpty());
    }

    void anErrorAsksNothing()
    {
        NoticeBar notice;
        notice.ask(QStringLiteral("Really?"), QStringLiteral("Yes"));
        auto* yes = notice.findChild<QPushButton*>(QStringLiteral("noticeYes"));
        QVERIFY(yes->isVisible());
        notice.say(QStringLiteral("Broken"));
        QVERIFY(!yes->isVisible());
    }
};

INSPIKE_TEST(TstTrustNotice, tst_trust_notice)
#include "tst_trust_notice.moc"

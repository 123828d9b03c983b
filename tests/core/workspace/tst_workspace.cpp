// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/workspace.h"
#include "tests/support/run_tests.h"

using namespace inspike;

namespace {

std::shared_ptr<const Recording> someRecording()
{
    return std::make_shared<Recording>();
}

} // namespace

class TstWorkspace : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itemsKeepTheOrderOfAddition()
    {
        Workspace workspace;
        const ItemId a = workspace.add(someRecording(), "a", {"open", "/a.h5", {}, {}});
        const ItemId b = workspace.add(std::make_shared<const Run>(), "b", {"run", "", {a}, {}});
        QVERIFY((workspace.items() == std::vector<ItemId>{a, b}));
        QCOMPARE(QString::fromStdString(workspace.title(b)), "b");
        QVERIFY(workspace.recipe(b).sources == std::vector<ItemId>{a});
    }

    void itemsAreFoundByTheirKindOnly()
    {
        Workspace workspace;
        const ItemId id = workspace.add(someRecording(), "a", {});
        QVERIFY(workspace.get<Recording>(id) != nullptr);
        QVERIFY(workspace.get<Run>(id) == nullptr);
        QVERIFY(workspace.get<Model>(id) == nullptr);
    }

    void removedItemsAreGoneButHeldDataLives()
    {
        Workspace workspace;
        const ItemId id = workspace.add(someRecording(), "a", {});
        const auto held = workspace.get<Recording>(id);
        workspace.remove(id);
        QVERIFY(!workspace.contains(id));
        QVERIFY(workspace.get<Recording>(id) == nullptr);
        QVERIFY(workspace.title(id).empty());
        QCOMPARE(held.use_count(), 1L);
    }

    void idsAreNeverUsedAgain()
    {
        Workspace workspace;
        const ItemId first = workspace.add(someRecording(), "a", {});
        workspace.remove(first);
        QVERIFY(workspace.add(someRecording(), "b", {}) != first);
    }

    void subscribersHearOfEachChangeOnce()
    {
        Workspace workspace;
        std::vector<std::pair<WorkspaceChange::What, ItemId>> heard;
        const int subscription = workspace.subscribe(
            [&](const WorkspaceChange& change) { heard.emplace_back(change.what, change.item); });
        const ItemId id = workspace.add(someRecording(), "a", {});
        workspace.remove(id);
        workspace.remove(id);
        QCOMPARE(heard.size(), std::size_t{2});
        QVERIFY(heard[0] == std::pair(WorkspaceChange::What::Added, id));
        QVERIFY(heard[1] == std::pair(WorkspaceChange::What::Removed, id));
        workspace.unsubscribe(subscription);
        workspace.add(someRecording(), "b", {});
        QCOMPARE(heard.size(), std::size_t{2});
    }

    void replacedDataKeepsIdAndTitle()
    {
        Workspace workspace;
        const ItemId id = workspace.add(someRecording(), "a", {});
        const ItemId other = workspace.add(someRecording(), "b", {});
        std::vector<std::pair<WorkspaceChange::What, ItemId>> heard;
        workspace.subscribe(
            [&](const WorkspaceChange& change) { heard.emplace_back(change.what, change.item); });
        const std::shared_ptr<const Recording> next = someRecording();
        workspace.replace(id, next);
        QVERIFY(workspace.get<Recording>(id) == next);
        QVERIFY(workspace.get<Recording>(other) != next);
        QCOMPARE(workspace.title(id), std::string("a"));
        workspace.remove(other);
        workspace.replace(other, next); // gone: nobody hears of it
        QCOMPARE(heard.size(), std::size_t{2});
        QVERIFY(heard[0] == std::pair(WorkspaceChange::What::Replaced, id));
    }

    void aSubscriberMayLeaveWhileItIsTold()
    {
        Workspace workspace;
        int second = 0;
        int heardBySecond = 0;
        workspace.subscribe([&](const WorkspaceChange&) { workspace.unsubscribe(second); });
        second = workspace.subscribe([&](const WorkspaceChange&) { ++heardBySecond; });
        workspace.add(someRecording(), "a", {});
        QCOMPARE(heardBySecond, 0);
    }
};

INSPIKE_TEST(TstWorkspace, tst_workspace)
#include "tst_workspace.moc"

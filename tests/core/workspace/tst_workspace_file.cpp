// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/workspace/workspace_file.h"
#include "tests/support/run_tests.h"
#include "tests/support/shared_data.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

using namespace inspike;

namespace {

namespace fs = std::filesystem;

QByteArray contentOf(const fs::path& path)
{
    QFile file(QString::fromStdString(path.string()));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void write(const fs::path& path, const QByteArray& content)
{
    QFile file(QString::fromStdString(path.string()));
    if (file.open(QIODevice::WriteOnly))
        file.write(content);
}

Json jsonOf(const fs::path& path)
{
    return Json::parse(contentOf(path).toStdString());
}

} // namespace

class TstWorkspaceFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_temporary = std::make_unique<QTemporaryDir>();
        m_folder = fs::path(m_temporary->path().toStdString());
        m_path = m_folder / "session.inspike";
        fs::create_directory(m_folder / "data");
        write(m_folder / "data" / "a.csv", "time,unit\n0.001,0\n0.002,3\n");
        write(m_folder / "data" / "b.csv", "time,unit\n0.005,1\n");
    }

    void whatWasOpenOpensAgain()
    {
        save();
        JobContext job = nullJob();
        OpenedWorkspace opened = openWorkspace(m_path, job);
        QVERIFY2(opened.problems.empty(),
                 opened.problems.empty() ? "" : opened.problems[0].c_str());
        Workspace workspace;
        const auto ids = addToWorkspace(workspace, opened);
        QCOMPARE(ids.size(), std::size_t{2});
        QCOMPARE(QString::fromStdString(workspace.title(ids[0])), "Recording a");
        QVERIFY(workspace.get<Recording>(ids[1]) != nullptr);
        QCOMPARE(QString::fromStdString(workspace.recipe(ids[0]).path),
                 QString::fromStdString((m_folder / "data" / "a.csv").string()));
        QCOMPARE(opened.file.layout["dock"].toInteger(), std::int64_t{4});
    }

    void pathsAreRelativeAndHashed()
    {
        save();
        const Json json = jsonOf(m_path);
        const Json& first = json["items"].items().at(0);
        QCOMPARE(QString::fromStdString(first["path"].toString()), "data/a.csv");
        JobContext job = nullJob();
        QCOMPARE(QString::fromStdString(first["sha256"].toString()),
                 QString::fromStdString(sha256OfFile(m_folder / "data" / "a.csv", job)));
        // The whole folder may move.
        const fs::path moved = m_folder.parent_path() / (m_folder.filename().string() + "-moved");
        fs::copy(m_folder, moved, fs::copy_options::recursive);
        const OpenedWorkspace opened = openWorkspace(moved / "session.inspike", job);
        fs::remove_all(moved);
        QCOMPARE(opened.data.size(), std::size_t{2});
        QVERIFY(opened.problems.empty());
    }

    void aMissingFileIsNamedAndTheRestOpens()
    {
        save();
        fs::remove(m_folder / "data" / "a.csv");
        JobContext job = nullJob();
        OpenedWorkspace opened = openWorkspace(m_path, job);
        QCOMPARE(opened.problems.size(), std::size_t{1});
        QVERIFY2(QString::fromStdString(opened.problems[0]).contains("a.csv is missing"),
                 opened.problems[0].c_str());
        Workspace workspace;
        QCOMPARE(addToWorkspace(workspace, opened).size(), std::size_t{1});

        // Saved again, the missing file stays listed and comes back with its file.
        writeWorkspaceFile(m_path, describeWorkspace(workspace, opened.file), true);
        write(m_folder / "data" / "a.csv", "time,unit\n0.001,0\n0.002,3\n");
        const OpenedWorkspace again = openWorkspace(m_path, job);
        QVERIFY2(again.problems.empty(), again.problems.empty() ? "" : again.problems[0].c_str());
        QCOMPARE(again.data.size(), std::size_t{2});
    }

    void aChangedFileIsNoticed()
    {
        save();
        write(m_folder / "data" / "b.csv", "time,unit\n0.006,1\n");
        JobContext job = nullJob();
        const OpenedWorkspace opened = openWorkspace(m_path, job);
        QCOMPARE(opened.data.size(), std::size_t{2});
        QCOMPARE(opened.problems.size(), std::size_t{1});
        QVERIFY(QString::fromStdString(opened.problems[0]).contains("b.csv has changed"));
    }

    void unknownMembersSurvive()
    {
        save();
        Json json = jsonOf(m_path);
        json.set("future", Json::parse(R"({"deep":[1,{"er":true}]})"));
        Json items = Json::array();
        for (Json item : json["items"].items()) {
            item.set("colour", "teal");
            items.push(item);
        }
        json.set("items", items);
        write(m_path, QByteArray::fromStdString(json.dump()));

        JobContext job = nullJob();
        OpenedWorkspace opened = openWorkspace(m_path, job);
        Workspace workspace;
        addToWorkspace(workspace, opened);
        WorkspaceFile file = describeWorkspace(workspace, opened.file);
        hashFiles(file, job);
        writeWorkspaceFile(m_path, file, true);
        QVERIFY(jsonOf(m_path) == json);
    }

    void sameWorkspaceGivesSameBytes()
    {
        save();
        const QByteArray first = contentOf(m_path);
        writeWorkspaceFile(m_path, readWorkspaceFile(m_path), true);
        QCOMPARE(contentOf(m_path), first);
    }

    void existingFilesAreReplacedOnlyOnRequest()
    {
        save();
        QVERIFY_EXCEPTION_THROWN(writeWorkspaceFile(m_path, {}, false), Error);
    }

    void damagedFilesAreRefused_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("part");
        QTest::newRow("empty") << QByteArray() << "JSON";
        QTest::newRow("cut") << QByteArray("{\"inspike\":\"workspace\",\"it") << "JSON";
        QTest::newRow("other") << QByteArray(R"({"some":"thing"})") << "not a workspace";
        QTest::newRow("later") << QByteArray(R"({"inspike":"workspace","version":2})")
                               << "later version";
        QTest::newRow("number") << QByteArray(R"({"inspike":"workspace","version":1,"items":[{}]})")
                                << "without a number";
        QTest::newRow("deep") << QByteArray(100000, '[') << "100 levels";
    }
    void damagedFilesAreRefused()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, part);
        write(m_path, content);
        try {
            readWorkspaceFile(m_path);
            QFAIL("was read");
        } catch (const Error& error) {
            QVERIFY2(QString(error.what()).contains(part), error.what());
            QCOMPARE(exitCodeOf(error.kind()), 3);
        }
    }

    void runsAreMadeAgain()
    {
        const auto fixture = test::sharedFile("fixtures/smnn-mante-n30p2-single.h5");
        INSPIKE_NEED(fixture, "fixture");
        WorkspaceFile file;
        SavedItem model{1, "model", "Net", "open", fs::canonical(fixture), "", {}, {}};
        SavedItem recording{2, "recording", "Trials", "open", fs::canonical(fixture), "", {}, {}};
        SavedItem run{3, "run", "Run", "run", {}, "", {1, 2}, {}};
        run.settings = Json::parse(R"({"probes":["S"],"seed":3})");
        file.items = {model, recording, run};
        writeWorkspaceFile(m_path, file, false);
        JobContext job = nullJob();
        OpenedWorkspace opened = openWorkspace(m_path, job);
        QVERIFY2(opened.problems.empty(),
                 opened.problems.empty() ? "" : opened.problems[0].c_str());
        Workspace workspace;
        const auto ids = addToWorkspace(workspace, opened);
        const auto made = workspace.get<Run>(ids.at(2));
        QVERIFY(made != nullptr);
        QVERIFY(made->find("S") != nullptr);
        QVERIFY(made->find("U") == nullptr);
        QCOMPARE(made->made.seed, std::uint64_t{3});
        QVERIFY((workspace.recipe(ids[2]).sources == std::vector<ItemId>{ids[0], ids[1]}));
    }

    void aRunWithoutItsModelIsReported()
    {
        WorkspaceFile file;
        file.items = {SavedItem{1, "model", "Net", "open", m_folder / "gone.h5", "", {}, {}},
                      SavedItem{2, "run", "Run", "run", {}, "", {1, 7}, {}}};
        writeWorkspaceFile(m_path, file, false);
        JobContext job = nullJob();
        const OpenedWorkspace opened = openWorkspace(m_path, job);
        QVERIFY(opened.data.empty());
        QCOMPARE(opened.problems.size(), std::size_t{2});
    }

private:
    void save()
    {
        Workspace workspace;
        for (const char* name : {"a", "b"}) {
            const fs::path path = m_folder / "data" / (std::string(name) + ".csv");
            workspace.add(std::make_shared<const Recording>(), std::string("Recording ") + name,
                          {"open", path.string(), {}, {}});
        }
        WorkspaceFile file = describeWorkspace(workspace);
        file.layout = Json::parse(R"({"dock":4})");
        file.cursor = 12000;
        JobContext job = nullJob();
        hashFiles(file, job);
        writeWorkspaceFile(m_path, file, false);
    }

    std::unique_ptr<QTemporaryDir> m_temporary;
    fs::path m_folder;
    fs::path m_path;
};

INSPIKE_TEST(TstWorkspaceFile, tst_workspace_file)
#include "tst_workspace_file.moc"

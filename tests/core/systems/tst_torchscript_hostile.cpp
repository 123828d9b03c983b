// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/base/memory.h"
#include "core/nn/program_consent.h"
#include "core/systems/system_registry.h"
#include "tests/core/systems/script_helpers.h"
#include "tests/support/errors.h"
#include "tests/support/run_tests.h"

#include <QElapsedTimer>
#include <QTemporaryDir>

#include <algorithm>
#include <fstream>
#include <thread>

using namespace inspike;
using namespace inspike::test;

namespace {

namespace fs = std::filesystem;

std::string bytesOf(const fs::path& path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void write(const fs::path& path, const std::string& bytes)
{
    std::ofstream(path, std::ios::binary) << bytes;
}

} // namespace

class TstTorchscriptHostile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void damagedArchivesGetOneError_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("part");
        const auto row = [](const char* name, ErrorKind kind, const char* part) {
            QTest::newRow(name) << name << static_cast<int>(kind) << part;
        };
        row("version11", ErrorKind::Unsupported, "archive version 11");
        row("version_text", ErrorKind::BadFormat, "version is no number");
        row("unknown_operator", ErrorKind::Unsupported, "'aten::mul_of_tomorrow'");
        row("no_code", ErrorKind::BadFormat, "Nested");
        row("syntax", ErrorKind::BadFormat, "__torch__.py");
        row("default_executes", ErrorKind::Unsupported, "executed while it is opened");
        row("constant_executes", ErrorKind::Unsupported, "executed while it is opened");
        row("untyped_constant", ErrorKind::Unsupported, "executed while it is opened");
        row("deep_brackets", ErrorKind::Unsupported, "nested too deeply");
        row("deep_minus", ErrorKind::Unsupported, "nested too deeply");
        row("deep_type", ErrorKind::Unsupported, "nested too deeply");
        row("no_constants", ErrorKind::Unsupported, "__torch__.Nested");
        row("no_storage", ErrorKind::BadFormat, "storage '0'");
        row("short_storage", ErrorKind::BadFormat, "storage '0'");
        row("huge_tensor", ErrorKind::BadFormat, "");
        row("member_missing", ErrorKind::BadFormat, "'beta'");
        row("member_wrong", ErrorKind::BadFormat, "'beta'");
        row("foreign_global", ErrorKind::Unsupported, "os.system");
        row("empty_pickle", ErrorKind::BadFormat, "");
        row("half_pickle", ErrorKind::BadFormat, "");
        row("nested_tuples", ErrorKind::Unsupported, "nested too deeply");
        row("cycle", ErrorKind::Unsupported, "contains itself");
        row("no_module", ErrorKind::BadFormat, "no module");
        row("no_root_type", ErrorKind::BadFormat, "Missing");
    }

    void damagedArchivesGetOneError()
    {
        QFETCH(const QString, name);
        QFETCH(const int, kind);
        QFETCH(const QString, part);
        const fs::path path = scriptFolder() / "damaged" / (name.toStdString() + ".pt");
        const auto refusal = refusalOf([&] { openProgram(path); });
        QVERIFY(refusal.has_value());
        QVERIFY2(static_cast<int>(refusal->kind) == kind, refusal->text.c_str());
        QVERIFY2(refusal->text.find(part.toStdString()) != std::string::npos,
                 refusal->text.c_str());
        QVERIFY2(refusal->text.find('\n') == std::string::npos, refusal->text.c_str());
        QVERIFY2(refusal->text.size() < 800, refusal->text.c_str());
    }

    void truncatedAndFlippedFilesNeverCrash()
    {
        QTemporaryDir folder;
        const std::string whole = bytesOf(scriptFolder() / "nested.pt");
        const fs::path path = folder.filePath(QStringLiteral("damaged.pt")).toStdString();
        for (std::size_t size = 0; size < whole.size(); size += 977) {
            write(path, whole.substr(0, size));
            QVERIFY(refusalOf([&] { openProgram(path); }).has_value());
        }
        for (std::size_t at = 0; at < whole.size(); at += 61) {
            std::string flipped = whole;
            flipped[at] = static_cast<char>(flipped[at] ^ 0x20);
            write(path, flipped);
            refusalOf([&] { openProgram(path); }); // padding may be anything
        }
    }

    void openingExecutesNothing()
    {
        const auto model = openProgram(scriptFolder() / "restoring.pt");
        QVERIFY(model->info().isProgram);
        // What the program's own code would have made is not there yet.
        QVERIFY(std::ranges::none_of(model->info().parameters, [](const ParameterInfo& each) {
            return each.name == "inner.weight";
        }));
        JobContext job = nullJob();
        const Run run = runProgram(scriptFolder(), "restoring", {}, job);
        const std::string found = differences(run, expectedOf(scriptFolder(), "restoring"));
        QVERIFY2(found.empty(), found.c_str());
        QCOMPARE(std::ranges::count(run.notes, "the program printed: restoring"), 1);
    }

    void nothingRunsWithoutConsent()
    {
        const fs::path path = scriptFolder() / "printing.pt";
        JobContext job = nullJob();
        withdrawConsent(sha256OfFile(path, job));
        const auto model = openProgram(path);
        InferenceRequest request;
        request.recording = std::make_shared<const Recording>();
        INSPIKE_FAILS(model->run(request, job), ErrorKind::BadModel, "--trust");
        const Run run = runProgram(scriptFolder(), "printing", {}, job);
        QVERIFY(std::ranges::any_of(run.notes, [](const std::string& note) {
            return note.find("printed: hello from the program") != std::string::npos;
        }));
    }

    void anEndlessLoopCanBeCancelled_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("integers") << QStringLiteral("endless_integers");
        QTest::newRow("tensors") << QStringLiteral("endless_tensors");
    }

    void anEndlessLoopCanBeCancelled()
    {
        QFETCH(const QString, name);
        std::stop_source stop;
        JobContext job(stop.get_token(), {});
        std::jthread later([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(300));
            stop.request_stop();
        });
        INSPIKE_FAILS(runProgram(scriptFolder(), name.toStdString(), {}, job), ErrorKind::Cancelled,
                      "");
        // And the next run starts afresh.
        std::stop_source again;
        JobContext second(again.get_token(), {});
        again.request_stop();
        INSPIKE_FAILS(runProgram(scriptFolder(), name.toStdString(), {}, second),
                      ErrorKind::Cancelled, "");
    }

    void hungryProgramsRunOutOfMemoryAlone_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("at once") << QStringLiteral("hungry_at_once");
        QTest::newRow("little by little") << QStringLiteral("hungry");
    }

    void hungryProgramsRunOutOfMemoryAlone()
    {
        QFETCH(const QString, name);
        setMemoryBudget(std::uint64_t{256} << 20U);
        JobContext job = nullJob();
        const auto refusal =
            refusalOf([&] { runProgram(scriptFolder(), name.toStdString(), {}, job); });
        setMemoryBudget(0);
        QVERIFY(refusal.has_value());
        QVERIFY2(refusal->kind == ErrorKind::OutOfMemory, refusal->text.c_str());
    }

    void errorsOfTheProgramAreOneLine()
    {
        JobContext job = nullJob();
        const auto refusal = refusalOf([&] { runProgram(scriptFolder(), "failing", {}, job); });
        QVERIFY(refusal && refusal->kind == ErrorKind::BadModel);
        QVERIFY2(refusal->text.find("not today") != std::string::npos, refusal->text.c_str());
        QVERIFY2(refusal->text.find('\n') == std::string::npos, refusal->text.c_str());
    }

    void wrongOptionsAreRefused()
    {
        JobContext job = nullJob();
        INSPIKE_FAILS(runProgram(scriptFolder(), "nested", {"method=backward"}, job),
                      ErrorKind::BadParameter, "method");
        INSPIKE_FAILS(runProgram(scriptFolder(), "nested", {"arguments={"}, job),
                      ErrorKind::BadFormat, "");
    }
};

INSPIKE_TEST(TstTorchscriptHostile, tst_torchscript_hostile)
#include "tst_torchscript_hostile.moc"

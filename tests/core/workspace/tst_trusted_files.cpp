// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/nn/program_consent.h"
#include "core/workspace/open_file.h"
#include "core/workspace/trusted_files.h"
#include "tests/support/errors.h"
#include "tests/support/run_tests.h"

#include <QTemporaryDir>

#include <fstream>
#include <sstream>

using namespace inspike;

namespace {

namespace fs = std::filesystem;

class Program : public Model
{
public:
    explicit Program(bool program) { m_info.isProgram = program; }

    const ModelInfo& info() const override { return m_info; }
    Run run(const InferenceRequest&, JobContext&) const override { return {}; }
    LabelledArray parameter(std::string_view) const override { return {}; }

private:
    ModelInfo m_info;
};

std::string contentOf(const fs::path& path)
{
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

} // namespace

class TstTrustedFiles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        qputenv("XDG_CONFIG_HOME", m_folder->path().toUtf8());
        m_file = fs::path(m_folder->path().toStdString()) / "net.pt";
        std::ofstream(m_file) << "a program " << ++m_number;
        JobContext job = nullJob();
        m_hash = sha256OfFile(m_file, job);
    }

    void whatIsNoProgramMayRun()
    {
        JobContext job = nullJob();
        QVERIFY(mayRun(Program(false), m_file, job));
        QVERIFY(!mayRun(Program(true), m_file, job));
        INSPIKE_FAILS(requireTrust(Program(true), m_file, job), ErrorKind::BadModel,
                      "net.pt is a TorchScript program");
    }

    void runModelRefusesWhatIsNotTrusted()
    {
        JobContext job = nullJob();
        const auto model = std::make_shared<const Program>(true);
        INSPIKE_FAILS(runModel(m_file, model, m_file, {}, job), ErrorKind::BadModel, "--trust");
        QVERIFY(trustProgram(m_file, job).empty());
        runModel(m_file, model, m_file, {}, job);
    }

    void trustIsRememberedByContent()
    {
        JobContext job = nullJob();
        QVERIFY(trustProgram(m_file, job).empty());
        QVERIFY(consentedToProgram(m_hash));
        withdrawConsent(m_hash); // as in another process
        QVERIFY(mayRun(Program(true), m_file, job));
        const fs::path copy = m_file.parent_path() / "copy.pt";
        fs::copy_file(m_file, copy);
        QVERIFY(mayRun(Program(true), copy, job));
        std::ofstream(copy, std::ios::app) << "changed";
        QVERIFY(!mayRun(Program(true), copy, job));
        // Once is enough, and others stay.
        trustProgram(m_file, job);
        trustProgram(copy, job);
        const std::string list = contentOf(trustedFilesList());
        QCOMPARE(list.find(m_hash), list.rfind(m_hash));
        withdrawConsent(m_hash);
        QVERIFY(mayRun(Program(true), m_file, job));
    }

    void aDamagedListTrustsNothingAndIsReplaced()
    {
        JobContext job = nullJob();
        fs::create_directories(trustedFilesList().parent_path());
        for (const char* text : {"", "{", "[1, 2]", "{\"trusted\": 5}", "{\"trusted\": [null]}"}) {
            std::ofstream(trustedFilesList()) << text;
            withdrawConsent(m_hash);
            QVERIFY(!mayRun(Program(true), m_file, job));
            QVERIFY(trustProgram(m_file, job).empty());
            withdrawConsent(m_hash);
            QVERIFY(mayRun(Program(true), m_file, job));
        }
    }

    void whatCannotBeRememberedIsSaid()
    {
        JobContext job = nullJob();
        qputenv("XDG_CONFIG_HOME", m_file.c_str()); // no folder
        QVERIFY(!trustProgram(m_file, job).empty());
        QVERIFY(mayRun(Program(true), m_file, job)); // now it may
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    fs::path m_file;
    std::string m_hash;
    int m_number = 0;
};

INSPIKE_TEST(TstTrustedFiles, tst_trusted_files)
#include "tst_trusted_files.moc"

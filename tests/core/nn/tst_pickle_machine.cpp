// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/nn/formats/pickle_machine.h"
#include "core/nn/formats/state_dict.h"
#include "tests/support/run_tests.h"

using namespace inspike;
using namespace std::string_literals;

namespace {

pickle::Document parsed(const std::string& bytes)
{
    JobContext job = nullJob();
    return pickle::parse(std::as_bytes(std::span(bytes)), job);
}

QString refusal(const std::string& bytes)
{
    try {
        findState(parsed(bytes));
    } catch (const Error& error) {
        return error.what();
    }
    return {};
}

std::string repeated(const std::string& part, std::size_t times)
{
    std::string result;
    for (std::size_t i = 0; i < times; ++i)
        result += part;
    return result;
}

// A tensor of the given number of elements in a storage of as many.
std::string tensor(const std::string& count)
{
    return "ctorch._utils\n_rebuild_tensor_v2\n((X\x07\0\0\0storagectorch\nFloatStorage\n"
           "X\x01\0\0\0"
           "0X\x03\0\0\0cpu"s +
           count + "tQK\0"s + count + "\x85K\x01\x85\x89}tR"s;
}

} // namespace

class TstPickleMachine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void numbersOfEveryWidthAreExact_data()
    {
        QTest::addColumn<QByteArray>("code");
        QTest::addColumn<qint64>("value");
        QTest::newRow("one byte") << QByteArray("K\xff", 2) << qint64{255};
        QTest::newRow("two bytes") << QByteArray("M\xff\xff", 3) << qint64{65535};
        QTest::newRow("negative") << QByteArray("J\xfe\xff\xff\xff", 5) << qint64{-2};
        QTest::newRow("empty long") << QByteArray("\x8a\x00", 2) << qint64{0};
        QTest::newRow("long -1") << QByteArray("\x8a\x01\xff", 3) << qint64{-1};
        QTest::newRow("long 128") << QByteArray("\x8a\x02\x80\x00", 4) << qint64{128};
        QTest::newRow("long min") << QByteArray("\x8a\x08\0\0\0\0\0\0\0\x80", 10)
                                  << std::numeric_limits<qint64>::min();
    }
    void numbersOfEveryWidthAreExact()
    {
        QFETCH(QByteArray, code);
        QFETCH(qint64, value);
        const pickle::Document document = parsed("\x80\x02" + code.toStdString() + ".");
        QCOMPARE(*document.heap.get<std::int64_t>(document.root), value);
    }

    void numPyNumbersBecomeSettings()
    {
        const std::string number =
            "cnumpy.core.multiarray\nscalar\ncnumpy\ndtype\nX\x02\0\0\0f8K\0K\x01\x87R"
            "(K\x03X\x01\0\0\0<NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\0tb"
            "C\x08\0\0\0\0\0\0\xe0\x3f\x86R"s; // 0.5
        const FoundState found = findState(parsed("\x80\x03}(X\x01\0\0\0a"s + tensor("K\x01") +
                                                  "X\x04\0\0\0best"s + number + "u."));
        QCOMPARE(found.config["best"].toDouble(), 0.5);
        QCOMPARE(found.tensors.size(), std::size_t{1});
    }

    void hostilePicklesAreRefusedByReason_data()
    {
        QTest::addColumn<QByteArray>("code");
        QTest::addColumn<QString>("part");
        const auto row = [](const char* name, const std::string& code, const char* part) {
            QTest::newRow(name) << QByteArray::fromStdString(code) << QString(part);
        };
        row("empty", "", "ends early");
        row("no stop", "\x80\x02}", "ends early");
        row("text longer than the file", "\x80\x02X\xff\xff\xff\x7f"s, "ends early");
        row("text of 2^64 bytes", "\x80\x04\x8d\xff\xff\xff\xff\xff\xff\xff\xff"s, "ends early");
        row("empty stack", "\x80\x02R."s, "empty stack");
        row("unopened group", "\x80\x02t."s, "not opened");
        row("below the mark", "\x80\x02}(a."s, "empty stack");
        row("memory never stored", "\x80\x02h\x07."s, "never stored");
        row("later protocol", "\x80\x09."s, "protocol");
        row("unknown opcode", "\x80\x02\xf0."s, "opcode 240");
        row("extension registry", "\x80\x02\x82\x01."s, "opcode 130");
        row("old instance", "(ios\nsystem\n."s, "'os.system'");
        row("global with control characters", "cos\x1b[2J\nsys\n."s, "'os?[2J.sys'");
        row("bytes as code",
            "\x80\x02"
            "ctorch.storage\n_load_from_bytes\n."s,
            "'torch.storage._load_from_bytes'");
        row("module attribute", "\x80\x04\x8c\x05torch\x8c\x04save\x93."s, "'torch.save'");
        row("integer of 2000 bits", "\x80\x02\x8a\xff"s + std::string(255, '\x7f') + ".",
            "more than 64 bits");
        row("marks without end", "\x80\x02"s + std::string(100'000, '('), "deeper");
        row("list in list in list",
            "\x80\x02"s + std::string(500'000, ']') + std::string(499'999, 'a') + ".",
            "without tensors");
        row("a dict that holds itself", "\x80\x02}q\0X\x01\0\0\0ah\0s."s, "without tensors");
        row("four million values", "\x80\x02"s + std::string(4'100'000, 'N'), "four million");
        row("call of a tuple", "\x80\x02))R."s, "cannot be called");
        row("storage of negative length", "\x80\x02"s + tensor("J\xff\xff\xff\xff"), "negative");
        row("state of a number", "\x80\x02K\x01}b."s, "gives a state");
        row("dict of a list of numbers",
            "\x80\x02"
            "ccollections\nOrderedDict\n](K\x01K\x02"
            "e\x85R."s,
            "made of pairs");
    }
    void hostilePicklesAreRefusedByReason()
    {
        QFETCH(QByteArray, code);
        QFETCH(QString, part);
        const QString message = refusal(code.toStdString());
        QVERIFY2(message.contains(part), qPrintable(message));
    }

    // Each level refers to the one below twice: 2^60 paths to one tensor.
    void repetitionDoesNotMultiplyTheWork()
    {
        std::string laughs = "\x80\x02}X\x01\0\0\0t"s + tensor("K\x01") + "sq\0"s;
        for (int level = 1; level <= 60; ++level) {
            const char below = static_cast<char>(level - 1);
            laughs += "}(X\x01\0\0\0ah"s + below + "X\x01\0\0\0bh"s + below + "uq"s +
                      static_cast<char>(level);
        }
        const QString message = refusal(laughs + ".");
        QVERIFY2(message.contains("nested") || message.contains("without tensors"),
                 qPrintable(message));
    }

    // A dict of 20,000 pairs made again and again from one list.
    void oneListIsNotCopiedWithoutEnd()
    {
        const std::string list = "](" + repeated("K\x01K\x02\x86"s, 20'000) +
                                 "e\x85q\0"
                                 "0ccollections\nOrderedDict\nq\x01"
                                 "0"s;
        const QString message = refusal("\x80\x02" + list + repeated("h\x01h\0R"s, 200'000) + ".");
        QVERIFY2(message.contains("repeats itself"), qPrintable(message));
    }

    void aProgramIsCancelledWhileItRuns()
    {
        std::stop_source stop;
        stop.request_stop();
        JobContext job(stop.get_token(), {});
        const std::string code = "\x80\x02" + std::string(1000, 'N') + ".";
        try {
            pickle::parse(std::as_bytes(std::span(code)), job);
            QFAIL("was not cancelled");
        } catch (const Error& error) {
            QVERIFY(error.kind() == ErrorKind::Cancelled);
        }
    }
};

INSPIKE_TEST(TstPickleMachine, tst_pickle_machine)
#include "tst_pickle_machine.moc"

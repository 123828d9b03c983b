// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Damaged and malicious files: an Error or the right values, never a crash. The sanitizers watch.
#include "core/base/error.h"
#include "core/nn/checkpoint.h"
#include "core/nn/run_file.h"
#include "tests/support/run_tests.h"
#include "tests/support/shared_data.h"

#include <QFile>
#include <QTemporaryDir>

#include <zip.h>

#include <algorithm>

using namespace inspike;
using namespace std::string_literals;

namespace {

const std::filesystem::path kFolder = std::filesystem::path(INSPIKE_TEST_DATA) / "checkpoints";

QByteArray contentOf(const std::filesystem::path& path)
{
    QFile file(QString::fromStdString(path.string()));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void write(const std::filesystem::path& path, const QByteArray& content)
{
    QFile file(QString::fromStdString(path.string()));
    file.remove(); // some file systems flush a file that is cut and written again
    if (file.open(QIODevice::WriteOnly))
        file.write(content);
}

// Empty when it was read; throws whatever is not an Error.
QString outcome(const std::filesystem::path& path, Checkpoint* checkpoint = nullptr)
{
    JobContext job = nullJob();
    try {
        looksLikeCheckpoint(path);
        Checkpoint read = readCheckpoint(path, job);
        if (checkpoint != nullptr)
            *checkpoint = std::move(read);
        return {};
    } catch (const Error& error) {
        return error.what();
    }
}

bool sameState(const Checkpoint& a, const Checkpoint& b)
{
    return std::equal(a.state.begin(), a.state.end(), b.state.begin(), b.state.end(),
                      [](const auto& x, const auto& y) {
                          return x.first == y.first && x.second.shape == y.second.shape &&
                                 x.second.bytes == y.second.bytes;
                      });
}

struct Entry
{
    std::string name;
    std::string content;
    bool compressed = false;
};

void writeZip(const std::filesystem::path& path, const std::vector<Entry>& entries)
{
    int code = 0;
    zip_t* archive = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &code);
    for (const Entry& entry : entries) {
        zip_source_t* source =
            zip_source_buffer(archive, entry.content.data(), entry.content.size(), 0);
        const zip_int64_t index =
            zip_file_add(archive, entry.name.c_str(), source, ZIP_FL_ENC_UTF_8);
        zip_set_file_compression(archive, static_cast<zip_uint64_t>(index),
                                 entry.compressed ? ZIP_CM_DEFLATE : ZIP_CM_STORE, 0);
    }
    zip_close(archive);
}

std::string integer(std::int64_t value)
{
    std::string code = "\x8a\x08";
    for (unsigned int i = 0; i < 8; ++i)
        code += static_cast<char>((static_cast<std::uint64_t>(value) >> (8 * i)) & 0xFFU);
    return code;
}

std::string tuple(const std::vector<std::int64_t>& values)
{
    std::string code = "(";
    for (const std::int64_t value : values)
        code += integer(value);
    return code + "t";
}

// {"w": a view of storage "0" of `count` floats}
std::string pickleOf(std::int64_t count, std::int64_t offset,
                     const std::vector<std::int64_t>& shape,
                     const std::vector<std::int64_t>& stride)
{
    return "\x80\x02}X\x01\0\0\0wctorch._utils\n_rebuild_tensor_v2\n((X\x07\0\0\0storage"
           "ctorch\nFloatStorage\nX\x01\0\0\0"
           "0X\x03\0\0\0cpu"s +
           integer(count) + "tQ" + integer(offset) + tuple(shape) + tuple(stride) + "\x89}tRs.";
}

} // namespace

class TstHostileCheckpoint : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void truncatedFilesAreRefused_data()
    {
        QTest::addColumn<QString>("file");
        for (const char* file : {"plain.pth", "nested.pth", "views.pth", "types.pth",
                                 "protocol4.pth", "legacy.pth", "os_system.pth"})
            QTest::newRow(file) << file;
    }
    void truncatedFilesAreRefused()
    {
        QFETCH(QString, file);
        const QTemporaryDir folder;
        const auto path = std::filesystem::path(folder.path().toStdString()) / "cut.pth";
        const QByteArray content = contentOf(kFolder / file.toStdString());
        QVERIFY(content.size() > 100);
        for (qsizetype length = 0; length < content.size(); length += 3) {
            write(path, content.left(length));
            QVERIFY2(!outcome(path).isEmpty(), qPrintable(QString::number(length)));
        }
    }

    // Checksums cover the pickle and the storages: whatever is still read is right.
    void flippedBitsNeverChangeValuesUnnoticed_data()
    {
        QTest::addColumn<QString>("file");
        for (const char* file : {"plain.pth", "nested.pth", "protocol4.pth"})
            QTest::newRow(file) << file;
    }
    void flippedBitsNeverChangeValuesUnnoticed()
    {
        QFETCH(QString, file);
        const QTemporaryDir folder;
        const auto path = std::filesystem::path(folder.path().toStdString()) / "flipped.pth";
        const QByteArray content = contentOf(kFolder / file.toStdString());
        Checkpoint sound;
        QCOMPARE(outcome(kFolder / file.toStdString(), &sound), QString());
        int refused = 0;
        for (qsizetype at = 0; at < content.size(); ++at) {
            QByteArray damaged = content;
            damaged[at] = static_cast<char>(damaged[at] ^ (1 << (at % 8)));
            write(path, damaged);
            Checkpoint read;
            if (!outcome(path, &read).isEmpty())
                ++refused;
            else
                QVERIFY2(sameState(read, sound), qPrintable(QString::number(at)));
        }
        QVERIFY(refused > 100);
    }

    void realFilesCutAtEveryPageAreRefused_data()
    {
        QTest::addColumn<QString>("file");
        for (const char* file :
             {"data/models/sinabs_mnist_params.pt", "data/models/neurobench_best_model.pt",
              "data/models/slayer_oxfordNet.pt", "data/made/ts_lifnet_113.pt",
              "fixtures/smnn-mante-n30p2-single.h5"})
            QTest::newRow(file) << file;
    }
    void realFilesCutAtEveryPageAreRefused()
    {
        QFETCH(QString, file);
        const auto source = test::sharedFile(file.toStdString());
        INSPIKE_NEED(source, "model file");
        const QTemporaryDir folder;
        const auto path = std::filesystem::path(folder.path().toStdString()) / "cut.pt";
        const QByteArray content = contentOf(source);
        for (qsizetype length = 0; length < content.size(); length += 4096) {
            write(path, content.left(length));
            QVERIFY2(!outcome(path).isEmpty(), qPrintable(QString::number(length)));
        }
    }

    // HDF5 has no checksums here, so values may change; nothing may crash.
    void flippedBitsOfModelFilesAreSurvived()
    {
        const QTemporaryDir folder;
        const std::filesystem::path base(folder.path().toStdString());
        Checkpoint checkpoint;
        checkpoint.system = "smnn";
        checkpoint.state["Win"] = Tensor::fromFloats({3, 2}, {1, 2, 3, 4, 5, 6});
        checkpoint.state["a/b"] = Tensor::fromFloats({2}, {1, 2});
        writeModelFile(base / "sound.h5", checkpoint);
        const QByteArray content = contentOf(base / "sound.h5");
        for (qsizetype at = 0; at < content.size(); ++at) {
            QByteArray damaged = content;
            damaged[at] = static_cast<char>(damaged[at] ^ (1 << (at % 8)));
            write(base / "flipped.h5", damaged);
            outcome(base / "flipped.h5");
        }
    }

    void impossibleViewsAreRefused_data()
    {
        QTest::addColumn<QByteArray>("code");
        QTest::addColumn<QString>("part");
        const auto row = [](const char* name, const std::string& code, const char* part) {
            QTest::newRow(name) << QByteArray::fromStdString(code) << QString(part);
        };
        constexpr std::int64_t kHuge = INT64_MAX;
        row("claimed storage", pickleOf(1'000'000'000'000'000, 0, {4}, {1}), "claims");
        row("storage that overflows", pickleOf(kHuge, 0, {4}, {1}), "claims");
        row("beyond the end", pickleOf(4, 1, {4}, {1}), "beyond its storage");
        row("offset", pickleOf(4, kHuge, {1}, {1}), "beyond");
        row("negative offset", pickleOf(4, -1, {1}, {1}), "negative offset");
        row("negative stride", pickleOf(4, 3, {4}, {-1}), "negative strides");
        row("negative size", pickleOf(4, 0, {-4}, {1}), "negative size");
        row("stride that overflows", pickleOf(4, 0, {3, 3}, {kHuge, kHuge}), "beyond");
        row("size that overflows", pickleOf(4, 0, {kHuge, kHuge, kHuge}, {0, 0, 0}), "large");
        row("10^15 repeats", pickleOf(4, 0, {1'000'000'000'000'000}, {0}), "far more memory");
        row("10^9 repeats", pickleOf(4, 0, {1'000'000'000}, {0}), "far more memory");
        row("ranks differ", pickleOf(4, 0, {2, 2}, {1}), "strides");
        row("65 dimensions",
            pickleOf(4, 0, std::vector<std::int64_t>(65, 1), std::vector<std::int64_t>(65, 1)),
            "64 dimensions");
    }
    void impossibleViewsAreRefused()
    {
        QFETCH(QByteArray, code);
        QFETCH(QString, part);
        const QTemporaryDir folder;
        const auto path = std::filesystem::path(folder.path().toStdString()) / "view.pth";
        writeZip(path, {{"archive/data.pkl", code.toStdString()},
                        {"archive/data/0", std::string(16, '\0')}});
        const QString message = outcome(path);
        QVERIFY2(message.contains(part), qPrintable(message));
    }

    void strideOfASingleEntryMayBeAnything()
    {
        const QTemporaryDir folder;
        const auto path = std::filesystem::path(folder.path().toStdString()) / "view.pth";
        writeZip(path, {{"archive/data.pkl", pickleOf(4, 3, {1, 2, 2}, {INT64_MAX, 0, 0})},
                        {"archive/data/0", std::string(16, '\0')}});
        QCOMPARE(outcome(path), QString());
    }

    void zipBombsAreRefused_data()
    {
        QTest::addColumn<QString>("entry");
        QTest::newRow("pickle") << "archive/data.pkl";
        QTest::newRow("storage") << "archive/data/0";
    }
    void zipBombsAreRefused()
    {
        QFETCH(QString, entry);
        const QTemporaryDir folder;
        const auto path = std::filesystem::path(folder.path().toStdString()) / "bomb.pth";
        constexpr std::size_t kUnfolded = std::size_t{100} << 20U;
        std::vector<Entry> entries = {{entry.toStdString(), std::string(kUnfolded, '\0'), true}};
        if (entry != "archive/data.pkl")
            entries.push_back({"archive/data.pkl",
                               pickleOf(static_cast<std::int64_t>(kUnfolded / 4), 0, {4}, {1})});
        writeZip(path, entries);
        QVERIFY(std::filesystem::file_size(path) < 1'000'000);
        const QString message = outcome(path);
        QVERIFY2(message.contains("claims"), qPrintable(message));
    }

    void compressedCheckpointsAreRead()
    {
        const QTemporaryDir folder;
        const auto path = std::filesystem::path(folder.path().toStdString()) / "packed.pth";
        writeZip(path,
                 {{"archive/data.pkl", pickleOf(4, 0, {2, 2}, {1, 2}), true},
                  {"archive/data/0", "\0\0\x80\x3f\0\0\0\x40\0\0\x40\x40\0\0\x80\x40"s, true}});
        Checkpoint checkpoint;
        QCOMPARE(outcome(path, &checkpoint), QString());
        QVERIFY((checkpoint.state.at("w").toFloats() == std::vector<float>{1, 3, 2, 4}));
    }

    void otherZipFilesAreNoCheckpoints()
    {
        const QTemporaryDir folder;
        const auto path = std::filesystem::path(folder.path().toStdString()) / "some.zip";
        writeZip(path, {{"word/document.xml", "<x/>"}});
        QVERIFY(!looksLikeCheckpoint(path));
        const QString message = outcome(path);
        QVERIFY2(message.contains("without data.pkl"), qPrintable(message));
    }
};

INSPIKE_TEST(TstHostileCheckpoint, tst_hostile_checkpoint)
#include "tst_hostile_checkpoint.moc"

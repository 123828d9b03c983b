// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/mapped_file.h"
#include "tests/support/run_tests.h"

#include <QTemporaryDir>

#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <string>
#include <unistd.h>

using namespace inspike;

namespace {

std::filesystem::path fileOf(const QTemporaryDir& folder, const std::string& content)
{
    const std::filesystem::path path = folder.filePath("a.raw").toStdString();
    std::ofstream(path, std::ios::binary) << content;
    return path;
}

std::string textOf(const MappedFile& file)
{
    const auto bytes = file.bytes();
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

ErrorKind refusalOf(const std::filesystem::path& path)
{
    try {
        const MappedFile file(path);
    } catch (const Error& error) {
        return error.kind();
    }
    return ErrorKind::Internal;
}

} // namespace

class TstMappedFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theContentIsThatOfTheFile()
    {
        const QTemporaryDir folder;
        const std::string content(100000, 'x');
        const MappedFile file(fileOf(folder, content + "end"));
        file.adviseSequential();
        QVERIFY(textOf(file) == content + "end");
    }

    void anEmptyFileIsAnEmptySpan()
    {
        const QTemporaryDir folder;
        const MappedFile file(fileOf(folder, ""));
        file.adviseSequential();
        file.release(0, 10);
        QVERIFY(file.bytes().empty());
        QVERIFY(MappedFile().bytes().empty());
    }

    void releasedPagesComeBack()
    {
        const QTemporaryDir folder;
        std::string content;
        for (int i = 0; i < 50000; ++i)
            content += static_cast<char>('a' + i % 26);
        const MappedFile file(fileOf(folder, content));
        QVERIFY(textOf(file) == content);
        file.release(0, content.size());
        file.release(5000, 1);
        file.release(10, 1U << 30U);       // beyond the end
        file.release(1U << 30U, SIZE_MAX); // and far beyond
        QVERIFY(textOf(file) == content);
    }

    void theContentOutlivesTheName()
    {
        QTemporaryDir folder;
        const MappedFile file(fileOf(folder, "still here"));
        QVERIFY(folder.remove());
        QVERIFY(textOf(file) == "still here");
    }

    void aDescriptorMayBeClosedAfterMapping()
    {
        const QTemporaryDir folder;
        const auto path = fileOf(folder, "of a descriptor");
        const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
        QVERIFY(descriptor >= 0);
        const MappedFile file = MappedFile::fromDescriptor(descriptor);
        ::close(descriptor);
        QVERIFY(textOf(file) == "of a descriptor");
    }

    void movingHandsTheContentOver()
    {
        const QTemporaryDir folder;
        MappedFile first(fileOf(folder, "content"));
        MappedFile second(std::move(first));
        QVERIFY(textOf(second) == "content");
        MappedFile third;
        third = std::move(second);
        QVERIFY(textOf(third) == "content");
    }

    void whatIsNoReadableFileIsRefused()
    {
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.path().toStdString();
        QVERIFY(refusalOf(path) == ErrorKind::NotFound);
        QVERIFY(refusalOf(path / "nothing") == ErrorKind::NotFound);
        QVERIFY(refusalOf("/dev/null") == ErrorKind::NotFound);
    }
};

INSPIKE_TEST(TstMappedFile, tst_mapped_file)
#include "tst_mapped_file.moc"

// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/reader_registry.h"
#include "tests/core/io/io_samples.h"
#include "tests/support/run_tests.h"
#include "tests/support/shared_data.h"

using namespace inspike;
using namespace inspike::test;

namespace {

std::string header(unsigned dimensions, const std::vector<unsigned>& sizes)
{
    std::string bytes("\0\0\x08", 3);
    bytes += static_cast<char>(dimensions);
    for (const unsigned size : sizes) {
        for (const unsigned shift : {24U, 16U, 8U, 0U})
            bytes += static_cast<char>(size >> shift & 255U);
    }
    return bytes;
}

} // namespace

class TstIdxReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void picturesComeWithTheLabelsBeside_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("packed") << "tiny-images-idx3-ubyte.gz";
        QTest::newRow("plain") << "plain-images.idx3-ubyte";
    }
    void picturesComeWithTheLabelsBeside()
    {
        QFETCH(QString, name);
        const Recording recording = opened(sample(name.toStdString()));
        const Frames& frames = *recording.first<Frames>();
        QCOMPARE(frames.count, std::size_t{3});
        QCOMPARE(frames.height, std::size_t{4});
        QCOMPARE(frames.width, std::size_t{5});
        QCOMPARE(int{frames.data.at(59)}, 59);
        QCOMPARE(recording.first<Labels>()->values, (std::vector<std::int64_t>{7, 2, 1}));
        QVERIFY(recording.info.notes.empty());
    }

    void picturesWithoutLabelsAreFine()
    {
        QTemporaryDir folder;
        const auto path = written(folder, "images", header(3, {1, 1, 1}) + "x");
        QCOMPARE(opened(path).streams.size(), std::size_t{1});
    }

    void labelsThatDoNotFitAreNoted()
    {
        QTemporaryDir folder;
        const auto path = written(folder, "a-images-idx3-ubyte", header(3, {2, 1, 1}) + "xy");
        written(folder, "a-labels-idx1-ubyte", header(1, {1}) + "\x05");
        const Recording recording = opened(path);
        QCOMPARE(recording.first<Labels>()->values.size(), std::size_t{1});
        QVERIFY(joined(recording.info.notes).contains("1 label for 2 pictures"));
    }

    void completePicturesOfATruncatedFileAreKept()
    {
        QTemporaryDir folder;
        const auto path = written(folder, "a", header(3, {3, 2, 2}) + "12345678901");
        const Recording recording = opened(path);
        QCOMPARE(recording.first<Frames>()->count, std::size_t{2});
        QCOMPARE(recording.first<Frames>()->data.size(), std::size_t{8});
        QVERIFY(joined(recording.info.notes).contains("kept 2 of 3"));
    }

    void impossibleSizesAreRefusedWithoutAllocation()
    {
        QTemporaryDir folder;
        const auto path = written(folder, "a", header(3, {4000000000U, 60000U, 60000U}) + "1");
        const auto error = errorOf([&] { opened(path); });
        QVERIFY(error && error->kind() == ErrorKind::BadFormat);
    }

    void picturesWithoutPixelsAreNone()
    {
        QTemporaryDir folder;
        const auto path = written(folder, "a", header(3, {4000000000U, 0, 5}));
        QCOMPARE(opened(path).first<Frames>()->count, std::size_t{0});
    }

    void realPicturesHaveTheirLabels()
    {
        const auto path = sharedFile("data/mnist/images-idx3-ubyte.gz");
        INSPIKE_NEED(path, "pictures");
        const Recording recording = opened(path);
        QCOMPARE(recording.first<Frames>()->count, std::size_t{7000});
        QCOMPARE(recording.first<Frames>()->width, std::size_t{28});
        const auto& labels = recording.first<Labels>()->values;
        QVERIFY(std::vector<std::int64_t>(labels.begin(), labels.begin() + 5) ==
                (std::vector<std::int64_t>{7, 2, 1, 0, 4}));
    }
};

INSPIKE_TEST(TstIdxReader, tst_idx_reader)
#include "tst_idx_reader.moc"

// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/reader_registry.h"
#include "tests/core/io/io_samples.h"
#include "tests/core/io/media_files.h"
#include "tests/support/run_tests.h"

#include <QElapsedTimer>

#include <cstdlib>

using namespace inspike;
using namespace inspike::test;

namespace {

using Bytes = std::vector<std::uint8_t>;

struct Expected
{
    PngHeader header;
    std::string pixels;
    std::string palette;
    std::size_t channels;
    Bytes data;
    QString note;
};

const std::vector<std::pair<const char*, Expected>>& kinds()
{
    using namespace std::string_literals;
    static const std::vector<std::pair<const char*, Expected>> kKinds = {
        {"grey", {{2, 1, 8, 0}, "\x01\x02"s, "", 1, {1, 2}, ""}},
        {"grey, 1 bit", {{3, 1, 1, 0}, "\xA0"s, "", 1, {255, 0, 255}, ""}},
        {"grey, 16 bits",
         {{2, 1, 16, 0}, "\x01\xFF\x80\x00"s, "", 1, {1, 128}, "16 bits per channel became 8"}},
        {"grey with alpha",
         {{2, 1, 8, 4}, "\x05\x00\x06\xFF"s, "", 1, {5, 6}, "transparency was left out"}},
        {"RGB", {{1, 2, 8, 2}, "\x01\x02\x03\x04\x05\x06"s, "", 3, {1, 2, 3, 4, 5, 6}, ""}},
        {"RGB, 16 bits",
         {{1, 1, 16, 2},
          "\x01\xFE\x02\xFE\x03\xFE"s,
          "",
          3,
          {1, 2, 3},
          "16 bits per channel became 8"}},
        {"RGBA",
         {{1, 1, 8, 6}, "\x01\x02\x03\x00"s, "", 3, {1, 2, 3}, "transparency was left out"}},
        {"palette",
         {{3, 1, 2, 3},
          "\x24"s,
          "\x0A\x0B\x0C\x14\x15\x16\x1E\x1F\x20"s,
          3,
          {10, 11, 12, 30, 31, 32, 20, 21, 22},
          ""}},
        {"1 x 1", {{1, 1, 8, 0}, "\x07"s, "", 1, {7}, ""}},
    };
    return kKinds;
}

} // namespace

class TstPictureReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyKindOfPngBecomesGreyOrRgb_data()
    {
        QTest::addColumn<int>("row");
        for (std::size_t i = 0; i < kinds().size(); ++i)
            QTest::newRow(kinds()[i].first) << static_cast<int>(i);
    }
    void everyKindOfPngBecomesGreyOrRgb()
    {
        QFETCH(int, row);
        const Expected& expected = kinds()[static_cast<std::size_t>(row)].second;
        QTemporaryDir folder;
        const Recording recording = opened(
            written(folder, "a.png", png(expected.header, expected.pixels, expected.palette)));
        QVERIFY(recording.streams[0].modality == "visual");
        const Frames& frames = *recording.first<Frames>();
        QCOMPARE(frames.count, std::size_t{1});
        QCOMPARE(frames.width, std::size_t{expected.header.width});
        QCOMPARE(frames.height, std::size_t{expected.header.height});
        QCOMPARE(frames.channels, expected.channels);
        QVERIFY(frames.data == expected.data);
        QCOMPARE(joined(recording.info.notes).trimmed(), expected.note);
    }

    void aJpegIsTheSamePictureAlmost()
    {
        const Frames exact = *opened(sample("tiny.png")).first<Frames>();
        QCOMPARE(exact.width, std::size_t{12});
        QCOMPARE(exact.height, std::size_t{8});
        QCOMPARE(int{exact.data[3 * (12 * 2 + 5)]}, 100);
        QCOMPARE(int{exact.data[3 * (12 * 2 + 5) + 1]}, 60);
        const Frames lossy = *opened(sample("tiny.jpg")).first<Frames>();
        QCOMPARE(lossy.data.size(), exact.data.size());
        double sum = 0.0;
        for (std::size_t i = 0; i < exact.data.size(); i += 3)
            sum += std::abs(exact.data[i + 1] - lossy.data[i + 1]); // green, which JPEG keeps best
        QVERIFY2(sum / double(exact.data.size() / 3) < 20.0, qPrintable(QString::number(sum)));
        const Frames grey = *opened(sample("tiny_grey.jpeg")).first<Frames>();
        QCOMPARE(grey.channels, std::size_t{1});
    }

    void aLongPictureIsNothingSpecial()
    {
        QTemporaryDir folder;
        const std::string pixels(20000 * 10, '\x40');
        const Recording recording =
            opened(written(folder, "long.png", png({20000, 10, 8, 0}, pixels)));
        QCOMPARE(recording.first<Frames>()->width, std::size_t{20000});
        QCOMPARE(recording.first<Frames>()->data.size(), pixels.size());
    }

    void absurdSizesAreRefusedAtOnce_data()
    {
        QTest::addColumn<uint>("width");
        QTest::addColumn<uint>("height");
        QTest::addColumn<QString>("why");
        QTest::newRow("too wide") << 2'000'000'000U << 1U << "at most";
        QTest::newRow("too many") << 60'000U << 60'000U << "at most";
        QTest::newRow("more than the file can hold") << 9'000U << 9'000U << "more pixels than";
        QTest::newRow("none") << 0U << 5U << "damaged";
    }
    void absurdSizesAreRefusedAtOnce()
    {
        QFETCH(uint, width);
        QFETCH(uint, height);
        QFETCH(QString, why);
        QTemporaryDir folder;
        // The pixels of two rows of five.
        const auto path =
            written(folder, "bomb.png", png({width, height, 8, 2}, std::string(30, '\0')));
        QElapsedTimer clock;
        clock.start();
        const auto error = errorOf([&] { opened(path); });
        QVERIFY(error && exitCodeOf(error->kind()) == 3);
        QVERIFY2(QString(error->what()).contains(why), error->what());
        QVERIFY(clock.elapsed() < 1000);
    }

    void damagedPicturesAreRefusedWithTheirName_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("bytes");
        for (const char* name : {"tiny.png", "tiny.jpg", "tiny_grey.jpeg"}) {
            QTest::addRow("%s without its end", name) << name << -30;
            QTest::addRow("%s, head only", name) << name << 30;
        }
    }
    void damagedPicturesAreRefusedWithTheirName()
    {
        QFETCH(QString, name);
        QFETCH(int, bytes);
        QTemporaryDir folder;
        const std::string whole = contentOf(sample(name.toStdString()));
        const auto path = written(
            folder, name.toStdString(),
            whole.substr(0, bytes > 0 ? std::size_t(bytes) : whole.size() - std::size_t(-bytes)));
        const auto error = errorOf([&] { opened(path); });
        QVERIFY(error && error->kind() == ErrorKind::BadFormat);
        QVERIFY2(QString(error->what()).contains("damaged") &&
                     QString(error->what()).contains(name),
                 error->what());
    }

    void aChangedByteIsNoticed()
    {
        QTemporaryDir folder;
        std::string content = contentOf(sample("tiny.png"));
        content[content.size() - 30] ^= 4; // inside the compressed pixels
        const auto error = errorOf([&] { opened(written(folder, "a.png", content)); });
        QVERIFY(error && error->kind() == ErrorKind::BadFormat);
    }
};

INSPIKE_TEST(TstPictureReader, tst_picture_reader)
#include "tst_picture_reader.moc"

// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/io/media_files.h"
#include "tests/core/systems/scmrl_pairs.h"
#include "tests/support/run_tests.h"

#include <algorithm>
#include <cmath>
#include <set>

using namespace inspike;
using namespace inspike::scmrl;
using test::greySteps;
using test::isClose;
using test::squareOf;
using test::tone;

class TstScmrlPictures : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void picturesAreNormalisedAsTheNetworkWasTaught()
    {
        test::PairFolder folder;
        folder.write("a.wav", tone(1, 8000, 800));
        folder.write("grey.png", test::png({2, 2, 8, 0}, std::string("\x00\x33\x66\xFF", 4)));
        folder.write("red.png", test::png({1, 1, 8, 2}, std::string("\xFF\x00\x00", 3)));
        const Sample grey = folder.first("a.wav,grey.png,0,", squareOf(2, 1));
        QCOMPARE(grey.visual.size(), std::size_t{4});
        QVERIFY(isClose(grey.visual[0], -0.1307F / 0.3081F));
        QVERIFY(isClose(grey.visual[1], (0.2F - 0.1307F) / 0.3081F));
        QVERIFY(isClose(grey.visual[3], (1.0F - 0.1307F) / 0.3081F));
        // As it looks: the same three times.
        QCOMPARE(grey.picture.size(), std::size_t{12});
        QCOMPARE(grey.picture[1], 0.2F);
        QCOMPARE(grey.picture[9], 0.2F);
        const Sample colours = folder.first("a.wav,grey.png,0,", squareOf(2, 3));
        QVERIFY(isClose(colours.visual[1], (0.2F - 0.485F) / 0.229F));
        QVERIFY(isClose(colours.visual[5], (0.2F - 0.456F) / 0.224F));
        QVERIFY(isClose(colours.visual[9], (0.2F - 0.406F) / 0.225F));
        const Sample luma = folder.first("a.wav,red.png,0,", squareOf(1, 1));
        QVERIFY(isClose(luma.visual[0], (76.0F / 255.0F - 0.1307F) / 0.3081F));
        QVERIFY(luma.picture == (std::vector<float>(3, 76.0F / 255.0F)));
    }

    void theShortSideIsTwiceTheHeightUnlessTold()
    {
        test::PairFolder folder;
        folder.write("a.wav", tone(1, 8000, 800));
        // Bright in the middle quarter only.
        std::string pixels(16 * 16, '\0');
        for (std::size_t y = 4; y < 12; ++y)
            std::fill_n(pixels.begin() + static_cast<std::ptrdiff_t>(16 * y + 4), 8, '\xFF');
        folder.write("b.png", test::png({16, 16, 8, 0}, pixels));
        Config config = squareOf(8, 1);
        config.resize = 0;
        const Sample middle = folder.first("a.wav,b.png,0,", config);
        QVERIFY(std::ranges::all_of(middle.picture, [](float value) { return value == 1.0F; }));
        config.resize = 8;
        const Sample whole = folder.first("a.wav,b.png,0,", config);
        QCOMPARE(whole.picture[0], 0.0F);
        QCOMPARE(whole.picture[8 * 4 + 4], 1.0F);
    }

    void oddPicturesAreTaken_data()
    {
        QTest::addColumn<uint>("width");
        QTest::addColumn<uint>("height");
        QTest::newRow("1 x 1") << 1U << 1U;
        QTest::newRow("20,000 x 10") << 20000U << 10U;
        QTest::newRow("10 x 20,000") << 10U << 20000U;
    }
    void oddPicturesAreTaken()
    {
        QFETCH(uint, width);
        QFETCH(uint, height);
        test::PairFolder folder;
        folder.write("a.wav", tone(1, 8000, 800));
        folder.write("b.png", greySteps(width, height));
        Config config = squareOf(128, 3);
        config.resize = 0;
        for (const Augmentation augmentation :
             {Augmentation::None, Augmentation::CropFlip, Augmentation::Shift}) {
            const Sample sample = folder.first("a.wav,b.png,0,", config, augmentation, 5);
            QCOMPARE(sample.visual.size(), std::size_t{3 * 128 * 128});
        }
    }

    void eventsOfASensorAreCountedPerStepAndPolarity()
    {
        test::PairFolder folder;
        folder.write("a.wav", tone(1, 8000, 800));
        folder.writeStreams("b.h5", {{"events/eye", "eye", "visual", "event",
                                      EventStream({{0, 5, 999, 1000, 1999, 1999},
                                                   {0, 0, 1, 1, 0, 0},
                                                   {0, 0, 1, 0, 1, 1},
                                                   {1, 1, 0, 0, 1, 1}},
                                                  2, 2)}});
        const Sample sample = folder.first("a.wav,b.h5,1,", squareOf(3, 2));
        QCOMPARE(sample.visualSteps, std::size_t{2});
        QVERIFY(sample.picture.empty());
        // Corner pixels onto corner pixels.
        const std::vector<float> counts = {0, 0,    0, 0, 0.25F, 0.5F, 0, 0.5F, 1,  // step 0, OFF
                                           2, 1,    0, 1, 0.5F,  0,    0, 0,    0,  // step 0, ON
                                           0, 0.5F, 1, 0, 0.25F, 0.5F, 0, 0,    0,  // step 1, OFF
                                           0, 0,    0, 1, 0.5F,  0,    2, 1,    0}; // step 1, ON
        QCOMPARE(sample.visual.size(), counts.size());
        for (std::size_t i = 0; i < counts.size(); ++i)
            QVERIFY(isClose(sample.visual[i], (counts[i] - 0.1307F) / 0.3081F));
    }

    void trainingShiftsByUpToFourPixels()
    {
        test::PairFolder folder;
        folder.write("a.wav", tone(1, 8000, 800));
        std::string pixels(28 * 28, '\0');
        pixels[28 * 14 + 14] = '\xFF';
        folder.write("b.png", test::png({28, 28, 8, 0}, pixels));
        const auto samples = folder.samples("a.wav,b.png,0,\n", squareOf(28, 1));
        JobContext job = nullJob();
        std::set<std::size_t> rows, columns;
        for (std::uint64_t draw = 0; draw < 200; ++draw) {
            const Sample sample = samples->load(0, Augmentation::Shift, draw, job);
            QVERIFY(sample.visual == samples->load(0, Augmentation::Shift, draw, job).visual);
            const auto bright = std::ranges::find(sample.picture, 1.0F) - sample.picture.begin();
            rows.insert(static_cast<std::size_t>(bright) / 28);
            columns.insert(static_cast<std::size_t>(bright) % 28);
        }
        QVERIFY(rows == (std::set<std::size_t>{10, 11, 12, 13, 14, 15, 16, 17, 18}));
        QVERIFY(columns == rows);
    }

    void trainingCropsAndMirrors()
    {
        test::PairFolder folder;
        folder.write("a.wav", tone(1, 8000, 800));
        // Brighter to the right.
        std::string pixels;
        for (int i = 0; i < 40 * 30; ++i)
            pixels += static_cast<char>(6 * (i % 40));
        folder.write("b.png", test::png({40, 30, 8, 0}, pixels));
        const auto samples = folder.samples("a.wav,b.png,0,\n", squareOf(16, 3));
        JobContext job = nullJob();
        int mirrored = 0;
        std::set<float> darkest;
        for (std::uint64_t draw = 0; draw < 400; ++draw) {
            const Sample sample = samples->load(0, Augmentation::CropFlip, draw, job);
            mirrored += sample.picture[0] > sample.picture[15] ? 1 : 0;
            darkest.insert(std::min(sample.picture[0], sample.picture[15]));
            // At least 8 % of the area at 4:3 is 8 pixels wide: no crop is flat.
            QVERIFY(std::abs(sample.picture[0] - sample.picture[15]) > 0.1F);
        }
        QVERIFY2(mirrored > 160 && mirrored < 240, qPrintable(QString::number(mirrored)));
        QVERIFY(darkest.size() > 20);
    }

    void eventsAreChangedAlikeAtEveryStep()
    {
        test::PairFolder folder;
        folder.write("a.wav", tone(1, 8000, 800));
        folder.writeStreams("b.h5",
                            {{"events/eye", "eye", "visual", "event",
                              EventStream({{0, 1000}, {14, 14}, {14, 14}, {1, 1}}, 28, 28)}});
        const auto samples = folder.samples("a.wav,b.h5,0,\n", squareOf(28, 2));
        JobContext job = nullJob();
        const float one = (1.0F - 0.1307F) / 0.3081F;
        std::set<std::ptrdiff_t> places;
        for (std::uint64_t draw = 0; draw < 20; ++draw) {
            const Sample sample = samples->load(0, Augmentation::Shift, draw, job);
            const auto place = [&](std::size_t step) {
                const auto begin =
                    sample.visual.begin() + static_cast<std::ptrdiff_t>((2 * step + 1) * 28 * 28);
                return std::find(begin, begin + 28 * 28, one) - begin;
            };
            QVERIFY(place(0) < 28 * 28);
            QCOMPARE(place(0), place(1));
            places.insert(place(0));
            QCOMPARE(samples->load(0, Augmentation::CropFlip, draw, job).visual.size(),
                     std::size_t{2 * 2 * 28 * 28});
        }
        QVERIFY(places.size() > 5);
    }
};

INSPIKE_TEST(TstScmrlPictures, tst_scmrl_pictures)
#include "tst_scmrl_pictures.moc"

// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/random.h"
#include "core/media/picture.h"
#include "tests/support/run_tests.h"

#include <cmath>

using namespace inspike;

namespace {

BytePicture noise(PictureSize size, std::size_t channels, std::uint64_t seed)
{
    BytePicture picture{size, channels, {}};
    Random random(seed);
    for (std::size_t i = 0; i < size.height * size.width * channels; ++i)
        picture.data.push_back(static_cast<std::uint8_t>(random.below(256)));
    return picture;
}

std::vector<std::uint8_t> bytes(std::initializer_list<int> values)
{
    std::vector<std::uint8_t> result;
    for (const int value : values)
        result.push_back(static_cast<std::uint8_t>(value));
    return result;
}

} // namespace

class TstPicture : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void shrinkingAveragesOverATriangle()
    {
        // To half: weights 1 3 3 1 (of 8), renormalised at the edges (3 3 1 of 7).
        const std::vector<float> line = {7, 14, 28, 56, 0, 8};
        const auto found = resizedSmoothly(line, {1, 6}, {1, 3});
        QCOMPARE(found[0], (7.0F * 3 + 14 * 3 + 28) / 7);
        QCOMPARE(found[1], (14.0F + 28 * 3 + 56 * 3 + 0) / 8);
        QCOMPARE(found[2], (56.0F + 0 * 3 + 8 * 3) / 7);
    }

    void enlargingInterpolates()
    {
        const std::vector<float> line = {0, 8};
        QVERIFY(resizedSmoothly(line, {2, 1}, {4, 1}) == (std::vector<float>{0, 2, 6, 8}));
    }

    void bytesAreRoundedAfterEachPass()
    {
        // Horizontal first: (0 + 1) / 2 and (1 + 1) / 2 round to 1 and 1; 1 and 1 give 1. In one
        // pass 0.75 would round to 1 as well, but 0.25 to 0.
        const BytePicture picture{{2, 2}, 1, bytes({0, 1, 0, 0})};
        QVERIFY(resizedSmoothly(picture, {1, 1}).data == bytes({1}));
        const BytePicture dark{{2, 2}, 1, bytes({0, 0, 0, 1})};
        QVERIFY(resizedSmoothly(dark, {1, 1}).data == bytes({1}));
    }

    void theSameSizeIsTheSamePicture()
    {
        const BytePicture picture = noise({5, 7}, 3, 1);
        QVERIFY(resizedSmoothly(picture, picture.size).data == picture.data);
    }

    void aFlatPictureStaysFlat()
    {
        BytePicture picture = noise({13, 9}, 3, 1);
        std::fill(picture.data.begin(), picture.data.end(), std::uint8_t{200});
        for (const PictureSize to : {PictureSize{4, 31}, PictureSize{1, 1}, PictureSize{40, 2}}) {
            for (const std::uint8_t value : resizedSmoothly(picture, to).data)
                QCOMPARE(int{value}, 200);
        }
    }

    void aPartIsThePartOfTheWhole()
    {
        const BytePicture picture = noise({31, 57}, 3, 2);
        for (const PictureSize to : {PictureSize{12, 20}, PictureSize{64, 119}}) {
            const PictureBox part{3, 5, 7, 11};
            QVERIFY(resizedPart(picture, to, part).data ==
                    cropped(resizedSmoothly(picture, to), part).data);
        }
        QVERIFY(shortSideCropped(picture, 50, {28, 30}).data ==
                centreCropped(shortSideTo(picture, 50), {28, 30}).data);
    }

    void theShortSideIsSetAndTheLongOneTruncated()
    {
        QCOMPARE(shortSideTo(PictureSize{360, 480}, 256), (PictureSize{256, 341}));
        QCOMPARE(shortSideTo(PictureSize{480, 360}, 256), (PictureSize{341, 256}));
        QCOMPARE(shortSideTo(PictureSize{5, 5}, 3), (PictureSize{3, 3}));
    }

    void theMiddleIsRoundedToEvenAndPadded()
    {
        const BytePicture line{{1, 6}, 1, bytes({1, 2, 3, 4, 5, 6})};
        // (6 - 5) / 2 = 0.5 to 0, (6 - 3) / 2 = 1.5 to 2.
        QVERIFY(centreCropped(line, {1, 5}).data == bytes({1, 2, 3, 4, 5}));
        QVERIFY(centreCropped(line, {1, 3}).data == bytes({3, 4, 5}));
        const BytePicture dot{{1, 1}, 1, bytes({9})};
        QVERIFY(centreCropped(dot, {2, 4}).data == bytes({0, 9, 0, 0, 0, 0, 0, 0}));
        QVERIFY(shortSideCropped(dot, 1, {2, 4}).data == centreCropped(dot, {2, 4}).data);
    }

    void anExtremelyLongPictureNeedsNoMemoryForItsEnds()
    {
        // To 256 pixels it would have 512,000 x 256 x 3 bytes.
        const BytePicture picture = noise({10, 20000}, 3, 3);
        const BytePicture found = shortSideCropped(picture, 256, {128, 128});
        QCOMPARE(found.data.size(), std::size_t{128 * 128 * 3});
    }

    void coloursAndGreyChangeIntoEachOther()
    {
        const BytePicture greyAlpha{{1, 2}, 2, bytes({10, 0, 20, 255})};
        QVERIFY(asRgb(greyAlpha).data == bytes({10, 10, 10, 20, 20, 20}));
        const BytePicture rgba{{1, 1}, 4, bytes({1, 2, 3, 0})};
        QVERIFY(asRgb(rgba).data == bytes({1, 2, 3}));
        const BytePicture primaries{{1, 4}, 3, bytes({255, 0, 0, 0, 255, 0, 0, 0, 255, 8, 8, 8})};
        QVERIFY(asGrey(primaries).data == bytes({76, 150, 29, 8}));
        QVERIFY(asGrey(greyAlpha).data == bytes({10, 20}));
    }

    void interpolationMapsCornersOrPixels()
    {
        const std::vector<float> plane = {0, 2, 4, 6};
        QVERIFY(interpolated(plane, {2, 2}, {3, 3}, true) ==
                (std::vector<float>{0, 1, 2, 2, 3, 4, 4, 5, 6}));
        QVERIFY(interpolated(plane, {1, 4}, {1, 8}, false) ==
                (std::vector<float>{0, 0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6}));
        // No anti-aliasing when shrinking.
        QVERIFY(interpolated(plane, {1, 4}, {1, 2}, true) == (std::vector<float>{0, 6}));
        QVERIFY(interpolated(plane, {1, 4}, {1, 1}, true) == (std::vector<float>{0}));
        QVERIFY(interpolated(plane, {2, 2}, {2, 2}, false) == plane);
    }

    void impossibleSizesAreRefused()
    {
        const BytePicture picture = noise({4, 4}, 3, 1);
        QVERIFY_EXCEPTION_THROWN(resizedSmoothly(picture, {0, 3}), Error);
        QVERIFY_EXCEPTION_THROWN(cropped(picture, {2, 0, 3, 1}), Error);
        QVERIFY_EXCEPTION_THROWN(resizedPart(picture, {4, 4}, {0, 4, 1, 1}), Error);
        QVERIFY_EXCEPTION_THROWN(centreCropped(picture, {0, 1}), Error);
        const BytePicture wrong{{4, 4}, 3, bytes({1, 2, 3})};
        QVERIFY_EXCEPTION_THROWN(resizedSmoothly(wrong, {2, 2}), Error);
        QVERIFY_EXCEPTION_THROWN(asRgb(wrong), Error);
        const std::vector<float> plane(3);
        QVERIFY_EXCEPTION_THROWN(resizedSmoothly(plane, {2, 2}, {1, 1}), Error);
        QVERIFY_EXCEPTION_THROWN(interpolated(plane, {2, 2}, {1, 1}, true), Error);
    }
};

INSPIKE_TEST(TstPicture, tst_picture)
#include "tst_picture.moc"

// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/picture.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace inspike {

namespace {

constexpr int kFixedBits = 22; // 32 bits less a byte of picture and 2 of headroom, as Pillow has it
constexpr std::size_t kMostSide = std::size_t{1} << 30U;

std::string sizeText(PictureSize size)
{
    return std::to_string(size.width) + " x " + std::to_string(size.height) + " pixels";
}

void requireSize(PictureSize size)
{
    if (size.height < 1 || size.width < 1 || size.height > kMostSide || size.width > kMostSide)
        throw Error(ErrorKind::BadShape, "a picture of " + sizeText(size));
}

void requireFits(std::size_t values, PictureSize size, std::size_t channels)
{
    requireSize(size);
    if (channels < 1 || values / channels / size.width != size.height ||
        values != size.height * size.width * channels) {
        throw Error(ErrorKind::BadShape, std::to_string(values) + " values for a picture of " +
                                             sizeText(size) + " and " + std::to_string(channels) +
                                             " channels");
    }
}

void requireSound(const BytePicture& picture)
{
    requireFits(picture.data.size(), picture.size, picture.channels);
}

// The input pixels that make one output pixel.
struct Taps
{
    std::size_t first = 0;
    std::vector<double> weights;
};

// Triangle filter for output pixels [begin, begin + count) of a line that becomes `to` long.
std::vector<Taps> triangleTaps(std::size_t from, std::size_t to, std::size_t begin,
                               std::size_t count)
{
    const double scale = static_cast<double>(from) / static_cast<double>(to);
    const double support = std::max(scale, 1.0);
    std::vector<Taps> line(count);
    for (std::size_t i = 0; i < count; ++i) {
        const double centre = (static_cast<double>(begin + i) + 0.5) * scale;
        const auto first = static_cast<std::size_t>(std::max(centre - support + 0.5, 0.0));
        const std::size_t last =
            std::min(static_cast<std::size_t>(std::max(centre + support + 0.5, 0.0)), from);
        double sum = 0.0;
        line[i].first = first;
        for (std::size_t x = first; x < last; ++x) {
            const double distance =
                std::abs((static_cast<double>(x) - centre + 0.5) * (1.0 / support));
            line[i].weights.push_back(distance < 1.0 ? 1.0 - distance : 0.0);
            sum += line[i].weights.back();
        }
        for (double& weight : line[i].weights)
            weight = sum != 0.0 ? weight / sum : weight;
    }
    return line;
}

// Sums as Pillow makes them: floats in double precision, bytes in fixed point with rounding.
struct FloatSums
{
    using Value = float;
    using Weight = double;
    using Sum = double;
    static constexpr Sum kStart = 0.0;
    static Weight weight(double exact) { return exact; }
    static Value result(Sum sum) { return static_cast<Value>(sum); }
};

struct ByteSums
{
    using Value = std::uint8_t;
    using Weight = std::int32_t;
    using Sum = std::int32_t;
    static constexpr Sum kStart = 1 << (kFixedBits - 1);
    static Weight weight(double exact)
    {
        return static_cast<Weight>(std::floor(0.5 + exact * (1 << kFixedBits)));
    }
    static Value result(Sum sum)
    {
        return static_cast<Value>(std::clamp(sum >> kFixedBits, 0, 255));
    }
};

// A block of values [outer, line, inner] whose middle dimension is filtered.
struct Layout
{
    std::size_t outer = 1, line = 1, inner = 1;
};

// `offset` is where the given line starts in the whole one, which the taps refer to.
template <typename Sums>
std::vector<typename Sums::Value> filtered(std::span<const typename Sums::Value> values,
                                           const Layout& layout, const std::vector<Taps>& line,
                                           std::size_t offset)
{
    std::vector<typename Sums::Value> result(layout.outer * line.size() * layout.inner);
    std::vector<std::vector<typename Sums::Weight>> weights(line.size());
    for (std::size_t i = 0; i < line.size(); ++i) {
        for (const double exact : line[i].weights)
            weights[i].push_back(Sums::weight(exact));
    }
    std::vector<typename Sums::Sum> sums(layout.inner);
    for (std::size_t outer = 0; outer < layout.outer; ++outer) {
        for (std::size_t i = 0; i < line.size(); ++i) {
            std::fill(sums.begin(), sums.end(), Sums::kStart);
            const auto* from =
                values.data() + (outer * layout.line + line[i].first - offset) * layout.inner;
            for (const auto weight : weights[i]) {
                for (std::size_t k = 0; k < layout.inner; ++k)
                    sums[k] += static_cast<typename Sums::Sum>(from[k]) * weight;
                from += layout.inner;
            }
            auto* to = result.data() + (outer * line.size() + i) * layout.inner;
            for (std::size_t k = 0; k < layout.inner; ++k)
                to[k] = Sums::result(sums[k]);
        }
    }
    return result;
}

// Horizontal pass first, only over the rows that the vertical one needs.
template <typename Sums>
std::vector<typename Sums::Value> resizedBox(std::span<const typename Sums::Value> values,
                                             PictureSize from, std::size_t channels, PictureSize to,
                                             const PictureBox& part)
{
    const std::vector<Taps> columns = triangleTaps(from.width, to.width, part.left, part.width);
    const std::vector<Taps> rows = triangleTaps(from.height, to.height, part.top, part.height);
    const std::size_t firstRow = rows.front().first;
    const std::size_t usedRows = rows.back().first + rows.back().weights.size() - firstRow;
    const std::size_t line = from.width * channels;
    const auto narrow = filtered<Sums>(values.subspan(firstRow * line, usedRows * line),
                                       {usedRows, from.width, channels}, columns, 0);
    return filtered<Sums>(narrow, {1, usedRows, part.width * channels}, rows, firstRow);
}

// (a - b) / 2 to the nearest whole number, halves to the even one, as torchvision's crops do.
std::size_t centredStart(std::size_t whole, std::size_t part)
{
    const std::size_t rest = whole - part;
    const std::size_t half = rest / 2;
    return rest % 2 == 1 && half % 2 == 1 ? half + 1 : half;
}

struct Middle
{
    std::size_t sourceStart = 0, targetStart = 0, length = 0;
};

Middle middleOf(std::size_t whole, std::size_t part)
{
    if (part <= whole)
        return {centredStart(whole, part), 0, part};
    return {0, (part - whole) / 2, whole};
}

// `content` at (top, left) of a black picture.
BytePicture padded(const BytePicture& content, PictureSize to, std::size_t top, std::size_t left)
{
    if (content.size == to)
        return content;
    BytePicture result{to, content.channels, {}};
    result.data.resize(to.height * to.width * content.channels);
    const std::size_t line = content.size.width * content.channels;
    for (std::size_t y = 0; y < content.size.height; ++y)
        std::copy_n(content.data.begin() + static_cast<std::ptrdiff_t>(y * line), line,
                    result.data.begin() + static_cast<std::ptrdiff_t>(
                                              ((top + y) * to.width + left) * content.channels));
    return result;
}

} // namespace

std::vector<float> resizedSmoothly(std::span<const float> plane, PictureSize from, PictureSize to)
{
    requireFits(plane.size(), from, 1);
    requireSize(to);
    return resizedBox<FloatSums>(plane, from, 1, to, {0, 0, to.height, to.width});
}

BytePicture resizedSmoothly(const BytePicture& picture, PictureSize to)
{
    return resizedPart(picture, to, {0, 0, to.height, to.width});
}

BytePicture resizedPart(const BytePicture& picture, PictureSize to, const PictureBox& part)
{
    requireSound(picture);
    requireSize(to);
    requireSize({part.height, part.width});
    if (part.top + part.height > to.height || part.left + part.width > to.width)
        throw Error(ErrorKind::BadShape, "a part beyond the picture of " + sizeText(to));
    return {{part.height, part.width},
            picture.channels,
            resizedBox<ByteSums>(picture.data, picture.size, picture.channels, to, part)};
}

PictureSize shortSideTo(PictureSize size, std::size_t side)
{
    requireSize(size);
    const std::size_t shorter = std::min(size.height, size.width);
    const std::size_t longer = std::max(size.height, size.width);
    const std::size_t scaled = side * longer / shorter;
    return size.height <= size.width ? PictureSize{side, scaled} : PictureSize{scaled, side};
}

BytePicture shortSideTo(const BytePicture& picture, std::size_t side)
{
    return resizedSmoothly(picture, shortSideTo(picture.size, side));
}

BytePicture cropped(const BytePicture& picture, const PictureBox& box)
{
    requireSound(picture);
    requireSize({box.height, box.width});
    if (box.top + box.height > picture.size.height || box.left + box.width > picture.size.width)
        throw Error(ErrorKind::BadShape, "a part beyond the picture of " + sizeText(picture.size));
    BytePicture result{{box.height, box.width}, picture.channels, {}};
    result.data.reserve(box.height * box.width * picture.channels);
    for (std::size_t y = box.top; y < box.top + box.height; ++y) {
        const auto line =
            picture.data.begin() +
            static_cast<std::ptrdiff_t>((y * picture.size.width + box.left) * picture.channels);
        result.data.insert(result.data.end(), line,
                           line + static_cast<std::ptrdiff_t>(box.width * picture.channels));
    }
    return result;
}

BytePicture centreCropped(const BytePicture& picture, PictureSize to)
{
    requireSize(to);
    const Middle rows = middleOf(picture.size.height, to.height);
    const Middle columns = middleOf(picture.size.width, to.width);
    return padded(
        cropped(picture, {rows.sourceStart, columns.sourceStart, rows.length, columns.length}), to,
        rows.targetStart, columns.targetStart);
}

BytePicture shortSideCropped(const BytePicture& picture, std::size_t side, PictureSize to)
{
    requireSize(to);
    const PictureSize whole = shortSideTo(picture.size, side);
    const Middle rows = middleOf(whole.height, to.height);
    const Middle columns = middleOf(whole.width, to.width);
    return padded(resizedPart(picture, whole,
                              {rows.sourceStart, columns.sourceStart, rows.length, columns.length}),
                  to, rows.targetStart, columns.targetStart);
}

BytePicture asRgb(const BytePicture& picture)
{
    requireSound(picture);
    if (picture.channels == 3)
        return picture;
    if (picture.channels > 4) {
        throw Error(ErrorKind::BadShape,
                    "a picture of " + std::to_string(picture.channels) + " channels");
    }
    const bool grey = picture.channels < 3;
    BytePicture result{picture.size, 3, {}};
    result.data.reserve(picture.data.size() / picture.channels * 3);
    for (std::size_t i = 0; i < picture.data.size(); i += picture.channels) {
        for (std::size_t c = 0; c < 3; ++c)
            result.data.push_back(picture.data[grey ? i : i + c]);
    }
    return result;
}

BytePicture asGrey(const BytePicture& picture)
{
    requireSound(picture);
    BytePicture result{picture.size, 1, {}};
    result.data.reserve(picture.data.size() / picture.channels);
    for (std::size_t i = 0; i < picture.data.size(); i += picture.channels) {
        const auto* pixel = picture.data.data() + i;
        constexpr std::uint32_t kRed = 19595, kGreen = 38470, kBlue = 7471, kHalf = 0x8000;
        result.data.push_back(
            picture.channels < 3
                ? pixel[0]
                : static_cast<std::uint8_t>(
                      (pixel[0] * kRed + pixel[1] * kGreen + pixel[2] * kBlue + kHalf) >> 16U));
    }
    return result;
}

std::vector<float> interpolated(std::span<const float> plane, PictureSize from, PictureSize to,
                                bool alignCorners)
{
    requireFits(plane.size(), from, 1);
    requireSize(to);
    // Position of each output pixel among the input pixels: the one before and the way to the next.
    struct Position
    {
        std::size_t before = 0, after = 0;
        float way = 0.0F;
    };
    const auto positions = [alignCorners](std::size_t in, std::size_t out) {
        std::vector<Position> line(out);
        const float scale = !alignCorners ? static_cast<float>(in) / static_cast<float>(out)
                            : out > 1     ? static_cast<float>(in - 1) / static_cast<float>(out - 1)
                                          : 0.0F;
        for (std::size_t i = 0; i < out; ++i) {
            // PyTorch multiplies and subtracts at once, without rounding in between.
            const auto at = static_cast<double>(i);
            const double exact = static_cast<double>(scale);
            const double source =
                alignCorners ? exact * at : std::max(exact * (at + 0.5) - 0.5, 0.0);
            line[i].before = std::min(static_cast<std::size_t>(source), in - 1);
            line[i].after = std::min(line[i].before + 1, in - 1);
            line[i].way = static_cast<float>(source - static_cast<double>(line[i].before));
        }
        return line;
    };
    const std::vector<Position> rows = positions(from.height, to.height);
    const std::vector<Position> columns = positions(from.width, to.width);
    std::vector<float> result;
    result.reserve(to.height * to.width);
    for (const Position& row : rows) {
        const float* above = plane.data() + row.before * from.width;
        const float* below = plane.data() + row.after * from.width;
        for (const Position& column : columns) {
            const auto between = [&column](const float* line) {
                return (1.0F - column.way) * line[column.before] + column.way * line[column.after];
            };
            result.push_back((1.0F - row.way) * between(above) + row.way * between(below));
        }
    }
    return result;
}

} // namespace inspike

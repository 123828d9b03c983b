// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/picture_file.h"

#include "core/base/error.h"
#include "core/io/bytes.h"

#include <algorithm>
#include <csetjmp>
#include <cstring>
#include <memory>
#include <png.h>
#include <turbojpeg.h>

namespace inspike {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kPngMagic = "\x89PNG\r\n\x1A\n";
constexpr std::string_view kJpegMagic = "\xFF\xD8\xFF";
constexpr std::uint64_t kMostSide = 65'500; // what JPEG can say
constexpr std::uint64_t kMostPixels = 100'000'000;
// Deflate shrinks at most 1032-fold; a file that claims more is damaged.
constexpr std::uint64_t kMostCompression = 1'100;

std::string_view textOf(std::span<const std::byte> bytes)
{
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

[[noreturn]] void refuseDamage(std::string why)
{
    std::replace(why.begin(), why.end(), '\n', ' ');
    throw Error(ErrorKind::BadFormat, "the picture is damaged: " + why);
}

void requireSize(std::uint64_t width, std::uint64_t height)
{
    if (width == 0 || height == 0)
        refuseDamage("it has no pixels");
    if (width > kMostSide || height > kMostSide || width * height > kMostPixels) {
        throw Error(ErrorKind::Unsupported, "the picture has " + std::to_string(width) + " x " +
                                                std::to_string(height) +
                                                " pixels; at most 65,500 per side and 100 million "
                                                "in all are read");
    }
}

Frames oneFrame(std::size_t width, std::size_t height, std::size_t channels)
{
    Frames frames;
    frames.count = 1;
    frames.width = width;
    frames.height = height;
    frames.channels = channels;
    frames.data.resize(width * height * channels);
    return frames;
}

// libpng leaves a failed call by longjmp, which skips destructors: everything that owns memory
// lives here, outside of the functions that are left that way.
class PngDecoder
{
public:
    explicit PngDecoder(std::span<const std::byte> bytes) : m_rest(bytes)
    {
        m_png = png_create_read_struct(PNG_LIBPNG_VER_STRING, this, fail, ignoreWarning);
        m_info = m_png != nullptr ? png_create_info_struct(m_png) : nullptr;
        if (m_info == nullptr) {
            png_destroy_read_struct(&m_png, nullptr, nullptr);
            throw Error(ErrorKind::OutOfMemory, "no memory to read a picture");
        }
    }
    PngDecoder(const PngDecoder&) = delete;
    PngDecoder& operator=(const PngDecoder&) = delete;
    ~PngDecoder() { png_destroy_read_struct(&m_png, &m_info, nullptr); }

    Frames decode(std::vector<std::string>& notes)
    {
        if (!readHeader())
            refuseDamage(m_error);
        requireSize(m_width, m_height);
        const std::size_t packed = m_rest.size() + 1;
        if (m_width * m_height / 8 * m_bitsPerPixel / packed > kMostCompression)
            refuseDamage("it claims more pixels than it can hold");
        Frames frames = oneFrame(m_width, m_height, m_isGrey ? 1 : 3);
        m_rows.resize(m_height);
        for (std::size_t y = 0; y < m_height; ++y)
            m_rows[y] = frames.data.data() + y * m_width * frames.channels;
        if (!readPixels())
            refuseDamage(m_error);
        if (m_hasAlpha)
            notes.emplace_back("transparency was left out");
        if (m_is16Bit)
            notes.emplace_back("16 bits per channel became 8");
        return frames;
    }

private:
    static void fail(png_structp png, png_const_charp message)
    {
        auto* self = static_cast<PngDecoder*>(png_get_error_ptr(png));
        std::strncpy(self->m_error, message, sizeof self->m_error - 1);
        std::longjmp(self->m_escape, 1);
    }
    static void ignoreWarning(png_structp, png_const_charp) {}
    static void take(png_structp png, png_bytep to, std::size_t count)
    {
        auto* self = static_cast<PngDecoder*>(png_get_io_ptr(png));
        if (count > self->m_rest.size())
            png_error(png, "it ends too early");
        std::memcpy(to, self->m_rest.data(), count);
        self->m_rest = self->m_rest.subspan(count);
    }

    bool readHeader()
    {
        if (setjmp(m_escape) != 0)
            return false;
        png_set_read_fn(m_png, this, take);
        png_set_user_limits(m_png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
        png_read_info(m_png, m_info);
        m_width = png_get_image_width(m_png, m_info);
        m_height = png_get_image_height(m_png, m_info);
        const int depth = png_get_bit_depth(m_png, m_info);
        const int colour = png_get_color_type(m_png, m_info);
        m_bitsPerPixel = static_cast<std::uint64_t>(depth) * png_get_channels(m_png, m_info);
        m_isGrey = (colour & PNG_COLOR_MASK_COLOR) == 0;
        m_is16Bit = depth == 16;
        m_hasAlpha = (colour & PNG_COLOR_MASK_ALPHA) != 0 ||
                     png_get_valid(m_png, m_info, PNG_INFO_tRNS) != 0;
        if (colour == PNG_COLOR_TYPE_PALETTE)
            png_set_palette_to_rgb(m_png);
        else if (depth < 8)
            png_set_expand_gray_1_2_4_to_8(m_png);
        if (m_is16Bit)
            png_set_strip_16(m_png);
        // Also what a transparent colour of the palette has become.
        png_set_strip_alpha(m_png);
        png_set_interlace_handling(m_png);
        return true;
    }

    bool readPixels()
    {
        if (setjmp(m_escape) != 0)
            return false;
        png_read_update_info(m_png, m_info);
        if (png_get_rowbytes(m_png, m_info) != m_width * (m_isGrey ? 1 : 3))
            png_error(m_png, "its rows are not as its header says");
        png_read_image(m_png, m_rows.data());
        png_read_end(m_png, nullptr);
        return true;
    }

    std::span<const std::byte> m_rest;
    png_structp m_png = nullptr;
    png_infop m_info = nullptr;
    std::jmp_buf m_escape = {};
    char m_error[160] = {};
    std::uint64_t m_width = 0, m_height = 0, m_bitsPerPixel = 0;
    bool m_isGrey = false, m_is16Bit = false, m_hasAlpha = false;
    std::vector<png_bytep> m_rows;
};

Frames readJpeg(std::span<const std::byte> bytes)
{
    const std::unique_ptr<void, int (*)(tjhandle)> decoder(tjInitDecompress(), tjDestroy);
    if (decoder == nullptr)
        throw Error(ErrorKind::OutOfMemory, "no memory to read a picture");
    const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
    int width = 0, height = 0, sampling = 0, colours = 0;
    if (tjDecompressHeader3(decoder.get(), data, bytes.size(), &width, &height, &sampling,
                            &colours) != 0)
        refuseDamage(tjGetErrorStr2(decoder.get()));
    requireSize(static_cast<std::uint64_t>(std::max(width, 0)),
                static_cast<std::uint64_t>(std::max(height, 0)));
    if (colours == TJCS_CMYK || colours == TJCS_YCCK)
        throw Error(ErrorKind::Unsupported, "the picture is in colours for print (CMYK)");
    const bool grey = colours == TJCS_GRAY;
    Frames frames =
        oneFrame(static_cast<std::size_t>(width), static_cast<std::size_t>(height), grey ? 1 : 3);
    // The accurate transform is the one that other libraries use by default.
    if (tjDecompress2(decoder.get(), data, bytes.size(), frames.data.data(), width, 0, height,
                      grey ? TJPF_GRAY : TJPF_RGB, TJFLAG_ACCURATEDCT | TJFLAG_LIMITSCANS) != 0)
        refuseDamage(tjGetErrorStr2(decoder.get()));
    return frames;
}

} // namespace

bool looksLikePicture(std::span<const std::byte> head)
{
    return textOf(head).starts_with(kPngMagic) || textOf(head).starts_with(kJpegMagic);
}

Frames readPicture(const fs::path& path, std::vector<std::string>& notes, JobContext& job)
{
    return withContext("reading " + path.filename().string(), [&] {
        const std::vector<std::byte> bytes = readBytes(path, job);
        job.checkpoint();
        if (textOf(bytes).starts_with(kPngMagic))
            return PngDecoder(bytes).decode(notes);
        if (textOf(bytes).starts_with(kJpegMagic))
            return readJpeg(bytes);
        throw Error(ErrorKind::BadFormat, path.string() + " is neither a PNG nor a JPEG picture");
    });
}

} // namespace inspike

// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/unpack.h"

#include "core/base/error.h"

#include <algorithm>
#include <lz4frame.h>
#include <memory>
#include <string>
#include <zstd.h>

namespace inspike {

namespace {

constexpr std::size_t kFirstGuess = std::size_t{1} << 16U;

[[noreturn]] void refuse(const char* what)
{
    throw Error(ErrorKind::BadFormat, std::string("a packed block cannot be unpacked: ") + what);
}

// Room for more output after `used` bytes.
void makeRoom(std::vector<std::byte>& buffer, std::size_t used, std::size_t most)
{
    if (used < buffer.size())
        return;
    if (used >= most)
        refuse("its content is larger than any block");
    buffer.resize(std::min(most, std::max(kFirstGuess, 2 * buffer.size())));
}

std::size_t unpackLz4(std::span<const std::byte> packed, std::size_t most,
                      std::vector<std::byte>& buffer)
{
    LZ4F_dctx* raw = nullptr;
    if (LZ4F_isError(LZ4F_createDecompressionContext(&raw, LZ4F_VERSION)) != 0)
        throw Error(ErrorKind::OutOfMemory, "no memory to unpack a block");
    const std::unique_ptr<LZ4F_dctx, LZ4F_errorCode_t (*)(LZ4F_dctx*)> context(
        raw, &LZ4F_freeDecompressionContext);
    std::size_t used = 0, taken = 0;
    for (std::size_t rest = 1; rest != 0;) {
        makeRoom(buffer, used, most);
        std::size_t room = buffer.size() - used;
        std::size_t feed = packed.size() - taken;
        rest = LZ4F_decompress(context.get(), buffer.data() + used, &room, packed.data() + taken,
                               &feed, nullptr);
        if (LZ4F_isError(rest) != 0)
            refuse(LZ4F_getErrorName(rest));
        if (rest != 0 && room == 0 && feed == 0)
            refuse("it is cut off");
        used += room;
        taken += feed;
    }
    return used;
}

std::size_t unpackZstd(std::span<const std::byte> packed, std::size_t most,
                       std::vector<std::byte>& buffer)
{
    const std::unique_ptr<ZSTD_DStream, std::size_t (*)(ZSTD_DStream*)> context(
        ZSTD_createDStream(), &ZSTD_freeDStream);
    if (!context)
        throw Error(ErrorKind::OutOfMemory, "no memory to unpack a block");
    ZSTD_inBuffer in = {packed.data(), packed.size(), 0};
    std::size_t used = 0;
    for (std::size_t rest = 1; rest != 0;) {
        makeRoom(buffer, used, most);
        ZSTD_outBuffer out = {buffer.data(), buffer.size(), used};
        const std::size_t fed = in.pos;
        rest = ZSTD_decompressStream(context.get(), &out, &in);
        if (ZSTD_isError(rest) != 0)
            refuse(ZSTD_getErrorName(rest));
        if (rest != 0 && out.pos == used && in.pos == fed)
            refuse("it is cut off");
        used = out.pos;
    }
    return used;
}

} // namespace

std::span<const std::byte> unpack(std::span<const std::byte> packed, Packing packing,
                                  std::size_t most, std::vector<std::byte>& buffer)
{
    if (packing == Packing::None) {
        if (packed.size() > most)
            refuse("it is larger than any block");
        return packed;
    }
    if (packed.empty())
        refuse("it is empty");
    const std::size_t size = packing == Packing::Lz4 ? unpackLz4(packed, most, buffer)
                                                     : unpackZstd(packed, most, buffer);
    return std::span<const std::byte>(buffer).first(size);
}

} // namespace inspike

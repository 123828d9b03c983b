// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the encodings of Prophesee recordings (.raw) share: a header that names the encoding, then
// words until the end of the file.

#include "core/io/prophesee_header.h"
#include "core/io/reader.h"

#include <functional>
#include <memory>
#include <string_view>

namespace inspike {

// Sure for a header that names this encoding or, as its refusal is the best that can be said, a
// sister of it that cannot be read ("EVT21" for "EVT2").
Sniff sniffPropheseeRaw(const FilePeek& peek, std::string_view encoding);

// The decoder of the words from `begin` on.
using RawDecoderMaker =
    std::function<std::shared_ptr<const EventDecoder>(MappedFile file, std::size_t begin)>;

// Throws Error{Unsupported} when the header names another encoding.
Recording readPropheseeRaw(const ReadRequest& request, std::string_view readerId,
                           std::string_view encoding, JobContext& job,
                           const RawDecoderMaker& makeDecoder);

// An edge on one of the camera's trigger inputs.
void takeTrigger(std::uint32_t input, bool rising, Time time, DecoderCounts& counts);

} // namespace inspike

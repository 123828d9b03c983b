// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/fitting/encoder.h"

#include "core/base/error.h"

#include <limits>

namespace inspike::fitting {

Losses& Losses::operator+=(const Losses& other)
{
    taken += other.taken;
    before += other.before;
    after += other.after;
    outside += other.outside;
    return *this;
}

void refuseShape(const Piece& piece, const std::string& gives, const InputWish& wish,
                 const std::string& advice)
{
    throw Error(ErrorKind::BadShape, "'" + piece.stream->id + "' gives " + gives +
                                         ", the network takes " + shapeText(wish.shape) +
                                         (wish.stepped ? " at each step; " : "; ") + advice);
}

std::uint64_t bytesOf(std::uint64_t steps, std::uint64_t samples, const Shape& shape)
{
    std::uint64_t bytes = sizeof(float);
    for (const std::uint64_t factor :
         {steps, samples, static_cast<std::uint64_t>(elementsOf(shape))}) {
        if (__builtin_mul_overflow(bytes, factor, &bytes))
            return std::numeric_limits<std::uint64_t>::max();
    }
    return bytes;
}

} // namespace inspike::fitting

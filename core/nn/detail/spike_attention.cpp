// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/detail/spike_attention.h"

#include "core/nn/detail/lanes.h"

#include <algorithm>

namespace inspike::nn {

namespace {

constexpr std::size_t kWordBits = SpikeBits::kWordBits;

// The channels of each head of each step and token, in words of their own.
class HeadBits
{
public:
    HeadBits(const SpikeBits& spikes, std::size_t heads)
        : m_tokens(spikes.positions()),
          m_heads(heads),
          m_words((spikes.channels() / heads + kWordBits - 1) / kWordBits),
          m_bits(spikes.steps() * spikes.positions() * heads * m_words)
    {
        const std::size_t width = spikes.channels() / heads;
        std::uint64_t* target = m_bits.data();
        for (std::size_t step = 0; step < spikes.steps(); ++step) {
            for (std::size_t token = 0; token < m_tokens; ++token) {
                for (std::size_t head = 0; head < heads; ++head) {
                    for (std::size_t done = 0; done < width; done += kWordBits)
                        *target++ = part(spikes.at(step, token), head * width + done,
                                         std::min(kWordBits, width - done));
                }
            }
        }
    }
    std::size_t words() const { return m_words; }
    const std::uint64_t* at(std::size_t step, std::size_t token, std::size_t head) const
    {
        return m_bits.data() + ((step * m_tokens + token) * m_heads + head) * m_words;
    }

private:
    // `count` bits from `first` on.
    static std::uint64_t part(const std::uint64_t* words, std::size_t first, std::size_t count)
    {
        const std::size_t word = first / kWordBits;
        const std::size_t shift = first % kWordBits;
        std::uint64_t bits = words[word] >> shift;
        if (shift + count > kWordBits)
            bits |= words[word + 1] << (kWordBits - shift);
        return count == kWordBits ? bits : bits & ((std::uint64_t{1} << count) - 1);
    }

    std::size_t m_tokens;
    std::size_t m_heads;
    std::size_t m_words;
    std::vector<std::uint64_t> m_bits;
};

INSPIKE_INLINE float coincidences(const std::uint64_t* a, const std::uint64_t* b, std::size_t words)
{
    int count = 0;
    for (std::size_t w = 0; w < words; ++w)
        count += std::popcount(a[w] & b[w]);
    return static_cast<float>(count);
}

INSPIKE_CLONES
void fillTokenMap(const HeadBits& query, const HeadBits& key, std::size_t step, std::size_t tokens,
                  std::size_t heads, float* map)
{
    for (std::size_t head = 0; head < heads; ++head) {
        for (std::size_t i = 0; i < tokens; ++i) {
            for (std::size_t j = 0; j < tokens; ++j)
                *map++ =
                    coincidences(query.at(step, i, head), key.at(step, j, head), query.words());
        }
    }
}

} // namespace

INSPIKE_CLONES
std::vector<float> attendTokens(const SpikeBits& query, const SpikeBits& key,
                                const SpikeBits& value, std::size_t heads, std::vector<float>* map)
{
    const std::size_t steps = query.steps();
    const std::size_t tokens = query.positions();
    const std::size_t channels = query.channels();
    const std::size_t width = channels / heads;
    const HeadBits q(query, heads);
    const HeadBits k(key, heads);
    const HeadBits v(value, heads);
    std::vector<float> result(steps * tokens * channels);
    // q (k^T v): the same integers with less work.
    std::vector<float> pairs(width * width);
    if (map != nullptr)
        map->resize(steps * heads * tokens * tokens);
    for (std::size_t step = 0; step < steps; ++step) {
        if (map != nullptr)
            fillTokenMap(q, k, step, tokens, heads, map->data() + step * heads * tokens * tokens);
        for (std::size_t head = 0; head < heads; ++head) {
            std::ranges::fill(pairs, 0.0F);
            for (std::size_t token = 0; token < tokens; ++token)
                eachBit(k.at(step, token, head), k.words(), [&](std::size_t a) {
                    eachBit(v.at(step, token, head), v.words(),
                            [&](std::size_t b) { pairs[a * width + b] += 1.0F; });
                });
            for (std::size_t token = 0; token < tokens; ++token) {
                float* row = result.data() + (step * tokens + token) * channels + head * width;
                eachBit(q.at(step, token, head), q.words(), [&](std::size_t a) {
                    for (std::size_t b = 0; b < width; ++b)
                        row[b] += pairs[a * width + b];
                });
            }
        }
    }
    return result;
}

INSPIKE_CLONES
std::vector<float> attendSteps(const SpikeBits& query, const SpikeBits& key, const SpikeBits& value,
                               std::size_t heads, std::vector<float>* map)
{
    const std::size_t steps = query.steps();
    const std::size_t tokens = query.positions();
    const std::size_t channels = query.channels();
    const std::size_t width = channels / heads;
    const HeadBits q(query, heads);
    const HeadBits k(key, heads);
    const HeadBits v(value, heads);
    std::vector<float> result(steps * tokens * channels);
    std::vector<float> flat(steps * channels); // of one token: [head][step][channel of the head]
    if (map != nullptr)
        map->resize(tokens * heads * steps * steps);
    for (std::size_t token = 0; token < tokens; ++token) {
        std::ranges::fill(flat, 0.0F);
        for (std::size_t head = 0; head < heads; ++head) {
            for (std::size_t asking = 0; asking < steps; ++asking) {
                float* row = flat.data() + (head * steps + asking) * width;
                for (std::size_t asked = 0; asked < steps; ++asked) {
                    const float weight = coincidences(q.at(asking, token, head),
                                                      k.at(asked, token, head), q.words());
                    eachBit(v.at(asked, token, head), v.words(),
                            [&](std::size_t c) { row[c] += weight; });
                    if (map != nullptr)
                        (*map)[((token * heads + head) * steps + asking) * steps + asked] = weight;
                }
            }
        }
        for (std::size_t step = 0; step < steps; ++step)
            std::copy_n(flat.data() + step * channels, channels,
                        result.data() + (step * tokens + token) * channels);
    }
    return result;
}

} // namespace inspike::nn

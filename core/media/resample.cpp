// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/resample.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <string>

namespace inspike {

namespace {

constexpr std::int64_t kMostHz = 10'000'000;
constexpr int kZeroCrossings = 6;
constexpr double kRollOff = 0.99;
// Output samples whose kernels are kept; beyond that they are computed anew (odd pairs of rates).
constexpr std::size_t kMostTaps = std::size_t{1} << 23U;
constexpr std::size_t kCheckEvery = 4096; // output samples

// What is added up for one output sample: input samples around it, those with weight only.
struct Phase
{
    std::ptrdiff_t first = 0; // relative to the input sample of the block
    std::vector<float> taps;
};

// Filters from `from` to `to` samples per block (rates without common divisor). Computed in single
// precision throughout, as the reference does; double precision gives other samples (by 1e-5).
class SincFilter
{
public:
    SincFilter(std::int64_t from, std::int64_t to)
        : m_from(from),
          m_to(to),
          m_base(static_cast<double>(std::min(from, to)) * kRollOff),
          m_width(static_cast<std::int64_t>(
              std::ceil(kZeroCrossings * static_cast<double>(from) / m_base)))
    {}

    std::size_t tapsPerPhase() const { return static_cast<std::size_t>(2 * m_width + 1); }

    Phase phase(std::int64_t output) const
    {
        const float shift = static_cast<float>(-output) / static_cast<float>(m_to);
        // Around the position of the output sample, wide enough for single precision, too.
        const std::int64_t centre = output * m_from / m_to;
        const std::int64_t begin = std::max(centre - m_width - 2, -m_width);
        const std::int64_t end = std::min(centre + m_width + 3, m_width + m_from);
        Phase result;
        for (std::int64_t i = begin; i < end; ++i) {
            const float time = (shift + static_cast<float>(i) / static_cast<float>(m_from)) *
                               static_cast<float>(m_base);
            if (std::abs(time) >= kZeroCrossings && result.taps.empty())
                continue;
            if (result.taps.empty())
                result.first = i;
            result.taps.push_back(weight(time));
        }
        while (!result.taps.empty() && result.taps.back() == 0.0F)
            result.taps.pop_back();
        return result;
    }

private:
    float weight(float time) const
    {
        if (std::abs(time) >= kZeroCrossings)
            return 0.0F;
        constexpr auto kPi = std::numbers::pi_v<float>;
        const float cosine = std::cos(time * kPi / kZeroCrossings / 2.0F);
        const float angle = time * kPi;
        const float sinc = angle == 0.0F ? 1.0F : std::sin(angle) / angle;
        return sinc * (cosine * cosine * static_cast<float>(m_base / static_cast<double>(m_from)));
    }

    std::int64_t m_from;
    std::int64_t m_to;
    double m_base;
    std::int64_t m_width;
};

float filtered(std::span<const float> samples, std::ptrdiff_t start, const std::vector<float>& taps)
{
    const auto size = static_cast<std::ptrdiff_t>(samples.size());
    const auto count = static_cast<std::ptrdiff_t>(taps.size());
    const std::ptrdiff_t begin = std::max<std::ptrdiff_t>(0, -start);
    const std::ptrdiff_t end = std::min(count, size - start);
    double sum = 0.0;
    for (std::ptrdiff_t i = begin; i < end; ++i)
        sum += static_cast<double>(samples[static_cast<std::size_t>(start + i)]) *
               static_cast<double>(taps[static_cast<std::size_t>(i)]);
    return static_cast<float>(sum);
}

void requireRate(std::int64_t rate)
{
    if (rate < 1 || rate > kMostHz) {
        throw Error(ErrorKind::BadParameter, "a sampling rate of " + std::to_string(rate) +
                                                 " Hz; possible are 1 to " +
                                                 std::to_string(kMostHz) + " Hz");
    }
}

} // namespace

std::vector<float> resampled(std::span<const float> samples, std::int64_t fromHz, std::int64_t toHz,
                             JobContext& job)
{
    requireRate(fromHz);
    requireRate(toHz);
    if (fromHz == toHz)
        return {samples.begin(), samples.end()};
    const std::int64_t divisor = std::gcd(fromHz, toHz);
    const std::int64_t from = fromHz / divisor;
    const std::int64_t to = toHz / divisor;
    const auto length = static_cast<std::int64_t>(samples.size());
    // Whole blocks and the rest apart, so that long sounds at odd rates do not overflow.
    const std::int64_t count = length / from * to + (length % from * to + from - 1) / from;

    const SincFilter filter(from, to);
    const auto phases = static_cast<std::size_t>(std::min(to, count));
    std::vector<Phase> kept;
    if (phases * filter.tapsPerPhase() <= kMostTaps) {
        kept.reserve(phases);
        for (std::size_t phase = 0; phase < phases; ++phase)
            kept.push_back(filter.phase(static_cast<std::int64_t>(phase)));
    }
    std::vector<float> result(static_cast<std::size_t>(count));
    for (std::int64_t i = 0; i < count; ++i) {
        if (static_cast<std::size_t>(i) % kCheckEvery == 0)
            job.checkpoint();
        const std::ptrdiff_t block = i / to * from;
        Phase computed;
        if (kept.empty())
            computed = filter.phase(i % to);
        const Phase& phase = kept.empty() ? computed : kept[static_cast<std::size_t>(i % to)];
        result[static_cast<std::size_t>(i)] = filtered(samples, block + phase.first, phase.taps);
    }
    return result;
}

} // namespace inspike

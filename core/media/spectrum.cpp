// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/media/resample.h"
#include "core/media/spectrogram.h"

#include <fftw3.h>

#include <algorithm>
#include <cmath>
#include <mutex>
#include <numbers>
#include <string>

namespace inspike {

namespace {

constexpr std::size_t kLongestWindow = std::size_t{1} << 20U;
constexpr std::size_t kCheckEvery = 256; // frames

// One real transform; FFTW's planner must not run on two threads at once.
class RealTransform
{
public:
    explicit RealTransform(std::size_t size)
        : m_size(size), m_input(fftwf_alloc_real(size)), m_output(fftwf_alloc_complex(size / 2 + 1))
    {
        if (m_input != nullptr && m_output != nullptr) {
            const std::scoped_lock lock(planner());
            m_plan =
                fftwf_plan_dft_r2c_1d(static_cast<int>(size), m_input, m_output, FFTW_ESTIMATE);
        }
        if (m_plan == nullptr) {
            release();
            throw Error(ErrorKind::OutOfMemory,
                        "no memory for a transform of " + std::to_string(size) + " samples");
        }
    }
    RealTransform(const RealTransform&) = delete;
    RealTransform& operator=(const RealTransform&) = delete;
    ~RealTransform() { release(); }

    std::span<float> input() { return {m_input, m_size}; }
    void run() { fftwf_execute(m_plan); }
    float magnitude(std::size_t bin) const
    {
        return std::hypot(m_output[bin][0], m_output[bin][1]);
    }

private:
    static std::mutex& planner()
    {
        static std::mutex mutex;
        return mutex;
    }
    void release()
    {
        if (m_plan != nullptr) {
            const std::scoped_lock lock(planner());
            fftwf_destroy_plan(m_plan);
        }
        fftwf_free(m_input);
        fftwf_free(m_output);
    }

    std::size_t m_size;
    float* m_input;
    fftwf_complex* m_output;
    fftwf_plan m_plan = nullptr;
};

// Periodic: the value that would close the period is left out.
std::vector<float> hannWindow(std::size_t size)
{
    std::vector<float> window(size);
    for (std::size_t i = 0; i < size; ++i) {
        const double angle =
            2.0 * std::numbers::pi * static_cast<double>(i) / static_cast<double>(size);
        window[i] = static_cast<float>(0.5 - 0.5 * std::cos(angle));
    }
    return window;
}

void requireSound(const SpectrogramParams& params)
{
    if (params.window < 2 || params.window % 2 != 0 || params.window > kLongestWindow) {
        throw Error(ErrorKind::BadParameter, "a window of " + std::to_string(params.window) +
                                                 " samples; it must be an even number from 2 to " +
                                                 std::to_string(kLongestWindow));
    }
    if (params.hop < 1)
        throw Error(ErrorKind::BadParameter, "a hop of 0 samples; it must be at least 1");
    if (!(params.floor > 0.0))
        throw Error(ErrorKind::BadParameter, "the floor of a logarithm must be greater than 0");
}

} // namespace

Spectrogram logSpectrogram(std::span<const float> samples, const SpectrogramParams& params,
                           JobContext& job)
{
    requireSound(params);
    const std::size_t half = params.window / 2;
    Spectrogram result;
    result.bins = half + 1;
    result.frames = 1 + samples.size() / params.hop;
    result.values.resize(result.bins * result.frames);
    const std::vector<float> window = hannWindow(params.window);
    RealTransform transform(params.window);
    const std::span<float> input = transform.input();
    const auto lowest = static_cast<float>(params.floor);
    for (std::size_t frame = 0; frame < result.frames; ++frame) {
        if (frame % kCheckEvery == 0)
            job.checkpoint();
        const std::size_t centre = frame * params.hop;
        for (std::size_t i = 0; i < params.window; ++i) {
            // Centred: beyond both ends of the sound there are zeros.
            const bool inside = centre + i >= half && centre + i - half < samples.size();
            input[i] = inside ? samples[centre + i - half] * window[i] : 0.0F;
        }
        transform.run();
        for (std::size_t bin = 0; bin < result.bins; ++bin)
            result.values[bin * result.frames + frame] =
                std::log(transform.magnitude(bin) + lowest);
    }
    return result;
}

Spectrogram soundPicture(std::span<const float> mono, std::int64_t rateHz, JobContext& job)
{
    std::vector<float> samples = resampled(mono, rateHz, kSpectrogramRate, job);
    for (float& sample : samples)
        sample = std::clamp(sample, -1.0F, 1.0F);
    return logSpectrogram(samples, {}, job);
}

} // namespace inspike

// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/sound_file.h"

#include "core/base/error.h"
#include "core/base/memory.h"
#include "core/io/assemble.h"
#include "core/io/reader.h"

#include <sndfile.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

namespace inspike {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kBlock = 1U << 16U; // samples of all channels
// Silence compresses well, but a file that claims more samples than this per byte is not trusted
// with memory in advance.
constexpr std::uint64_t kMostSamplesPerByte = 64;
constexpr float kFullScale = 1.0F - 0x1p-14F;
constexpr std::size_t kClippedRun = 3; // successive samples at full scale

std::string oneLine(std::string text)
{
    std::replace(text.begin(), text.end(), '\n', ' ');
    while (!text.empty() && (text.back() == '.' || text.back() == ' '))
        text.pop_back();
    return text;
}

class SoundFile
{
public:
    explicit SoundFile(const fs::path& path) : m_path(path), m_peek(peekFile(path))
    {
        m_file = sf_open(path.c_str(), SFM_READ, &m_info);
        if (m_file == nullptr) {
            const ErrorKind kind = sf_error(nullptr) == SF_ERR_UNSUPPORTED_ENCODING
                                       ? ErrorKind::Unsupported
                                       : ErrorKind::BadFormat;
            throw Error(kind, path.string() + " is not a sound that can be read: " +
                                  oneLine(sf_strerror(nullptr)));
        }
        if (m_info.channels < 1 || m_info.samplerate < 1 || m_info.frames < 0) {
            sf_close(m_file);
            throw Error(ErrorKind::BadFormat,
                        path.string() + " claims " + std::to_string(m_info.channels) +
                            " channels at " + std::to_string(m_info.samplerate) + " Hz");
        }
    }
    SoundFile(const SoundFile&) = delete;
    SoundFile& operator=(const SoundFile&) = delete;
    ~SoundFile() { sf_close(m_file); }

    std::size_t channels() const { return static_cast<std::size_t>(m_info.channels); }
    double rateHz() const { return m_info.samplerate; }
    std::uint64_t frames() const { return static_cast<std::uint64_t>(m_info.frames); }
    std::uint64_t bytes() const { return m_peek.size; }

    // Frames that were read; fewer than there is room for at the end of the file or at damage.
    std::size_t read(std::span<float> room)
    {
        const auto wanted = static_cast<sf_count_t>(room.size() / channels());
        return static_cast<std::size_t>(
            std::max<sf_count_t>(sf_readf_float(m_file, room.data(), wanted), 0));
    }

    // Bytes that the header of a WAV file announces; 0 when it does not say.
    std::uint64_t announcedBytes() const
    {
        std::uint32_t size = 0;
        if (!m_peek.startsWith("RIFF") || m_peek.head.size() < 8)
            return 0;
        std::memcpy(&size, m_peek.head.data() + 4, sizeof size);
        // A program that wrote to a pipe could not say.
        return size == 0 || size == std::numeric_limits<std::uint32_t>::max()
                   ? 0
                   : std::uint64_t{size} + 8;
    }

private:
    fs::path m_path;
    FilePeek m_peek;
    SF_INFO m_info = {};
    SNDFILE* m_file = nullptr;
};

// Counts what a listener would complain about.
class Quality
{
public:
    explicit Quality(std::size_t channels) : m_runs(channels, 0) {}

    // Replaces what is not finite.
    void check(std::span<float> block)
    {
        for (std::size_t i = 0; i < block.size(); ++i) {
            float& sample = block[i];
            if (!std::isfinite(sample)) {
                sample = 0.0F;
                ++m_notFinite;
            }
            m_silent = m_silent && sample == 0.0F;
            std::size_t& run = m_runs[i % m_runs.size()];
            run = std::abs(sample) >= kFullScale ? run + 1 : 0;
            if (run >= kClippedRun)
                m_clipped += run == kClippedRun ? kClippedRun : 1;
        }
    }

    void report(std::size_t samples, std::vector<std::string>& notes) const
    {
        if (m_notFinite > 0)
            notes.push_back(counted(m_notFinite, "sample") +
                            " that are no finite numbers became 0");
        if (samples == 0)
            notes.emplace_back("the sound has no samples");
        else if (m_silent)
            notes.emplace_back("the sound is silent: every sample is 0");
        if (m_clipped > 0)
            notes.push_back("clipped: " + counted(m_clipped, "sample") + " at full scale");
    }

private:
    std::vector<std::size_t> m_runs;
    std::size_t m_notFinite = 0;
    std::size_t m_clipped = 0;
    bool m_silent = true;
};

void requireMemory(std::uint64_t samples, const fs::path& path)
{
    const std::uint64_t budget = memoryBudget();
    if (samples > budget / sizeof(float)) {
        throw Error(ErrorKind::OutOfMemory,
                    path.string() + " needs more than the memory budget of " +
                        textFromBytes(budget) + " (" +
                        textFromBytes(std::min(samples, std::numeric_limits<std::uint64_t>::max() /
                                                            sizeof(float)) *
                                      sizeof(float)) +
                        ")");
    }
}

void noteLoss(const SoundFile& file, std::uint64_t frames, std::vector<std::string>& notes)
{
    if (frames < file.frames())
        notes.push_back("damaged or truncated: kept " + std::to_string(frames) + " of " +
                        counted(file.frames(), "sample"));
    else if (file.announcedBytes() > file.bytes())
        notes.push_back("truncated: kept " + counted(frames, "sample") + "; " +
                        std::to_string(file.announcedBytes() - file.bytes()) +
                        " bytes are missing");
}

void appendMean(std::span<const float> block, std::size_t channels, std::vector<float>& mono)
{
    for (std::size_t i = 0; i < block.size(); i += channels) {
        float sum = 0.0F;
        for (std::size_t channel = 0; channel < channels; ++channel)
            sum += block[i + channel];
        mono.push_back(sum / static_cast<float>(channels));
    }
}

Signal readSignal(const fs::path& path, bool mono, std::vector<std::string>& notes, JobContext& job)
{
    SoundFile file(path);
    const std::size_t channels = file.channels();
    const std::size_t kept = mono ? 1 : channels;
    Signal signal;
    signal.channels = kept;
    signal.rateHz = file.rateHz();
    if (file.frames() / kMostSamplesPerByte <= file.bytes()) {
        requireMemory(file.frames() * kept, path);
        signal.data.reserve(file.frames() * kept);
    }
    Quality quality(channels);
    std::vector<float> block(std::max<std::size_t>(kBlock / channels, 1) * channels);
    while (const std::size_t frames = file.read(block)) {
        job.checkpoint();
        const std::span<float> read(block.data(), frames * channels);
        quality.check(read);
        if (signal.data.size() + frames * kept > signal.data.capacity())
            requireMemory(2 * (signal.data.size() + frames * kept), path);
        if (kept == channels)
            signal.data.insert(signal.data.end(), read.begin(), read.end());
        else
            appendMean(read, channels, signal.data);
        const std::size_t done = signal.data.size() / kept;
        if (file.frames() > 0)
            job.progress(
                std::min(1.0, static_cast<double>(done) / static_cast<double>(file.frames())),
                "reading");
    }
    noteLoss(file, signal.data.size() / kept, notes);
    quality.report(signal.data.size(), notes);
    return signal;
}

} // namespace

bool looksLikeSound(std::span<const std::byte> head)
{
    const std::string_view text(reinterpret_cast<const char*>(head.data()), head.size());
    const bool chunks = text.starts_with("RIFF") || text.starts_with("RF64");
    return text.starts_with("fLaC") || (chunks && text.substr(0, 12).ends_with("WAVE"));
}

Signal readSound(const fs::path& path, std::vector<std::string>& notes, JobContext& job)
{
    return readSignal(path, false, notes, job);
}

Signal readMonoSound(const fs::path& path, std::vector<std::string>& notes, JobContext& job)
{
    return readSignal(path, true, notes, job);
}

} // namespace inspike

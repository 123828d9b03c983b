// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Sampled channels: each sample a step, or windows of samples. A window is laid out sample by
// sample, channels within; [channel, sample] where the network takes that. The last window ends
// with zeros.
#include "core/base/error.h"
#include "core/media/resample.h"
#include "core/systems/fitting/arrange.h"
#include "core/systems/fitting/encoder.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace inspike::fitting {

namespace {

constexpr std::size_t kCheckEvery = std::size_t{1} << 16U;

const Signal& signalOf(const Piece& piece)
{
    const auto* signal = std::get_if<Signal>(&piece.stream->data);
    if (signal == nullptr || signal->channels == 0)
        throw Error(ErrorKind::BadModel, "a signal is needed as in the first sample, '" +
                                             piece.stream->id + "' is none");
    return *signal;
}

// [from, to) of the samples, in samples of the signal.
struct Part
{
    std::size_t from = 0, to = 0;
};

class SignalEncoder : public Encoder
{
public:
    SignalEncoder(const Piece& first, const EncoderRequest& request)
        : m_settings(request.settings), m_resample(request.settings.text("input-resample"))
    {
        const Signal& signal = signalOf(first);
        m_rate = rateOf(signal);
        m_channels = m_settings.channels;
        if (m_channels.empty()) {
            m_channels.resize(signal.channels);
            std::iota(m_channels.begin(), m_channels.end(), std::size_t{0});
        }
        if (m_resample == "auto")
            m_resample = m_settings.number("input-bin-ms") > 0.0 ? "mean" : "off";
        if (m_resample != "off" && m_rate <= 0.0)
            throw Error(ErrorKind::BadParameter,
                        "a signal without a clock cannot be resampled; set input-rate-hz");
        if (m_resample != "off")
            m_width = stepWidth(m_settings, request.wish);
        chooseWindow(first, request.wish);
        m_steps = request.wish.stepped ? m_settings.count("input-steps") : 1;
        if (m_rate > 0.0) {
            const double samples =
                m_width > 0 ? static_cast<double>(m_width) : kMicrosecondsPerSecond / m_rate;
            m_exactStep = samples * static_cast<double>(m_hop);
            m_stepDuration = std::max<Time>(std::llround(m_exactStep), 1);
        }
        m_networkStep = request.wish.stepped ? request.wish.stepSeconds * 1e6 : 0.0;
    }

    std::uint64_t lengthOf(const Piece& piece, JobContext&) const override
    {
        const Signal& signal = signalOf(piece);
        const Part part = partOf(signal);
        const std::size_t count = resampledCount(part.to - part.from, rateOf(signal));
        if (count <= m_window)
            return count > 0 ? 1 : 0;
        return 1 + (count - m_window + m_hop - 1) / m_hop;
    }
    void settle(std::uint64_t longest) override
    {
        if (m_steps == 0)
            m_steps = longest;
    }
    void encode(const Piece& piece, const Cells& cells, Losses& losses,
                JobContext& job) const override;
    std::vector<std::string> lines() const override;
    std::string noun() const override { return "sample"; }
    void describe(Json& choice) const override
    {
        for (const char* id : {"input-channels", "input-start-ms", "input-length-ms",
                               "input-rate-hz", "input-bin-ms", "input-gain"})
            choice.set(id, m_settings.params().toJson()[id]);
        choice.set("input-resample", m_resample);
        choice.set("input-window", static_cast<std::uint64_t>(m_window));
        choice.set("input-hop", static_cast<std::uint64_t>(m_hop));
    }

private:
    double rateOf(const Signal& signal) const
    {
        return signal.rateHz > 0.0 ? signal.rateHz : m_settings.number("input-rate-hz");
    }
    Part partOf(const Signal& signal) const;
    std::size_t resampledCount(std::size_t samples, double rate) const;
    std::vector<float> channelOf(const Signal& signal, const Part& part, std::size_t channel,
                                 const Piece& piece, JobContext& job) const;
    std::vector<float> resampledTo(const std::vector<float>& samples, double rate,
                                   JobContext& job) const;
    void chooseWindow(const Piece& first, const InputWish& wish);

    Settings m_settings;
    std::string m_resample;
    double m_rate = 0.0; // of the first signal; 0 = unknown
    std::vector<std::size_t> m_channels;
    Time m_width = 0; // of a resampled sample; 0 = not resampled
    std::size_t m_window = 1, m_hop = 1;
    bool m_channelFirst = false;
    double m_exactStep = 0.0, m_networkStep = 0.0; // us
};

void SignalEncoder::chooseWindow(const Piece& first, const InputWish& wish)
{
    const Signal& signal = signalOf(first);
    if (*std::ranges::max_element(m_channels) >= signal.channels)
        throw Error(ErrorKind::BadParameter,
                    "input-channels names channel " +
                        std::to_string(*std::ranges::max_element(m_channels)) + " of " +
                        std::to_string(signal.channels) + ", which count from 0");
    const auto channels = static_cast<std::int64_t>(m_channels.size());
    m_window = m_settings.count("input-window");
    const bool isOpen = wish.shape.empty() ||
                        std::ranges::any_of(wish.shape, [](std::int64_t size) { return size < 0; });
    if (m_window == 0 && isOpen && !wish.stepped) {
        const Part part = partOf(signal);
        m_window = resampledCount(part.to - part.from, m_rate);
    } else if (m_window == 0 && !isOpen && !arranged({channels}, wish.shape, true) &&
               elementsOf(wish.shape) % channels == 0) {
        m_window = static_cast<std::size_t>(elementsOf(wish.shape) / channels);
    }
    m_window = std::max<std::size_t>(m_window, 1);
    m_hop = m_settings.count("input-hop");
    if (m_hop == 0)
        m_hop = m_window;
    const auto window = static_cast<std::int64_t>(m_window);
    m_channelFirst = m_window > 1 && channels > 1 && wish.shape.size() >= 2 &&
                     arranged({channels, window}, wish.shape, false).has_value() &&
                     wish.shape.back() != channels * window;
    const auto shape = m_channelFirst ? arranged({channels, window}, wish.shape, false)
                                      : arranged({channels * window}, wish.shape, true);
    if (!shape)
        refuseShape(first,
                    counted(m_channels.size(), "channel") + " x " + counted(m_window, "sample") +
                        " per step",
                    wish, "choose channels with input-channels or samples with input-window");
    m_shape = *shape;
}

Part SignalEncoder::partOf(const Signal& signal) const
{
    const std::size_t count = signal.data.size() / signal.channels;
    const double start = m_settings.number("input-start-ms");
    const double length = m_settings.number("input-length-ms");
    if (start == 0.0 && length == 0.0)
        return {0, count};
    const double rate = rateOf(signal);
    if (rate <= 0.0)
        throw Error(ErrorKind::BadParameter, "input-start-ms and input-length-ms need a clock, "
                                             "the signal has none; set input-rate-hz");
    const auto sampleAt = [&](double ms) {
        return static_cast<std::size_t>(
            std::clamp(std::round(ms * 1e-3 * rate), 0.0, static_cast<double>(count)));
    };
    const std::size_t from = sampleAt(start);
    return {from, length > 0.0 ? std::max(from, sampleAt(start + length)) : count};
}

std::size_t SignalEncoder::resampledCount(std::size_t samples, double rate) const
{
    if (m_width == 0 || samples == 0)
        return samples;
    if (rate <= 0.0)
        throw Error(ErrorKind::BadModel, "the signal has no clock, that of the first sample has");
    const double steps =
        static_cast<double>(samples) / rate * kMicrosecondsPerSecond / static_cast<double>(m_width);
    return static_cast<std::size_t>(std::ceil(std::min(steps, 1e15) * (1.0 - 1e-12)));
}

std::vector<float> SignalEncoder::resampledTo(const std::vector<float>& samples, double rate,
                                              JobContext& job) const
{
    if (m_width == 0)
        return samples;
    const double perStep = rate * static_cast<double>(m_width) / kMicrosecondsPerSecond;
    const std::size_t count = resampledCount(samples.size(), rate);
    if (m_resample == "sinc") {
        const double to = kMicrosecondsPerSecond / static_cast<double>(m_width);
        if (to != std::floor(to) || rate != std::floor(rate))
            throw Error(ErrorKind::BadParameter, "input-resample=sinc needs whole rates, not " +
                                                     numberText(rate) + " and " + numberText(to) +
                                                     " Hz; mean and linear take any");
        std::vector<float> values =
            resampled(samples, static_cast<std::int64_t>(rate), static_cast<std::int64_t>(to), job);
        values.resize(count);
        return values;
    }
    std::vector<float> values(count);
    const auto last = samples.size() - 1;
    for (std::size_t step = 0; step < count; ++step) {
        const double at = static_cast<double>(step) * perStep;
        if (m_resample == "linear") {
            const auto before = std::min(static_cast<std::size_t>(at), last);
            const float part = static_cast<float>(at - static_cast<double>(before));
            const float next = samples[std::min(before + 1, last)];
            values[step] = samples[before] + std::min(part, 1.0F) * (next - samples[before]);
            continue;
        }
        constexpr double kTie = 1e-9; // a sample at the edge is of the later step
        const auto from = static_cast<std::size_t>(std::ceil(at - kTie));
        const auto to =
            std::min(static_cast<std::size_t>(std::ceil(at + perStep - kTie)), samples.size());
        if (to <= from) { // none falls into the step: the one before holds
            values[step] = samples[std::min(from > 0 ? from - 1 : 0, last)];
            continue;
        }
        const double sum = std::accumulate(samples.begin() + static_cast<std::ptrdiff_t>(from),
                                           samples.begin() + static_cast<std::ptrdiff_t>(to), 0.0);
        values[step] = static_cast<float>(sum / static_cast<double>(to - from));
    }
    return values;
}

std::vector<float> SignalEncoder::channelOf(const Signal& signal, const Part& part,
                                            std::size_t channel, const Piece& piece,
                                            JobContext& job) const
{
    std::vector<float> samples(part.to - part.from);
    for (std::size_t i = 0; i < samples.size(); ++i) {
        if (i % kCheckEvery == 0)
            job.checkpoint();
        samples[i] = signal.data[(part.from + i) * signal.channels + channel];
        if (!std::isfinite(samples[i]))
            throw Error(ErrorKind::BadFormat,
                        "'" + piece.stream->id + "' holds " +
                            (std::isnan(samples[i]) ? "not a number" : "infinity") + " at sample " +
                            std::to_string(part.from + i) + ", channel " + std::to_string(channel));
    }
    return samples.empty() ? samples : resampledTo(samples, rateOf(signal), job);
}

void SignalEncoder::encode(const Piece& piece, const Cells& cells, Losses& losses,
                           JobContext& job) const
{
    const Signal& signal = signalOf(piece);
    if (*std::ranges::max_element(m_channels) >= signal.channels ||
        (m_settings.channels.empty() && signal.channels != m_channels.size()))
        throw Error(ErrorKind::BadShape, "it has " + counted(signal.channels, "channel") +
                                             ", the first sample had others; choose those of all "
                                             "with input-channels");
    const Part part = partOf(signal);
    const auto gain = static_cast<float>(m_settings.number("input-gain"));
    const std::size_t width = m_channels.size();
    const std::size_t most = (cells.steps - 1) * m_hop + m_window; // samples that are used
    for (std::size_t channel = 0; channel < width; ++channel) {
        const std::vector<float> samples = channelOf(signal, part, m_channels[channel], piece, job);
        for (std::size_t step = 0; step < cells.steps && step * m_hop < samples.size(); ++step) {
            float* values = cells.at(step);
            const std::size_t from = step * m_hop;
            const std::size_t count = std::min(m_window, samples.size() - from);
            for (std::size_t i = 0; i < count; ++i) {
                const std::size_t place =
                    m_channelFirst ? channel * m_window + i : i * width + channel;
                values[place] = gain * samples[from + i];
            }
        }
        if (channel == 0) {
            losses.taken += std::min(samples.size(), most);
            losses.after += samples.size() - std::min(samples.size(), most);
        }
    }
}

std::vector<std::string> SignalEncoder::lines() const
{
    std::vector<std::string> lines;
    std::string text = counted(m_channels.size(), "channel");
    if (!m_settings.channels.empty())
        text += " (" + m_settings.text("input-channels") + ")";
    text += m_rate > 0.0 ? " at " + numberText(m_rate) + " Hz" : " without a clock";
    lines.push_back(text);
    if (m_resample != "off")
        lines.push_back("resampled to " + msText(m_width) + " (" + m_resample + ")");
    text = counted(m_steps, "step") + ", each ";
    if (m_window == 1 && m_hop == 1)
        text += "a sample";
    else
        text += "a window of " + counted(m_window, "sample") + ", " + grouped(m_hop) +
                " from one to the next" +
                (m_channelFirst ? ", channel by channel" : ", sample by sample");
    lines.push_back(text);
    if (m_stepDuration && std::abs(m_exactStep / static_cast<double>(*m_stepDuration) - 1.0) > 1e-6)
        lines.push_back("a step of " + numberText(m_exactStep) + " us is shown as " +
                        std::to_string(*m_stepDuration) + " us");
    if (m_stepDuration && m_networkStep > 0.0 && std::abs(m_exactStep / m_networkStep - 1.0) > 1e-3)
        lines.push_back("a step is " + numberText(m_exactStep * 1e-3) +
                        " ms, the network computes with " + numberText(m_networkStep * 1e-3) +
                        " ms; input-resample makes them equal");
    if (const double gain = m_settings.number("input-gain"); gain != 1.0)
        lines.push_back("times " + numberText(gain));
    return lines;
}

} // namespace

std::unique_ptr<Encoder> makeSignalEncoder(const Piece& first, const EncoderRequest& request)
{
    return std::make_unique<SignalEncoder>(first, request);
}

} // namespace inspike::fitting

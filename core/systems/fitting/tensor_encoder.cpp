// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Tensors as they are, axis by axis.
#include "core/base/error.h"
#include "core/systems/fitting/arrange.h"
#include "core/systems/fitting/tensor_layout.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace inspike::fitting {

namespace {

std::vector<std::size_t> stridesOf(const std::vector<std::size_t>& shape)
{
    std::vector<std::size_t> strides(shape.size(), 1);
    for (std::size_t i = shape.size(); i-- > 1;)
        strides[i - 1] = strides[i] * shape[i];
    return strides;
}

const Tensor& tensorOf(const Piece& piece)
{
    const auto* tensor = std::get_if<Tensor>(&piece.stream->data);
    if (tensor == nullptr)
        throw Error(ErrorKind::BadModel, "a tensor is needed as in the first sample, '" +
                                             piece.stream->id + "' is none");
    return *tensor;
}

class TensorEncoder : public Encoder
{
public:
    TensorEncoder(const Piece& first, const EncoderRequest& request, const TensorLayout& layout)
        : m_settings(request.settings),
          m_layout(layout),
          m_text(layoutText(tensorOf(first), layout))
    {
        const Tensor& tensor = tensorOf(first);
        m_own = sampleShape(tensor, m_layout, m_settings);
        if (tensor.bytes.size() != tensor.elements() * sizeOf(tensor.dtype))
            throw Error(ErrorKind::BadShape, "tensor bytes do not match its shape");
        const auto shape =
            arranged(m_own.empty() ? Shape{1} : m_own, request.wish.shape, m_own.size() == 1);
        if (!shape)
            refuse(first, request.wish);
        m_shape = *shape;
        m_steps = m_settings.count("input-steps");
        if (!request.wish.stepped)
            m_steps = 1;
        if (const double rate = m_settings.number("input-rate-hz"); rate > 0.0)
            m_stepDuration = std::max<Time>(std::llround(kMicrosecondsPerSecond / rate), 1);
    }

    std::uint64_t lengthOf(const Piece& piece, JobContext&) const override
    {
        const Tensor& tensor = tensorOf(piece);
        return m_layout.step && *m_layout.step < tensor.shape.size() ? tensor.shape[*m_layout.step]
                                                                     : 1;
    }
    void settle(std::uint64_t longest) override
    {
        if (m_steps == 0)
            m_steps = longest;
    }
    void encode(const Piece& piece, const Cells& cells, Losses& losses,
                JobContext& job) const override;

    std::vector<std::string> lines() const override
    {
        std::vector<std::string> lines = {
            "tensor " + m_text + (m_layout.isGuessed ? ", axes guessed from the sizes" : "")};
        if (!m_layout.step)
            lines.push_back("the same at every step");
        if (!m_settings.channels.empty())
            lines.push_back("channels " + m_settings.text("input-channels"));
        if (const double gain = m_settings.number("input-gain"); gain != 1.0)
            lines.push_back("times " + numberText(gain));
        return lines;
    }
    std::string noun() const override { return "step"; }
    void describe(Json& choice) const override
    {
        choice.set("axes", m_text);
        for (const char* id : {"input-axes", "input-channels", "input-gain", "input-rate-hz"})
            choice.set(id, m_settings.params().toJson()[id]);
    }

private:
    [[noreturn]] void refuse(const Piece& first, const InputWish& wish) const
    {
        std::string advice = "input-axes says which axis is which";
        if (m_settings.axes.empty() && tensorOf(first).shape.size() > 1)
            advice += " (step, sample, others)";
        if (m_own.size() == 1 && !wish.shape.empty() && wish.shape.front() == 1)
            advice = "choose one with input-channels=0, or more; " + advice;
        refuseShape(first, shapeText(m_own) + " of " + m_text, wish, advice);
    }
    // Of each value of a sample at a step, in elements.
    std::vector<std::size_t> offsetsOf(const std::vector<std::size_t>& shape) const
    {
        const std::vector<std::size_t> strides = stridesOf(shape);
        std::vector<std::size_t> offsets = {0};
        for (std::size_t i = 0; i < m_layout.others.size(); ++i) {
            const std::size_t axis = m_layout.others[i];
            std::vector<std::size_t> wider;
            wider.reserve(offsets.size() * static_cast<std::size_t>(m_own[i]));
            for (const std::size_t offset : offsets) {
                for (std::size_t at = 0; at < static_cast<std::size_t>(m_own[i]); ++at) {
                    const std::size_t entry =
                        i == 0 && !m_settings.channels.empty() ? m_settings.channels[at] : at;
                    wider.push_back(offset + entry * strides[axis]);
                }
            }
            offsets = std::move(wider);
        }
        return offsets;
    }
    void requireSameSample(const Tensor& tensor) const
    {
        const bool sameRank =
            m_layout.others.empty() || m_layout.others.back() < tensor.shape.size();
        if (!sameRank || sampleShape(tensor, m_layout, m_settings) != m_own)
            throw Error(ErrorKind::BadShape, "the tensor is " + inspike::shapeText(tensor.shape) +
                                                 ", that of the first sample " + m_text);
    }

    Settings m_settings;
    TensorLayout m_layout;
    std::string m_text;
    Shape m_own; // before it is arranged
};

void TensorEncoder::encode(const Piece& piece, const Cells& cells, Losses& losses,
                           JobContext& job) const
{
    const Tensor& tensor = tensorOf(piece);
    requireSameSample(tensor);
    const std::vector<std::size_t> strides = stridesOf(tensor.shape);
    const std::vector<std::size_t> offsets = offsetsOf(tensor.shape);
    const std::size_t size = sizeOf(tensor.dtype);
    const std::size_t first = m_layout.sample ? piece.entry * strides[*m_layout.sample] : 0;
    const auto steps = static_cast<std::size_t>(lengthOf(piece, job));
    const auto gain = static_cast<float>(m_settings.number("input-gain"));
    const std::size_t taken = m_layout.step ? std::min(steps, cells.steps) : cells.steps;
    Tensor slice;
    slice.dtype = tensor.dtype;
    slice.shape = {offsets.size()};
    slice.bytes.resize(offsets.size() * size);
    std::vector<float> values;
    for (std::size_t step = 0; step < taken; ++step) {
        job.checkpoint();
        if (m_layout.step || step == 0) {
            const std::size_t base = first + (m_layout.step ? step * strides[*m_layout.step] : 0);
            for (std::size_t i = 0; i < offsets.size(); ++i)
                std::memcpy(slice.bytes.data() + i * size,
                            tensor.bytes.data() + (base + offsets[i]) * size, size);
            values = slice.toFloats();
            const auto bad =
                std::ranges::find_if(values, [](float value) { return !std::isfinite(value); });
            if (bad != values.end())
                throw Error(ErrorKind::BadFormat,
                            "'" + piece.stream->id + "' holds " +
                                (std::isnan(*bad) ? "not a number" : "infinity") + " at step " +
                                std::to_string(step) + ", value " +
                                std::to_string(bad - values.begin()));
        }
        std::ranges::transform(values, cells.at(step),
                               [gain](float value) { return value * gain; });
    }
    losses.taken += taken;
    if (m_layout.step)
        losses.after += steps - taken;
}

} // namespace

std::unique_ptr<Encoder> makeTensorEncoder(const Piece& first, const EncoderRequest& request,
                                           const TensorLayout& layout)
{
    return std::make_unique<TensorEncoder>(first, request, layout);
}

} // namespace inspike::fitting

// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/fitting/input_fit.h"

#include "core/base/error.h"
#include "core/base/memory.h"
#include "core/base/parallel.h"
#include "core/systems/fitting/source.h"

#include <algorithm>
#include <atomic>
#include <mutex>

namespace inspike {

namespace {

using namespace fitting;

std::vector<AxisKind> axesOf(const Shape& shape, bool isTimed)
{
    std::vector<AxisKind> axes = {isTimed ? AxisKind::Time : AxisKind::Step, AxisKind::Sample};
    std::vector<AxisKind> own;
    if (shape.size() == 1)
        own = {AxisKind::Unit};
    else if (shape.size() == 2)
        own = {AxisKind::Channel, AxisKind::Unit};
    else if (shape.size() >= 3)
        own = {AxisKind::Channel, AxisKind::Height, AxisKind::Width};
    axes.insert(axes.end(), shape.size() - own.size(), AxisKind::Feature);
    axes.insert(axes.end(), own.begin(), own.end());
    return axes;
}

[[noreturn]] void refuseMemory(std::uint64_t bytes, std::size_t steps, std::size_t samples,
                               const Shape& shape)
{
    throw Error(ErrorKind::OutOfMemory,
                "the input of " + counted(steps, "step") + " x " + counted(samples, "sample") +
                    " x " + fitting::shapeText(shape) + " takes " + textFromBytes(bytes) +
                    ", the memory budget is " + textFromBytes(memoryBudget()) +
                    "; fewer steps (input-steps, input-bin-ms, input-length-ms), a smaller "
                    "picture (input-crop, input-scale) or more memory (--memory) help");
}

class Fitted : public FittedInput
{
public:
    Fitted(Fitting fitting, Settings settings, bool folds)
        : m_source(std::move(fitting.source)),
          m_encoder(std::move(fitting.encoder)),
          m_settings(std::move(settings)),
          m_folds(folds),
          m_losses(m_source->count()),
          m_seen(m_source->count())
    {}

    void prepare(JobContext& job);

    std::size_t samples() const override { return m_source->count(); }
    std::size_t steps() const override { return m_folds ? 1 : m_encoder->steps(); }
    std::vector<std::int64_t> shape() const override
    {
        Shape shape = m_encoder->shape();
        if (m_folds)
            shape.insert(shape.begin(), static_cast<std::int64_t>(m_encoder->steps()));
        return shape;
    }
    std::optional<Time> stepDuration() const override { return m_encoder->stepDuration(); }
    std::vector<std::string> classNames() const override { return m_source->classNames(); }
    std::vector<std::string> channelNames() const override { return m_encoder->channelNames(); }
    std::vector<std::string> explanation() const override;
    Json choice() const override;
    FittedBatch load(std::size_t first, std::size_t count, JobContext& job) const override;

private:
    // Gives the label.
    std::int64_t encode(std::size_t index, const Cells& cells, JobContext& job) const;
    std::vector<std::string> lossLines() const;
    std::vector<std::string> unusedLines() const;
    Json used() const; // options that apply, and what they became

    std::unique_ptr<Source> m_source;
    std::unique_ptr<Encoder> m_encoder;
    Settings m_settings;
    bool m_folds; // the steps are the first axis of a sample
    mutable std::mutex m_mutex;
    mutable std::vector<Losses> m_losses; // by sample
    mutable std::vector<bool> m_seen;
};

// Finds the length of the longest sample where the steps depend on it.
void Fitted::prepare(JobContext& job)
{
    if (samples() == 0)
        throw Error(ErrorKind::BadFormat, "the recording holds no samples");
    if (!m_encoder->hasSteps()) {
        std::atomic<std::uint64_t> longest = 0;
        std::atomic<std::size_t> done = 0;
        const std::size_t count = m_source->count();
        parallelPieces(count, 0, [&](std::size_t index) {
            job.checkpoint();
            const Piece piece = m_source->open(index, job);
            const std::uint64_t length = withContext(
                m_source->nameOf(index), [&] { return m_encoder->lengthOf(piece, job); });
            std::uint64_t before = longest;
            while (before < length && !longest.compare_exchange_weak(before, length)) {
            }
            job.progress(static_cast<double>(++done) / static_cast<double>(count));
        });
        if (longest == 0)
            throw Error(ErrorKind::BadFormat,
                        "the recording holds no " + m_encoder->noun() +
                            "s where the input begins; set input-steps for an input of zeros");
        m_encoder->settle(longest);
    }
    const std::uint64_t bytes = bytesOf(m_encoder->steps(), 1, m_encoder->shape());
    if (bytes > memoryBudget())
        refuseMemory(bytes, m_encoder->steps(), 1, m_encoder->shape());
}

std::int64_t Fitted::encode(std::size_t index, const Cells& cells, JobContext& job) const
{
    Losses losses;
    const Piece piece = m_source->open(index, job);
    withContext(m_source->nameOf(index), [&] { m_encoder->encode(piece, cells, losses, job); });
    const std::scoped_lock lock(m_mutex);
    m_losses[index] = losses;
    m_seen[index] = true;
    return piece.label;
}

FittedBatch Fitted::load(std::size_t first, std::size_t count, JobContext& job) const
{
    if (first > samples() || count > samples() - first)
        throw Error(ErrorKind::NotFound, "there are " + counted(samples(), "sample") + ", not " +
                                             grouped(first + count));
    const std::size_t steps = m_encoder->steps();
    const auto size = static_cast<std::size_t>(elementsOf(m_encoder->shape()));
    const std::uint64_t bytes = bytesOf(steps, count, m_encoder->shape());
    if (bytes > memoryBudget())
        refuseMemory(bytes, steps, count, m_encoder->shape());
    FittedBatch batch;
    batch.values.dtype = DType::Float32;
    for (const std::size_t length : {this->steps(), count})
        batch.values.shape.push_back(length);
    for (const std::int64_t length : shape())
        batch.values.shape.push_back(static_cast<std::size_t>(length));
    batch.values.axes = axesOf(shape(), stepDuration().has_value());
    batch.values.bytes.resize(bytes);
    auto* values = reinterpret_cast<float*>(batch.values.bytes.data());
    batch.labels.resize(count);
    std::atomic<std::size_t> done = 0;
    parallelPieces(count, 0, [&](std::size_t i) {
        job.checkpoint();
        const Cells cells = m_folds ? Cells{values + i * steps * size, size, steps}
                                    : Cells{values + i * size, count * size, steps};
        batch.labels[i] = encode(first + i, cells, job);
        job.progress(static_cast<double>(++done) / static_cast<double>(count));
    });
    for (std::size_t i = first; i < first + count; ++i)
        batch.ids.push_back(m_source->nameOf(i));
    if (std::ranges::all_of(batch.labels, [](std::int64_t label) { return label < 0; }))
        batch.labels.clear();
    return batch;
}

std::vector<std::string> Fitted::lossLines() const
{
    Losses all;
    std::size_t seen = 0;
    std::size_t empty = 0;
    {
        const std::scoped_lock lock(m_mutex);
        for (std::size_t i = 0; i < m_losses.size(); ++i) {
            if (!m_seen[i])
                continue;
            ++seen;
            all += m_losses[i];
            empty += m_losses[i].taken == 0 ? 1 : 0;
        }
    }
    std::vector<std::string> lines;
    const std::string noun = m_encoder->noun();
    const std::string of = seen < samples() ? " (of " + counted(seen, "sample") + " so far)" : "";
    const auto add = [&](std::uint64_t count, const std::string& why) {
        if (count > 0)
            lines.push_back("left out " + counted(count, noun) + " " + why + of);
    };
    add(all.before, "before the first step");
    add(all.after, "after the last step");
    add(all.outside, "outside what was chosen");
    if (empty > 0)
        lines.push_back(counted(empty, "sample") + " without any " + noun + ": zeros" + of);
    return lines;
}

std::vector<std::string> Fitted::unusedLines() const
{
    std::vector<std::string> lines;
    const Json applied = used();
    for (const ParamSpec& spec : m_settings.params().specs()) {
        if (m_settings.isSet(spec.id) && m_settings.params().value(spec.id) != spec.fallback &&
            applied.find(spec.id) == nullptr)
            lines.push_back(spec.id + " has no effect on this input");
    }
    return lines;
}

std::vector<std::string> Fitted::explanation() const
{
    std::vector<std::string> lines = m_source->lines();
    const auto append = [&](const std::vector<std::string>& more) {
        lines.insert(lines.end(), more.begin(), more.end());
    };
    append(m_encoder->lines());
    append(lossLines());
    append(unusedLines());
    Shape whole = {static_cast<std::int64_t>(steps()), static_cast<std::int64_t>(samples())};
    std::string names = "step, sample";
    for (const std::int64_t size : shape())
        whole.push_back(size);
    const std::vector<AxisKind> axes = axesOf(shape(), false);
    for (std::size_t i = 2; i < axes.size(); ++i)
        names += ", " + std::string(m_folds && i == 2 ? "step" : axisName(axes[i]));
    lines.push_back("gives " + fitting::shapeText(whole) + " (" + names + ")");
    return lines;
}

Json Fitted::used() const
{
    Json choice = Json::object();
    m_source->describe(choice);
    m_encoder->describe(choice);
    choice.set("input-steps", static_cast<std::uint64_t>(m_encoder->steps()));
    return choice;
}

Json Fitted::choice() const
{
    Json choice = used();
    if (m_encoder->stepDuration())
        choice.set("step_us", *m_encoder->stepDuration());
    Json sizes = Json::array();
    for (const std::int64_t size : shape())
        sizes.push(size);
    choice.set("shape", std::move(sizes));
    choice.set("samples", static_cast<std::uint64_t>(samples()));
    Json told = Json::array();
    for (const std::string& line : explanation())
        told.push(line);
    choice.set("explanation", std::move(told));
    return choice;
}

Fitting fittingOf(const std::shared_ptr<const Recording>& recording, const EncoderRequest& request,
                  JobContext& job)
{
    const std::string wanted = request.settings.text("input-stream");
    if (const NamedStream* list = listOf(*recording, wanted))
        return fitList(recording, *list, request, job);
    if (recording->info.trialCount > 1 && request.settings.text("input-trials") == "all")
        return fitTrials(recording, request, job);
    return fitStreams(recording, wanted, request);
}

// A network without steps may take them as the first axis of its sample. `settings` gets their
// number where it says none.
InputWish foldedWish(const InputWish& wish, Settings& settings)
{
    InputWish folded = wish;
    folded.stepped = true;
    if (wish.shape.empty())
        return folded;
    folded.shape.erase(folded.shape.begin());
    if (wish.shape.front() > 0)
        settings.setSteps(static_cast<std::uint64_t>(wish.shape.front()));
    return folded;
}

} // namespace

std::unique_ptr<FittedInput> fitInput(std::shared_ptr<const Recording> recording,
                                      const InputWish& wish, const Params& options,
                                      std::uint64_t seed, JobContext& job)
{
    if (recording == nullptr)
        throw Error(ErrorKind::BadModel, "a network needs a recording");
    const Settings given(options);
    Settings settings = given;
    bool folds =
        !wish.stepped && (settings.count("input-steps") > 1 || settings.count("input-bins") > 1);
    std::optional<Error> failure;
    Fitting fitting;
    if (!folds) {
        try {
            fitting = fittingOf(recording, {settings, wish, seed}, job);
        } catch (const Error& error) {
            folds = !wish.stepped && error.kind() == ErrorKind::BadShape && wish.shape.size() > 1;
            if (!folds)
                throw;
            failure = error;
        }
    }
    if (folds) {
        try {
            const InputWish folded = foldedWish(wish, settings);
            fitting = fittingOf(recording, {settings, folded, seed}, job);
        } catch (const Error&) {
            if (failure)
                throw *failure;
            throw;
        }
    }
    auto fitted = std::make_unique<Fitted>(std::move(fitting), given, folds);
    fitted->prepare(job);
    return fitted;
}

} // namespace inspike

// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/smnn/model_input.h"

#include "core/base/error.h"
#include "core/systems/smnn/task.h"

#include <algorithm>
#include <cmath>

namespace inspike::smnn {

namespace {

constexpr std::size_t kPictureSide = 28;
constexpr std::size_t kPixels = kPictureSide * kPictureSide;

// [steps, samples, channels] with an optional last dimension of 1.
bool isSequence(const Tensor& tensor, std::size_t channels)
{
    const std::vector<std::size_t>& shape = tensor.shape;
    return (shape.size() == 3 || (shape.size() == 4 && shape[3] == 1)) && shape[0] > 0 &&
           shape[1] > 0 && shape[2] == channels;
}

void takeSequence(const Tensor& tensor, const std::string& name, std::size_t channels,
                  ModelInput& input)
{
    if (!isSequence(tensor, channels))
        throw Error(ErrorKind::BadShape, "the input '" + name + "' must be [steps, samples, " +
                                             std::to_string(channels) + "], the recording has " +
                                             shapeText(tensor.shape));
    input.steps = tensor.shape[0];
    input.samples = tensor.shape[1];
    input.channels = channels;
    input.x = tensor.toFloats();
    if (!std::ranges::all_of(input.x, [](float value) { return std::isfinite(value); }))
        throw Error(ErrorKind::BadModel,
                    "the input '" + name + "' holds values that are not finite");
}

void keep(const Recording& recording, const char* name, ModelInput& input)
{
    if (const auto* tensor = recording.stream<Tensor>(name))
        input.kept[name] = *tensor;
}

void takeContext(const Recording& recording, ModelInput& input)
{
    const auto* x = recording.stream<Tensor>("x");
    if (x == nullptr)
        throw Error(ErrorKind::BadModel,
                    "the model needs the tensor 'x' [steps, samples, 4]; the recording has " +
                        contentsOf(recording));
    takeSequence(*x, "x", inputsOf(Task::Context), input);
    for (const char* name : {"x", "target", "context", "offset"})
        keep(recording, name, input);
    if (const auto* target = recording.stream<Tensor>("target")) {
        if (target->elements() != input.steps * input.samples)
            throw Error(ErrorKind::BadShape, "target " + shapeText(target->shape) +
                                                 " does not fit x " + shapeText(x->shape));
        input.targets.sequence = target->toFloats();
    }
}

void takeMnist(const Recording& recording, const EncodingParams& encoding, ModelInput& input,
               JobContext& job)
{
    if (const auto* spikes = recording.stream<Tensor>("spikes")) {
        takeSequence(*spikes, "spikes", kPixels, input);
        keep(recording, "spikes", input);
        keep(recording, "image", input);
    } else {
        std::vector<float> pictures = picturesOf(recording);
        if (pictures.empty())
            throw Error(ErrorKind::BadModel,
                        "the model needs the tensor 'spikes' [steps, samples, 784] or pictures of "
                        "28 x 28; the recording has " +
                            contentsOf(recording));
        if (encoding.samples > 0)
            pictures.resize(std::min(pictures.size(), encoding.samples * kPixels));
        input.steps = encoding.steps;
        input.samples = pictures.size() / kPixels;
        input.channels = kPixels;
        input.x = encodedPictures(pictures, kPixels, input.steps, encoding.seed, 0, job);
        input.kept["image"] =
            Tensor::fromFloats({input.samples, kPictureSide, kPictureSide}, pictures);
        input.kept["image"].axes = {AxisKind::Sample, AxisKind::Height, AxisKind::Width};
    }
    input.targets.classes = classesOf(recording, input.samples);
    if (!input.targets.classes.empty()) {
        Tensor label = Tensor::fromInt64({input.samples}, input.targets.classes);
        label.axes = {AxisKind::Sample};
        input.kept["label"] = std::move(label);
    }
}

} // namespace

std::vector<float> picturesOf(const Recording& recording)
{
    if (const auto* image = recording.stream<Tensor>("image")) {
        if (image->shape.empty() || image->elements() != image->shape[0] * kPixels)
            return {};
        return image->toFloats();
    }
    const auto* frames = recording.first<Frames>();
    if (frames == nullptr || frames->height != kPictureSide || frames->width != kPictureSide ||
        frames->channels != 1)
        return {};
    std::vector<float> pictures(frames->data.size());
    std::ranges::transform(frames->data, pictures.begin(),
                           [](std::uint8_t value) { return static_cast<float>(value) / 255.0F; });
    return pictures;
}

std::vector<std::int64_t> classesOf(const Recording& recording, std::size_t samples)
{
    std::vector<std::int64_t> classes;
    if (const auto* label = recording.stream<Tensor>("label")) {
        for (const double value : label->toDoubles())
            classes.push_back(std::isfinite(value) ? static_cast<std::int64_t>(value) : -1);
    } else if (const auto* labels = recording.first<Labels>()) {
        classes = labels->values;
    }
    if (classes.size() < samples)
        return {};
    classes.resize(samples);
    for (const std::int64_t value : classes) {
        if (value < 0 || value >= static_cast<std::int64_t>(outputsOf(Task::Mnist)))
            throw Error(ErrorKind::BadModel,
                        "a label of the recording is not one of the ten classes 0 to 9");
    }
    return classes;
}

ModelInput inputFrom(const Recording& recording, const Config& config,
                     const EncodingParams& encoding, JobContext& job)
{
    ModelInput input;
    if (config.task == Task::Context)
        takeContext(recording, input);
    else
        takeMnist(recording, encoding, input, job);
    job.checkpoint();
    return input;
}

} // namespace inspike::smnn

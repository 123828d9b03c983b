// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
// The options that every network of an open format has for its input.
#include "core/systems/fitting/input_fit.h"

namespace inspike {

namespace {

constexpr double kMost = 1e12;

ParamSpec text(std::string id, std::string title, std::string help)
{
    return {std::move(id), std::move(title), std::move(help), std::string()};
}

ParamSpec choice(std::string id, std::string title, std::string help,
                 std::vector<std::string> choices)
{
    std::string first = choices.front();
    return {std::move(id),     std::move(title), std::move(help), std::move(first), {}, {},
            std::move(choices)};
}

ParamSpec count(std::string id, std::string title, std::string help)
{
    return {std::move(id), std::move(title), std::move(help), std::int64_t{0}, 0, kMost};
}

ParamSpec number(std::string id, std::string title, std::string help, double fallback, double least,
                 std::string unit = {})
{
    return {std::move(id),  std::move(title), std::move(help), fallback, least, kMost, {},
            std::move(unit)};
}

// What goes in.
void addSource(ParamSpecs& specs)
{
    specs.push_back(text("input-stream", "Stream", "Its name; empty = the one that fits."));
    specs.push_back(choice("input-side", "Side of pairs",
                           "Which files of a list of pairs; auto = visual where the network takes "
                           "planes.",
                           {"auto", "visual", "audio"}));
    specs.push_back(choice("input-split", "Part", "Which part of a list of samples.",
                           {"all", "train", "validation", "test"}));
    specs.push_back(count("input-samples", "Samples", "The first so many; 0 = all."));
    specs.push_back(choice("input-trials", "Trials",
                           "Of a file of many trials: the one that is open, or all as samples.",
                           {"this", "all"}));
    specs.push_back(text("input-channels", "Channels",
                         "Such as 0 or 0,2-4; empty = all, in the order of the data."));
    specs.push_back(text("input-units", "Units",
                         "Of spikes, such as 0-63; units that the recording lacks are silent."));
    specs.push_back(
        text("input-axes", "Axes", "Of a tensor, such as step,sample,unit; empty = as it says."));
}

// What a step is.
void addSteps(ParamSpecs& specs)
{
    specs.push_back(count("input-steps", "Steps",
                          "0 = as long as the longest recording; for still pictures 100."));
    specs.push_back(
        number("input-bin-ms", "Step width", "0 = the step of the network.", 0.0, 0.0, "ms"));
    specs.push_back(count("input-bins", "Equal bins",
                          "Cuts the longest recording into so many steps; 0 = by their width."));
    specs.push_back(choice("input-origin", "Begins at",
                           "Time zero, the first event, or auto = zero unless more than half would "
                           "be empty.",
                           {"auto", "zero", "first"}));
    specs.push_back(number("input-start-ms", "Start", "After that beginning; may be negative.", 0.0,
                           -kMost, "ms"));
    specs.push_back(number("input-length-ms", "Length", "0 = to the end.", 0.0, 0.0, "ms"));
    specs.push_back(number("input-rate-hz", "Sampling rate",
                           "Of data without a clock; 0 = steps have no duration.", 0.0, 0.0, "Hz"));
    specs.push_back(count("input-window", "Window",
                          "Samples of a signal in one step; 0 = as many as fit the network."));
    specs.push_back(
        count("input-hop", "Hop", "Samples from one window to the next; 0 = a window."));
    specs.push_back(choice("input-resample", "Resampling",
                           "Of signals to the step width; auto = mean where a step width is given.",
                           {"auto", "off", "mean", "linear", "sinc"}));
}

// What a step holds.
void addValues(ParamSpecs& specs)
{
    specs.push_back(choice("input-count", "Counting",
                           "How many events fall into a step, or whether there are any.",
                           {"sum", "binary"}));
    specs.push_back(choice("input-polarity", "Polarity",
                           "Channels of events; auto = off-on, or merged for one channel.",
                           {"auto", "off-on", "on-off", "signed", "merged", "on", "off"}));
    specs.push_back(text("input-crop", "Crop",
                         "x,y,width,height in pixels, or width,height around the middle."));
    specs.push_back(
        text("input-size", "Size", "width,height after scaling; empty = as the network takes it."));
    specs.push_back(choice("input-scale", "Scaling",
                           "To that size; auto = pictures smoothly, events summed "
                           "where the sizes divide.",
                           {"auto", "none", "sum", "nearest", "smooth"}));
    specs.push_back(
        choice("input-flip", "Flip", "Mirrors x, y or both.", {"none", "x", "y", "xy"}));
    specs.push_back(choice("input-frames", "Several pictures",
                           "Each a sample, or the steps of one film.", {"samples", "steps"}));
    specs.push_back(choice("input-coding", "Coding of pictures",
                           "The same values at every step, spikes with that probability, or one "
                           "spike that is earlier for brighter pixels.",
                           {"direct", "rate", "latency"}));
    specs.push_back(choice("input-colour", "Colour",
                           "Of pictures; auto = as many channels as the network takes.",
                           {"auto", "grey", "rgb"}));
    specs.push_back(number("input-gain", "Gain", "Multiplies all values.", 1.0, -kMost));
    specs.push_back(text("input-mean", "Mean",
                         "Subtracted from pictures of 0 to 1: one number, or one per channel."));
    specs.push_back(text("input-std", "Standard deviation",
                         "Divides pictures after that: one number, or one per channel."));
}

} // namespace

ParamSpecs fitOptions()
{
    ParamSpecs specs;
    addSource(specs);
    addSteps(specs);
    addValues(specs);
    return specs;
}

namespace {

using Ids = std::vector<std::string>;

Ids withCommon(Ids ids)
{
    for (const char* id : {"input-stream", "input-steps", "input-gain"})
        ids.emplace_back(id);
    return ids;
}

Ids idsFor(const StreamData& data)
{
    const auto* stored = std::get_if<StoredStream>(&data);
    const bool events =
        std::holds_alternative<EventStream>(data) || (stored != nullptr && stored->isEvents());
    if (events || stored != nullptr || std::holds_alternative<SpikeTrains>(data)) {
        Ids ids = {"input-bin-ms",   "input-bins",      "input-origin",
                   "input-start-ms", "input-length-ms", "input-count"};
        for (const char* id :
             {"input-polarity", "input-crop", "input-size", "input-scale", "input-flip"}) {
            if (events)
                ids.emplace_back(id);
        }
        if (!events)
            ids.emplace_back("input-units");
        return withCommon(std::move(ids));
    }
    if (std::holds_alternative<Signal>(data))
        return withCommon({"input-channels", "input-bin-ms", "input-start-ms", "input-length-ms",
                           "input-rate-hz", "input-window", "input-hop", "input-resample"});
    if (std::holds_alternative<Frames>(data))
        return withCommon({"input-samples", "input-frames", "input-coding", "input-colour",
                           "input-crop", "input-size", "input-scale", "input-flip", "input-mean",
                           "input-std", "input-bin-ms"});
    if (std::holds_alternative<Tensor>(data))
        return withCommon({"input-samples", "input-channels", "input-axes", "input-rate-hz"});
    return {};
}

} // namespace

std::set<std::string> fitOptionsFor(const Recording& recording)
{
    std::set<std::string> ids;
    for (const NamedStream& stream : recording.streams) {
        if (std::holds_alternative<SampleList>(stream.data) ||
            std::holds_alternative<Pairs>(stream.data)) {
            for (const ParamSpec& spec : fitOptions()) // its files may be of any kind
                ids.insert(spec.id);
            ids.erase("input-trials");
            if (std::holds_alternative<SampleList>(stream.data))
                ids.erase("input-side");
            return ids;
        }
        for (std::string& id : idsFor(stream.data))
            ids.insert(std::move(id));
    }
    if (recording.info.trialCount > 1)
        ids.insert({"input-trials", "input-samples"});
    return ids;
}

} // namespace inspike

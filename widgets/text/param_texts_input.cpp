// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Titles, helps and choices of how recordings become inputs, see param_texts.cpp.

#include "widgets/text/param_texts_input.h"

#include <QCoreApplication>

#include <algorithm>
#include <iterator>

namespace inspike {
namespace {

constexpr const char* kInputParamTexts[] = {
    QT_TRANSLATE_NOOP("Params", "Stream"),
    QT_TRANSLATE_NOOP("Params", "Its name; empty = the one that fits."),
    QT_TRANSLATE_NOOP("Params", "Side of pairs"),
    QT_TRANSLATE_NOOP(
        "Params", "Which files of a list of pairs; auto = visual where the network takes planes."),
    QT_TRANSLATE_NOOP("Params", "Part"),
    QT_TRANSLATE_NOOP("Params", "Which part of a list of samples."),
    QT_TRANSLATE_NOOP("Params", "Samples"),
    QT_TRANSLATE_NOOP("Params", "The first so many; 0 = all."),
    QT_TRANSLATE_NOOP("Params", "Trials"),
    QT_TRANSLATE_NOOP("Params",
                      "Of a file of many trials: the one that is open, or all as samples."),
    QT_TRANSLATE_NOOP("Params", "Channels"),
    QT_TRANSLATE_NOOP("Params", "Such as 0 or 0,2-4; empty = all, in the order of the data."),
    QT_TRANSLATE_NOOP("Params", "Units"),
    QT_TRANSLATE_NOOP("Params",
                      "Of spikes, such as 0-63; units that the recording lacks are silent."),
    QT_TRANSLATE_NOOP("Params", "Axes"),
    QT_TRANSLATE_NOOP("Params", "Of a tensor, such as step,sample,unit; empty = as it says."),
    QT_TRANSLATE_NOOP("Params", "Steps"),
    QT_TRANSLATE_NOOP("Params", "0 = as long as the longest recording; for still pictures 100."),
    QT_TRANSLATE_NOOP("Params", "Step width"),
    QT_TRANSLATE_NOOP("Params", "0 = the step of the network."),
    QT_TRANSLATE_NOOP("Params", "Equal bins"),
    QT_TRANSLATE_NOOP("Params",
                      "Cuts the longest recording into so many steps; 0 = by their width."),
    QT_TRANSLATE_NOOP("Params", "Begins at"),
    QT_TRANSLATE_NOOP(
        "Params",
        "Time zero, the first event, or auto = zero unless more than half would be empty."),
    QT_TRANSLATE_NOOP("Params", "Start"),
    QT_TRANSLATE_NOOP("Params", "After that beginning; may be negative."),
    QT_TRANSLATE_NOOP("Params", "Length"),
    QT_TRANSLATE_NOOP("Params", "0 = to the end."),
    QT_TRANSLATE_NOOP("Params", "Sampling rate"),
    QT_TRANSLATE_NOOP("Params", "Of data without a clock; 0 = steps have no duration."),
    QT_TRANSLATE_NOOP("Params", "Window"),
    QT_TRANSLATE_NOOP("Params", "Samples of a signal in one step; 0 = as many as fit the network."),
    QT_TRANSLATE_NOOP("Params", "Hop"),
    QT_TRANSLATE_NOOP("Params", "Samples from one window to the next; 0 = a window."),
    QT_TRANSLATE_NOOP("Params", "Resampling"),
    QT_TRANSLATE_NOOP("Params",
                      "Of signals to the step width; auto = mean where a step width is given."),
    QT_TRANSLATE_NOOP("Params", "Counting"),
    QT_TRANSLATE_NOOP("Params", "How many events fall into a step, or whether there are any."),
    QT_TRANSLATE_NOOP("Params", "Polarity"),
    QT_TRANSLATE_NOOP("Params", "Channels of events; auto = off-on, or merged for one channel."),
    QT_TRANSLATE_NOOP("Params", "Crop"),
    QT_TRANSLATE_NOOP("Params", "x,y,width,height in pixels, or width,height around the middle."),
    QT_TRANSLATE_NOOP("Params", "Size"),
    QT_TRANSLATE_NOOP("Params", "width,height after scaling; empty = as the network takes it."),
    QT_TRANSLATE_NOOP("Params", "Scaling"),
    QT_TRANSLATE_NOOP(
        "Params", "To that size; auto = pictures smoothly, events summed where the sizes divide."),
    QT_TRANSLATE_NOOP("Params", "Flip"),
    QT_TRANSLATE_NOOP("Params", "Mirrors x, y or both."),
    QT_TRANSLATE_NOOP("Params", "Several pictures"),
    QT_TRANSLATE_NOOP("Params", "Each a sample, or the steps of one film."),
    QT_TRANSLATE_NOOP("Params", "Coding of pictures"),
    QT_TRANSLATE_NOOP("Params", "The same values at every step, spikes with that probability, or "
                                "one spike that is earlier for brighter pixels."),
    QT_TRANSLATE_NOOP("Params", "Colour"),
    QT_TRANSLATE_NOOP("Params", "Of pictures; auto = as many channels as the network takes."),
    QT_TRANSLATE_NOOP("Params", "Gain"),
    QT_TRANSLATE_NOOP("Params", "Multiplies all values."),
    QT_TRANSLATE_NOOP("Params", "Mean"),
    QT_TRANSLATE_NOOP("Params",
                      "Subtracted from pictures of 0 to 1: one number, or one per channel."),
    QT_TRANSLATE_NOOP("Params", "Standard deviation"),
    QT_TRANSLATE_NOOP("Params", "Divides pictures after that: one number, or one per channel."),
    QT_TRANSLATE_NOOP("Params", "Numbers"),
    QT_TRANSLATE_NOOP("Params",
                      "What columns without a header are; auto: what can be nothing else."),
    QT_TRANSLATE_NOOP("Params",
                      "Of a table of numbers, which is a signal then; 0: steps without a clock."),
};

struct ChoiceWords
{
    std::string_view value;
    const char* words;
};

constexpr ChoiceWords kInputChoices[] = {
    {"this", QT_TRANSLATE_NOOP("Params", "Open trial")},
    {"zero", QT_TRANSLATE_NOOP("Params", "Time zero")},
    {"first", QT_TRANSLATE_NOOP("Params", "First entry")},
    {"sinc", QT_TRANSLATE_NOOP("Params", "Windowed sinc")},
    {"sum", QT_TRANSLATE_NOOP("Params", "Sum")},
    {"binary", QT_TRANSLATE_NOOP("Params", "Any or none")},
    {"off-on", QT_TRANSLATE_NOOP("Params", "OFF, ON")},
    {"on-off", QT_TRANSLATE_NOOP("Params", "ON, OFF")},
    {"signed", QT_TRANSLATE_NOOP("Params", "Signed")},
    {"merged", QT_TRANSLATE_NOOP("Params", "Merged")},
    {"nearest", QT_TRANSLATE_NOOP("Params", "Nearest pixel")},
    {"x", QT_TRANSLATE_NOOP("Params", "Left to right")},
    {"y", QT_TRANSLATE_NOOP("Params", "Top to bottom")},
    {"xy", QT_TRANSLATE_NOOP("Params", "Both")},
    {"samples", QT_TRANSLATE_NOOP("Params", "Samples")},
    {"steps", QT_TRANSLATE_NOOP("Params", "Steps")},
    {"direct", QT_TRANSLATE_NOOP("Params", "Direct")},
    {"latency", QT_TRANSLATE_NOOP("Params", "Latency")},
    {"grey", QT_TRANSLATE_NOOP("Params", "Grey")},
    {"rgb", QT_TRANSLATE_NOOP("Params", "RGB")},
    {"table", QT_TRANSLATE_NOOP("Params", "Table")},
};

} // namespace

bool inputParamTextListed(const std::string& sourceText)
{
    return std::find(std::begin(kInputParamTexts), std::end(kInputParamTexts), sourceText) !=
           std::end(kInputParamTexts);
}

const char* inputChoiceWords(const std::string& choice)
{
    const auto* found =
        std::find_if(std::begin(kInputChoices), std::end(kInputChoices),
                     [&choice](const ChoiceWords& entry) { return choice == entry.value; });
    return found != std::end(kInputChoices) ? found->words : nullptr;
}

} // namespace inspike

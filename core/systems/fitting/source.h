// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Where samples come from: one stream of a recording, its entries, or the files of a list.

#include "core/systems/fitting/encoder.h"

#include <functional>

namespace inspike::fitting {

class Source
{
public:
    virtual ~Source() = default;

    virtual std::size_t count() const = 0;
    // May be called from several threads. Throws Error that names the sample.
    virtual Piece open(std::size_t index, JobContext& job) const = 0;
    virtual std::string nameOf(std::size_t index) const = 0;      // unique
    virtual std::vector<std::string> classNames() const = 0;      // empty when unknown
    virtual std::vector<std::string> lines() const { return {}; } // of the explanation
    virtual void describe(Json&) const {}
};

// A recording as samples with their encoder.
struct Fitting
{
    std::unique_ptr<Source> source;
    std::unique_ptr<Encoder> encoder;
};

// What labels and their names are, where a recording has them.
struct KnownLabels
{
    std::vector<std::int64_t> values;
    std::vector<std::string> names;
};
KnownLabels labelsOf(const Recording& recording);

// Tries the streams of a recording that is no list; the first that fits is taken. `only`: the id
// of a stream, or empty. Throws Error{NotFound, BadModel, BadShape}.
Fitting fitStreams(const std::shared_ptr<const Recording>& recording, std::string_view only,
                   const EncoderRequest& request);
// A list of files, whose first one decides.
Fitting fitList(const std::shared_ptr<const Recording>& recording, const NamedStream& list,
                const EncoderRequest& request, JobContext& job);

// All trials of the file that the recording is one of.
Fitting fitTrials(const std::shared_ptr<const Recording>& recording, const EncoderRequest& request,
                  JobContext& job);

// The stream of that name that is a list, or the first list where the name is of none; nullptr
// where there is none.
const NamedStream* listOf(const Recording& recording, std::string_view wanted);

} // namespace inspike::fitting

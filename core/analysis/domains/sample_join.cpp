// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/domains/paired_features.h"
#include "core/analysis/sample_classes.h"
#include "core/base/error.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

namespace inspike {

namespace {

constexpr std::size_t kNamed = 3; // samples that an error names

std::string quoted(const std::vector<std::string>& names)
{
    std::string text;
    for (std::size_t i = 0; i < std::min(names.size(), kNamed); ++i)
        text += (i > 0 ? ", '" : "'") + names[i] + "'";
    return text + (names.size() > kNamed ? ", ..." : "");
}

std::string counted(std::size_t count, const std::string& what)
{
    return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

using Places = std::map<std::string, std::size_t>;

Places placesOf(const std::vector<std::string>& ids, const char* side)
{
    Places places;
    std::vector<std::string> repeated;
    for (std::size_t i = 0; i < ids.size(); ++i) {
        if (!places.emplace(ids[i], i).second)
            repeated.push_back(ids[i]);
    }
    if (!repeated.empty()) {
        throw Error(ErrorKind::BadFormat, std::string("samples cannot be joined: the ") + side +
                                              " run names " + counted(repeated.size(), "sample") +
                                              " more than once: " + quoted(repeated));
    }
    return places;
}

std::vector<std::string> missingFrom(const std::vector<std::string>& ids, const Places& places)
{
    std::vector<std::string> missing;
    std::copy_if(ids.begin(), ids.end(), std::back_inserter(missing),
                 [&](const std::string& id) { return !places.contains(id); });
    return missing;
}

void requireSameNames(const Run& a, const Places& ofA, const Run& b, const Places& ofB)
{
    const std::vector<std::string> onlyA = missingFrom(a.sampleIds, ofB);
    const std::vector<std::string> onlyB = missingFrom(b.sampleIds, ofA);
    if (onlyA.empty() && onlyB.empty())
        return;
    std::string text = "samples cannot be joined: the first run names " +
                       std::to_string(a.sampleIds.size()) + ", the second " +
                       std::to_string(b.sampleIds.size());
    if (!onlyA.empty())
        text += "; only in the first: " + std::to_string(onlyA.size()) + " (" + quoted(onlyA) + ")";
    if (!onlyB.empty())
        text +=
            "; only in the second: " + std::to_string(onlyB.size()) + " (" + quoted(onlyB) + ")";
    throw Error(ErrorKind::BadFormat, text);
}

void requireSameOrder(const Run& a, const Run& b)
{
    std::vector<std::string> moved;
    std::string first;
    for (std::size_t i = 0; i < a.sampleIds.size(); ++i) {
        if (a.sampleIds[i] == b.sampleIds[i])
            continue;
        if (moved.empty())
            first = "place " + std::to_string(i) + " holds '" + a.sampleIds[i] + "' and '" +
                    b.sampleIds[i] + "'";
        moved.push_back(a.sampleIds[i]);
    }
    if (moved.empty())
        return;
    throw Error(ErrorKind::BadFormat, "samples cannot be joined: " + std::to_string(moved.size()) +
                                          " of " + std::to_string(a.sampleIds.size()) +
                                          " are in another order (" + quoted(moved) + "; " + first +
                                          "); join=by-id joins them by name");
}

std::size_t labelsThatDiffer(const SampleClasses& a, const SampleClasses& b,
                             const std::vector<std::size_t>& placeInB,
                             std::vector<std::string>& places)
{
    std::size_t differ = 0;
    for (std::size_t i = 0; i < placeInB.size(); ++i) {
        const std::int64_t one = a.label[i];
        const std::int64_t other = b.label[placeInB[i]];
        if (one == kNoClass || other == kNoClass || one == other)
            continue;
        ++differ;
        places.push_back(std::to_string(i) + ": " + std::to_string(one) + " and " +
                         std::to_string(other));
    }
    return differ;
}

std::string positionNote(const Run& a, const Run& b)
{
    std::string note = "Samples joined by position";
    if (a.sampleIds.empty() != b.sampleIds.empty())
        note += "; only one of the runs names them";
    const std::string& one = a.made.recordingSha256;
    const std::string& other = b.made.recordingSha256;
    if (!one.empty() && !other.empty() && one != other)
        note += "; the runs are of different recordings (" + a.made.recordingFile + ", " +
                b.made.recordingFile + "), so whether they belong together is not known";
    return note;
}

SampleJoin joinByPosition(const Run& a, const Run& b)
{
    const SampleClasses ofA = sampleClasses(a);
    const SampleClasses ofB = sampleClasses(b);
    if (ofA.samples() != ofB.samples()) {
        throw Error(ErrorKind::BadFormat, "samples cannot be joined: one run has " +
                                              std::to_string(ofA.samples()) + ", the other " +
                                              std::to_string(ofB.samples()) +
                                              ", and they have no names in common to go by");
    }
    SampleJoin join{std::vector<std::size_t>(ofA.samples()), positionNote(a, b)};
    std::iota(join.placeInB.begin(), join.placeInB.end(), std::size_t{0});
    std::vector<std::string> places;
    if (labelsThatDiffer(ofA, ofB, join.placeInB, places) > 0) {
        throw Error(ErrorKind::BadFormat,
                    "samples cannot be joined: " + counted(places.size(), "sample") + " of " +
                        std::to_string(ofA.samples()) +
                        " without names are of different classes in the two runs (" +
                        quoted(places) + ")");
    }
    return join;
}

void requireNameEach(const Run& run)
{
    const std::size_t samples = samplesIn(run);
    if (!run.sampleIds.empty() && run.sampleIds.size() != samples) {
        throw Error(ErrorKind::BadFormat, "a run of " + counted(samples, "sample") + " names " +
                                              std::to_string(run.sampleIds.size()));
    }
}

} // namespace

SampleJoin joinSamples(const Run& a, const Run& b, JoinRule rule)
{
    requireNameEach(a);
    requireNameEach(b);
    if (a.sampleIds.empty() || b.sampleIds.empty())
        return joinByPosition(a, b);
    const Places ofA = placesOf(a.sampleIds, "first");
    const Places ofB = placesOf(b.sampleIds, "second");
    requireSameNames(a, ofA, b, ofB);
    if (rule == JoinRule::Strict)
        requireSameOrder(a, b);
    SampleJoin join;
    for (const std::string& id : a.sampleIds)
        join.placeInB.push_back(ofB.at(id));
    join.note = "Samples joined by name";
    std::vector<std::string> places;
    if (const std::size_t differ =
            labelsThatDiffer(sampleClasses(a), sampleClasses(b), join.placeInB, places))
        join.note += "; the classes of " + std::to_string(differ) + " differ between the runs";
    return join;
}

} // namespace inspike

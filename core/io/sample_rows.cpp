// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/sample_rows.h"

#include "core/base/error.h"
#include "core/io/assemble.h"
#include "core/io/list_table.h"
#include "core/io/reader_registry.h"

#include <algorithm>
#include <array>
#include <set>

namespace inspike {

namespace {

constexpr std::size_t kMostSamples = 1'000'000;
constexpr std::array<const char*, 2> kDomains = {"event", "static"};
constexpr std::array<const char*, 2> kNouns = {"recording", "picture"};

// Classes of the one domain that the other one has no sample of.
void noteOneSided(const std::array<std::set<std::int64_t>, 2>& labels,
                  const std::vector<std::string>& names, std::vector<std::string>& notes)
{
    if (labels[0].empty() || labels[1].empty())
        return;
    const auto note = [&](std::size_t here, const std::string& text) {
        std::vector<std::string> only;
        for (const std::int64_t label : labels[here]) {
            if (!labels[1 - here].contains(label))
                only.push_back(names[static_cast<std::size_t>(label)]);
        }
        if (!only.empty())
            notes.push_back(text + namesOf(only));
    };
    note(0, "classes of recordings without a picture: ");
    note(1, "classes of pictures without a recording: ");
}

} // namespace

std::string domainOf(const std::filesystem::path& path)
{
    constexpr std::array<std::string_view, 6> kPictures = {".png", ".jpg",        ".jpeg",
                                                           ".gz",  ".idx3-ubyte", ".idx"};
    const std::string name = lowerCase(path.filename().string());
    const bool isPicture =
        name.ends_with("-idx3-ubyte") ||
        std::ranges::any_of(kPictures, [&](std::string_view end) { return name.ends_with(end); });
    return isPicture ? "static" : "event";
}

void SampleRows::requireRoomFor(std::size_t rows) const
{
    if (rows > kMostSamples - m_rows.size())
        throw Error(ErrorKind::BadFormat, "more than a million samples in one list");
}

void SampleRows::add(SampleRow row)
{
    requireRoomFor(1);
    m_rows.push_back(std::move(row));
}

std::vector<NamedStream> SampleRows::streams(std::vector<std::string>& notes)
{
    std::vector<std::string> texts;
    std::vector<std::size_t> lines;
    for (const SampleRow& row : m_rows) {
        texts.push_back(row.label);
        lines.push_back(row.line);
    }
    const ListedClasses classes = classesOf(texts, lines);
    std::vector<NamedStream> streams;
    std::array<std::set<std::int64_t>, kDomains.size()> known;
    for (std::size_t domain = 0; domain < kDomains.size(); ++domain) {
        SampleList list;
        list.names = classes.names;
        std::vector<LabelledItem> labelled;
        for (std::size_t i = 0; i < m_rows.size(); ++i) {
            if (m_rows[i].domain != kDomains[domain])
                continue;
            list.items.push_back({std::move(m_rows[i].file), classes.labels[i], m_rows[i].split});
            labelled.push_back({classes.labels[i], m_rows[i].split});
            if (classes.labels[i] >= 0)
                known[domain].insert(classes.labels[i]);
        }
        if (list.items.empty())
            continue;
        noteClasses(labelled, list.names, kNouns[domain], notes);
        const std::string name = kDomains[domain];
        streams.push_back({"samples/" + name, name, "visual", name, std::move(list)});
    }
    m_rows.clear();
    noteOneSided(known, classes.names, notes);
    return streams;
}

std::vector<std::int64_t> idxLabels(const std::filesystem::path& path,
                                    std::vector<std::string>& notes, JobContext& job)
{
    const Reader* reader = findReader("idx");
    Recording recording = withContext("reading labels of " + path.filename().string(), [&] {
        return reader->read({path, Params(reader->info().params)}, job);
    });
    notes.insert(notes.end(), recording.info.notes.begin(), recording.info.notes.end());
    const auto* labels = recording.first<Labels>();
    if (labels == nullptr)
        throw Error(ErrorKind::BadFormat, path.filename().string() + " holds no labels");
    return labels->values;
}

} // namespace inspike

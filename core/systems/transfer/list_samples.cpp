// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/memory.h"
#include "core/io/list_table.h"
#include "core/systems/recordings/entry_files.h"
#include "core/systems/recordings/item_names.h"
#include "core/systems/transfer/framing.h"
#include "core/systems/transfer/samples_of.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <set>

namespace inspike::transfer {

namespace {

constexpr std::uint64_t kCacheShare = 8; // of the memory budget

// --- classes

// Numbers up to the largest, or all names in alphabetical order.
std::vector<std::string> namesOfAll(const std::vector<const SampleList*>& lists)
{
    std::vector<std::string> numbers;
    std::set<std::string> names;
    for (const SampleList* list : lists) {
        if (!areNumbers(list->names))
            names.insert(list->names.begin(), list->names.end());
        else if (list->names.size() > numbers.size())
            numbers = list->names;
    }
    if (!names.empty() && !numbers.empty())
        throw Error(ErrorKind::BadModel, "some lists number their classes and others name them ('" +
                                             *names.begin() + "')");
    return names.empty() ? numbers : std::vector<std::string>(names.begin(), names.end());
}

// The network's class of each class of a list of pictures; -1 for those that the events do not
// have, which are never drawn.
std::vector<std::int64_t> stillClasses(const std::vector<std::string>& stills,
                                       const std::vector<std::string>& network)
{
    std::vector<std::int64_t> map(stills.size(), -1);
    bool fits = stills.empty();
    for (std::size_t i = 0; i < stills.size(); ++i) {
        const auto found = std::ranges::find(network, stills[i]);
        if (found != network.end())
            map[i] = found - network.begin();
        fits = fits || found != network.end();
    }
    if (fits)
        return map;
    // Numbers go with the names of a network, not with those of another list.
    if (network.empty() || areNumbers(stills)) {
        for (std::size_t i = 0; i < stills.size(); ++i)
            map[i] = static_cast<std::int64_t>(i);
        return map;
    }
    throw Error(ErrorKind::BadModel, "no class of the pictures (" + namesOf(stills) +
                                         ") is one of the events (" + namesOf(network) + ")");
}

struct Domain
{
    std::vector<SampleList::Item> items; // labels are the network's
    std::vector<std::string> names;
};

void append(Domain& domain, const SampleList& list, const std::vector<std::int64_t>& classes)
{
    for (SampleList::Item item : list.items) {
        item.label = item.label < 0 ? -1 : classes.at(static_cast<std::size_t>(item.label));
        domain.items.push_back(std::move(item));
    }
}

// --- frames that were made already

class Kept
{
public:
    bool find(std::size_t index, std::vector<float>& values) const
    {
        const std::scoped_lock lock(m_mutex);
        const auto found = m_values.find(index);
        if (found == m_values.end())
            return false;
        values = found->second;
        return true;
    }
    void keep(std::size_t index, const std::vector<float>& values)
    {
        const std::uint64_t bytes = values.size() * sizeof(float);
        const std::scoped_lock lock(m_mutex);
        if (m_bytes + bytes <= memoryBudget() / kCacheShare &&
            m_values.emplace(index, values).second)
            m_bytes += bytes;
    }

private:
    mutable std::mutex m_mutex;
    std::map<std::size_t, std::vector<float>> m_values;
    std::uint64_t m_bytes = 0;
};

class ListSamples : public Samples
{
public:
    ListSamples(const std::vector<const SampleList*>& events,
                const std::vector<const SampleList*>& stills, const Config& config)
        : m_config(config)
    {
        if (m_config.classNames.empty())
            m_config.classNames = namesOfAll(events);
        for (const SampleList* list : events)
            append(m_events, *list, classMap(list->names, m_config.classNames));
        for (const SampleList* list : stills)
            append(m_stills, *list, stillClasses(list->names, m_config.classNames));
        if (m_events.items.empty())
            throw Error(ErrorKind::BadModel, "the list holds no recordings of events");
        m_events.names = namesOfItems(m_events.items);
        m_stills.names = namesOfItems(m_stills.items);
        requireClasses();
        m_stillsOfClass.resize(m_config.classes);
        for (std::size_t i = 0; i < m_stills.items.size(); ++i) {
            const auto label = static_cast<std::size_t>(m_stills.items[i].label);
            if (label < m_stillsOfClass.size())
                m_stillsOfClass[label].push_back(i);
        }
        if (!m_stills.items.empty() && m_config.transfer)
            requireStills();
    }

    std::size_t count() const override { return m_events.items.size(); }
    Pictures events(std::size_t index, Augmentation augmentation, std::uint64_t draw,
                    JobContext& job) const override
    {
        const FileEntry& file = m_events.items.at(index).file;
        Pictures pictures;
        pictures.steps = m_config.steps;
        if (!m_framed.find(index, pictures.values)) {
            pictures.values = withContext(m_events.names[index], [&] {
                const auto recording = m_files.open(file, job);
                requireOnlyEntry(file, *recording);
                return framesFrom(*recording, m_config, job);
            });
            m_framed.keep(index, pictures.values);
        }
        augment(pictures.values, m_config.size, augmentation, draw);
        return pictures;
    }
    std::int64_t label(std::size_t index) const override { return m_events.items.at(index).label; }
    Split split(std::size_t index) const override { return m_events.items.at(index).split; }
    std::string nameOf(std::size_t index) const override { return m_events.names.at(index); }

    std::size_t stillCount() const override { return m_stills.items.size(); }
    Pictures still(std::size_t index, JobContext& job) const override
    {
        const FileEntry& file = m_stills.items.at(index).file;
        return withContext(m_stills.names[index], [&] {
            const auto recording = m_files.open(file, job);
            const bool isTrial = recording->info.trialCount > 1;
            return stillFrom(*recording, isTrial ? 0 : file.entry, m_config);
        });
    }
    std::int64_t stillLabel(std::size_t index) const override
    {
        return m_stills.items.at(index).label;
    }
    Split stillSplit(std::size_t index) const override { return m_stills.items.at(index).split; }
    std::string stillName(std::size_t index) const override { return m_stills.names.at(index); }
    std::vector<std::size_t> stillsOf(std::int64_t label, Split split) const override
    {
        std::vector<std::size_t> found;
        if (label < 0 || label >= static_cast<std::int64_t>(m_stillsOfClass.size()))
            return found;
        for (const std::size_t still : m_stillsOfClass[static_cast<std::size_t>(label)]) {
            const Split own = m_stills.items[still].split;
            if (split == Split::None || own == Split::None || own == split)
                found.push_back(still);
        }
        return found;
    }
    std::optional<std::size_t> partnerOf(std::size_t) const override { return std::nullopt; }

    std::vector<std::string> classNames() const override { return m_config.classNames; }

private:
    void requireClasses() const
    {
        for (std::size_t i = 0; i < m_events.items.size(); ++i) {
            if (label(i) >= static_cast<std::int64_t>(m_config.classes))
                throw Error(ErrorKind::BadModel,
                            nameOf(i) + " has class " + std::to_string(label(i)) +
                                ", the network has " + std::to_string(m_config.classes) +
                                " classes, from 0");
        }
    }
    // All at once, because a training would find them one after the other.
    void requireStills() const
    {
        std::set<std::int64_t> labels;
        for (const SampleList::Item& item : m_events.items)
            labels.insert(item.label);
        std::vector<std::string> without;
        for (const std::int64_t label : labels) {
            const auto index = static_cast<std::size_t>(label);
            if (label >= 0 && m_stillsOfClass[index].empty())
                without.push_back(index < m_config.classNames.size() ? m_config.classNames[index]
                                                                     : std::to_string(label));
        }
        if (!without.empty())
            throw Error(ErrorKind::BadModel,
                        "there is no picture of the event classes " + namesOf(without));
    }

    Config m_config;
    Domain m_events, m_stills;
    std::vector<std::vector<std::size_t>> m_stillsOfClass;
    EntryFiles m_files;
    mutable Kept m_framed;
};

} // namespace

std::unique_ptr<Samples> listSamples(std::shared_ptr<const Recording> recording,
                                     const Config& config)
{
    std::vector<const SampleList*> events;
    std::vector<const SampleList*> stills;
    for (const NamedStream& stream : recording->streams) {
        if (const auto* list = std::get_if<SampleList>(&stream.data))
            (stream.domain == "static" ? stills : events).push_back(list);
    }
    if (events.empty() && stills.empty())
        return nullptr;
    if (events.empty())
        throw Error(ErrorKind::BadModel,
                    "the list holds pictures, but no recordings of events to go with them");
    return std::make_unique<ListSamples>(events, stills, config);
}

} // namespace inspike::transfer

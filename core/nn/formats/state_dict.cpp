// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/formats/state_dict.h"

#include "core/base/error.h"

#include <algorithm>
#include <array>
#include <unordered_map>

namespace inspike {

namespace {

using pickle::Dict;
using pickle::Ref;
using pickle::Sequence;
using pickle::TensorView;

// In order of preference where one file has several.
constexpr std::array<std::string_view, 14> kPlaces = {
    "state_dict", "model_state_dict", "model_state", "model", "net",    "net_state_dict", "network",
    "params",     "parameters",       "weights",     "snn",   "module", "model_ema",      "ema"};
constexpr std::array<std::string_view, 5> kSettings = {"config", "args", "hyper_parameters",
                                                       "hparams", "cfg"};
constexpr std::array<std::string_view, 5> kPrefixes = {"module.", "_orig_mod.", "model.", "net.",
                                                       "network."};
constexpr int kMaxDepth = 32;
constexpr std::size_t kMaxVisits = 4'000'000;
constexpr std::size_t kMaxTensors = 200'000;
constexpr std::size_t kMaxPlainValues = 10'000;

template <typename List>
bool contains(const List& list, std::string_view name)
{
    return std::find(list.begin(), list.end(), name) != list.end();
}

bool isTrainingState(std::string_view name)
{
    return name.find("optim") != std::string_view::npos ||
           name.find("scheduler") != std::string_view::npos ||
           name.find("scaler") != std::string_view::npos ||
           name.find("callbacks") != std::string_view::npos ||
           name.find("rng_state") != std::string_view::npos;
}

class Finder
{
public:
    explicit Finder(const pickle::Document& document) : m_heap(document.heap) {}

    FoundState find(Ref root);

private:
    std::string nameOf(Ref key) const;
    bool hasTensor(Ref ref, int depth = 0);
    bool hasDirectTensor(const Dict& dict) const;
    std::optional<Ref> nextPlace(const Dict& dict, std::string& name);
    void flatten(Ref ref, const std::string& path, int depth);
    void keepPlain(Ref ref, const std::string& name);
    void keepSiblings(const Dict& dict, std::string_view taken);
    Json plain(Ref ref, int depth);
    void stripPrefixes();
    void visit();

    const pickle::Heap& m_heap;
    FoundState m_found;
    std::unordered_map<Ref, bool> m_hasTensor;
    std::vector<std::string> m_leftOut;
    std::size_t m_visits = 0;
    std::size_t m_plainValues = 0;
};

void Finder::visit()
{
    if (++m_visits > kMaxVisits)
        throw Error(ErrorKind::Unsupported, "checkpoint nested without end");
}

std::string Finder::nameOf(Ref key) const
{
    if (const auto* text = m_heap.get<std::string>(key)) {
        if (text->find('\0') != std::string::npos || text->size() > 4096)
            throw Error(ErrorKind::BadFormat, "a parameter name that is not a name");
        return *text;
    }
    if (const auto* number = m_heap.get<std::int64_t>(key))
        return std::to_string(*number);
    return "?";
}

// Remembers its answers: shared and cyclic values are asked about only once.
bool Finder::hasTensor(Ref ref, int depth)
{
    visit();
    if (m_heap.get<TensorView>(ref) != nullptr)
        return true;
    if (depth > kMaxDepth)
        return false;
    const auto [place, fresh] = m_hasTensor.emplace(ref, false);
    if (!fresh)
        return place->second;
    bool found = false;
    if (const auto* dict = m_heap.get<Dict>(ref)) {
        for (const auto& [key, value] : dict->members)
            found = found || hasTensor(value, depth + 1);
    } else if (const auto* sequence = m_heap.get<Sequence>(ref)) {
        for (const Ref item : sequence->items)
            found = found || hasTensor(item, depth + 1);
    }
    m_hasTensor[ref] = found;
    return found;
}

bool Finder::hasDirectTensor(const Dict& dict) const
{
    return std::any_of(dict.members.begin(), dict.members.end(), [&](const auto& member) {
        return m_heap.get<TensorView>(member.second) != nullptr;
    });
}

// The member that holds the parameters, if they are further inside.
std::optional<Ref> Finder::nextPlace(const Dict& dict, std::string& name)
{
    for (const std::string_view place : kPlaces) {
        const auto member = m_heap.member(dict, place);
        if (member && m_heap.get<Dict>(*member) != nullptr && hasTensor(*member)) {
            name = place;
            return member;
        }
    }
    if (hasDirectTensor(dict))
        return std::nullopt;
    std::optional<Ref> only;
    for (const auto& [key, value] : dict.members) {
        const std::string candidate = nameOf(key);
        if (isTrainingState(candidate) || m_heap.get<Dict>(value) == nullptr || !hasTensor(value))
            continue;
        if (only) // several networks: their names become parts of the parameter names
            return std::nullopt;
        only = value;
        name = candidate;
    }
    return only;
}

Json Finder::plain(Ref ref, int depth)
{
    if (depth > kMaxDepth || ++m_plainValues > kMaxPlainValues)
        return {};
    if (const auto* flag = m_heap.get<bool>(ref))
        return *flag;
    if (const auto* number = m_heap.get<std::int64_t>(ref))
        return *number;
    if (const auto* number = m_heap.get<double>(ref))
        return *number;
    if (const auto* text = m_heap.get<std::string>(ref))
        return *text;
    if (const auto* global = m_heap.get<pickle::Global>(ref)) {
        if (global->maker == pickle::Maker::ElementType)
            return inspike::nameOf(global->dtype);
    } else if (const auto* sequence = m_heap.get<Sequence>(ref)) {
        Json list = Json::array();
        for (const Ref item : sequence->items) {
            if (m_plainValues > kMaxPlainValues)
                break;
            list.push(plain(item, depth + 1));
        }
        return list;
    } else if (const auto* dict = m_heap.get<Dict>(ref)) {
        Json object = Json::object();
        for (const auto& [key, value] : dict->members) {
            if (m_plainValues > kMaxPlainValues)
                break;
            object.set(nameOf(key), plain(value, depth + 1));
        }
        return object;
    }
    return {};
}

void Finder::keepPlain(Ref ref, const std::string& name)
{
    Json value = plain(ref, 0);
    if (!value.isNull())
        m_found.config.set(name, std::move(value));
}

// Everything of a dict but the member that led to the parameters.
void Finder::keepSiblings(const Dict& dict, std::string_view taken)
{
    for (const auto& [key, value] : dict.members) {
        const std::string name = nameOf(key);
        if (name == taken)
            continue;
        if (isTrainingState(name) || hasTensor(value)) {
            m_leftOut.push_back(name);
        } else if (contains(kSettings, name) && m_heap.get<Dict>(value) != nullptr) {
            for (const auto& [setting, content] : m_heap.get<Dict>(value)->members)
                keepPlain(content, nameOf(setting));
        } else {
            keepPlain(value, name);
        }
    }
}

void Finder::flatten(Ref ref, const std::string& path, int depth)
{
    visit();
    if (depth > kMaxDepth)
        throw Error(ErrorKind::Unsupported, "checkpoint nested deeper than 32 levels");
    const auto inner = [&path](const std::string& name) {
        return path.empty() ? name : path + "." + name;
    };
    if (m_heap.get<TensorView>(ref) != nullptr) {
        if (m_found.tensors.size() >= kMaxTensors)
            throw Error(ErrorKind::Unsupported, "checkpoint of more than 200,000 tensors");
        m_found.tensors.insert_or_assign(path.empty() ? "tensor" : path, ref);
        return;
    }
    if (!hasTensor(ref)) {
        keepPlain(ref, path);
        return;
    }
    if (const auto* dict = m_heap.get<Dict>(ref)) {
        for (const auto& [key, value] : dict->members) {
            const std::string name = nameOf(key);
            if (depth == 0 && isTrainingState(name) && m_heap.get<Dict>(value) != nullptr)
                m_leftOut.push_back(name);
            else
                flatten(value, inner(name), depth + 1);
        }
    } else if (const auto* sequence = m_heap.get<Sequence>(ref)) {
        for (std::size_t i = 0; i < sequence->items.size(); ++i)
            flatten(sequence->items[i], inner(std::to_string(i)), depth + 1);
    }
}

// Wrappers such as DataParallel put their name before every parameter's.
void Finder::stripPrefixes()
{
    for (bool stripped = true; stripped;) {
        stripped = false;
        for (const std::string_view prefix : kPrefixes) {
            auto& tensors = m_found.tensors;
            const bool common =
                std::all_of(tensors.begin(), tensors.end(), [&](const auto& member) {
                    return member.first.starts_with(prefix) && member.first != prefix;
                });
            if (!common)
                continue;
            std::map<std::string, Ref> renamed;
            for (const auto& [name, ref] : tensors)
                renamed.emplace(name.substr(prefix.size()), ref);
            tensors = std::move(renamed);
            m_found.notes.push_back("prefix '" + std::string(prefix) +
                                    "' taken off all parameter names");
            stripped = true;
        }
    }
}

FoundState Finder::find(Ref root)
{
    std::string path;
    Ref place = root;
    for (int depth = 0; depth < kMaxDepth; ++depth) {
        const auto* dict = m_heap.get<Dict>(place);
        std::string name;
        const auto next = dict != nullptr ? nextPlace(*dict, name) : std::nullopt;
        if (!next)
            break;
        keepSiblings(*dict, name);
        path += (path.empty() ? "" : ".") + name;
        place = *next;
    }
    if (!path.empty())
        m_found.notes.push_back("parameters found under '" + path + "'");
    flatten(place, {}, 0);
    if (m_found.tensors.empty())
        throw Error(ErrorKind::Unsupported, "checkpoint without tensors");
    stripPrefixes();
    if (!m_leftOut.empty()) {
        std::string names;
        for (std::size_t i = 0; i < std::min<std::size_t>(m_leftOut.size(), 8); ++i)
            names += (i > 0 ? ", " : "") + m_leftOut[i];
        m_found.notes.push_back("left out: " + names);
    }
    if (m_plainValues > kMaxPlainValues)
        m_found.notes.emplace_back("more than 10000 plain values; the rest is left out");
    return std::move(m_found);
}

} // namespace

FoundState findState(const pickle::Document& document)
{
    return Finder(document).find(document.root);
}

} // namespace inspike

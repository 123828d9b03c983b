// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/selection/selection_model.h"

#include <algorithm>
#include <iterator>

namespace inspike {

namespace {

constexpr std::size_t kHistoryLength = 200;

constexpr std::size_t kMostKeysKept = 2'000'000; // of all selections of the history together

bool contains(const std::vector<Key>& keys, const Key& key)
{
    return std::binary_search(keys.begin(), keys.end(), key) ||
           std::binary_search(keys.begin(), keys.end(), Key{key.kind, 0, key.index});
}

void makeSet(std::vector<Key>& keys)
{
    if (!std::is_sorted(keys.begin(), keys.end()))
        std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
}

} // namespace

std::vector<std::int64_t> Selection::indices(KeyKind kind) const
{
    std::vector<std::int64_t> found;
    for (const Key& candidate : keys) {
        if (candidate.kind == kind)
            found.push_back(candidate.index);
    }
    return found;
}

Selection Selection::with(KeyKind kind, std::vector<Key> replacement) const
{
    Selection next = *this;
    std::erase_if(next.keys, [kind](const Key& key) { return key.kind == kind; });
    next.keys.insert(next.keys.end(), replacement.begin(), replacement.end());
    return next;
}

Selection Selection::toggled(const Key& key) const
{
    Selection next = *this;
    const auto same = [&key](const Key& other) {
        return other.kind == key.kind && other.index == key.index;
    };
    if (std::erase_if(next.keys, same) == 0)
        next.keys.push_back(key);
    return next;
}

SelectionModel::SelectionModel(QObject* parent) : QObject(parent) {}

void SelectionModel::request(Selection selection, QObject* from)
{
    if (selection.time && selection.time->empty())
        selection.time.reset();
    if (selection == m_current)
        return;
    m_history.resize(m_place + 1);
    m_history.push_back(selection);
    std::size_t keys = 0;
    for (const Selection& kept : m_history)
        keys += kept.keys.size();
    while (m_history.size() > 2 && (m_history.size() > kHistoryLength || keys > kMostKeysKept)) {
        keys -= m_history.front().keys.size();
        m_history.erase(m_history.begin());
    }
    m_place = m_history.size() - 1;
    apply(selection, from);
    Q_EMIT historyChanged();
}

void SelectionModel::hover(std::optional<Key> key, QObject* from)
{
    if (key == m_hovered)
        return;
    m_hovered = key;
    Q_EMIT hovered(from);
}

void SelectionModel::back()
{
    if (!canGoBack())
        return;
    apply(m_history[--m_place], nullptr);
    Q_EMIT historyChanged();
}

void SelectionModel::forward()
{
    if (!canGoForward())
        return;
    apply(m_history[++m_place], nullptr);
    Q_EMIT historyChanged();
}

Highlight SelectionModel::levelOf(const Key& key) const
{
    if (contains(m_exact, key))
        return Highlight::Exact;
    return contains(m_related, key) ? Highlight::Related : Highlight::None;
}

std::vector<Key> SelectionModel::highlighted() const
{
    std::vector<Key> keys;
    keys.reserve(m_exact.size() + m_related.size());
    std::set_union(m_exact.begin(), m_exact.end(), m_related.begin(), m_related.end(),
                   std::back_inserter(keys));
    return keys;
}

void SelectionModel::setCorrespondence(Correspondence correspondence)
{
    m_correspondence = std::move(correspondence);
}

void SelectionModel::setTrials(int count)
{
    count = std::max(0, count);
    if (count == m_trials)
        return;
    m_trials = count;
    Q_EMIT trialsChanged(count);
    setTrial(m_trial);
}

void SelectionModel::showTrial(int trial, QObject* from)
{
    if (m_trials == 0)
        return;
    trial = std::clamp(trial, 0, m_trials - 1);
    request(m_current.with(KeyKind::Sample, {Key{KeyKind::Sample, 0, trial}}), from);
    setTrial(trial); // also when the selection was the same before
}

void SelectionModel::apply(const Selection& selection, QObject* from)
{
    m_current = selection;
    m_exact = selection.keys;
    makeSet(m_exact);
    m_related.clear();
    if (m_correspondence) {
        for (const Key& key : selection.keys) {
            const std::vector<Key> more = m_correspondence(key);
            m_related.insert(m_related.end(), more.begin(), more.end());
        }
        makeSet(m_related);
    }
    const std::vector<std::int64_t> samples = selection.indices(KeyKind::Sample);
    if (!samples.empty())
        setTrial(static_cast<int>(samples.back()));
    const auto layer = std::find_if(selection.keys.rbegin(), selection.keys.rend(),
                                    [](const Key& key) { return key.kind == KeyKind::Layer; });
    const bool another = layer != selection.keys.rend() && m_layer != *layer;
    if (another)
        m_layer = *layer;
    Q_EMIT changed(m_current, from);
    if (another)
        Q_EMIT layerChanged();
}

void SelectionModel::setTrial(int trial)
{
    trial = std::clamp(trial, 0, std::max(0, m_trials - 1));
    if (trial == m_trial)
        return;
    m_trial = trial;
    Q_EMIT trialChanged(trial);
}

} // namespace inspike

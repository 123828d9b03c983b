// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The authority on what is selected, hovered and shown (trial, time) in all views. Views request;
// nobody but the model changes it. Keeps a history for back and forward. GUI thread only.

#include "widgets/selection/selection.h"
#include "widgets/selection/time_cursor.h"

#include <QObject>

#include <functional>
#include <vector>

namespace inspike {

class SelectionModel : public QObject
{
    Q_OBJECT

public:
    explicit SelectionModel(QObject* parent = nullptr);

    const Selection& current() const { return m_current; }
    // `from` is the view that asks, so that it need not follow itself. A selected trial (Sample)
    // becomes the shown one.
    void request(Selection selection, QObject* from = nullptr);
    void clear(QObject* from = nullptr) { request({}, from); }

    // Hover is separate and never part of the history.
    void hover(std::optional<Key> key, QObject* from = nullptr);
    const std::optional<Key>& hoveredKey() const { return m_hovered; }

    void back();
    void forward();
    bool canGoBack() const { return m_place > 0; }
    bool canGoForward() const { return m_place + 1 < m_history.size(); }

    // A key with source 0 stands for any source.
    Highlight levelOf(const Key& key) const;
    // All selected and related keys: what canvases keep at full strength.
    std::vector<Key> highlighted() const;
    // Which further keys belong to a selected one (a condition: its trials).
    using Correspondence = std::function<std::vector<Key>(const Key&)>;
    void setCorrespondence(Correspondence correspondence);

    // The trial that single-trial views show.
    int trials() const { return m_trials; }
    int trial() const { return m_trial; }
    void setTrials(int count);
    // Without selecting it: what is shown changed by itself.
    void setTrial(int trial);
    // Also selects it, so that views of many trials point it out.
    void showTrial(int trial, QObject* from = nullptr);

    // The layer that views of one layer show: the last one selected; selecting something else of it
    // keeps it.
    const std::optional<Key>& layer() const { return m_layer; }

    TimeCursor& cursor() { return m_cursor; }
    const TimeCursor& cursor() const { return m_cursor; }

Q_SIGNALS:
    void changed(const inspike::Selection& selection, QObject* from);
    void hovered(QObject* from);
    void historyChanged();
    void trialsChanged(int count);
    void trialChanged(int trial);
    void layerChanged();

private:
    void apply(const Selection& selection, QObject* from);

    Selection m_current;
    std::vector<Key> m_exact; // both sorted: 100,000 brushed units cost milliseconds
    std::vector<Key> m_related;
    std::optional<Key> m_hovered;
    std::vector<Selection> m_history{Selection()};
    std::size_t m_place = 0;
    Correspondence m_correspondence;
    int m_trials = 0;
    int m_trial = 0;
    std::optional<Key> m_layer;
    TimeCursor m_cursor;
};

} // namespace inspike

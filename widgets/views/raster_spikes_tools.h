// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the raster offers for the spikes behind its marks: counts the selected ones away from the
// GUI thread, copies them, saves them, and lists them in a table.

#include "core/figures/raster_spikes.h"
#include "widgets/jobs/latest_job.h"

#include <QList>

class QAction;
class QWidget;

namespace inspike {

class SpikeTable;

class RasterSpikesTools : public QObject
{
    Q_OBJECT

public:
    using Source = std::function<RasterSource()>; // called on the thread of the job
    struct Request
    {
        Source source;
        std::vector<std::uint32_t> units;
        std::optional<TimeRange> time; // nullopt: all of it
    };
    using Listing = std::shared_ptr<const SpikeListing>;

    RasterSpikesTools(JobQueue& jobs, QWidget* view);

    // Copy, table, save.
    QList<QAction*> actions() const { return m_actions; }
    // What the actions are about while nothing is selected.
    void setFallback(std::function<Request()> fallback) { m_fallback = std::move(fallback); }
    void select(Source source, std::vector<std::uint32_t> units, std::optional<TimeRange> time);
    void clear();
    // The selected spikes, once they are counted.
    const Listing& selected() const { return m_selected; }
    void save(const QString& path);
    void retranslate();
    SpikeTable* table() const { return m_table; }

    // More are refused: the clipboard would take a copy of the memory they need.
    static constexpr std::uint64_t kMostCopied = 1'000'000;

Q_SIGNALS:
    void counted();
    void said(QString words);

private:
    QAction* addAction(void (RasterSpikesTools::*act)());
    void copy();
    void showTable();
    void chooseFile();
    // Calls `use` with the selected spikes, or else with those of the fallback.
    void withListing(std::function<void(Listing)> use);
    void count(LatestJob& job, Request request, std::function<void(Listing)> use);

    QWidget* m_view;
    LatestJob m_counting;
    LatestJob m_listing;
    LatestJob m_writing;
    QList<QAction*> m_actions;
    std::function<Request()> m_fallback;
    Listing m_selected;
    bool m_pending = false; // counting what is selected
    std::function<void(Listing)> m_waiting;
    SpikeTable* m_table = nullptr; // a child of the view
};

} // namespace inspike

// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One part of a view of several parts: its canvas, and what is said in its place while it is
// computed or cannot be.

#include "core/figures/alignment_figure.h"
#include "widgets/jobs/latest_job.h"
#include "widgets/plot/heat_canvas.h"
#include "widgets/plot/plot_canvas.h"

#include <QLabel>
#include <QTimer>
#include <QWidget>

namespace inspike {

class FigurePane : public QWidget
{
    Q_OBJECT

public:
    enum class Canvas { Plot, Heat };
    FigurePane(const char* id, Canvas canvas, Lane lane, JobQueue& jobs, QWidget* parent);

    PlotCanvas* plot() const { return m_plot; } // nullptr of cells
    HeatCanvas* heat() const { return m_heat; } // nullptr of anything else
    // What it says instead of a picture; empty when it shows one.
    QString words() const;

    void show(const Figure& figure, bool keepRange);
    // Starts `work` unless it was the last thing that was asked for: it runs, or has ended.
    void compute(const std::string& request, const QString& title,
                 std::function<void(JobContext&)> work, std::function<void()> done);
    bool computing() const { return m_job.busy(); }
    void forget(); // what failed may be tried again
    // `time`: a stretch of the x axis, where that is time.
    void setHighlight(const std::vector<Key>& keys,
                      std::optional<std::pair<double, double>> time = std::nullopt);
    bool overTime() const { return m_filled && m_time; }
    void setHover(const std::optional<Key>& key);
    void setCursor(std::optional<double> position);
    void fit();
    bool zoomed() const;

protected:
    void changeEvent(QEvent* event) override;

private:
    void say(const Text& words);
    void fail(const Error& error);
    QWidget* canvas() const;

    PlotCanvas* m_plot = nullptr;
    HeatCanvas* m_heat = nullptr;
    QLabel* m_words;
    LatestJob m_job;
    QTimer m_patience;     // before it says that it computes
    std::string m_request; // the newest
    std::string m_failure; // of that request
    Text m_said;
    bool m_filled = false;
    bool m_time = false; // along x
};

} // namespace inspike

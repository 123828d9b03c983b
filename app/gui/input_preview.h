// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a recording becomes as the input of a network, before it runs: a picture of a sample, its
// shape, what was chosen and what is lost; or why it cannot fit. Computed in a job, where the
// newest request wins.

#include "app/gui/preview_data.h"
#include "widgets/jobs/latest_job.h"

#include <QWidget>

#include <set>

class QLabel;
class QSlider;
class QSpinBox;
class QToolButton;

namespace inspike {

class PreviewCanvas;

class InputPreview : public QWidget
{
    Q_OBJECT

public:
    explicit InputPreview(JobQueue& jobs, QWidget* parent = nullptr);

    // `seed`: of random coding, as the run will have it.
    void show(std::shared_ptr<const Recording> recording, const InputWish& wish,
              const Params& options, std::uint64_t seed);
    // Nothing to fit.
    void clear();

    bool fits() const { return m_sample != nullptr && m_failure.isEmpty(); }
    bool busy() const { return m_job.busy(); }
    QString failure() const { return m_failure; } // why it does not fit; empty when it does
    QString explanation() const;
    // Ids of the options that have an effect; empty where nothing fits yet.
    std::set<std::string> appliedOptions() const;

Q_SIGNALS:
    void changed(); // another result or failure

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void makeTransport();
    void load(std::size_t sample);
    void take(std::shared_ptr<const PreviewSample> sample);
    void fail(const Error& error);
    void showStep();
    void play(bool on);
    QString named(const std::string& text) const; // options by their titles

    LatestJob m_job;
    PreviewCanvas* m_canvas;
    QWidget* m_transport;
    QToolButton* m_play;
    QSlider* m_step; // 0 = the mean
    QLabel* m_stepLabel;
    QSpinBox* m_number; // of the sample, from 1
    QLabel* m_sampleLabel;
    QLabel* m_text;
    QTimer* m_timer;
    Params m_options;
    std::shared_ptr<const PreviewSample> m_sample;
    QString m_failure;
};

} // namespace inspike

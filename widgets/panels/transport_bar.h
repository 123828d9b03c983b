// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The controls of time and trial under all views: slider of the time cursor, playback, and the
// stepper that says which trial is shown and how it went.

#include "widgets/selection/selection_model.h"

#include <QWidget>

#include <functional>

class QComboBox;
class QLabel;
class QSlider;
class QSpinBox;
class QToolButton;

namespace inspike {

class TransportBar : public QWidget
{
    Q_OBJECT

public:
    explicit TransportBar(SelectionModel& model, QWidget* parent = nullptr);

    // Words about a trial ("context 1, target +1, choice +1"), asked for when the trial changes.
    void setTrialWords(std::function<QString(int trial)> words);
    QString trialText() const;

private:
    QToolButton* addButton(const char* iconName, const QString& name, const QString& keys);
    void addPlayback();
    void addTrialStepper();
    void showBase();
    void showPosition();
    void showPlayback();
    void showTrial();

    SelectionModel& m_model;
    std::function<QString(int)> m_words;
    QToolButton* m_play = nullptr;
    QToolButton* m_loop = nullptr;
    QComboBox* m_rate = nullptr;
    QSlider* m_slider = nullptr;
    QLabel* m_position = nullptr;
    QWidget* m_stepper = nullptr;
    QSpinBox* m_trial = nullptr;
    QLabel* m_count = nullptr;
    QLabel* m_outcome = nullptr;
};

} // namespace inspike

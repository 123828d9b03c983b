// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The one time cursor of all views, and its playback. Positions are in the unit of the time axis:
// ms, or steps where no step duration is known.

#include "core/base/time.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

namespace inspike {

struct TimeBase
{
    double low = 0.0;
    double high = 0.0;
    double step = 1.0;  // of the arrow keys and of the model
    bool steps = false; // unit is time steps, not ms

    bool empty() const { return high <= low; }
    double axisFromTime(Time time) const;
    Time timeFromAxis(double position) const;
    friend bool operator==(const TimeBase&, const TimeBase&) = default;
};

class TimeCursor : public QObject
{
    Q_OBJECT

public:
    explicit TimeCursor(QObject* parent = nullptr);

    // Keeps the position if it is still inside.
    void setBase(const TimeBase& base);
    const TimeBase& base() const { return m_base; }
    double position() const { return m_position; }
    void setPosition(double position); // clamped, snapped to steps
    void stepBy(int steps);

    bool playing() const { return m_timer.isActive(); }
    void setPlaying(bool playing);
    // 1 = real time (with steps: 100 steps a second).
    double rate() const { return m_rate; }
    void setRate(double rate);
    bool loop() const { return m_loop; }
    void setLoop(bool loop);
    // Moves by that much playing time; what the playback timer calls.
    void advance(double seconds);

Q_SIGNALS:
    void moved(double position);
    void baseChanged();
    void playbackChanged(); // playing, rate or loop

private:
    TimeBase m_base;
    double m_position = 0.0;
    double m_exact = 0.0; // unsnapped, so that slow playback moves at all
    double m_rate = 0.25;
    bool m_loop = true;
    QTimer m_timer;
    QElapsedTimer m_sinceTick;
};

} // namespace inspike

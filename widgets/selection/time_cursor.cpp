// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/selection/time_cursor.h"

#include <algorithm>
#include <cmath>

namespace inspike {

namespace {

constexpr int kTickMs = 16;
constexpr double kStepsPerSecond = 100.0;
constexpr double kMsPerSecond = 1000.0;

} // namespace

double TimeBase::axisFromTime(Time time) const
{
    return steps ? static_cast<double>(time) : msFromTime(time);
}

Time TimeBase::timeFromAxis(double position) const
{
    return static_cast<Time>(std::llround(steps ? position : position * kMicrosecondsPerMs));
}

TimeCursor::TimeCursor(QObject* parent) : QObject(parent)
{
    m_timer.setInterval(kTickMs);
    connect(&m_timer, &QTimer::timeout, this,
            [this] { advance(static_cast<double>(m_sinceTick.restart()) / kMsPerSecond); });
}

void TimeCursor::setBase(const TimeBase& base)
{
    if (base == m_base)
        return;
    m_base = base;
    if (base.empty())
        setPlaying(false);
    Q_EMIT baseChanged();
    setPosition(m_position);
}

void TimeCursor::setPosition(double position)
{
    const double snapped =
        m_base.step > 0
            ? m_base.low + std::round((position - m_base.low) / m_base.step) * m_base.step
            : position;
    // The last step begins one step before the end of the range.
    const double last = std::max(m_base.low, m_base.high - m_base.step);
    m_exact = std::clamp(position, m_base.low, std::max(m_base.low, m_base.high));
    const double next = std::clamp(snapped, m_base.low, last);
    if (next == m_position)
        return;
    m_position = next;
    Q_EMIT moved(m_position);
}

void TimeCursor::stepBy(int steps)
{
    setPosition(m_position + steps * m_base.step);
}

void TimeCursor::setPlaying(bool playing)
{
    if (playing == m_timer.isActive() || (playing && m_base.empty()))
        return;
    if (playing) {
        if (!m_loop && m_position + m_base.step >= m_base.high)
            setPosition(m_base.low);
        m_exact = m_position;
        m_sinceTick.start();
        m_timer.start();
    } else {
        m_timer.stop();
    }
    Q_EMIT playbackChanged();
}

void TimeCursor::setRate(double rate)
{
    if (rate <= 0 || rate == m_rate)
        return;
    m_rate = rate;
    Q_EMIT playbackChanged();
}

void TimeCursor::setLoop(bool loop)
{
    if (loop == m_loop)
        return;
    m_loop = loop;
    Q_EMIT playbackChanged();
}

void TimeCursor::advance(double seconds)
{
    if (m_base.empty())
        return;
    double next = m_exact + seconds * m_rate * (m_base.steps ? kStepsPerSecond : kMsPerSecond);
    if (next >= m_base.high) {
        if (m_loop) {
            next = m_base.low + std::fmod(next - m_base.low, m_base.high - m_base.low);
        } else {
            next = m_base.high;
            setPlaying(false);
        }
    }
    setPosition(next);
}

} // namespace inspike

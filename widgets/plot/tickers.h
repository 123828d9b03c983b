// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Where ticks go and what they say: round numbers with a real minus sign; whole numbers only where
// the axis counts; the unit that a raster row shows.

#include "core/figures/raster_rows.h"
#include "widgets/plot/plot_pch.h"

#include <cmath>
#include <vector>

namespace inspike {

class NumberTicker : public QCPAxisTicker
{
public:
    explicit NumberTicker(bool integral) : m_integral(integral) {}

protected:
    double getTickStep(const QCPRange& range) override;
    int getSubTickCount(double) override { return 0; }
    QString getTickLabel(double tick, const QLocale&, QChar, int) override;

private:
    bool m_integral;
};

// Tick at row r says which unit is drawn there.
class RowTicker : public NumberTicker
{
public:
    RowTicker(RasterRows rows, double rowCentre) : NumberTicker(true), m_rows(std::move(rows))
    {
        setTickOrigin(rowCentre);
    }

protected:
    QString getTickLabel(double tick, const QLocale& locale, QChar format, int precision) override;

private:
    RasterRows m_rows;
};

// Ticks at 0, 1, ... with a word each; the words are set whenever the room for them changes.
class NameTicker : public NumberTicker
{
public:
    NameTicker() : NumberTicker(true) {}

    void setNames(QStringList names) { m_names = std::move(names); }

protected:
    double getTickStep(const QCPRange&) override { return 1.0; }
    QString getTickLabel(double tick, const QLocale&, QChar, int) override
    {
        return m_names.value(static_cast<int>(std::lround(tick)));
    }

private:
    QStringList m_names;
};

// Ticks of an axis in ms that say their distance from `offset` (ms) in a unit of `unitMs`.
class TimeTicker : public NumberTicker
{
public:
    TimeTicker(double unitMs, double offset)
        : NumberTicker(false), m_unitMs(unitMs), m_offset(offset)
    {
        setTickOrigin(offset);
    }

protected:
    double getTickStep(const QCPRange& range) override;
    QString getTickLabel(double tick, const QLocale& locale, QChar format, int precision) override;

private:
    double m_unitMs;
    double m_offset;
};

// Powers of ten, or 1, 2 and 5 times those when there are few, on a logarithmic axis of counts.
class CountTicker : public QCPAxisTickerLog
{
public:
    // Below that many decades, 2 and 5 have ticks, too.
    explicit CountTicker(double mostDecades = 2.5) : m_mostDecades(mostDecades) {}

protected:
    QVector<double> createTickVector(double tickStep, const QCPRange& range) override;
    QString getTickLabel(double tick, const QLocale& locale, QChar format, int precision) override;

private:
    double m_mostDecades;
};

} // namespace inspike

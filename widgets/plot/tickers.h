// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Where ticks go and what they say: round numbers with a real minus sign; whole numbers only where
// the axis counts; the unit that a raster row shows.

#include "widgets/plot/plot_pch.h"

#include <cstdint>
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
    RowTicker(std::vector<std::uint32_t> units, double rowCentre)
        : NumberTicker(true), m_units(std::move(units))
    {
        setTickOrigin(rowCentre);
    }

protected:
    QString getTickLabel(double tick, const QLocale& locale, QChar format, int precision) override;

private:
    std::vector<std::uint32_t> m_units;
};

} // namespace inspike

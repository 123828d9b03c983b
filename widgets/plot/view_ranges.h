// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Arithmetic of visible ranges: zoom about a value, move, keep within reach of the data, animate.

#include <algorithm>
#include <cstddef>
#include <vector>

namespace inspike {

struct ViewRange
{
    double low = 0.0;
    double high = 1.0;

    double size() const { return high - low; }
    ViewRange moved(double by) const { return {low + by, high + by}; }
    // The value `centre` stays where it is.
    ViewRange scaled(double centre, double factor) const
    {
        return {centre + (low - centre) * factor, centre + (high - centre) * factor};
    }
};

// x is shared by the panels, y is theirs; so is ownX, which counts for panels with an x axis of
// their own.
struct ViewRanges
{
    ViewRange x;
    std::vector<ViewRange> y;
    std::vector<ViewRange> ownX = {};
};

// Never wider than 1.5 times the data nor narrower than `least` (a millionth of the data unless it
// is said), and at least half of the window stays over data.
inline ViewRange bounded(ViewRange wanted, ViewRange whole, double least)
{
    const double most = 1.5 * whole.size();
    const double centre = 0.5 * (wanted.low + wanted.high);
    if (wanted.size() > most)
        wanted = {centre - 0.5 * most, centre + 0.5 * most};
    else if (!(wanted.size() >= least))
        wanted = {centre - 0.5 * least, centre + 0.5 * least};
    const double reach = 0.5 * std::min(wanted.size(), whole.size());
    if (wanted.high < whole.low + reach)
        wanted = wanted.moved(whole.low + reach - wanted.high);
    else if (wanted.low > whole.high - reach)
        wanted = wanted.moved(whole.high - reach - wanted.low);
    return wanted;
}

inline ViewRange bounded(ViewRange wanted, ViewRange whole)
{
    return bounded(wanted, whole, 1e-6 * whole.size());
}

// The sizes of `least` are the narrowest.
inline ViewRanges bounded(ViewRanges wanted, const ViewRanges& whole, const ViewRanges& least)
{
    wanted.x = bounded(wanted.x, whole.x, least.x.size());
    for (std::size_t i = 0; i < wanted.y.size() && i < whole.y.size() && i < least.y.size(); ++i)
        wanted.y[i] = bounded(wanted.y[i], whole.y[i], least.y[i].size());
    for (std::size_t i = 0; i < wanted.ownX.size() && i < whole.ownX.size(); ++i)
        wanted.ownX[i] = bounded(wanted.ownX[i], whole.ownX[i]);
    return wanted;
}

inline ViewRange between(ViewRange from, ViewRange to, double share)
{
    return {from.low + (to.low - from.low) * share, from.high + (to.high - from.high) * share};
}

inline ViewRanges between(ViewRanges from, const ViewRanges& to, double share)
{
    from.x = between(from.x, to.x, share);
    for (std::size_t i = 0; i < from.y.size() && i < to.y.size(); ++i)
        from.y[i] = between(from.y[i], to.y[i], share);
    for (std::size_t i = 0; i < from.ownX.size() && i < to.ownX.size(); ++i)
        from.ownX[i] = between(from.ownX[i], to.ownX[i], share);
    return from;
}

} // namespace inspike

// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/statistics_subject.h"

#include "core/analysis/number_list.h"
#include "core/base/random.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace inspike {

namespace {

// Units are told apart by the colours that conditions do not use, as in the traces.
constexpr std::array kUnitColours{4, 5, 6, 7, 3};

// `count` of the units, ascending; the same ones every time.
std::vector<UnitIndex> drawn(std::vector<UnitIndex> units, std::size_t count)
{
    Random random(1);
    for (std::size_t i = 0; i < count; ++i) {
        const auto rest = static_cast<double>(units.size() - i);
        const auto chosen = i + static_cast<std::size_t>(random.uniform() * rest);
        std::swap(units[i], units[std::min(chosen, units.size() - 1)]);
    }
    units.resize(count);
    std::sort(units.begin(), units.end());
    return units;
}

} // namespace

StatisticsSubject subjectOf(const SpikePopulation& population, std::string_view unitList,
                            std::string_view parameter, std::size_t separate, std::size_t most,
                            std::uint64_t keySource)
{
    StatisticsSubject subject;
    subject.range = population.extent();
    const std::vector<std::size_t> listed =
        indicesFromText(unitList, parameter, population.units());
    if (!listed.empty() && listed.size() <= separate) {
        for (std::size_t i = 0; i < listed.size(); ++i) {
            const auto unit = static_cast<UnitIndex>(listed[i]);
            subject.units.push_back(unit);
            subject.curves.push_back(
                {{unit},
                 {KeyKind::Unit, keySource, static_cast<std::int64_t>(unit)},
                 {ColourRole::Category, kUnitColours[i % kUnitColours.size()]}});
        }
        return subject;
    }
    subject.units.assign(listed.begin(), listed.end());
    if (listed.empty())
        subject.units = population.allUnits();
    const std::size_t all = subject.units.size();
    subject.note = {listed.empty() ? TextId::AllUnitsPooled : TextId::UnitsPooled,
                    {std::to_string(all)}};
    if (most > 0 && all > most) {
        subject.units = drawn(std::move(subject.units), most);
        subject.note = {TextId::SampledUnits, {std::to_string(most), std::to_string(all)}};
    }
    subject.curves.push_back(
        {subject.units, {KeyKind::Stream, keySource, 0}, {ColourRole::Accent}});
    return subject;
}

double roundUp(double value)
{
    if (!(value > 0.0))
        return 1.0;
    const double power = std::pow(10.0, std::floor(std::log10(value)));
    for (const double digit : {1.0, 2.0, 5.0}) {
        if (digit * power >= value * (1.0 - 1e-9))
            return digit * power;
    }
    return 10.0 * power;
}

} // namespace inspike

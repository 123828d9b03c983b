// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Lists of spikes that pyramids are built from in tests, and plain counting to compare with.

#include "core/base/random.h"
#include "core/pyramid/count_pyramid.h"

#include <stdexcept>

namespace inspike::test {

struct SpikeList
{
    std::uint64_t units = 0;
    std::vector<Time> time;
    std::vector<std::uint32_t> unit;
    std::uint32_t width = 0, height = 0;

    void add(Time at, std::uint32_t of)
    {
        time.push_back(at);
        unit.push_back(of);
    }
    std::size_t size() const { return time.size(); }
};

// Random lists of several kinds, sorted by time: "few units", "many units", "bursts",
// "one instant", "nothing", "one spike", "negative times", "32 bits", "62 bits", "days", "sensor",
// "crowded cell".
const std::vector<std::string>& kindsOfLists();
SpikeList makeList(const std::string& kind, std::uint64_t seed);
void sortByTime(SpikeList& list);

// A list as a source; its facts can be made to lie.
class ListSource : public AddressSource
{
public:
    explicit ListSource(SpikeList list);

    AddressFacts& change() { return m_facts; }
    const AddressFacts& facts() const override { return m_facts; }
    void read(std::uint64_t first, std::uint64_t count, AddressColumns& columns) const override;

private:
    SpikeList m_list;
    AddressFacts m_facts;
};

std::shared_ptr<const CountPyramid> pyramidOf(const SpikeList& list, std::uint64_t slabSpikes = 0);

// A window and rows somewhere in the list, sometimes beyond its ends, and a size of picture.
GridRequest randomRequest(const SpikeList& list, std::size_t rows, Random& random);

// An empty text if the grid is what counting the list one by one gives, else the first difference.
// rowOfUnit: kNoRow for units that are not shown.
std::string differs(const CountGrid& grid, const SpikeList& list, const GridRequest& request,
                    const std::vector<std::uint32_t>& rowOfUnit);
std::vector<std::uint32_t> unitsAsRows(std::size_t units);

} // namespace inspike::test

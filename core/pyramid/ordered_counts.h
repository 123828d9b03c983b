// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Counts for rows in any order of the units. The order of the units themselves uses the planes of
// the pyramid; another order gets planes of its own, which are made while the first pictures are
// already counted from the slabs.

#include "core/pyramid/count_pyramid.h"

#include <list>
#include <mutex>
#include <string>

namespace inspike {

struct RowMap; // pyramid_parts.h

class OrderedCounts
{
public:
    // rowUnits[row] = unit; each unit at most once (rows may be a selection of the units). Empty =
    // all units by index. Throws Error{BadShape}. Returns at once; no planes are made yet.
    OrderedCounts(std::shared_ptr<const CountPyramid> pyramid, std::vector<std::uint32_t> rowUnits);
    ~OrderedCounts();

    const CountPyramid& pyramid() const { return *m_pyramid; }
    std::size_t rows() const;
    std::uint32_t unitOfRow(std::size_t row) const;
    // Makes the planes of this order (one pass over the slabs, several threads), so that grid() no
    // longer reads wide windows spike by spike. Safe while other threads call grid(). At once for
    // the order of the units, and when it was done before.
    void prepare(JobContext& job) const;
    bool prepared() const;
    // As CountPyramid::grid, with the rows of this order; the same result before and after
    // prepare().
    CountGrid grid(const GridRequest& request, JobContext& job) const;

private:
    struct Planes;
    RowMap rowMap() const;

    std::shared_ptr<const CountPyramid> m_pyramid;
    std::vector<std::uint32_t> m_unitOfRow;
    std::vector<std::uint32_t> m_rowOfUnit;
    mutable std::mutex m_mutex;
    mutable std::shared_ptr<const Planes> m_planes;
};

// A pyramid with the orders that were asked for last, so that a view which builds its figure anew
// for every frame sorts the units once.
class CountAtlas
{
public:
    explicit CountAtlas(std::shared_ptr<const CountPyramid> pyramid);

    const CountPyramid& pyramid() const { return *m_pyramid; }
    const std::shared_ptr<const CountPyramid>& sharedPyramid() const { return m_pyramid; }
    // The order of that name, made by `order` when it is not at hand. Keeps the last few.
    std::shared_ptr<const OrderedCounts>
    ordered(const std::string& name,
            const std::function<std::vector<std::uint32_t>()>& order) const;

private:
    std::shared_ptr<const CountPyramid> m_pyramid;
    mutable std::mutex m_mutex;
    mutable std::list<std::pair<std::string, std::shared_ptr<const OrderedCounts>>> m_orders;
};

} // namespace inspike

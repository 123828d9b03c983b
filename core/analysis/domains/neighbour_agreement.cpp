// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/domains/neighbour_agreement.h"

#include "core/analysis/domains/sample_kernels.h"
#include "core/base/blas_threads.h"
#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <string>

namespace inspike {

namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kRowsPerPiece = 32;

// Samples of one domain in coordinates that both share.
struct Domain
{
    const CentredFeatures<float>* all = nullptr;
    std::size_t first = 0;
    std::size_t count = 0;
    std::span<const std::int64_t> labels;
    std::vector<float> squares = {};

    BlockView<float> rows(std::size_t from, std::size_t some) const
    {
        return all->rows(first + from, some);
    }
};

Domain domainOf(const CentredFeatures<float>& all, std::size_t first, std::size_t count,
                std::span<const std::int64_t> labels)
{
    Domain domain{&all, first, count, labels};
    for (std::size_t i = 0; i < count; ++i) {
        const BlockView<float> row = domain.rows(i, 1);
        domain.squares.push_back(
            std::inner_product(row.values, row.values + row.columns, row.values, 0.0F));
    }
    return domain;
}

std::map<std::int64_t, std::size_t> countsOf(const Domain& domain)
{
    std::map<std::int64_t, std::size_t> counts;
    for (const std::int64_t label : domain.labels) {
        if (label >= 0)
            ++counts[label];
    }
    return counts;
}

// Share of the k nearest that have the label of the sample. `squares` are distances to all.
double shareOf(std::span<const float> squares, const Domain& candidates, std::int64_t label,
               std::size_t partner, std::size_t k, std::vector<std::size_t>& scratch)
{
    scratch.clear();
    for (std::size_t j = 0; j < candidates.count; ++j) {
        if (candidates.labels[j] >= 0 && j != partner)
            scratch.push_back(j);
    }
    const std::size_t some = std::min(k, scratch.size());
    if (some == 0)
        return kUndefined;
    const auto nearer = [&](std::size_t a, std::size_t b) {
        return squares[a] != squares[b] ? squares[a] < squares[b] : a < b;
    };
    std::nth_element(scratch.begin(), scratch.begin() + static_cast<std::ptrdiff_t>(some - 1),
                     scratch.end(), nearer);
    const auto same =
        std::count_if(scratch.begin(), scratch.begin() + static_cast<std::ptrdiff_t>(some),
                      [&](std::size_t j) { return candidates.labels[j] == label; });
    return static_cast<double>(same) / static_cast<double>(some);
}

std::vector<double> sharesOf(const Domain& asking, const Domain& candidates,
                             const NeighbourParams& params, JobContext& job)
{
    std::vector<double> shares(asking.count, kUndefined);
    const auto work = [&](std::size_t first, std::size_t count) {
        const std::size_t width = candidates.count;
        std::vector<float> squares(count * width);
        blockProduct(asking.rows(first, count), false, candidates.rows(0, width), true,
                     squares.data(), width);
        std::vector<std::size_t> scratch;
        for (std::size_t i = 0; i < count; ++i) {
            const std::int64_t label = asking.labels[first + i];
            if (label < 0)
                continue;
            const std::span<float> row(squares.data() + i * width, width);
            for (std::size_t j = 0; j < width; ++j)
                row[j] = candidates.squares[j] - 2.0F * row[j]; // the rest is the same for all
            const std::size_t partner = params.withoutPartner ? first + i : width;
            shares[first + i] = shareOf(row, candidates, label, partner, params.k, scratch);
        }
    };
    rowStretches(asking.count, kRowsPerPiece, params.threads, job, work);
    return shares;
}

double meanOf(const std::vector<double>& values)
{
    double sum = 0.0;
    std::size_t count = 0;
    for (const double value : values) {
        sum += std::isnan(value) ? 0.0 : value;
        count += std::isnan(value) ? 0 : 1;
    }
    return count > 0 ? sum / static_cast<double>(count) : kUndefined;
}

// What a random candidate would give for every sample that asks.
std::vector<double> chancesOf(const Domain& asking, const Domain& candidates, bool withoutPartner)
{
    const std::map<std::int64_t, std::size_t> counts = countsOf(candidates);
    std::size_t labelled = 0;
    for (const auto& [label, count] : counts)
        labelled += count;
    std::vector<double> chances;
    for (std::size_t i = 0; i < asking.count; ++i) {
        const std::int64_t label = asking.labels[i];
        if (label < 0)
            continue;
        const auto found = counts.find(label);
        std::size_t same = found == counts.end() ? 0 : found->second;
        std::size_t all = labelled;
        if (withoutPartner && candidates.labels[i] >= 0) {
            --all;
            same -= candidates.labels[i] == label ? 1 : 0;
        }
        if (all > 0)
            chances.push_back(static_cast<double>(same) / static_cast<double>(all));
    }
    return chances;
}

void requireDomains(const PointsView& x, std::span<const std::int64_t> labelsOfX,
                    const PointsView& y, std::span<const std::int64_t> labelsOfY,
                    const NeighbourParams& params)
{
    requirePoints(x);
    requirePoints(y);
    if (x.width != y.width) {
        throw Error(ErrorKind::BadShape, "neighbours need features of one kind, not " +
                                             std::to_string(x.width) + " and " +
                                             std::to_string(y.width));
    }
    if (labelsOfX.size() != x.count || labelsOfY.size() != y.count)
        throw Error(ErrorKind::BadShape, "every sample needs an entry among the labels");
    if (params.withoutPartner && x.count != y.count)
        throw Error(ErrorKind::BadShape, "samples have partners only where both domains have as "
                                         "many, not " +
                                             std::to_string(x.count) + " and " +
                                             std::to_string(y.count));
    if (params.k == 0)
        throw Error(ErrorKind::BadParameter, "at least one neighbour must be asked");
}

} // namespace

NeighbourAgreement neighbourAgreement(const PointsView& x, std::span<const std::int64_t> labelsOfX,
                                      const PointsView& y, std::span<const std::int64_t> labelsOfY,
                                      const NeighbourParams& params, JobContext& job)
{
    requireDomains(x, labelsOfX, y, labelsOfY, params);
    NeighbourAgreement result{kUndefined, kUndefined, kUndefined, kUndefined, {}, {}, 0};
    if (x.count == 0 || y.count == 0 || x.width == 0) {
        result.eachX.assign(x.count, kUndefined);
        result.eachY.assign(y.count, kUndefined);
        return result;
    }
    Points pooled(x.count + y.count, x.width);
    std::copy(x.values.begin(), x.values.end(), pooled.values.begin());
    std::copy(y.values.begin(), y.values.end(),
              pooled.values.begin() + static_cast<std::ptrdiff_t>(x.values.size()));
    const CentredFeatures<float> all = centredFeatures<float>(pooled.view(), {}, job);
    const OneBlasThread oneBlasThread;
    const Domain one = domainOf(all, 0, x.count, labelsOfX);
    const Domain other = domainOf(all, x.count, y.count, labelsOfY);
    result.eachX = sharesOf(one, other, params, job);
    result.eachY = sharesOf(other, one, params, job);
    result.fromX = meanOf(result.eachX);
    result.fromY = meanOf(result.eachY);
    std::vector<double> each = result.eachX;
    each.insert(each.end(), result.eachY.begin(), result.eachY.end());
    result.mean = meanOf(each);
    std::vector<double> chances = chancesOf(one, other, params.withoutPartner);
    const std::vector<double> back = chancesOf(other, one, params.withoutPartner);
    chances.insert(chances.end(), back.begin(), back.end());
    result.chance = meanOf(chances);
    result.k = std::min(params.k, std::min(x.count, y.count));
    return result;
}

} // namespace inspike

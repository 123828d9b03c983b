// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Features for tests of two domains, and the definitions written out plainly.

#include "core/analysis/embedding/points.h"
#include "core/analysis/linalg.h"
#include "core/base/random.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace inspike::test {

inline Points normalPoints(std::size_t samples, std::size_t features, std::uint64_t seed,
                           double shift = 0.0)
{
    Points points(samples, features);
    Random random(seed);
    for (float& value : points.values)
        value = static_cast<float>(shift + random.normal());
    return points;
}

// The first and a share of something of its own.
inline Points mixedPoints(const Points& points, double share, std::uint64_t seed)
{
    Points mixed = normalPoints(points.count, points.width, seed);
    for (std::size_t i = 0; i < mixed.values.size(); ++i)
        mixed.values[i] = static_cast<float>((1.0 - share) * static_cast<double>(points.values[i]) +
                                             share * static_cast<double>(mixed.values[i]));
    return mixed;
}

// Features times a random rotation and a factor, plus a shift.
inline Points rotated(const Points& points, double factor, std::uint64_t seed)
{
    Random random(seed);
    Matrix directions(points.width, points.width);
    for (double& value : directions.values)
        value = random.normal();
    const Matrix rotation = orthonormalColumns(directions);
    Points result(points.count, points.width);
    for (std::size_t i = 0; i < points.count; ++i) {
        for (std::size_t c = 0; c < points.width; ++c) {
            double sum = 0.0;
            for (std::size_t k = 0; k < points.width; ++k)
                sum += static_cast<double>(points.view().row(i)[k]) * rotation(k, c);
            result.row(i)[c] = static_cast<float>(factor * sum + 0.25);
        }
    }
    return result;
}

inline Points chosen(const Points& points, const std::vector<std::size_t>& samples)
{
    Points result(samples.size(), points.width);
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const auto row = points.view().row(samples[i]);
        std::copy(row.begin(), row.end(), result.row(i).begin());
    }
    return result;
}

using Rows = std::vector<std::vector<double>>;

inline double squareApart(std::span<const float> a, std::span<const float> b)
{
    double sum = 0.0;
    for (std::size_t c = 0; c < a.size(); ++c) {
        const double apart = static_cast<double>(a[c]) - static_cast<double>(b[c]);
        sum += apart * apart;
    }
    return sum;
}

inline Rows plainGram(const Points& points)
{
    Rows gram(points.count, std::vector<double>(points.count));
    for (std::size_t i = 0; i < points.count; ++i) {
        for (std::size_t j = 0; j < points.count; ++j) {
            for (std::size_t c = 0; c < points.width; ++c)
                gram[i][j] += static_cast<double>(points.view().row(i)[c]) *
                              static_cast<double>(points.view().row(j)[c]);
        }
    }
    return gram;
}

inline Rows plainGaussian(const Points& points, double bandwidth)
{
    Rows squares(points.count, std::vector<double>(points.count));
    std::vector<double> all;
    for (std::size_t i = 0; i < points.count; ++i) {
        for (std::size_t j = 0; j < points.count; ++j) {
            squares[i][j] = squareApart(points.view().row(i), points.view().row(j));
            all.push_back(squares[i][j]);
        }
    }
    std::sort(all.begin(), all.end());
    const double median = all[(all.size() - 1) / 2];
    for (auto& row : squares) {
        for (double& value : row)
            value = std::exp(-value / (2.0 * bandwidth * bandwidth * median));
    }
    return squares;
}

inline Rows plainlyCentred(Rows gram)
{
    const auto n = static_cast<double>(gram.size());
    std::vector<double> means;
    double mean = 0.0;
    for (const auto& row : gram) {
        double sum = 0.0;
        for (const double value : row)
            sum += value;
        means.push_back(sum / n);
        mean += sum / (n * n);
    }
    for (std::size_t i = 0; i < gram.size(); ++i) {
        for (std::size_t j = 0; j < gram.size(); ++j)
            gram[i][j] += mean - means[i] - means[j];
    }
    return gram;
}

// Unbiased centring of a kernel without its diagonal.
inline Rows plainlyUnbiased(Rows gram)
{
    const auto n = static_cast<double>(gram.size());
    std::vector<double> sums;
    double total = 0.0;
    for (std::size_t i = 0; i < gram.size(); ++i) {
        gram[i][i] = 0.0;
        double sum = 0.0;
        for (const double value : gram[i])
            sum += value;
        sums.push_back(sum);
        total += sum;
    }
    for (std::size_t i = 0; i < gram.size(); ++i) {
        for (std::size_t j = 0; j < gram.size(); ++j) {
            gram[i][j] += total / ((n - 1.0) * (n - 2.0)) - (sums[i] + sums[j]) / (n - 2.0);
            if (i == j)
                gram[i][j] = 0.0;
        }
    }
    return gram;
}

inline double plainProduct(const Rows& a, const Rows& b)
{
    double sum = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        for (std::size_t j = 0; j < a.size(); ++j)
            sum += a[i][j] * b[i][j];
    }
    return sum;
}

inline double plainAlignment(const Rows& a, const Rows& b, double guard)
{
    return plainProduct(a, b) /
           (std::sqrt(plainProduct(a, a)) * std::sqrt(plainProduct(b, b)) + guard);
}

} // namespace inspike::test

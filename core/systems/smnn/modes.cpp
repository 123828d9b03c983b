// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/smnn/modes.h"

#include <cmath>

namespace inspike::smnn {

namespace {

constexpr std::size_t kRowsPerCheck = 1024;

double columnNorm(std::span<const float> matrix, std::size_t columns, std::size_t column)
{
    double sum = 0.0;
    for (std::size_t i = column; i < matrix.size(); i += columns)
        sum += static_cast<double>(matrix[i]) * matrix[i];
    return std::sqrt(sum);
}

std::vector<std::vector<double>> columnsOf(std::span<const float> matrix, std::size_t columns)
{
    std::vector<std::vector<double>> result(columns);
    for (std::size_t i = 0; i < matrix.size(); ++i)
        result[i % columns].push_back(matrix[i]);
    return result;
}

} // namespace

std::vector<float> recurrentMatrix(const Weights& weights)
{
    const std::size_t n = weights.units;
    std::vector<float> matrix(n * n);
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < n; ++j) {
            double sum = 0.0;
            for (std::size_t p = 0; p < weights.modes; ++p)
                sum += static_cast<double>(weights.l[p]) * weights.pin[i * weights.modes + p] *
                       weights.pout[j * weights.modes + p];
            matrix[i * n + j] = static_cast<float>(sum);
        }
    }
    return matrix;
}

std::vector<float> projected(std::span<const float> r, std::size_t units,
                             std::span<const float> basis, std::size_t components, JobContext& job)
{
    const std::size_t rows = units == 0 ? 0 : r.size() / units;
    std::vector<float> result(rows * components);
    std::vector<double> sums(components);
    for (std::size_t row = 0; row < rows; ++row) {
        if (row % kRowsPerCheck == 0)
            job.checkpoint();
        sums.assign(components, 0.0);
        for (std::size_t i = 0; i < units; ++i) {
            const double value = r[row * units + i];
            if (value == 0.0)
                continue;
            for (std::size_t c = 0; c < components; ++c)
                sums[c] += value * basis[i * components + c];
        }
        for (std::size_t c = 0; c < components; ++c)
            result[row * components + c] = static_cast<float>(sums[c]);
    }
    return result;
}

bool hasOrthogonalModes(const Weights& weights)
{
    return weights.inputs + weights.modes <= weights.units;
}

std::vector<float> orthogonalModes(const Weights& weights)
{
    std::vector<std::vector<double>> vectors = columnsOf(weights.win, weights.inputs);
    for (std::vector<double>& mode : columnsOf(weights.pin, weights.modes))
        vectors.push_back(std::move(mode));
    for (std::size_t v = 0; v < vectors.size(); ++v) {
        for (std::size_t earlier = 0; earlier < v; ++earlier) {
            double overlap = 0.0;
            for (std::size_t i = 0; i < weights.units; ++i)
                overlap += vectors[v][i] * vectors[earlier][i];
            for (std::size_t i = 0; i < weights.units; ++i)
                vectors[v][i] -= overlap * vectors[earlier][i];
        }
        double norm = 0.0;
        for (const double value : vectors[v])
            norm += value * value;
        norm = std::sqrt(norm);
        for (double& value : vectors[v])
            value = norm > 0.0 ? value / norm : 0.0;
    }
    std::vector<float> basis(weights.units * weights.modes);
    for (std::size_t i = 0; i < weights.units; ++i) {
        for (std::size_t p = 0; p < weights.modes; ++p)
            basis[i * weights.modes + p] = static_cast<float>(vectors[weights.inputs + p][i]);
    }
    return basis;
}

std::vector<float> modeImportance(const Weights& weights)
{
    std::vector<double> norms(weights.modes);
    double scores = 0.0;
    double total = 0.0;
    for (std::size_t p = 0; p < weights.modes; ++p) {
        norms[p] =
            columnNorm(weights.pin, weights.modes, p) + columnNorm(weights.pout, weights.modes, p);
        scores += std::abs(weights.l[p]);
        total += norms[p];
    }
    const double gamma = total > 0.0 ? scores / total : 0.0;
    std::vector<float> importance(weights.modes);
    for (std::size_t p = 0; p < weights.modes; ++p)
        importance[p] = static_cast<float>(gamma * norms[p] + std::abs(weights.l[p]));
    return importance;
}

} // namespace inspike::smnn

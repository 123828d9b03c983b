// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/domains/stacked_product.h"

#include "core/base/parallel.h"

#include <algorithm>
#include <array>
#include <memory>

namespace inspike {

namespace {

constexpr std::size_t kSmallest = 1000; // rows and columns of a part that BLAS multiplies
constexpr int kMostHalvings = 3;
constexpr std::size_t kMultiple = 16; // of 2^halvings, and once more for panels
constexpr std::size_t kRowsPerPiece = 64;

using View = BlockView<float>;

// A dense matrix that is filled again and again. Not set to zero: whoever fills it first gets its
// memory near.
struct Buffer
{
    std::size_t rows = 0;
    std::size_t columns = 0;
    std::unique_ptr<float[]> values;

    Buffer(std::size_t rowCount, std::size_t columnCount)
        : rows(rowCount),
          columns(columnCount),
          values(std::make_unique_for_overwrite<float[]>(rowCount * columnCount))
    {}
    View view() const { return {values.get(), rows, columns, columns}; }
    float* row(std::size_t at) { return values.get() + at * columns; }
    const float* row(std::size_t at) const { return values.get() + at * columns; }
};

const float* rowOf(const View& view, std::size_t row)
{
    return view.values + row * view.stride;
}

// Quarters of X as those of X^T: [0] rows and columns of the first half, [1] second rows, first
// columns, [2] first rows, second columns, [3] second both. For Y, [1] is first rows, second
// columns and [2] the other way round, so that both are numbered as the factors of X^T Y.
struct Quarters
{
    std::array<View, 4> part;

    Quarters(const View& whole, bool transposed)
    {
        const std::size_t rows = whole.rows / 2;
        const std::size_t columns = whole.columns / 2;
        for (std::size_t i = 0; i < 4; ++i) {
            const std::size_t down = transposed ? i % 2 : i / 2;
            const std::size_t right = transposed ? i / 2 : i % 2;
            part[i] = {whole.values + down * rows * whole.stride + right * columns, rows, columns,
                       whole.stride};
        }
    }
};

// Two rows of the whole product, one of its upper and one of its lower half, from its seven. They
// overlap with nothing, which the compiler must know to compute several columns at once.
void addUpRow(const std::array<Buffer, 7>& seven, std::size_t row, float* __restrict upper,
              float* __restrict lower)
{
    const std::size_t columns = seven[0].columns;
    std::array<const float*, 7> p{};
    for (std::size_t i = 0; i < 7; ++i)
        p[i] = seven[i].row(row);
    for (std::size_t c = 0; c < columns; ++c) {
        const float u2 = p[0][c] + p[5][c];
        const float u3 = u2 + p[6][c];
        upper[c] = p[0][c] + p[1][c];
        upper[columns + c] = u2 + p[4][c] + p[2][c];
        lower[c] = u3 - p[3][c];
        lower[columns + c] = u3 + p[4][c];
    }
}

// Recursion with one set of buffers per level.
class Product
{
public:
    Product(std::size_t rows, std::size_t columnsOfX, std::size_t columnsOfY, int levels,
            int threads, JobContext& job)
        : m_threads(threads), m_job(job)
    {
        for (int level = 0; level < levels; ++level) {
            rows /= 2;
            columnsOfX /= 2;
            columnsOfY /= 2;
            m_levels.push_back(std::make_unique<Level>(rows, columnsOfX, columnsOfY,
                                                       level + 1 == levels ? 4U : 1U));
        }
        double all = 1.0;
        for (int level = 0; level < levels; ++level)
            all *= 7.0;
        m_step = 1.0 / (all / 7.0);
    }

    // The seven products from which the quarters of X^T Y are added up.
    const std::array<Buffer, 7>& sevenOf(const View& x, const View& y, std::size_t at)
    {
        Level& level = *m_levels[at];
        if (at + 1 == m_levels.size())
            multiplyAtOnce(x, y, level);
        else
            multiplyOneByOne(x, y, at);
        return level.products;
    }

private:
    struct Level
    {
        std::vector<Buffer> sumsOfX;
        std::vector<Buffer> sumsOfY;
        std::array<Buffer, 7> products;

        Level(std::size_t rows, std::size_t columnsOfX, std::size_t columnsOfY, std::size_t sums)
            : products{product(columnsOfX, columnsOfY), product(columnsOfX, columnsOfY),
                       product(columnsOfX, columnsOfY), product(columnsOfX, columnsOfY),
                       product(columnsOfX, columnsOfY), product(columnsOfX, columnsOfY),
                       product(columnsOfX, columnsOfY)}
        {
            for (std::size_t i = 0; i < sums; ++i) {
                sumsOfX.emplace_back(rows, columnsOfX);
                sumsOfY.emplace_back(rows, columnsOfY);
            }
        }
        static Buffer product(std::size_t rows, std::size_t columns) { return {rows, columns}; }
    };

    template <typename Work>
    void eachRow(std::size_t rows, Work&& work)
    {
        parallelPieces((rows + kRowsPerPiece - 1) / kRowsPerPiece, m_threads,
                       [&](std::size_t piece) {
                           const std::size_t end = std::min(rows, (piece + 1) * kRowsPerPiece);
                           for (std::size_t row = piece * kRowsPerPiece; row < end; ++row)
                               work(row);
                       });
    }

    // to = a - b, or a + b.
    void combine(Buffer& to, const View& a, const View& b, float sign)
    {
        m_job.checkpoint();
        eachRow(to.rows, [&](std::size_t row) {
            const float* one = rowOf(a, row);
            const float* other = rowOf(b, row);
            float* result = to.row(row);
            for (std::size_t c = 0; c < to.columns; ++c)
                result[c] = one[c] + sign * other[c];
        });
    }

    // All four sums of the quarters of one factor.
    void combineAll(std::vector<Buffer>& to, const Quarters& q, bool ofX)
    {
        eachRow(to[0].rows, [&](std::size_t row) {
            const float* a = rowOf(q.part[0], row);
            const float* b = rowOf(q.part[1], row);
            const float* c = rowOf(q.part[2], row);
            const float* d = rowOf(q.part[3], row);
            float* s1 = to[0].row(row);
            float* s2 = to[1].row(row);
            float* s3 = to[2].row(row);
            float* s4 = to[3].row(row);
            const std::size_t columns = to[0].columns;
            for (std::size_t i = 0; i < columns; ++i) {
                const float first = ofX ? c[i] + d[i] : b[i] - a[i];
                const float second = ofX ? first - a[i] : d[i] - first;
                s1[i] = first;
                s2[i] = second;
                s3[i] = ofX ? a[i] - c[i] : d[i] - b[i];
                s4[i] = ofX ? b[i] - second : second - c[i];
            }
        });
    }

    void multiplyAtOnce(const View& x, const View& y, Level& level)
    {
        m_job.checkpoint();
        const Quarters a(x, true);
        const Quarters b(y, false);
        std::vector<Buffer>& s = level.sumsOfX;
        std::vector<Buffer>& t = level.sumsOfY;
        combineAll(s, a, true);
        combineAll(t, b, false);
        const std::array<std::pair<View, View>, 7> factors = {
            std::pair{a.part[0], b.part[0]},     std::pair{a.part[1], b.part[2]},
            std::pair{s[3].view(), b.part[3]},   std::pair{a.part[3], t[3].view()},
            std::pair{s[0].view(), t[0].view()}, std::pair{s[1].view(), t[1].view()},
            std::pair{s[2].view(), t[2].view()}};
        // The last one in halves, so that two threads have the same to do.
        const std::size_t whole = factors.size() - 1;
        const std::size_t half = t[0].columns / 2;
        parallelPieces(whole + 2, m_threads, [&](std::size_t piece) {
            m_job.checkpoint();
            const std::size_t which = std::min(piece, whole);
            View right = factors[which].second;
            const std::size_t from = piece > whole ? half : 0;
            right.values += from;
            right.columns = piece == whole ? half : right.columns - from;
            Buffer& product = level.products[which];
            blockProduct(factors[which].first, true, right, false, product.row(0) + from,
                         product.columns);
        });
        m_done += m_step;
        m_job.progress(m_done, "comparing layers");
    }

    void multiplyOneByOne(const View& x, const View& y, std::size_t at)
    {
        Level& level = *m_levels[at];
        const Quarters a(x, true);
        const Quarters b(y, false);
        Buffer& s = level.sumsOfX.front();
        Buffer& t = level.sumsOfY.front();
        const auto multiply = [&](std::size_t which, const View& left, const View& right) {
            addUp(sevenOf(left, right, at + 1), level.products[which]);
        };
        multiply(0, a.part[0], b.part[0]);
        multiply(1, a.part[1], b.part[2]);
        combine(s, a.part[2], a.part[3], 1.0F);
        combine(t, b.part[1], b.part[0], -1.0F);
        multiply(4, s.view(), t.view());
        combine(s, s.view(), a.part[0], -1.0F);
        combine(t, b.part[3], t.view(), -1.0F);
        multiply(5, s.view(), t.view());
        combine(s, a.part[1], s.view(), -1.0F);
        multiply(2, s.view(), b.part[3]);
        combine(t, t.view(), b.part[2], -1.0F);
        multiply(3, a.part[3], t.view());
        combine(s, a.part[0], a.part[2], -1.0F);
        combine(t, b.part[3], b.part[1], -1.0F);
        multiply(6, s.view(), t.view());
    }

    // The whole product from its seven.
    void addUp(const std::array<Buffer, 7>& seven, Buffer& whole)
    {
        const std::size_t rows = seven[0].rows;
        eachRow(rows, [&](std::size_t row) {
            addUpRow(seven, row, whole.row(row), whole.row(rows + row));
        });
    }

    int m_threads;
    JobContext& m_job;
    std::vector<std::unique_ptr<Level>> m_levels;
    double m_step = 1.0;
    double m_done = 0.0;
};

// Sums of squares of a row of the product, by layers of y.
void addSquares(const float* row, std::size_t count, const std::vector<std::size_t>& ends,
                double* sums)
{
    std::size_t column = 0;
    std::size_t layer =
        static_cast<std::size_t>(std::upper_bound(ends.begin(), ends.end(), column) - ends.begin());
    while (column < count && layer < ends.size()) {
        const std::size_t end = std::min(count, ends[layer]);
        std::array<double, 8> lanes{};
        std::size_t c = column;
        for (; c + 8 <= end; c += 8) {
            for (std::size_t k = 0; k < 8; ++k) {
                const auto value = static_cast<double>(row[c + k]);
                lanes[k] += value * value;
            }
        }
        for (; c < end; ++c)
            lanes[0] += static_cast<double>(row[c]) * static_cast<double>(row[c]);
        for (const double lane : lanes)
            sums[layer] += lane;
        column = end;
        ++layer;
    }
}

// Of the product whose seven are given.
std::vector<double> squaresOf(const std::array<Buffer, 7>& seven, const StackedLayers<float>& x,
                              const StackedLayers<float>& y, int threads)
{
    const std::size_t rows = seven[0].rows;
    const std::size_t columns = seven[0].columns;
    const std::size_t layers = y.ends.size();
    std::vector<double> ofRow(2 * rows * layers, 0.0);
    parallelPieces((rows + kRowsPerPiece - 1) / kRowsPerPiece, threads, [&](std::size_t piece) {
        std::vector<float> parts(4 * columns);
        const std::size_t end = std::min(rows, (piece + 1) * kRowsPerPiece);
        for (std::size_t row = piece * kRowsPerPiece; row < end; ++row) {
            addUpRow(seven, row, parts.data(), parts.data() + 2 * columns);
            for (std::size_t half = 0; half < 2; ++half)
                addSquares(parts.data() + 2 * half * columns, 2 * columns, y.ends,
                           ofRow.data() + (half * rows + row) * layers);
        }
    });
    std::vector<double> sums(x.ends.size() * layers, 0.0);
    std::size_t layer = 0;
    for (std::size_t row = 0; row < 2 * rows && layer < x.ends.size(); ++row) {
        while (layer < x.ends.size() && row >= x.ends[layer])
            ++layer;
        for (std::size_t j = 0; j < layers && layer < x.ends.size(); ++j)
            sums[layer * layers + j] += ofRow[row * layers + j];
    }
    return sums;
}

} // namespace

std::size_t roomFor(std::size_t size)
{
    return (size + kMultiple - 1) / kMultiple * kMultiple;
}

int halvings(std::size_t rows, std::size_t columnsOfX, std::size_t columnsOfY)
{
    std::size_t least = std::min({rows, columnsOfX, columnsOfY});
    int levels = 0;
    while (levels < kMostHalvings && least / 2 >= kSmallest) {
        least /= 2;
        ++levels;
    }
    return levels;
}

double bytesForSquares(const StackedLayers<float>& x, const StackedLayers<float>& y, int levels)
{
    const auto rows = static_cast<double>(x.rows);
    const auto ofX = static_cast<double>(x.columns);
    const auto ofY = static_cast<double>(y.columns);
    double numbers = 0.0;
    double share = 1.0;
    for (int level = 1; level <= levels; ++level) {
        share /= 4.0;
        const double sums = level == levels ? 4.0 : 1.0;
        numbers += share * (sums * rows * (ofX + ofY) + 7.0 * ofX * ofY);
    }
    return sizeof(float) * numbers;
}

std::vector<double> blockSquares(const StackedLayers<float>& x, const StackedLayers<float>& y,
                                 int levels, int threads, JobContext& job)
{
    Product product(x.rows, x.columns, y.columns, levels, threads, job);
    return squaresOf(product.sevenOf(x.view(), y.view(), 0), x, y, threads);
}

} // namespace inspike

// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/data/tensor.h"
#include "tests/support/run_tests.h"

#include <cmath>
#include <cstring>
#include <functional>

using namespace inspike;

namespace {

Tensor fromBits(DType type, const std::vector<std::uint16_t>& bits)
{
    Tensor tensor;
    tensor.dtype = type;
    tensor.shape = {bits.size()};
    tensor.bytes.resize(bits.size() * 2);
    std::memcpy(tensor.bytes.data(), bits.data(), tensor.bytes.size());
    return tensor;
}

ErrorKind refusal(const std::function<void()>& call)
{
    try {
        call();
    } catch (const Error& error) {
        return error.kind();
    }
    return ErrorKind::Internal;
}

} // namespace

class TstTensor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void halfFloatsAreIeee()
    {
        const auto values =
            fromBits(DType::Float16, {0x3C00, 0xC000, 0x7BFF, 0x0001, 0x7C00, 0x7E00, 0x8000})
                .toFloats();
        QCOMPARE(values[0], 1.0F);
        QCOMPARE(values[1], -2.0F);
        QCOMPARE(values[2], 65504.0F);
        QCOMPARE(values[3], std::ldexp(1.0F, -24));
        QVERIFY(std::isinf(values[4]));
        QVERIFY(std::isnan(values[5]));
        QVERIFY(std::signbit(values[6]));
    }

    void brainFloatsAreTheUpperHalf()
    {
        QCOMPARE(fromBits(DType::BFloat16, {0x3F80, 0xC040}).toDoubles(),
                 (std::vector<double>{1.0, -3.0}));
    }

    void integersAreConverted()
    {
        const Tensor tensor = Tensor::fromInt64({2, 2}, {-1, 0, 1, 1LL << 40});
        QCOMPARE(tensor.toDoubles(), (std::vector<double>{-1, 0, 1, 1099511627776.0}));
        QCOMPARE(tensor.elements(), std::size_t{4});
    }

    void whatDoesNotFitIsRefused()
    {
        QVERIFY(refusal([] { Tensor::fromFloats({2}, {1}); }) == ErrorKind::BadShape);
        QVERIFY(refusal([] {
                    checkedElements({1ULL << 40U, 1ULL << 40U});
                }) == ErrorKind::BadFormat);
        Tensor tensor;
        tensor.dtype = DType::Complex64;
        tensor.shape = {1};
        tensor.bytes.resize(8);
        QVERIFY(refusal([&] { tensor.toFloats(); }) == ErrorKind::Unsupported);
        tensor.bytes.resize(7);
        QVERIFY(refusal([&] { tensor.toFloats(); }) == ErrorKind::BadShape);
    }

    void shapesAreShownAsLists()
    {
        QCOMPARE(QString::fromStdString(shapeText({3, 28, 28})), "[3, 28, 28]");
        QCOMPARE(QString::fromStdString(shapeText({})), "[]");
    }
};

INSPIKE_TEST(TstTensor, tst_tensor)
#include "tst_tensor.moc"

// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/io/hdf5/hdf5_file.h"
#include "tests/core/io/io_samples.h"
#include "tests/support/run_tests.h"

#include <algorithm>
#include <cstring>
#include <numeric>

using namespace inspike;
using namespace inspike::test;

namespace {

Tensor someTensor(DType type)
{
    Tensor tensor;
    tensor.dtype = type;
    tensor.shape = {2, 3};
    tensor.bytes.resize(6 * sizeOf(type));
    // Small patterns that are valid in every type, truth values included.
    for (std::size_t i = 0; i < 6; ++i)
        tensor.bytes[i * sizeOf(type)] = std::byte{static_cast<unsigned char>(i % 2)};
    return tensor;
}

void writeSome(const std::filesystem::path& path)
{
    Hdf5File file = Hdf5File::create(path);
    std::vector<float> ramp(100000);
    std::iota(ramp.begin(), ramp.end(), 0.0F);
    file.writeFloats("/plain", {100, 1000}, ramp);
    file.setCompressed(true);
    file.writeFloats("/deep/er/packed", {100, 1000}, ramp);
    file.setAttribute("/deep", "text", std::string(100000, 'x'));
    file.setAttribute("/deep", "numbers", std::vector<std::int64_t>{1, -2, 3});
    file.close();
}

} // namespace

class TstHdf5File : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyTypeOfElementSurvives_data()
    {
        QTest::addColumn<int>("type");
        for (int type = 0; type <= static_cast<int>(DType::Complex128); ++type)
            QTest::newRow(std::string(nameOf(static_cast<DType>(type))).c_str()) << type;
    }
    void everyTypeOfElementSurvives()
    {
        QFETCH(int, type);
        QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath("a.h5").toStdString();
        const Tensor tensor = someTensor(static_cast<DType>(type));
        Hdf5File out = Hdf5File::create(path);
        out.writeTensor("/group/x", tensor);
        out.close();
        const Tensor again = Hdf5File::open(path).readTensor("/group/x");
        QCOMPARE(static_cast<int>(again.dtype), type);
        QVERIFY(again.shape == tensor.shape);
        QVERIFY(again.bytes == tensor.bytes);
    }

    void scalarsAndEmptyDataSetsSurvive()
    {
        QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath("a.h5").toStdString();
        Hdf5File out = Hdf5File::create(path);
        out.writeFloats("/scalar", {}, std::vector<float>{2.5F});
        out.writeIntegers("/none", {});
        out.close();
        const Hdf5File file = Hdf5File::open(path);
        QCOMPARE(file.shape("/scalar").size(), std::size_t{0});
        QCOMPARE(file.readFloats("/scalar").at(0), 2.5F);
        QCOMPARE(file.readIntegers("/none").size(), std::size_t{0});
    }

    void numbersAreConvertedToTheTypeAskedFor()
    {
        QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath("a.h5").toStdString();
        Hdf5File out = Hdf5File::create(path);
        Tensor half;
        half.dtype = DType::Float16;
        half.shape = {2};
        const std::uint16_t bits[] = {0x3C00, 0xC100}; // 1 and -2.5
        half.bytes.resize(4);
        std::memcpy(half.bytes.data(), bits, 4);
        out.writeTensor("/half", half);
        out.writeTensor("/truth", someTensor(DType::Bool));
        out.close();
        const Hdf5File file = Hdf5File::open(path);
        QCOMPARE(file.readDoubles("/half"), (std::vector<double>{1.0, -2.5}));
        QCOMPARE(file.readIntegers("/truth"), (std::vector<std::int64_t>{0, 1, 0, 1, 0, 1}));
        QCOMPARE(file.readFloats("/truth").at(1), 1.0F);
    }

    void attributesSurvive()
    {
        QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath("a.h5").toStdString();
        writeSome(path);
        const Hdf5File file = Hdf5File::open(path);
        QCOMPARE(file.textAttribute("/deep", "text")->size(), std::size_t{100000});
        QCOMPARE(file.integersAttribute("/deep", "numbers"), (std::vector<std::int64_t>{1, -2, 3}));
        QCOMPARE(file.numberAttribute("/deep", "numbers").value(), 1.0);
        QVERIFY(!file.textAttribute("/deep", "numbers"));
        QVERIFY(!file.textAttribute("/", "text"));
        QVERIFY(!file.hasAttribute("/nowhere", "text"));
    }

    void sameContentGivesTheSameBytes()
    {
        QTemporaryDir folder;
        const std::filesystem::path first = folder.filePath("a.h5").toStdString();
        const std::filesystem::path second = folder.filePath("b.h5").toStdString();
        writeSome(first);
        QTest::qWait(1100); // a time stamp of seconds would differ
        writeSome(second);
        QVERIFY(contentOf(first) == contentOf(second));
    }

    void compressionShrinksAndChangesNothing()
    {
        QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath("a.h5").toStdString();
        writeSome(path);
        const Hdf5File file = Hdf5File::open(path);
        QVERIFY(file.readFloats("/plain") == file.readFloats("deep/er/packed"));
        QVERIFY(std::filesystem::file_size(path) < 700000);
    }

    void packedArraysOfAnyShapeSurvive_data()
    {
        QTest::addColumn<std::vector<std::size_t>>("shape");
        // Whole chunks, a rest in the first, middle or last dimension, sizes of one and none.
        const std::vector<std::vector<std::size_t>> shapes = {
            {300000},     {2, 65536},    {5, 40000},    {3, 70000}, {7, 11, 13, 17},   {1, 1, 5000},
            {5000, 1, 1}, {2, 1, 66000}, {3, 5, 30001}, {0, 4},     {200, 3, 0, 70000}};
        for (const auto& shape : shapes)
            QTest::newRow(shapeText(shape).c_str()) << shape;
    }
    void packedArraysOfAnyShapeSurvive()
    {
        QFETCH(std::vector<std::size_t>, shape);
        QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath("a.h5").toStdString();
        std::vector<float> steps(checkedElements(shape));        // shrinks best as it is
        std::vector<std::int64_t> times(checkedElements(shape)); // and this by bytes
        for (std::size_t i = 0; i < steps.size(); ++i) {
            steps[i] = 0.001F * static_cast<float>(i / 10);
            times[i] = static_cast<std::int64_t>(1000 * i + i * 7919 % 13);
        }
        Tensor bytes = someTensor(DType::UInt8);
        bytes.shape = shape;
        bytes.bytes.resize(steps.size());
        {
            Hdf5File file = Hdf5File::create(path);
            file.setCompressed(true);
            file.writeFloats("/steps", shape, steps);
            file.writeIntegers("/times", times);
            file.writeTensor("/bytes", bytes);
            file.close();
        }
        const Hdf5File file = Hdf5File::open(path);
        QVERIFY(file.shape("/steps") == shape);
        QVERIFY(file.readFloats("/steps") == steps);
        QVERIFY(file.readIntegers("/times") == times);
        QVERIFY(file.readTensor("/bytes").bytes == bytes.bytes);
        if (!steps.empty())
            QVERIFY(std::filesystem::file_size(path) < steps.size() * 13 * 6 / 10);
    }

    void noiseIsStoredAsItIs()
    {
        QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath("a.h5").toStdString();
        Random random(1);
        std::vector<float> noise(100000);
        std::ranges::generate(noise, [&] { return static_cast<float>(random.normal()); });
        Hdf5File file = Hdf5File::create(path);
        file.setCompressed(true);
        file.writeFloats("/noise", {noise.size()}, noise);
        file.close();
        QVERIFY(std::filesystem::file_size(path) >= 400000);
        QVERIFY(Hdf5File::open(path).readFloats("/noise") == noise);
    }

    void structureIsListed()
    {
        QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath("a.h5").toStdString();
        writeSome(path);
        const Hdf5File file = Hdf5File::open(path);
        QCOMPARE(file.children("/"), (std::vector<std::string>{"deep", "plain"}));
        QVERIFY(file.hasGroup("/deep/er") && !file.hasDataset("/deep/er"));
        QVERIFY(file.hasDataset("/deep/er/packed") && !file.hasGroup("/deep/er/packed"));
        QVERIFY(!file.hasGroup("/plain/nothing"));
    }

    void entriesOfVariableLengthAreReadOneByOne()
    {
        for (const char* name : {"shd_float16.h5", "shd_float32.hdf5"}) {
            const Hdf5File file = Hdf5File::open(sample(name));
            QVERIFY(file.isVariableLength("/spikes/times"));
            QVERIFY(!file.isVariableLength("/labels"));
            QCOMPARE(file.variableLengths("/spikes/times"), (std::vector<std::uint64_t>{3, 0, 1}));
            QCOMPARE(file.readVariableLength("/spikes/times", 0),
                     (std::vector<double>{0.5, 0.25, 1.0}));
            QCOMPARE(file.readVariableLength("/spikes/units", 2), (std::vector<double>{12}));
            QVERIFY(file.readVariableLength("/spikes/units", 1).empty());
            QCOMPARE(file.readTexts("/extra/keys"), (std::vector<std::string>{"zero", "one"}));
            const auto error = errorOf([&] { file.readVariableLength("/spikes/times", 3); });
            QVERIFY(error && error->kind() == ErrorKind::NotFound);
        }
    }

    void anImpossibleShapeIsRefusedWithoutAllocation()
    {
        const Hdf5File file = Hdf5File::open(sample("bomb_recording.h5"));
        QCOMPARE(file.shape("/tensors/x").at(0), std::size_t{1000000000000000});
        for (const auto& read : std::vector<std::function<void()>>{
                 [&] { file.readTensor("/tensors/x"); }, [&] { file.readFloats("/tensors/x"); },
                 [&] {
                     file.readIntegers("/tensors/x");
                 }}) {
            const auto error = errorOf(read);
            QVERIFY(error && error->kind() == ErrorKind::BadFormat);
            QVERIFY2(std::strstr(error->what(), "claims [1000000000000000]") != nullptr,
                     error->what());
        }
        const Hdf5File shd = Hdf5File::open(sample("bomb_shd.h5"));
        const auto error = errorOf([&] { shd.variableLengths("/spikes/times"); });
        QVERIFY(error && error->kind() == ErrorKind::BadFormat);
    }

    void errorsNameFileAndObject()
    {
        const Hdf5File file = Hdf5File::open(sample("fixture.h5"));
        auto error = errorOf([&] { file.readFloats("/input/missing"); });
        QVERIFY(error && error->kind() == ErrorKind::NotFound);
        QVERIFY(QString(error->what()).contains("/input/missing"));
        QVERIFY(QString(error->what()).contains("fixture.h5"));
        error = errorOf([&] { file.readFloats("/input"); });
        QVERIFY(error && QString(error->what()).contains("not a data set"));
        error = errorOf([] { Hdf5File::open(sample("spikes_ms.csv")); });
        QVERIFY(error && error->kind() == ErrorKind::BadFormat);
        error = errorOf([] { Hdf5File::open(sample("nowhere.h5")); });
        QVERIFY(error && error->kind() == ErrorKind::NotFound);
        error = errorOf([] { Hdf5File::create("/nowhere/at/all.h5"); });
        QVERIFY(error && error->kind() == ErrorKind::BadOutput);
    }

    void textIsNotTakenForNumbers()
    {
        const Hdf5File file = Hdf5File::open(sample("shd_float16.h5"));
        const auto error = errorOf([&] { file.readFloats("/extra/keys"); });
        QVERIFY(error && error->kind() == ErrorKind::Unsupported);
    }
};

INSPIKE_TEST(TstHdf5File, tst_hdf5_file)
#include "tst_hdf5_file.moc"

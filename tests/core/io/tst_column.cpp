// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/column.h"
#include "core/io/hdf5/hdf5_file.h"
#include "tests/core/io/io_samples.h"
#include "tests/support/run_tests.h"

#include <bit>
#include <cstring>
#include <limits>

using namespace inspike;
using namespace inspike::test;

namespace {

template <typename T>
std::string bytesOf(const std::vector<T>& values)
{
    return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T)};
}

std::shared_ptr<const MappedFile> mapped(const QTemporaryDir& folder, const std::string& content)
{
    return std::make_shared<const MappedFile>(written(folder, "column.bin", content));
}

template <typename T>
std::vector<T> read(const Column& column, std::uint64_t first, std::uint64_t count)
{
    std::vector<T> values(count);
    column.read(first, count, reinterpret_cast<std::byte*>(values.data()));
    return values;
}

template <typename T>
MappedColumn columnOf(const QTemporaryDir& folder, DType type, const std::vector<T>& values)
{
    return {mapped(folder, bytesOf(values)), type, {{0, values.size(), 0}}};
}

std::string refusalOf(const std::function<void()>& call)
{
    const auto error = errorOf(call);
    return error && error->kind() == ErrorKind::BadFormat ? error->what() : "nothing refused";
}

} // namespace

class TstColumn : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void stretchesAreReadAsOne()
    {
        const QTemporaryDir folder;
        const auto file = mapped(folder, bytesOf(std::vector<std::uint16_t>{9, 4, 5, 9, 1, 2, 3}));
        const MappedColumn column(file, DType::UInt16, {{0, 3, 8}, {3, 0, 0}, {3, 2, 2}});
        QCOMPARE(column.size(), std::uint64_t{5});
        QVERIFY(read<std::uint16_t>(column, 0, 5) == (std::vector<std::uint16_t>{1, 2, 3, 4, 5}));
        QVERIFY(read<std::uint16_t>(column, 2, 2) == (std::vector<std::uint16_t>{3, 4}));
        QVERIFY(read<std::uint16_t>(column, 4, 1) == (std::vector<std::uint16_t>{5}));
        QVERIFY(read<std::uint16_t>(column, 5, 0).empty());
    }

    void elementsMayBeApartAndSwapped()
    {
        const QTemporaryDir folder;
        const auto file = mapped(folder, std::string("\1\0\0\2\0\0\3\0", 8));
        const MappedColumn apart(file, DType::Int16, {{0, 3, 0}}, 3);
        QVERIFY(read<std::int16_t>(apart, 0, 3) == (std::vector<std::int16_t>{1, 2, 3}));
        const MappedColumn swapped(file, DType::Int16, {{0, 3, 0}}, 3, true);
        QVERIFY(read<std::int16_t>(swapped, 1, 2) == (std::vector<std::int16_t>{512, 768}));
    }

    void whatLiesBeyondTheFileIsRefused()
    {
        const QTemporaryDir folder;
        const auto file = mapped(folder, std::string(16, 'x'));
        using Stretches = std::vector<ColumnStretch>;
        for (const Stretches& stretches :
             {Stretches{{0, 3, 0}}, Stretches{{0, 2, 1}}, Stretches{{0, 1, 16}},
              Stretches{{0, 1, UINT64_MAX}}, Stretches{{0, UINT64_MAX, 0}}, Stretches{{1, 1, 0}}}) {
            QVERIFY(refusalOf([&] {
                        MappedColumn(file, DType::Int64, stretches);
                    }).find("beyond the end") != std::string::npos);
        }
        const MappedColumn whole(file, DType::Int64, {{0, 2, 0}});
        std::vector<std::byte> room(64);
        for (const auto& [first, count] :
             {std::pair<std::uint64_t, std::uint64_t>{0, 3}, {2, 1}, {3, 0}, {UINT64_MAX, 2}}) {
            const auto error = errorOf([&] { whole.read(first, count, room.data()); });
            QVERIFY(error && error->kind() == ErrorKind::BadShape);
        }
    }

    void timesAreRoundedAndChecked()
    {
        const QTemporaryDir folder;
        std::vector<Time> times;
        readTimes(columnOf<double>(folder, DType::Float64, {-1.0000004, 0, 2.5}), 1e6, 0, 3, times);
        QVERIFY(times == (std::vector<Time>{-1000000, 0, 2500000}));
        readTimes(columnOf<float>(folder, DType::Float32, {0.5F}), 1e3, 0, 1, times);
        QVERIFY(times == (std::vector<Time>{500}));
        readTimes(columnOf<std::uint32_t>(folder, DType::UInt32, {7, 4000000000U}), 1, 0, 2, times);
        QVERIFY(times == (std::vector<Time>{7, 4000000000}));
        readTimes(columnOf<std::int64_t>(folder, DType::Int64, {kMaxTime, -kMaxTime}), 1, 0, 2,
                  times);
        QVERIFY(times == (std::vector<Time>{kMaxTime, -kMaxTime}));
        const double nan = std::numeric_limits<double>::quiet_NaN();
        const double far = std::numeric_limits<double>::infinity();
        for (const double bad : {nan, far, -far, 1e300, 1e19}) {
            const auto column = columnOf<double>(folder, DType::Float64, {1.0, bad});
            QVERIFY(refusalOf([&] {
                        readTimes(column, 1.0, 0, 2, times);
                    }).find("not a number or beyond") != std::string::npos);
            readTimes(column, 1.0, 0, 1, times); // only what is read is judged
        }
        for (const std::int64_t bad : {INT64_MAX, INT64_MIN, kMaxTime + 1}) {
            const auto column = columnOf<std::int64_t>(folder, DType::Int64, {bad});
            QVERIFY(refusalOf([&] { readTimes(column, 1.0, 0, 1, times); }).find("bounds") !=
                    std::string::npos);
            QVERIFY(refusalOf([&] { readTimes(column, 1e3, 0, 1, times); }).find("bounds") !=
                    std::string::npos);
        }
        const auto large = columnOf<std::uint64_t>(folder, DType::UInt64, {UINT64_MAX - 5});
        QVERIFY(refusalOf([&] { readTimes(large, 1.0, 0, 1, times); }).find("bounds") !=
                std::string::npos);
    }

    void indicesAreWholeAndBelowTheirLimit()
    {
        const QTemporaryDir folder;
        std::vector<std::uint32_t> numbers;
        readIndices(columnOf<double>(folder, DType::Float64, {0, 3}), "unit", 4, 0, 2, numbers);
        QVERIFY(numbers == (std::vector<std::uint32_t>{0, 3}));
        readIndices(columnOf<std::int8_t>(folder, DType::Int8, {127}), "unit", 128, 0, 1, numbers);
        QVERIFY(numbers == (std::vector<std::uint32_t>{127}));
        const auto refused = [&](const MappedColumn& column) {
            return refusalOf([&] { readIndices(column, "unit", 4, 0, 1, numbers); });
        };
        QVERIFY(refused(columnOf<std::uint32_t>(folder, DType::UInt32, {4})) == "unit 4");
        QVERIFY(refused(columnOf<std::int64_t>(folder, DType::Int64, {-1})) == "unit -1");
        QVERIFY(refused(columnOf<std::uint8_t>(folder, DType::UInt8, {200})) == "unit 200");
        QVERIFY(refused(columnOf<double>(folder, DType::Float64, {1.5})) == "unit 1.5");
        QVERIFY(refused(columnOf<double>(folder, DType::Float64, {-2})) == "unit -2");
        QVERIFY(refused(columnOf<std::uint64_t>(folder, DType::UInt64, {UINT64_MAX})) ==
                "unit 18446744073709551615");
        const double nan = std::numeric_limits<double>::quiet_NaN();
        QVERIFY(refused(columnOf<double>(folder, DType::Float64, {nan})) == "unit nan");
        QVERIFY(refused(columnOf<double>(folder, DType::Float64, {1e300})).starts_with("unit 1"));
    }

    void aListOfHdf5IsReadHoweverItIsStored_data()
    {
        QTest::addColumn<bool>("compressed");
        QTest::addColumn<bool>("appended");
        QTest::addColumn<int>("count");
        for (const int count : {0, 1, 1000, 2500000}) {
            QTest::addRow("plain, %d", count) << false << false << count;
            QTest::addRow("compressed, %d", count) << true << false << count;
            QTest::addRow("appended, %d", count) << false << true << count;
        }
    }
    void aListOfHdf5IsReadHoweverItIsStored()
    {
        QFETCH(bool, compressed);
        QFETCH(bool, appended);
        QFETCH(int, count);
        const QTemporaryDir folder;
        std::vector<std::int64_t> values(static_cast<std::size_t>(count));
        for (std::size_t i = 0; i < values.size(); ++i)
            values[i] = static_cast<std::int64_t>(i * 7 / 3);
        const auto path = std::filesystem::path(folder.filePath("a.h5").toStdString());
        {
            Hdf5File file = Hdf5File::create(path);
            file.setCompressed(compressed);
            if (appended) {
                Hdf5Appender list = file.makeList("/a/list", DType::Int64, values.size());
                const auto bytes = std::as_bytes(std::span(values));
                for (std::size_t at = 0; at < bytes.size(); at += 80000)
                    list.append(bytes.subspan(at, std::min<std::size_t>(80000, bytes.size() - at)));
                const auto error =
                    errorOf([&] { list.append(std::as_bytes(std::span("12345678", 8))); });
                QVERIFY(error && error->kind() == ErrorKind::BadShape);
            } else {
                file.writeIntegers("/a/list", values);
            }
            file.close();
        }
        // The column outlives the file.
        const auto column = Hdf5File::open(path).column("/a/list");
        QCOMPARE(column->size(), values.size());
        QVERIFY(column->dtype() == DType::Int64);
        QVERIFY(read<std::int64_t>(*column, 0, values.size()) == values);
        if (count > 10) {
            const auto part = read<std::int64_t>(*column, static_cast<std::uint64_t>(count) - 5, 5);
            QVERIFY(std::equal(part.begin(), part.end(), values.end() - 5));
        }
        QVERIFY(errorOf([&] { read<std::int64_t>(*column, values.size(), 1); }).has_value());
        QVERIFY(Hdf5File::open(path).readIntegers("/a/list") == values);
    }

    void otherElementsAreConverted()
    {
        const QTemporaryDir folder;
        const auto path = std::filesystem::path(folder.filePath("a.h5").toStdString());
        {
            Hdf5File file = Hdf5File::create(path);
            Tensor flags;
            flags.dtype = DType::Bool;
            flags.shape = {3};
            flags.bytes = {std::byte{1}, std::byte{0}, std::byte{1}};
            file.writeTensor("/flags", flags);
            Tensor halves;
            halves.dtype = DType::Float16;
            halves.shape = {1};
            halves.bytes = {std::byte{0}, std::byte{0x3E}}; // 1.5
            file.writeTensor("/halves", halves);
            file.writeFloats("/square", {2, 2}, std::vector<float>{1, 2, 3, 4});
            file.close();
        }
        const Hdf5File file = Hdf5File::open(path);
        QVERIFY(read<std::int8_t>(*file.column("/flags"), 0, 3) ==
                (std::vector<std::int8_t>{1, 0, 1}));
        QVERIFY(file.column("/halves")->dtype() == DType::Float32);
        QVERIFY(read<float>(*file.column("/halves"), 0, 1) == std::vector<float>{1.5F});
        const auto error = errorOf([&] { file.column("/square"); });
        QVERIFY(error && error->kind() == ErrorKind::BadFormat);
        QVERIFY(errorOf([&] { file.column("/nothing"); })->kind() == ErrorKind::NotFound);
    }
};

INSPIKE_TEST(TstColumn, tst_column)
#include "tst_column.moc"

// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Damaged and hostile files through every reader: each gives an Error or a valid recording, never a
// crash. Worth running under the address sanitizer.
#include "core/base/random.h"
#include "core/io/reader_registry.h"
#include "core/io/recording_writer.h"
#include "tests/core/io/io_samples.h"
#include "tests/support/run_tests.h"
#include "tests/support/shared_data.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <unistd.h>

using namespace inspike;
using namespace inspike::test;

namespace fs = std::filesystem;

namespace {

constexpr std::array<std::size_t, 14> kSmallSizes = {0, 1,  2,  3,  4,   5,    7,
                                                     8, 12, 16, 63, 511, 1000, 2047};
constexpr int kFlipsPerFile = 60;

// What a valid recording promises to everybody who uses it.
bool isSound(const Recording& recording)
{
    for (const NamedStream& stream : recording.streams) {
        if (stream.id.empty())
            return false;
        if (const auto* tensor = std::get_if<Tensor>(&stream.data)) {
            if (tensor->bytes.size() != tensor->elements() * sizeOf(tensor->dtype))
                return false;
        } else if (const auto* frames = std::get_if<Frames>(&stream.data)) {
            if (frames->data.size() !=
                frames->count * frames->height * frames->width * frames->channels)
                return false;
        } else if (const auto* events = std::get_if<EventStream>(&stream.data)) {
            const auto times = events->all().t;
            if (!std::is_sorted(times.begin(), times.end()))
                return false;
        }
    }
    return true;
}

// How the file was taken: by the reader that the registry picks and by the one it was made for.
// Anything but an Error escapes and fails the test.
bool isHandled(const fs::path& path, const Reader& meant)
{
    const auto survives = [](const std::function<bool()>& use) {
        try {
            return use();
        } catch (const Error& error) {
            return std::string_view(error.what()).find('\n') == std::string_view::npos;
        }
    };
    JobContext job = nullJob();
    bool sound = survives([&] { return isSound(readRecording(path, job)); });
    sound = survives([&] { return isSound(meant.read({path, {}, 0}, job)); }) && sound;
    return survives([&] {
               meant.inspect({path, {}, 0}, job).toJson().dump();
               return true;
           }) &&
           sound;
}

const Reader& readerMeantFor(const fs::path& path)
{
    return pickReader(peekFile(path));
}

} // namespace

class TstHostileRecordings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        // Larger than one page of 4 KiB: compressed, in chunks, of every kind.
        Recording large = everyKind();
        std::vector<float> values(40000);
        for (std::size_t i = 0; i < values.size(); ++i)
            values[i] = static_cast<float>(i * i % 1009);
        large.streams.push_back(
            {"tensors/big", "big", "", "", Tensor::fromFloats({200, 200}, values)});
        JobContext job = nullJob();
        const fs::path path = m_folder.filePath("large.h5").toStdString();
        writeRecording(path, large, true, job);
        m_files = allSamples();
        m_files.push_back(path);
        for (const char* name : {"data/nmnist/1.bin", "data/made/selfmade_shd_f32.h5",
                                 "fixtures/smnn-mnist-n50p5-double.h5"}) {
            if (const fs::path real = sharedFile(name); !real.empty())
                m_files.push_back(real);
        }
    }

    void truncatedFilesAreHandled()
    {
        for (const fs::path& original : m_files) {
            const Reader& reader = readerMeantFor(original);
            const std::string content = contentOf(original);
            std::vector<std::size_t> sizes(kSmallSizes.begin(), kSmallSizes.end());
            for (std::size_t size = 4096; size < content.size(); size += 4096)
                sizes.push_back(size);
            sizes.push_back(content.size() - 1);
            for (const std::size_t size : sizes) {
                if (size >= content.size())
                    continue;
                const fs::path path = variant(original, content.substr(0, size));
                QVERIFY2(isHandled(path, reader),
                         qPrintable(QString("%1 cut to %2 bytes").arg(original.c_str()).arg(size)));
            }
        }
    }

    void flippedBitsAreHandled()
    {
        Random random(20);
        for (const fs::path& original : m_files) {
            const Reader& reader = readerMeantFor(original);
            const std::string content = contentOf(original);
            for (int flip = 0; flip < kFlipsPerFile; ++flip) {
                std::string damaged = content;
                // One, or a handful; in the first half of the rounds near the start.
                const auto reach = static_cast<std::uint32_t>(
                    flip % 2 == 0 ? std::min<std::size_t>(content.size(), 1024) : content.size());
                const int bits = flip % 3 == 0 ? 8 : 1;
                for (int bit = 0; bit < bits; ++bit)
                    damaged[random.below(reach)] ^= static_cast<char>(1U << random.below(8));
                const fs::path path = variant(original, damaged);
                QVERIFY2(isHandled(path, reader),
                         qPrintable(QString("%1, flip %2").arg(original.c_str()).arg(flip)));
            }
        }
    }

    void everyReaderRefusesWhatIsNoFile()
    {
        for (const auto& reader : readers()) {
            JobContext job = nullJob();
            const fs::path folder = m_folder.path().toStdString();
            for (const fs::path& path : {folder, folder / "nowhere.h5"}) {
                const auto error = errorOf([&] { reader->read({path, {}, 0}, job); });
                QVERIFY2(error && exitCodeOf(error->kind()) == 3, reader->info().id.c_str());
            }
        }
    }

    void anUnreadableFileIsRefused()
    {
        if (::geteuid() == 0)
            QSKIP("the superuser may read everything");
        const fs::path path = written(m_folder, "locked.csv", "time,unit\n1,0\n");
        fs::permissions(path, fs::perms::none);
        const auto error = errorOf([&] { opened(path); });
        QVERIFY(error && error->kind() == ErrorKind::NotFound);
    }

    void everyReaderTakesOrRefusesAnEmptyFile()
    {
        for (const auto& reader : readers()) {
            for (const std::string& extension : reader->info().extensions) {
                const fs::path path = written(m_folder, "empty" + extension, "");
                QVERIFY2(isHandled(path, *reader), reader->info().id.c_str());
            }
        }
    }

    void bombsAreRefused()
    {
        for (const char* name : {"bomb_recording.h5", "bomb_shd.h5"}) {
            const auto error = errorOf([&] { opened(sample(name)); });
            QVERIFY(error && error->kind() == ErrorKind::BadFormat);
            QVERIFY2(QString(error->what()).contains("claims"), error->what());
        }
    }

private:
    fs::path variant(const fs::path& original, const std::string& content)
    {
        return written(m_folder, "variant" + original.extension().string(), content);
    }

    QTemporaryDir m_folder;
    std::vector<fs::path> m_files;
};

INSPIKE_TEST(TstHostileRecordings, tst_hostile_recordings)
#include "tst_hostile_recordings.moc"

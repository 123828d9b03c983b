// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
// The shipped synthetic digits (resources/samples/transfer-digits) and the script that makes them.
#include "core/base/error.h"
#include "core/io/reader_registry.h"
#include "tests/support/run_tests.h"

#include <QProcess>
#include <QTemporaryDir>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <numeric>
#include <set>

using namespace inspike;

namespace fs = std::filesystem;

namespace {

constexpr Time kSaccade = 105'000;

Recording recordingAt(const fs::path& path)
{
    JobContext job = nullJob();
    return readRecording(path, job);
}

const SampleList& listOf(const Recording& recording, const std::string& domain)
{
    for (const NamedStream& stream : recording.streams) {
        if (stream.domain == domain)
            return std::get<SampleList>(stream.data);
    }
    throw Error(ErrorKind::NotFound, "no samples of domain " + domain);
}

EventSpan eventsIn(const EventStream& events, Time from, Time until)
{
    return events.slice({from, until});
}

double meanOf(std::span<const std::uint16_t> places)
{
    return std::accumulate(places.begin(), places.end(), 0.0) / static_cast<double>(places.size());
}

} // namespace

class TstSyntheticDigits : public QObject
{
    Q_OBJECT

private:
    const fs::path m_folder = fs::path(INSPIKE_SAMPLES) / "transfer-digits";

private Q_SLOTS:
    void theListNamesFourRecordingsAndTenStillsOfEachDigit()
    {
        const Recording list = recordingAt(m_folder / "synthetic-digits.csv");
        const SampleList& events = listOf(list, "event");
        const SampleList& stills = listOf(list, "static");
        for (const auto& [samples, each] : {std::pair{&events, 4}, std::pair{&stills, 10}}) {
            for (std::int64_t digit = 0; digit < 10; ++digit) {
                QCOMPARE(std::ranges::count(samples->items, digit, &SampleList::Item::label),
                         std::ptrdiff_t{each});
            }
        }
    }

    void recordingsAreThreeSaccadesOfAnEventCamera()
    {
        const Recording list = recordingAt(m_folder / "synthetic-digits.csv");
        double down = 0.0;
        double right = 0.0;
        double back = 0.0;
        for (const SampleList::Item& item : listOf(list, "event").items) {
            const Recording recording = recordingAt(item.file.path);
            QCOMPARE(recording.info.format, std::string("n-mnist"));
            const auto& events = std::get<EventStream>(recording.streams.at(0).data);
            QVERIFY(events.size() > 1500 && events.size() < 4001);
            QVERIFY(events.extent().end > 2.9 * kSaccade && events.extent().end <= 3 * kSaccade);
            const double on =
                static_cast<double>(events.onCount()) / static_cast<double>(events.size());
            QVERIFY(on > 0.45 && on < 0.62);
            for (Time saccade = 0; saccade < 3; ++saccade) {
                const Time start = saccade * kSaccade;
                const auto middle = eventsIn(events, start + 40'000, start + 60'000).x.size();
                const auto rest = eventsIn(events, start, start + 15'000).x.size();
                QVERIFY2(middle > 3 * rest, item.file.path.c_str());
            }
            const auto begin = eventsIn(events, 20'000, 40'000);
            const auto turn = eventsIn(events, 85'000, 125'000);
            const auto far = eventsIn(events, 170'000, 200'000);
            const auto end = eventsIn(events, 280'000, 300'000);
            down += (meanOf(turn.y) - meanOf(begin.y)) / 40.0;
            right += (meanOf(far.x) - meanOf(begin.x)) / 40.0;
            back += (meanOf(far.x) - meanOf(end.x)) / 40.0;
        }
        // In pixels, on average: down in the first, right in the first two, back in the third.
        QVERIFY(down > 2.0);
        QVERIFY(right > 3.5);
        QVERIFY(back > 3.0);
    }

    void stillsAreWhiteOnBlackAndCentred()
    {
        const Recording recording = recordingAt(m_folder / "stills-images-idx3-ubyte.gz");
        const auto& frames = std::get<Frames>(recording.streams.at(0).data);
        QCOMPARE(frames.count, std::size_t{100});
        std::set<std::vector<std::uint8_t>> different;
        for (std::size_t i = 0; i < frames.count; ++i) {
            const std::vector<std::uint8_t> picture(frames.data.begin() + i * 784,
                                                    frames.data.begin() + (i + 1) * 784);
            double mass = 0.0;
            double x = 0.0;
            double y = 0.0;
            for (std::size_t at = 0; at < picture.size(); ++at) {
                mass += picture[at];
                x += picture[at] * static_cast<double>(at % 28);
                y += picture[at] * static_cast<double>(at / 28);
            }
            QVERIFY(mass > 20.0 * 255.0 && mass < 250.0 * 255.0);
            QVERIFY(std::abs(x / mass - 13.5) < 0.6 && std::abs(y / mass - 13.5) < 0.6);
            different.insert(picture);
        }
        QCOMPARE(different.size(), std::size_t{100});
    }

    void theScriptMakesThemAgain()
    {
        const QString python = QStringLiteral("/usr/bin/python3");
        if (QProcess::execute(python, {"-c", "import numpy"}) != 0)
            QSKIP("python3-numpy is not installed");
        const QTemporaryDir folder;
        const fs::path made = fs::path(folder.path().toStdString()) / "digits";
        const fs::path script =
            fs::path(INSPIKE_SAMPLES).parent_path() / "python" / "saccade_digits.py";
        const QStringList arguments{QString::fromStdString(script.string()),
                                    "--recordings",
                                    "2",
                                    "--stills",
                                    "3",
                                    "--test-share",
                                    "0.5",
                                    "-o",
                                    QString::fromStdString(made.string())};
        QCOMPARE(QProcess::execute(python, arguments), 0);
        const Recording list = recordingAt(made / "synthetic-digits.csv");
        QCOMPARE(listOf(list, "event").items.size(), std::size_t{20});
        QCOMPARE(listOf(list, "static").items.size(), std::size_t{30});
        QCOMPARE(
            std::ranges::count(listOf(list, "event").items, Split::Test, &SampleList::Item::split),
            std::ptrdiff_t{10});
        // Of every recording a digit of its own, whatever else is made.
        const auto sizeOf = [](const fs::path& path) {
            return static_cast<double>(fs::file_size(path));
        };
        const double shipped = sizeOf(m_folder / "recordings" / "7_1.bin");
        QVERIFY(std::abs(sizeOf(made / "recordings" / "7_1.bin") / shipped - 1.0) < 0.02);
        // It does not write into a folder that has something.
        QVERIFY(QProcess::execute(python, arguments) != 0);
    }
};

INSPIKE_TEST(TstSyntheticDigits, tst_synthetic_digits)
#include "tst_synthetic_digits.moc"

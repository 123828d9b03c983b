// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/pyramid/pyramid_cache.h"
#include "core/pyramid/pyramid_parts.h"
#include "tests/core/pyramid/limited_files.h"
#include "tests/core/pyramid/spike_lists.h"
#include "tests/support/run_tests.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <atomic>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace inspike;
using namespace inspike::test;

namespace {

const std::string kKey(64, 'c');

bool sameParts(const CountPyramid& a, const CountPyramid& b)
{
    const auto equal = [](const auto& x, const auto& y) {
        return std::equal(x.begin(), x.end(), y.begin(), y.end());
    };
    const CountPyramid::Parts& left = a.parts();
    const CountPyramid::Parts& right = b.parts();
    if (left.slabs.size() != right.slabs.size() || left.planes.size() != right.planes.size() ||
        !equal(a.unitCounts(), b.unitCounts()) || !equal(a.firstSpikes(), b.firstSpikes()) ||
        a.extent() != b.extent() || a.spikes() != b.spikes())
        return false;
    for (std::size_t i = 0; i < left.slabs.size(); ++i) {
        const Slab& x = left.slabs[i];
        const Slab& y = right.slabs[i];
        if (x.count != y.count || !std::equal(x.starts, x.starts + a.units() + 1, y.starts))
            return false;
        for (std::uint64_t k = 0; k < x.count; ++k) {
            if (x.time(k) != y.time(k))
                return false;
        }
    }
    for (std::size_t i = 0; i < left.planes.size(); ++i) {
        const Plane& x = left.planes[i];
        const Plane& y = right.planes[i];
        const std::uint64_t bytes = x.cellCount() * x.cellBytes;
        if (x.rowShift != y.rowShift || x.binShift != y.binShift || x.firstBin != y.firstBin ||
            x.cellCount() != y.cellCount() || !std::equal(x.cells, x.cells + bytes, y.cells) ||
            x.carries.size() != y.carries.size())
            return false;
    }
    return true;
}

// A source that must not be read.
class UntouchedSource : public ListSource
{
public:
    using ListSource::ListSource;
    void read(std::uint64_t, std::uint64_t, AddressColumns&) const override
    {
        throw Error(ErrorKind::Internal, "the source was read though there is a sidecar");
    }
};

} // namespace

class TstPyramidCache : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::vector<std::string> m_notes;

    PyramidCacheOptions options(std::uint64_t slabSpikes = 600) const
    {
        PyramidCacheOptions all;
        all.folder = (m_folder->path() + "/cache").toStdString();
        all.build.slabSpikes = slabSpikes;
        return all;
    }
    std::shared_ptr<const CountPyramid> open(const SpikeList& list, const std::string& key = kKey)
    {
        JobContext job = nullJob();
        return openPyramid(key, std::make_shared<ListSource>(list), options(), m_notes, job);
    }
    QString sidecar(const std::string& key = kKey) const
    {
        return m_folder->path() + "/cache/" + QString::fromStdString(key) + ".pyramid";
    }
    QStringList filesInCache() const
    {
        return QDir(m_folder->path() + "/cache").entryList(QDir::Files | QDir::Hidden);
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_notes.clear();
    }

    void aPyramidFromASidecarIsThatFromMemory_data()
    {
        QTest::addColumn<QString>("kind");
        for (const std::string& kind : kindsOfLists())
            QTest::newRow(kind.c_str()) << QString::fromStdString(kind);
    }
    void aPyramidFromASidecarIsThatFromMemory()
    {
        QFETCH(QString, kind);
        const SpikeList list = makeList(kind.toStdString(), 61);
        const auto memory = pyramidOf(list, 600);
        QVERIFY(!cachedPyramid(kKey, options()));
        QVERIFY(sameParts(*open(list), *memory));
        QCOMPARE(filesInCache(), QStringList(QFileInfo(sidecar()).fileName()));
        JobContext job = nullJob();
        const auto again =
            openPyramid(kKey, std::make_shared<UntouchedSource>(list), options(), m_notes, job);
        QVERIFY(sameParts(*again, *memory));
        QCOMPARE(again->facts().width, memory->facts().width);
        QVERIFY(m_notes.empty());
        Random random(63);
        const auto rows = unitsAsRows(list.units);
        for (int i = 0; i < 20; ++i) {
            const GridRequest request = randomRequest(list, list.units, random);
            QCOMPARE(differs(again->grid(request, job), list, request, rows), std::string());
        }
    }

    void aDamagedSidecarIsBuiltAgain_data()
    {
        QTest::addColumn<qint64>("at"); // of the changed byte; negative: from the end
        QTest::addColumn<bool>("cut");
        QTest::newRow("magic") << qint64{0} << false;
        QTest::newRow("version") << qint64{16} << false;
        QTest::newRow("key") << qint64{30} << false;
        QTest::newRow("count") << qint64{88} << false;
        QTest::newRow("first slab") << qint64{5000} << false;
        QTest::newRow("a plane") << qint64{-5000} << false;
        QTest::newRow("list") << qint64{-20} << false;
        QTest::newRow("one byte short") << qint64{-1} << true;
        QTest::newRow("cut in the middle") << qint64{9000} << true;
        QTest::newRow("cut in the header") << qint64{100} << true;
        QTest::newRow("empty") << qint64{0} << true;
    }
    void aDamagedSidecarIsBuiltAgain()
    {
        QFETCH(qint64, at);
        QFETCH(bool, cut);
        const SpikeList list = makeList("many units", 65);
        const auto memory = pyramidOf(list, 600);
        open(list);
        QFile file(sidecar());
        QVERIFY(file.open(QIODevice::ReadWrite));
        const qint64 position = at < 0 ? file.size() + at : at;
        if (cut) {
            QVERIFY(file.resize(position));
        } else {
            QVERIFY(file.seek(position));
            char byte = 0;
            QVERIFY(file.getChar(&byte));
            QVERIFY(file.seek(position));
            QVERIFY(file.putChar(static_cast<char>(byte ^ 4)));
        }
        file.close();
        QVERIFY(!cachedPyramid(kKey, options()));
        QVERIFY(sameParts(*open(list), *memory));
        QVERIFY(cachedPyramid(kKey, options()) != nullptr);
        QVERIFY(m_notes.empty());
    }

    void aSidecarOfAnotherStreamIsNotTaken()
    {
        open(makeList("many units", 67));
        const std::string other(64, 'd');
        QVERIFY(QFile::rename(sidecar(), sidecar(other)));
        QVERIFY(!cachedPyramid(other, options()));
        const SpikeList list = makeList("few units", 67);
        QVERIFY(sameParts(*open(list, other), *pyramidOf(list, 600)));
    }

    void aSidecarMayBeDeletedWhileItIsInUse()
    {
        const SpikeList list = makeList("many units", 69);
        const auto pyramid = open(list);
        QVERIFY(QFile::remove(sidecar()));
        QVERIFY(sameParts(*pyramid, *pyramidOf(list, 600)));
    }

    void aFolderThatCannotBeWrittenIsANote()
    {
        QFile file(m_folder->path() + "/cache"); // where the folder should be
        QVERIFY(file.open(QIODevice::WriteOnly));
        const SpikeList list = makeList("many units", 71);
        QVERIFY(sameParts(*open(list), *pyramidOf(list, 600)));
        QCOMPARE(m_notes.size(), std::size_t{1});
        QVERIFY(m_notes[0].starts_with("the count pyramid could not be kept in "));
        QVERIFY(m_notes[0].ends_with("; it will be built again next time"));
    }

    void aFullDiskIsANote_data()
    {
        QTest::addColumn<int>("bytes");
        QTest::newRow("not even the header fits") << 1000;
        QTest::newRow("some slabs fit") << 50'000;
        QTest::newRow("the planes do not fit") << 240'000;
    }
    void aFullDiskIsANote()
    {
        QFETCH(int, bytes);
        const SpikeList list = makeList("many units", 73);
        const auto memory = pyramidOf(list, 600);
        {
            const LimitedFiles limit(static_cast<rlim_t>(bytes));
            QVERIFY(sameParts(*open(list), *memory));
        }
        QCOMPARE(m_notes.size(), std::size_t{1});
        QVERIFY2(m_notes[0].find("File too large") != std::string::npos, m_notes[0].c_str());
        QVERIFY(filesInCache().isEmpty());
        QVERIFY(sameParts(*open(list), *memory));
        QCOMPARE(m_notes.size(), std::size_t{1});
        QCOMPARE(filesInCache().size(), 1);
    }

    void severalThreadsMayOpenTheSameAtOnce()
    {
        const SpikeList list = makeList("many units", 75);
        const auto memory = pyramidOf(list, 600);
        std::atomic<int> right = 0;
        {
            std::vector<std::jthread> threads;
            for (int i = 0; i < 4; ++i) {
                threads.emplace_back([&] {
                    std::vector<std::string> notes;
                    JobContext job = nullJob();
                    const auto pyramid = openPyramid(kKey, std::make_shared<ListSource>(list),
                                                     options(), notes, job);
                    if (sameParts(*pyramid, *memory) && notes.empty())
                        ++right;
                });
            }
        }
        QCOMPARE(right.load(), 4);
        QCOMPARE(filesInCache().size(), 1);
    }

    void severalProcessesMayOpenTheSameAtOnce()
    {
        const SpikeList list = makeList("many units", 77);
        std::vector<pid_t> children;
        for (int i = 0; i < 3; ++i) {
            const pid_t child = ::fork();
            if (child == 0) {
                // One thread: after a fork the thread sanitizer allows no more.
                PyramidCacheOptions single = options();
                single.build.threads = 1;
                JobContext job = nullJob();
                const auto pyramid =
                    openPyramid(kKey, std::make_shared<ListSource>(list), single, m_notes, job);
                ::_exit(pyramid->spikes() == list.size() && m_notes.empty() ? 0 : 1);
            }
            children.push_back(child);
        }
        for (const pid_t child : children) {
            int status = -1;
            QCOMPARE(::waitpid(child, &status, 0), child);
            QCOMPARE(status, 0);
        }
        QCOMPARE(filesInCache().size(), 1);
        QVERIFY(sameParts(*open(list), *pyramidOf(list, 600)));
    }

    void cancellingLeavesNothingBehind()
    {
        std::stop_source stop;
        JobContext job(stop.get_token(), [&](double fraction, const std::string&) {
            if (fraction > 0.0)
                stop.request_stop();
        });
        const SpikeList list = makeList("crowded cell", 79);
        PyramidCacheOptions small = options(100);
        try {
            // Progress is reported every 50 ms at most, so this may take more than one attempt.
            for (int i = 0; i < 50; ++i) {
                QFile::remove(sidecar());
                openPyramid(kKey, std::make_shared<ListSource>(list), small, m_notes, job);
            }
            QFAIL("must be cancelled");
        } catch (const Error& error) {
            QCOMPARE(error.kind(), ErrorKind::Cancelled);
        }
        QVERIFY(filesInCache().isEmpty());
    }

    void theLongestUnusedSidecarsAreDeleted()
    {
        const SpikeList list = makeList("many units", 81);
        std::vector<std::string> keys;
        for (const char c : {'1', '2', '3'}) {
            keys.emplace_back(64, c);
            open(list, keys.back());
            QFile file(sidecar(keys.back()));
            QVERIFY(file.open(QIODevice::ReadWrite));
            const QDateTime past = QDateTime::currentDateTime().addDays(c - '9');
            QVERIFY(file.setFileTime(past, QFileDevice::FileModificationTime));
        }
        QFile leftover(m_folder->path() + "/cache/.old.x.part");
        QVERIFY(leftover.open(QIODevice::WriteOnly));
        QVERIFY(leftover.setFileTime(QDateTime::currentDateTime().addDays(-2),
                                     QFileDevice::FileModificationTime));
        QVERIFY(cachedPyramid(keys[0], options()) != nullptr); // used again: now the newest
        PyramidCacheOptions tight = options();
        tight.maxBytes = static_cast<std::uint64_t>(QFileInfo(sidecar(keys[0])).size()) * 2 + 100;
        JobContext job = nullJob();
        openPyramid(kKey, std::make_shared<ListSource>(list), tight, m_notes, job);
        const QStringList expected = {QFileInfo(sidecar(keys[0])).fileName(),
                                      QFileInfo(sidecar()).fileName()};
        QCOMPARE(filesInCache(), expected);
        tight.maxBytes = 1; // the one just written stays
        const std::string last(64, 'e');
        openPyramid(last, std::make_shared<ListSource>(list), tight, m_notes, job);
        QCOMPARE(filesInCache(), QStringList(QFileInfo(sidecar(last)).fileName()));
    }

    void theFolderComesFromTheEnvironment()
    {
        qputenv("XDG_CACHE_HOME", m_folder->path().toUtf8());
        JobContext job = nullJob();
        openPyramid(kKey, std::make_shared<ListSource>(makeList("one spike", 1)), {}, m_notes, job);
        QVERIFY(QDir(m_folder->path() + "/inspike/pyramids").entryList(QDir::Files).size() == 1);
        qunsetenv("XDG_CACHE_HOME");
    }

    void keysTellContentStreamAndTrialApart()
    {
        const QString path = m_folder->path() + "/recording";
        const auto write = [&](char last) {
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(QByteArray(3'000'000, 'x') + last);
            file.close();
            QVERIFY(file.open(QIODevice::ReadWrite));
            file.setFileTime(QDateTime::fromSecsSinceEpoch(1'600'000'000),
                             QFileDevice::FileModificationTime);
        };
        const std::filesystem::path recording = path.toStdString();
        write('a');
        const std::string key = pyramidKey(recording, "spikes", 0);
        QCOMPARE(key.size(), std::size_t{64});
        QCOMPARE(pyramidKey(recording, "spikes", 0), key);
        QVERIFY(pyramidKey(recording, "events", 0) != key);
        QVERIFY(pyramidKey(recording, "spikes", 1) != key);
        write('b');
        QVERIFY(pyramidKey(recording, "spikes", 0) != key);
        write('a');
        QCOMPARE(pyramidKey(recording, "spikes", 0), key);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadWrite));
        file.setFileTime(QDateTime::fromSecsSinceEpoch(1'600'000'001),
                         QFileDevice::FileModificationTime);
        file.close();
        QVERIFY(pyramidKey(recording, "spikes", 0) != key);
        QVERIFY(QFile::resize(path, 0));
        QCOMPARE(pyramidKey(recording, "spikes", 0).size(), std::size_t{64});
        try {
            pyramidKey(recording.string() + ".missing", "spikes", 0);
            QFAIL("there is no such file");
        } catch (const Error& error) {
            QCOMPARE(error.kind(), ErrorKind::NotFound);
        }
    }
};

INSPIKE_TEST(TstPyramidCache, tst_pyramid_cache)
#include "tst_pyramid_cache.moc"

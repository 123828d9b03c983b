// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/hdf5/hdf5_file.h"
#include "core/io/reader_registry.h"
#include "core/systems/transfer/samples.h"
#include "tests/core/io/media_files.h"
#include "tests/support/differences.h"
#include "tests/support/errors.h"
#include "tests/support/run_tests.h"
#include "tests/support/shared_data.h"

#include <QTemporaryDir>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>

using namespace inspike;
using namespace inspike::transfer;

namespace fs = std::filesystem;

namespace {

Config smallConfig(std::size_t classes = 3)
{
    Config config;
    config.steps = 2;
    config.size = 4;
    config.classes = classes;
    return config;
}

// Files and a list of them.
class ListFolder
{
public:
    ListFolder()
    {
        for (int i = 1; i <= 4; ++i)
            write(std::to_string(i) + ".bin",
                  test::nmnistDiagonal(std::vector{i, i + 1, i + 5, 33}));
        for (const auto& [name, grey] : {std::pair{"a.png", '\x33'}, {"b.png", '\x66'}})
            write(name, test::png({2, 2}, std::string(4, grey)));
        std::string pixels;
        for (char i = 0; i < 3; ++i)
            pixels += std::string(4, static_cast<char>(i * 51));
        write("t-images-idx3-ubyte", test::idx(std::vector<std::uint32_t>{3, 2, 2}, pixels));
        write("t-labels-idx1-ubyte",
              test::idx(std::vector<std::uint32_t>{3}, std::string_view("\0\1\2", 3)));
    }

    fs::path write(const std::string& name, const std::string& content) const
    {
        const fs::path path = fs::path(m_folder.path().toStdString()) / name;
        fs::create_directories(path.parent_path());
        std::ofstream(path, std::ios::binary) << content;
        return path;
    }
    std::shared_ptr<const Recording> recording(const std::string& rows) const
    {
        JobContext job = nullJob();
        return std::make_shared<Recording>(
            readRecording(write("list.csv", "domain,file,label,split\n" + rows), job));
    }
    std::unique_ptr<Samples> samples(const std::string& rows,
                                     const Config& config = smallConfig()) const
    {
        return samplesOf(recording(rows), config);
    }

private:
    QTemporaryDir m_folder;
};

std::vector<float> eventsOf(const Samples& samples, std::size_t index)
{
    JobContext job = nullJob();
    const Pictures pictures = samples.events(index, Augmentation::None, 0, job);
    return pictures.values;
}

std::vector<float> stillOf(const Samples& samples, std::size_t index)
{
    JobContext job = nullJob();
    return samples.still(index, job).values;
}

std::shared_ptr<const Recording> tensors(std::vector<std::size_t> eventShape,
                                         std::vector<std::size_t> stillShape,
                                         std::vector<std::int64_t> labels = {})
{
    auto recording = std::make_shared<Recording>();
    const auto add = [&](const char* name, const std::vector<std::size_t>& shape) {
        if (shape.empty())
            return;
        std::size_t size = 1;
        for (const std::size_t part : shape)
            size *= part;
        std::vector<float> values(size);
        for (std::size_t i = 0; i < size; ++i)
            values[i] = static_cast<float>(i);
        recording->streams.push_back(
            {std::string("tensors/") + name, name, "", "", Tensor::fromFloats(shape, values)});
    };
    add("event", eventShape);
    add("static", stillShape);
    if (!labels.empty())
        recording->streams.push_back(
            {"tensors/label", "label", "", "", Tensor::fromInt64({labels.size()}, labels)});
    return recording;
}

// The streams of both.
std::shared_ptr<const Recording> joined(const Recording& first, const Recording& second)
{
    auto both = std::make_shared<Recording>(first);
    both->streams.insert(both->streams.end(), second.streams.begin(), second.streams.end());
    return both;
}

} // namespace

class TstTransferSamples : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // --- tensors

    void oneChannelOfAPictureIsGivenToBoth()
    {
        const auto samples =
            samplesOf(tensors({2, 2, 2, 4, 4}, {2, 1, 1, 4, 4}, {2, 0}), smallConfig());
        QCOMPARE(samples->count(), std::size_t{2});
        QCOMPARE(samples->label(0), std::int64_t{2});
        QCOMPARE(samples->stillCount(), std::size_t{2});
        QVERIFY(samples->partnerOf(1) == std::optional<std::size_t>(1));
        const auto still = stillOf(*samples, 1);
        QCOMPARE(still.size(), std::size_t{32});
        QCOMPARE(still[0], 16.0F);
        QCOMPARE(still[16], 16.0F);
        QCOMPARE(eventsOf(*samples, 1)[0], 64.0F);
    }

    void picturesMayChangeWithTheSteps()
    {
        const auto samples = samplesOf(tensors({1, 2, 2, 4, 4}, {1, 2, 2, 4, 4}), smallConfig());
        JobContext job = nullJob();
        QCOMPARE(samples->still(0, job).steps, std::size_t{2});
        QCOMPARE(stillOf(*samples, 0), eventsOf(*samples, 0));
        QCOMPARE(samples->label(0), std::int64_t{-1});
    }

    void tensorsThatDoNotFitNameBothShapes_data()
    {
        QTest::addColumn<QList<int>>("event");
        QTest::addColumn<QList<int>>("still");
        QTest::addColumn<QString>("message");
        const auto row = [](const char* name, const QList<int>& event, const QList<int>& still,
                            const char* message) {
            QTest::newRow(name) << event << still << QString::fromLatin1(message);
        };
        row("steps", {2, 5, 2, 4, 4}, {},
            "the input 'event' must be [samples, 2, 2, 4, 4], the recording has [2, 5, 2, 4, 4]");
        row("size", {2, 2, 2, 6, 6}, {}, "must be [samples, 2, 2, 4, 4]");
        row("channels", {2, 2, 1, 4, 4}, {}, "must be [samples, 2, 2, 4, 4]");
        row("rank", {2, 2, 2, 16}, {}, "the recording has [2, 2, 2, 16]");
        row("pictures", {2, 2, 2, 4, 4}, {2, 3, 1, 4, 4},
            "the input 'static' must be [samples, 1 or 2, 1 or 2, 4, 4]");
        row("numbers", {2, 2, 2, 4, 4}, {3, 1, 1, 4, 4},
            "2 event samples do not pair with 3 pictures");
    }
    void tensorsThatDoNotFitNameBothShapes()
    {
        QFETCH(QList<int>, event);
        QFETCH(QList<int>, still);
        QFETCH(QString, message);
        const auto recording = tensors({event.begin(), event.end()}, {still.begin(), still.end()});
        INSPIKE_FAILS(samplesOf(recording, smallConfig()), ErrorKind::BadShape,
                      message.toStdString());
    }

    void labelsOfTensorsAreClassesOfTheNetwork()
    {
        INSPIKE_FAILS(samplesOf(tensors({1, 2, 2, 4, 4}, {}, {3}), smallConfig()),
                      ErrorKind::BadModel, "class 3, the network has 3 classes");
        INSPIKE_FAILS(samplesOf(tensors({1, 2, 2, 4, 4}, {}, {0, 1}), smallConfig()),
                      ErrorKind::BadShape, "2 values for 1 samples");
    }

    void recordingsOfAnotherKindSayWhatTheyHave()
    {
        INSPIKE_FAILS(samplesOf(nullptr, smallConfig()), ErrorKind::BadModel, "needs a recording");
        INSPIKE_FAILS(samplesOf(tensors({}, {1, 1, 1, 4, 4}), smallConfig()), ErrorKind::BadModel,
                      "the recording has tensors/static [1, 1, 1, 4, 4]");
    }

    // --- one recording

    void oneRecordingIsOneSample()
    {
        const ListFolder folder;
        JobContext job = nullJob();
        Recording recording = readRecording(
            folder.write("one.bin", test::nmnistDiagonal(std::vector{3, 3, 3, 33})), job);
        auto samples = samplesOf(std::make_shared<Recording>(recording), smallConfig());
        QCOMPARE(samples->count(), std::size_t{1});
        QCOMPARE(samples->nameOf(0), std::string("one.bin"));
        QCOMPARE(samples->label(0), std::int64_t{-1});
        QVERIFY(!samples->partnerOf(0));
        const auto frames = eventsOf(*samples, 0);
        QCOMPARE(frames.size(), std::size_t{64});
        QCOMPARE(frames[16], 2.0F); // ON, first pixel; a bin is 2 ms
        QCOMPARE(frames[48], 1.0F);
        QCOMPARE(frames[63], 1.0F);

        recording.streams.push_back(
            {"frames/f", "f", "visual", "static", Frames{{51, 51, 255, 255}, 2, 1, 2, 1, {}}});
        recording.streams.push_back({"labels/l", "l", "", "", Labels{{2}, {}}});
        samples = samplesOf(std::make_shared<Recording>(recording), smallConfig());
        QCOMPARE(samples->stillCount(), std::size_t{2});
        QVERIFY(samples->partnerOf(0) == std::optional<std::size_t>(0));
        QCOMPARE(stillOf(*samples, 0), std::vector<float>(32, 0.2F));
        QCOMPARE(samples->label(0), std::int64_t{2});
    }

    // --- lists

    void listsAreReadWhenTheyAreNeeded()
    {
        const ListFolder folder;
        const auto samples = folder.samples("event,1.bin,2,train\nevent,2.bin,0,test\n"
                                            "static,a.png,2,train\nstatic,b.png,0,\n"
                                            "static,t-images-idx3-ubyte#2,2,test\n");
        QCOMPARE(samples->count(), std::size_t{2});
        QCOMPARE(samples->nameOf(0), std::string("1.bin"));
        QVERIFY(samples->split(0) == Split::Train && samples->split(1) == Split::Test);
        QCOMPARE(samples->label(0), std::int64_t{2});
        QCOMPARE(samples->stillCount(), std::size_t{3});
        QCOMPARE(samples->stillName(0), std::string("a.png"));
        QCOMPARE(samples->stillName(2), std::string("t-images#2"));
        QCOMPARE(stillOf(*samples, 0), std::vector<float>(32, 0.2F));
        QCOMPARE(stillOf(*samples, 1), std::vector<float>(32, 0.4F));
        QCOMPARE(stillOf(*samples, 2), std::vector<float>(32, 0.4F));
        const auto frames = eventsOf(*samples, 0);
        QCOMPARE(frames[16], 1.0F);
        QCOMPARE(frames[63], 1.0F);
        QCOMPARE(eventsOf(*samples, 0), frames); // kept
        QCOMPARE(samples->classNames(), (std::vector<std::string>{"0", "1", "2"}));
    }

    void namesTellItemsApart()
    {
        const ListFolder folder;
        folder.write("u/1.bin", test::nmnistDiagonal(std::vector{1, 2}));
        folder.write("v/1.bin", test::nmnistDiagonal(std::vector{1, 2}));
        const auto samples = folder.samples("event,u/1.bin,0,\nevent,v/1.bin,1,\n"
                                            "event,v/1.bin,1,\nstatic,t-images-idx3-ubyte,"
                                            "@t-labels-idx1-ubyte,\n");
        QCOMPARE(samples->nameOf(0), std::string("u/1.bin"));
        QCOMPARE(samples->nameOf(1), std::string("v/1.bin"));
        QCOMPARE(samples->nameOf(2), std::string("v/1.bin (2)"));
        QCOMPARE(samples->stillName(0), std::string("t-images#0"));
    }

    void augmentationFollowsTheDraw()
    {
        const ListFolder folder;
        const auto samples = folder.samples("event,1.bin,0,\n");
        JobContext job = nullJob();
        const auto drawn = [&](std::uint64_t draw) {
            return samples->events(0, Augmentation::Crop, draw, job).values;
        };
        std::set<std::vector<float>> seen;
        for (std::uint64_t draw = 0; draw < 20; ++draw) {
            seen.insert(drawn(draw));
            QCOMPARE(drawn(draw), drawn(draw));
        }
        QVERIFY(seen.size() > 5);
    }

    void classesAreJoinedByName()
    {
        const ListFolder folder;
        Config config = smallConfig(2);
        config.classNames = {"dog", "cat"}; // not alphabetical
        const auto samples = folder.samples("event,1.bin,cat,\nevent,2.bin,dog,\n"
                                            "static,a.png,dog,\nstatic,b.png,cat,\n",
                                            config);
        QCOMPARE(samples->label(0), std::int64_t{1});
        QCOMPARE(samples->stillLabel(0), std::int64_t{0});
        QCOMPARE(samples->stillLabel(1), std::int64_t{1});
    }

    void classesOfTwoListsAreJoinedByName()
    {
        const ListFolder folder;
        const auto events = folder.recording("event,1.bin,cat,\nevent,2.bin,dog,\n");
        const auto stills =
            folder.recording("static,a.png,ant,\nstatic,b.png,dog,\nstatic,b.png,cat,\n");
        const auto samples = samplesOf(joined(*events, *stills), smallConfig(2));
        QCOMPARE(samples->classNames(), (std::vector<std::string>{"cat", "dog"}));
        QCOMPARE(samples->stillLabel(0), std::int64_t{-1});
        QCOMPARE(samples->stillLabel(1), std::int64_t{1});
        QCOMPARE(samples->stillLabel(2), std::int64_t{0});
        const auto others = folder.recording("static,a.png,elk,\n");
        INSPIKE_FAILS(samplesOf(joined(*events, *others), smallConfig(2)), ErrorKind::BadModel,
                      "no class of the pictures (elk) is one of the events (cat, dog)");
    }

    void classesThatDoNotFitAreNamed()
    {
        const ListFolder folder;
        Config named = smallConfig(2);
        named.classNames = {"dog", "cat"};
        INSPIKE_FAILS(folder.samples("event,1.bin,cat,\nevent,2.bin,cow,\n", named),
                      ErrorKind::BadModel, "the network knows no class 'cow'");
        INSPIKE_FAILS(folder.samples("event,1.bin,3,\n"), ErrorKind::BadModel,
                      "1.bin has class 3, the network has 3 classes");
        INSPIKE_FAILS(folder.samples("event,1.bin,0,\nevent,2.bin,1,\nevent,3.bin,2,\n"
                                     "static,a.png,1,\n"),
                      ErrorKind::BadModel, "there is no picture of the event classes 0, 2");
        INSPIKE_FAILS(folder.samples("static,a.png,1,\n"), ErrorKind::BadModel,
                      "no recordings of events");
    }

    void whatIsWrongWithAnItemNamesIt()
    {
        const ListFolder folder;
        folder.write("short.bin", std::string("\1\1\x80\0\1", 5)); // at 1 us
        folder.write("half.png", test::png({2, 2}, "xxxx").substr(0, 40));
        folder.write("few-images-idx3-ubyte",
                     test::idx(std::vector<std::uint32_t>{3, 2, 2}, std::string(9, 'x')));
        const auto samples =
            folder.samples("event,short.bin,0,\nevent,a.png,0,\nevent,1.bin#3,0,\n"
                           "static,half.png,0,\nstatic,few-images-idx3-ubyte#2,0,\n"
                           "static,1.bin,0,\n");
        INSPIKE_FAILS(eventsOf(*samples, 0), ErrorKind::BadFormat, "short.bin");
        INSPIKE_FAILS(eventsOf(*samples, 1), ErrorKind::BadModel, "a.png");
        INSPIKE_FAILS(eventsOf(*samples, 2), ErrorKind::NotFound, "there is no entry 3");
        INSPIKE_FAILS(stillOf(*samples, 0), ErrorKind::BadFormat, "half.png");
        INSPIKE_FAILS(stillOf(*samples, 1), ErrorKind::NotFound,
                      "there is no picture 2, the file has 2");
        INSPIKE_FAILS(stillOf(*samples, 2), ErrorKind::BadModel, "1.bin");
    }

    void realDigitsPairWithRealPictures()
    {
        const auto labels = test::sharedFile("data/nmnist/labels.txt");
        const auto pictures = test::sharedFile("data/mnist/images-idx3-ubyte.gz");
        INSPIKE_NEED(labels, "real events");
        INSPIKE_NEED(pictures, "real pictures");
        JobContext job = nullJob();
        Config config = smallConfig(10);
        config.size = 28;
        const auto samples = samplesOf(joined(readRecording(labels.parent_path(), job),
                                              readRecording(pictures.parent_path(), job)),
                                       config);
        QCOMPARE(samples->count(), std::size_t{1000});
        QCOMPARE(samples->stillCount(), std::size_t{7000});
        for (std::size_t i = 0; i < 20; ++i) {
            const auto partner = drawPartner(*samples, i, Split::Train, i);
            QVERIFY(partner && samples->stillLabel(*partner) == samples->label(i));
            const auto still = stillOf(*samples, *partner);
            QVERIFY(std::ranges::max(still) > 0.9F && std::ranges::min(still) == 0.0F);
            QVERIFY(std::ranges::max(eventsOf(*samples, i)) >= 1.0F);
        }
    }

    // --- partners

    void partnersAreOfTheClassAndPart()
    {
        const ListFolder folder;
        const auto samples = folder.samples(
            "event,1.bin,0,train\nevent,2.bin,1,test\nstatic,a.png,0,train\nstatic,b.png,0,test\n"
            "static,t-images-idx3-ubyte#0,0,\nstatic,a.png,1,train\nstatic,b.png,1,validation\n");
        const auto drawn = [&](std::size_t index, Split split) {
            std::set<std::size_t> seen;
            for (std::uint64_t seed = 0; seed < 60; ++seed)
                seen.insert(drawPartner(*samples, index, split, seed).value());
            return seen;
        };
        QVERIFY((drawn(0, Split::Train) == std::set<std::size_t>{0, 2}));
        QVERIFY((drawn(0, Split::Test) == std::set<std::size_t>{1, 2}));
        QVERIFY((drawn(0, Split::Validation) == std::set<std::size_t>{2}));
        QVERIFY((drawn(0, Split::None) == std::set<std::size_t>{0, 1, 2}));
        INSPIKE_FAILS(drawPartner(*samples, 1, Split::Test, 0), ErrorKind::BadModel,
                      "there is no picture for test of class '1', which 2.bin is of");
    }

    void samplesWithoutPicturesOrLabelsHaveNoPartner()
    {
        const ListFolder folder;
        QVERIFY(!drawPartner(*folder.samples("event,1.bin,0,\n"), 0, Split::None, 1));
        INSPIKE_FAILS(
            drawPartner(*folder.samples("event,1.bin,,\nstatic,a.png,0,\n"), 0, Split::None, 1),
            ErrorKind::BadModel, "1.bin has no label");
    }

    // --- draws

    void everyClassIsDrawnEquallyOften()
    {
        // 90, 9 and 1 of a class, and one that has none.
        std::vector<std::int64_t> labels(90, 0);
        labels.insert(labels.end(), 9, 4);
        labels.push_back(7);
        labels.push_back(-1);
        const auto draws = balancedDraws(labels, 30'000, 5);
        QCOMPARE(draws.size(), std::size_t{30'000});
        QVERIFY(draws == balancedDraws(labels, 30'000, 5));
        QVERIFY(draws != balancedDraws(labels, 30'000, 6));
        std::map<std::int64_t, int> byLabel;
        std::set<std::size_t> seen;
        for (const std::size_t draw : draws) {
            ++byLabel[labels[draw]];
            seen.insert(draw);
        }
        QCOMPARE(byLabel.size(), std::size_t{3});
        QCOMPARE(seen.size(), std::size_t{100});
        for (const auto& [label, count] : byLabel)
            QVERIFY(std::abs(count - 10'000) < 500); // 6 standard deviations
        QVERIFY(balancedDraws(labels, 0, 5).empty());
        INSPIKE_FAILS(balancedDraws(std::vector<std::int64_t>{-1}, 3, 5), ErrorKind::BadModel,
                      "no sample has a label");
    }

    void theSlidingShareIsThatOfTheReference()
    {
        const auto path = test::sharedFile("fixtures/static-to-event-h-losses-neuron.h5");
        INSPIKE_NEED(path, "reference numbers");
        const Hdf5File file = Hdf5File::open(path);
        // Iterations 0, 16 and 32 of the 325 in each of 30 epochs.
        for (const int power : {1, 2, 3}) {
            const auto table =
                file.readFloats("/loss/sliding/p_replacement_pow" + std::to_string(power));
            QCOMPARE(table.size(), std::size_t{90});
            for (std::uint64_t i = 0; i < table.size(); ++i) {
                const double share = replacementShare(i % 3 * 16, i / 3, 325, 30, power);
                QVERIFY(std::abs(share - static_cast<double>(table[i])) < 1e-7);
            }
        }
    }

    void theSlidingShareGoesFromNoneToAll()
    {
        QCOMPARE(replacementShare(0, 0, 10, 4), 0.0);
        QCOMPARE(replacementShare(0, 2, 10, 4), 0.125);
        QCOMPARE(replacementShare(0, 4, 10, 4), 1.0);
        QCOMPARE(replacementShare(9, 9, 10, 4), 1.0);
    }
};

INSPIKE_TEST(TstTransferSamples, tst_transfer_samples)
#include "tst_transfer_samples.moc"

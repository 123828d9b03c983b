// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/reader_registry.h"
#include "tests/core/io/media_files.h"
#include "tests/core/systems/input_fit_helpers.h"
#include "tests/support/errors.h"
#include "tests/support/run_tests.h"
#include "tests/support/shared_data.h"

#include <QTemporaryDir>

#include <filesystem>
#include <fstream>
#include <numeric>

using namespace inspike;
using namespace inspike::test;

namespace fs = std::filesystem;

namespace {

using Sizes = std::vector<std::size_t>;
using Ids = std::vector<std::string>;

class Folder
{
public:
    Folder()
    {
        write("1.bin", nmnistDiagonal(std::vector{1, 2, 33}));
        write("2.bin", nmnistDiagonal(std::vector{5, 6, 7, 8, 33}));
        write("3.bin", nmnistDiagonal(std::vector{9, 33}));
        write("a.png", png({2, 2}, std::string(4, '\xFF')));
        write("b.png", png({2, 2}, std::string(4, '\x33')));
    }
    fs::path write(const std::string& name, const std::string& content) const
    {
        const fs::path path = fs::path(m_folder.path().toStdString()) / name;
        std::ofstream(path, std::ios::binary) << content;
        return path;
    }
    std::shared_ptr<const Recording> list(const std::string& text) const
    {
        JobContext job = nullJob();
        return std::make_shared<Recording>(readRecording(write("list.csv", text), job));
    }
    std::shared_ptr<const Recording> digits() const
    {
        return list("file,label,split\n1.bin,zero,train\n2.bin,one,test\n3.bin,one,test\n");
    }

private:
    QTemporaryDir m_folder;
};

} // namespace

class TstInputFitLists : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void shorterSamplesEndWithZeros()
    {
        const Folder folder;
        const Fit found = fit(folder.digits(), wishFor({2, 34, 34}));
        QCOMPARE(found.shape, (Sizes{6, 3, 2, 34, 34}));
        QCOMPARE(found.batch.ids, (Ids{"1.bin", "2.bin", "3.bin"}));
        QCOMPARE(found.input->classNames(), (Ids{"one", "zero"}));
        QCOMPARE(found.batch.labels, (std::vector<std::int64_t>{1, 0, 0}));
        const auto sum = [&](std::size_t step, std::size_t sample) {
            const std::vector<float> values = found.at(step, sample);
            return std::accumulate(values.begin(), values.end(), 0.0);
        };
        QCOMPARE(sum(1, 0), 1.0);
        QCOMPARE(sum(5, 1), 1.0);
        QCOMPARE(sum(5, 0), 0.0);
        QCOMPARE(sum(3, 2), 0.0);
        QVERIFY(says(*found.input, "as long as the longest"));
    }

    void partsAndNumbersOfSamplesAreChosen()
    {
        const Folder folder;
        const Fit part = fit(folder.digits(), wishFor({2, 34, 34}), {"input-split=test"});
        QCOMPARE(part.batch.ids, (Ids{"2.bin", "3.bin"}));
        QVERIFY(says(*part.input, "2 of them (test)"));
        const Fit first = fit(folder.digits(), wishFor({2, 34, 34}), {"input-samples=1"});
        QCOMPARE(first.shape, (Sizes{4, 1, 2, 34, 34}));
        INSPIKE_FAILS(fit(folder.digits(), wishFor({2, 34, 34}), {"input-split=validation"}),
                      ErrorKind::BadModel, "validation");
    }

    void lossesAreCountedOncePerSample()
    {
        const Folder folder;
        const auto input = fitOnly(folder.digits(), wishFor({2, 34, 34}), {"input-steps=3"});
        JobContext job = nullJob();
        QVERIFY(!says(*input, "left out"));
        input->load(0, 2, job);
        input->load(0, 1, job);
        QVERIFY(says(*input, "left out 4 events after the last step (of 2 samples so far)"));
        input->load(2, 1, job);
        QVERIFY(says(*input, "left out 4 events after the last step"));
        QVERIFY(!says(*input, "so far"));
    }

    void picturesOfAListAreSamples()
    {
        const Folder folder;
        const auto list = folder.list("file,label\na.png,0\nb.png,1\n");
        InputWish wish = wishFor({1, 2, 2});
        wish.stepped = false;
        const Fit found = fit(list, wish);
        QCOMPARE(found.shape, (Sizes{1, 2, 1, 2, 2}));
        QCOMPARE(found.at(0, 0)[0], 1.0F);
        QCOMPARE(found.at(0, 1)[3], 0.2F);
    }

    void aFaultySampleIsNamed()
    {
        const Folder folder;
        const auto list = folder.list("file,label,domain\n1.bin,0,event\na.png,1,event\n");
        INSPIKE_FAILS(fit(list, wishFor({2, 34, 34})), ErrorKind::BadModel, "a.png");
        const auto damaged = folder.digits();
        folder.write("2.bin", "not a digit at all, and much too short");
        INSPIKE_FAILS(fit(damaged, wishFor({2, 34, 34})), ErrorKind::Unsupported, "2.bin");
    }

    void pairsAreTakenFromOneSide()
    {
        const Folder folder;
        const auto pairs = folder.list("audio,visual,label\n1.bin,a.png,x\n2.bin,b.png,y\n");
        const Fit seen = fit(pairs, wishFor({1, 2, 2}), {"input-steps=1"});
        QCOMPARE(seen.batch.ids, (Ids{"a.png", "b.png"}));
        QCOMPARE(seen.batch.labels, (std::vector<std::int64_t>{0, 1}));
        const Fit heard = fit(pairs, wishFor({2, 34, 34}), {"input-side=audio"});
        QCOMPARE(heard.batch.ids, (Ids{"1.bin", "2.bin"}));
    }

    void trialsOfAFileAreSamplesWhenAsked()
    {
        const auto file = sharedFile("data/made/selfmade_shd_f32.h5");
        INSPIKE_NEED(file, "SHD layout");
        JobContext job = nullJob();
        const auto recording = std::make_shared<const Recording>(readRecording(file, job));
        const auto units = static_cast<std::int64_t>(recording->first<SpikeTrains>()->units());
        QCOMPARE(fit(recording, wishFor({units})).shape[1], std::size_t{1});
        const Fit all = fit(recording, wishFor({units}), {"input-trials=all"});
        QCOMPARE(all.shape[1], std::size_t{6});
        const auto spikes = [&](std::size_t trial) {
            double sum = 0.0;
            for (std::size_t step = 0; step < all.shape[0]; ++step) {
                const std::vector<float> values = all.at(step, trial);
                sum += std::accumulate(values.begin(), values.end(), 0.0);
            }
            return sum;
        };
        QCOMPARE(spikes(0), 898.0);
        QCOMPARE(spikes(1), 449.0);
        QCOMPARE(spikes(2), 0.0);
        QVERIFY(says(*all.input, "1 sample without any spike"));
    }
};

INSPIKE_TEST(TstInputFitLists, tst_input_fit_lists)
#include "tst_input_fit_lists.moc"

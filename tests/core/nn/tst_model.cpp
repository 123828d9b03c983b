// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/nn/model.h"
#include "core/nn/model_system.h"
#include "tests/support/run_tests.h"

using namespace inspike;

namespace {

class Untrainable : public ModelSystem
{
public:
    SystemInfo info() const override { return {"stone", "Stone", ""}; }
    bool accepts(const Checkpoint&) const noexcept override { return false; }
    std::shared_ptr<const Model> open(const Checkpoint&, const Params&, JobContext&) const override
    {
        return nullptr;
    }
};

} // namespace

class TstModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void globsChooseProbes_data()
    {
        QTest::addColumn<QString>("glob");
        QTest::addColumn<QString>("id");
        QTest::addColumn<bool>("wanted");
        QTest::newRow("all") << "*"
                             << "S" << true;
        QTest::newRow("exact") << "proj_in"
                               << "proj_in" << true;
        QTest::newRow("exact is whole") << "proj"
                                        << "proj_in" << false;
        QTest::newRow("start") << "proj_*"
                               << "proj_out" << true;
        QTest::newRow("middle") << "lif/*.0"
                                << "lif/block.0" << true;
        QTest::newRow("middle fails") << "lif/*.1"
                                      << "lif/block.0" << false;
        QTest::newRow("one") << "?"
                             << "U" << true;
        QTest::newRow("one is one") << "?"
                                    << "mu" << false;
        QTest::newRow("empty") << ""
                               << "U" << false;
        QTest::newRow("stars") << "**a**"
                               << "bab" << true;
    }
    void globsChooseProbes()
    {
        QFETCH(QString, glob);
        QFETCH(QString, id);
        QFETCH(bool, wanted);
        QCOMPARE(probeWanted({glob.toStdString()}, id.toStdString()), wanted);
    }

    void globsOfManyStarsTakeNoLongTime()
    {
        std::string glob;
        for (int i = 0; i < 50; ++i)
            glob += "a*";
        QVERIFY(!probeWanted({glob + "b"}, std::string(5000, 'a')));
    }

    void anyOfSeveralGlobsIsEnough()
    {
        QVERIFY(probeWanted({"U", "S"}, "S"));
        QVERIFY(!probeWanted({}, "S"));
    }

    void kindNamesAreReversible()
    {
        for (int i = 0; i <= static_cast<int>(ProbeKind::Other); ++i) {
            const auto kind = static_cast<ProbeKind>(i);
            QVERIFY(probeKindFromName(probeKindName(kind)) == kind);
        }
        QVERIFY(probeKindFromName("nonsense") == ProbeKind::Other);
    }

    void findPrefersProbesToOutputs()
    {
        Run run;
        run.outputs["y"].probe.title = "output";
        run.outputs["z"].probe.title = "output";
        run.probes["y"].probe.title = "probe";
        QCOMPARE(QString::fromStdString(run.find("y")->probe.title), "probe");
        QCOMPARE(QString::fromStdString(run.find("z")->probe.title), "output");
        QVERIFY(run.find("x") == nullptr);
    }

    void modelInfoFindsProbesAndOutputs()
    {
        ModelInfo info;
        info.probes.push_back({"S", "Spikes", ProbeKind::Spikes, {}});
        info.outputs.push_back({"y", "Output", ProbeKind::Other, {}});
        QVERIFY(info.probe("S") != nullptr);
        QVERIFY(info.probe("y") != nullptr);
        QVERIFY(info.probe("U") == nullptr);
    }

    void provenanceSurvivesJson()
    {
        Provenance made;
        made.modelFile = "model.h5";
        made.modelSha256 = std::string(64, 'a');
        made.recordingFile = "trials.h5";
        made.recordingSha256 = std::string(64, 'b');
        made.system = "smnn";
        made.settings = Json::object();
        made.settings.set("path", "plain");
        made.seed = 0xFFFFFFFFFFFFFFF0ULL;
        made.wallSeconds = 1.25;
        const Json json = Json::parse(made.toJson().dump());
        const Provenance again = Provenance::fromJson(json);
        QCOMPARE(QString::fromStdString(again.toJson().dump()),
                 QString::fromStdString(made.toJson().dump()));
        QCOMPARE(again.seed, made.seed);
        QVERIFY(!json["program"]["version"].toString().empty());
        QVERIFY(!json["libraries"]["LibTorch"].toString().empty());
        QVERIFY(!json["libraries"]["HDF5"].toString().empty());
        QVERIFY(!json["libraries"]["compiler"].toString().empty());
    }

    void systemsThatCannotBeTrainedSaySo()
    {
        JobContext job = nullJob();
        try {
            Untrainable().train({}, job);
            QFAIL("was trained");
        } catch (const Error& error) {
            QVERIFY(error.kind() == ErrorKind::BadModel);
            QVERIFY(QString(error.what()).contains("'stone'"));
        }
    }
};

INSPIKE_TEST(TstModel, tst_model)
#include "tst_model.moc"

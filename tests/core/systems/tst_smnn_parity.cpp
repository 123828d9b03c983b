// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Both paths against the reference numbers, every probe that a fixture holds.

#include "core/io/hdf5/hdf5_file.h"
#include "core/io/reader_registry.h"
#include "core/systems/system_registry.h"
#include "tests/support/run_tests.h"
#include "tests/support/shared_data.h"

#include <cmath>

using namespace inspike;

namespace {

struct Difference
{
    double largest = 0.0;   // |a - b|
    double reference = 0.0; // largest |b|
    std::size_t entries = 0;
};

Difference difference(std::span<const float> values, std::span<const float> reference)
{
    Difference result;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double distance = std::abs(static_cast<double>(values[i]) - reference[i]);
        result.largest = std::max(result.largest, std::isfinite(distance) ? distance : HUGE_VAL);
        result.reference = std::max(result.reference, std::abs(static_cast<double>(reference[i])));
        result.entries += values[i] != reference[i] ? 1 : 0;
    }
    return result;
}

// Tolerances: spikes and the times they set exactly, gradients relative to their largest entry.
bool agrees(const QString& name, const Difference& found)
{
    if (name == QLatin1String("S") || name == QLatin1String("tlast"))
        return found.entries == 0;
    if (name.startsWith(QLatin1String("grad_")))
        return found.largest <= 1e-4 * found.reference;
    return found.largest <= 1e-4 * std::max(1.0, found.reference);
}

} // namespace

class TstSmnnParity : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyNumberOfAFixtureIsReproduced_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("path");
        for (const char* file : {"smnn-mante-n30p2-single", "smnn-mante-n100p3-double",
                                 "smnn-mnist-n50p5-double", "smnn-rate-n40p4"}) {
            for (const char* path : {"plain", "fast"})
                QTest::addRow("%s, %s", file, path)
                    << QString::fromLatin1(file) << QString::fromLatin1(path);
        }
    }
    void everyNumberOfAFixtureIsReproduced()
    {
        QFETCH(QString, file);
        QFETCH(QString, path);
        const std::filesystem::path fixture =
            test::sharedFile("fixtures/" + file.toStdString() + ".h5");
        INSPIKE_NEED(fixture, "reference numbers");
        JobContext job = nullJob();
        const std::shared_ptr<const Model> model = openModel(fixture, "", {}, job);
        InferenceRequest request;
        request.recording = std::make_shared<Recording>(readRecording(fixture, job));
        request.options = Params(model->runOptions());
        request.options.set("path", path.toStdString());
        const Run run = model->run(request, job);

        const Hdf5File reference = Hdf5File::open(fixture);
        for (const char* group : {"/probe", "/output"}) {
            for (const std::string& name : reference.children(group)) {
                const Activation* found = run.find(name);
                QVERIFY2(found != nullptr, name.c_str());
                const std::vector<float> wanted =
                    reference.readFloats(std::string(group) + "/" + name);
                const LabelledArray values = found->dense();
                QCOMPARE(values.size(), wanted.size());
                const Difference distance = difference(values.values(), wanted);
                const QString text = QStringLiteral("%1: %2 of %3, %4 entries differ")
                                         .arg(QString::fromStdString(name))
                                         .arg(distance.largest)
                                         .arg(distance.reference)
                                         .arg(distance.entries);
                QVERIFY2(agrees(QString::fromStdString(name), distance), qPrintable(text));
            }
        }
    }
};

INSPIKE_TEST(TstSmnnParity, tst_smnn_parity)
#include "tst_smnn_parity.moc"

// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/program.h"
#include "tests/support/run_tests.h"

#include <QImage>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QXmlStreamReader>

using namespace inspike::test;

// What the program writes: whole or not at all, never over something else unless asked, the same
// bytes every time. Draws the shipped sample.
class TstOutputs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (sampleFiles().size() < 2)
            QSKIP("no shipped sample");
        m_model = sampleFiles().at(0);
        m_recording = sampleFiles().at(1);
    }

    void existingOutputsAreKeptUnlessForced_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QString>("output");
        const QStringList sample{"--sample", "smnn-context"};
        QTest::newRow("run") << QStringList{"run", "-m", m_model, "-r", m_recording, "--probe", "S"}
                             << "out.h5";
        QTest::newRow("render") << QStringList{"render", "raster"} + sample << "out.svg";
        QTest::newRow("table") << QStringList{"render", "raster"} + sample << "out.csv";
        QTest::newRow("analyze") << QStringList{"analyze", "smnn-psychometrics"} + sample
                                 << "out.csv";
        QTest::newRow("convert recording") << QStringList{"convert", m_recording} << "out.h5";
        QTest::newRow("convert model") << QStringList{"convert", m_model} << "out.h5";
    }
    void existingOutputsAreKeptUnlessForced()
    {
        QFETCH(const QStringList, words);
        QFETCH(const QString, output);
        const QTemporaryDir folder;
        writeBytes(folder.filePath(output), "mine");
        INSPIKE_FAILS(program(words + QStringList{"-o", output}, folder.path()), 2);
        QCOMPARE(bytesOf(folder.filePath(output)), QByteArray("mine"));
        INSPIKE_SUCCEEDS(program(words + QStringList{"-o", output, "--force"}, folder.path()));
        QVERIFY(bytesOf(folder.filePath(output)) != "mine");
        QCOMPARE(namesIn(folder.path()), QStringList{output});
    }

    void foldersAreNoOutputs()
    {
        const QTemporaryDir folder;
        const QStringList words{"render", "raster", "--sample", "smnn-context", "-o"};
        QVERIFY(QDir(folder.path()).mkdir("out.svg"));
        INSPIKE_FAILS(program(words + QStringList{"out.svg", "--force"}, folder.path()), 2);
        INSPIKE_FAILS(program(words + QStringList{"none/out.svg"}, folder.path()), 2);
        QCOMPARE(namesIn(folder.path()), QStringList{"out.svg"});
    }

    void sameInputGivesTheSameBytes_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QString>("ending");
        const QStringList sample{"--sample", "smnn-context"};
        QTest::newRow("run") << QStringList{"run", "-m", m_model, "-r", m_recording} << "h5";
        for (const char* view : {"raster", "manifold", "traces"}) {
            for (const char* ending : {"svg", "pdf", "png", "csv", "json"})
                QTest::addRow("%s as %s", view, ending)
                    << QStringList{"render", view} + sample << ending;
        }
        QTest::newRow("analyze") << QStringList{"analyze", "smnn-psychometrics"} + sample << "json";
        QTest::newRow("convert") << QStringList{"convert", m_recording} << "h5";
    }
    void sameInputGivesTheSameBytes()
    {
        QFETCH(const QStringList, words);
        QFETCH(const QString, ending);
        const QTemporaryDir folder;
        for (const char* name : {"a.", "b."})
            INSPIKE_SUCCEEDS(program(words + QStringList{"-o", name + ending}, folder.path()));
        const QByteArray first = bytesOf(folder.filePath("a." + ending));
        QVERIFY(!first.isEmpty());
        QVERIFY(first == bytesOf(folder.filePath("b." + ending)));
        QCOMPARE(namesIn(folder.path()), (QStringList{"a." + ending, "b." + ending}));
    }

    void svgTextStaysText()
    {
        for (const char* view : {"raster", "manifold", "traces"}) {
            const QByteArray svg = drawn({"render", view, "--sample", "smnn-context"}, "svg");
            QXmlStreamReader xml(svg);
            QString words;
            while (!xml.atEnd()) {
                xml.readNext();
                if (xml.isCharacters())
                    words += xml.text().toString() + ' ';
            }
            QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
            QVERIFY2(words.contains(view == QByteArray("manifold") ? "var." : "Time"),
                     qPrintable(words.left(500)));
        }
    }

    void japaneseFiguresSayItInJapanese()
    {
        const QByteArray english = drawn({"render", "raster", "--sample", "smnn-context"}, "svg");
        const QByteArray japanese =
            drawn({"render", "raster", "--sample", "smnn-context", "--lang", "ja"}, "svg");
        QVERIFY(english != japanese);
        const QString text = QString::fromUtf8(japanese);
        const bool kana = std::any_of(text.begin(), text.end(), [](QChar c) {
            return c.script() == QChar::Script_Han || c.script() == QChar::Script_Katakana;
        });
        QVERIFY(kana);
    }

    void sizeAndDpiAreKept()
    {
        const QStringList words{"render", "raster", "--sample", "smnn-context"};
        QImage image;
        QVERIFY(image.loadFromData(drawn(words + QStringList{"--size", "640x360px"}, "png")));
        QCOMPARE(image.size(), QSize(640, 360));
        QVERIFY(image.loadFromData(
            drawn(words + QStringList{"--size", "127x63.5mm", "--dpi", "100"}, "png")));
        QCOMPARE(image.size(), QSize(500, 250));
        const QByteArray svg = drawn(words + QStringList{"--preset", "nature-single"}, "svg");
        QVERIFY2(svg.left(600).contains("width=\"89"), svg.left(600).constData());
    }

    void darkFiguresAreDark()
    {
        const QStringList words{"render",       "raster", "--sample",
                                "smnn-context", "--size", "300x200px"};
        QImage light;
        QImage dark;
        QVERIFY(light.loadFromData(drawn(words, "png")));
        QVERIFY(dark.loadFromData(drawn(words + QStringList{"--theme", "dark"}, "png")));
        QVERIFY(qGray(light.pixel(2, 2)) > 200);
        QVERIFY(qGray(dark.pixel(2, 2)) < 80);
    }

    void wholeWindowIsDrawnWithoutADisplay()
    {
        const QByteArray bytes =
            drawn({"render", "window", "--sample", "smnn-context", "--size", "1200x800px"}, "png");
        QImage image;
        QVERIFY(image.loadFromData(bytes));
        QCOMPARE(image.size(), QSize(1200, 800));
        QSet<QRgb> colours;
        for (int y = 0; y < image.height(); y += 3) {
            for (int x = 0; x < image.width(); x += 3)
                colours.insert(image.pixel(x, y));
        }
        QVERIFY2(colours.size() > 50, qPrintable(QString::number(colours.size())));
    }

    void aRunFileStandsForModelAndRecording()
    {
        const QTemporaryDir folder;
        INSPIKE_SUCCEEDS(
            program({"run", "-m", m_model, "-r", m_recording, "-o", "run.h5"}, folder.path()));
        const QJsonObject run =
            QJsonDocument::fromJson(program({"info", "run.h5", "--json"}, folder.path()).out)
                .object();
        QCOMPARE(run["kind"].toString(), QString("run"));
        const QJsonObject made = run["provenance"].toObject();
        QCOMPARE(made["model"].toObject()["sha256"].toString().size(), 64);
        for (const char* view : {"raster", "manifold"}) {
            INSPIKE_SUCCEEDS(
                program({"render", view, "run.h5", "-o", "a.csv", "--force"}, folder.path()));
            INSPIKE_SUCCEEDS(program(
                {"render", view, m_model, m_recording, "-o", "b.csv", "--force"}, folder.path()));
            QVERIFY(bytesOf(folder.filePath("a.csv")) == bytesOf(folder.filePath("b.csv")));
        }
    }

    void unknownSettingNamesWhatThereIs()
    {
        const Outcome outcome = program(
            {"render", "raster", "--sample", "smnn-context", "--set", "nothing=1", "-o", "x.svg"},
            m_folder.path());
        INSPIKE_FAILS(outcome, 2);
        QVERIFY(outcome.err.contains("nothing"));
        INSPIKE_FAILS(program({"render", "raster", "--sample", "smnn-context", "--set", "trial=-5",
                               "-o", "x.svg"},
                              m_folder.path()),
                      2);
        QCOMPARE(namesIn(m_folder.path()), QStringList());
    }

private:
    QByteArray drawn(const QStringList& words, const QString& ending) const
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath("out." + ending);
        const Outcome outcome = program(words + QStringList{"-o", path});
        if (outcome.code != 0)
            qWarning("%s", outcome.err.constData());
        return bytesOf(path);
    }

    QTemporaryDir m_folder;
    QString m_model;
    QString m_recording;
};

INSPIKE_TEST(TstOutputs, tst_outputs)
#include "tst_outputs.moc"

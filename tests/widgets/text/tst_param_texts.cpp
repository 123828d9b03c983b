// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/analysis_registry.h"
#include "core/figures/view_catalogue.h"
#include "core/io/reader_registry.h"
#include "core/systems/system_registry.h"
#include "tests/support/run_tests.h"
#include "widgets/text/phrases.h"

using namespace inspike;

class TstParamTexts : public QObject
{
    Q_OBJECT

private:
    QStringList m_missing;

    void need(const std::string& text)
    {
        if (text.empty() || paramTextListed(text))
            return;
        const QString line = QStringLiteral("QT_TRANSLATE_NOOP(\"Params\", \"%1\"),")
                                 .arg(QString::fromStdString(text).replace(QLatin1Char('"'),
                                                                           QStringLiteral("\\\"")));
        if (!m_missing.contains(line))
            m_missing.append(line);
    }
    void need(const ParamSpecs& specs)
    {
        for (const ParamSpec& spec : specs) {
            need(spec.title);
            need(spec.help);
            for (const std::string& choice : spec.choices) {
                if (!choiceListed(choice))
                    m_missing.append(QStringLiteral("choice ") + QString::fromStdString(choice));
            }
        }
    }

private Q_SLOTS:
    void everyParameterTextIsInTheTable()
    {
        for (const FigureKind& kind : figureKinds()) {
            need(kind.title);
            need(kind.params());
        }
        for (const Analysis& analysis : analyses()) {
            need(analysis.title);
            need(analysis.params());
        }
        for (const auto& reader : readers())
            need(reader->info().params);
        for (const auto& system : systems()) {
            need(system->info().openOptions);
            need(system->info().trainOptions);
        }
        for (const QString& line : m_missing)
            qInfo("missing: %s", qPrintable(line));
        QVERIFY2(m_missing.isEmpty(), "add the lines above to widgets/text/param_texts.cpp");
    }

    void everyProbeTitleIsInTheTable()
    {
        JobContext job = nullJob();
        const auto model = openModel(INSPIKE_SAMPLE_MODEL, {}, {}, job);
        for (const auto* probes : {&model->info().probes, &model->info().outputs}) {
            for (const Probe& probe : *probes) {
                if (!probe.id.starts_with("grad_")) // "Gradient of Win": names from the file
                    QVERIFY2(paramTextListed(probe.title), probe.title.c_str());
            }
        }
    }

    void unknownTextsComeBackUnchanged()
    {
        QCOMPARE(trParam("no such text"), QStringLiteral("no such text"));
        QVERIFY(!paramTextListed("no such text"));
    }
};

INSPIKE_TEST(TstParamTexts, tst_param_texts)
#include "tst_param_texts.moc"

// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/run_tests.h"
#include "widgets/text/fonts.h"
#include "widgets/text/language.h"
#include "widgets/text/phrases.h"

#include <QDirIterator>
#include <QFile>
#include <QFontDatabase>
#include <QRegularExpression>

using namespace inspike;

class TstPhrases : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { installLanguage(QStringLiteral("en")); }

    void everyTextIdHasWordsInOrder()
    {
        QCOMPARE(phraseIds(), allTextIds());
        for (const TextId id : allTextIds())
            QVERIFY2(!phrase({id, {"1", "2"}}).isEmpty(), std::string(textKey(id)).c_str());
    }

    void japaneseHasOwnWordsForEveryTextId()
    {
        for (const TextId id : allTextIds()) {
            if (id == TextId::Verbatim)
                continue;
            const Text text{id, {"1", "+"}};
            installLanguage(QStringLiteral("en"));
            const QString english = phrase(text);
            QCOMPARE(installLanguage(QStringLiteral("ja")), QStringLiteral("ja"));
            // Abbreviations such as CKA are the same in both.
            if (english == english.toUpper())
                continue;
            QVERIFY2(phrase(text) != english, qPrintable(english));
        }
    }

    void axisLabelsNameUnitAndShare()
    {
        AxisInfo axis{{TextId::Time}, "ms"};
        QCOMPARE(axisLabel(axis), QStringLiteral("Time (ms)"));
        axis = {{TextId::Mu, {"1"}}, "a.u."};
        axis.varianceShare = 0.338;
        QCOMPARE(axisLabel(axis), QStringLiteral("Mode 1 (a.u., 34 % var.)"));
        QCOMPARE(axisLabel({{TextId::TimeStep}, ""}), QStringLiteral("Time step"));
    }

    void namesFromFilesStayAsTheyAre()
    {
        QCOMPARE(phrase({TextId::Verbatim, {"layer%1.0"}}), QStringLiteral("layer%1.0"));
    }

    void aLoneHyphenIsTypesetAsMinus()
    {
        QCOMPARE(phrase({TextId::ContextChoice, {"2", "-"}}),
                 QStringLiteral("Context 2, choice ") + QChar(0x2212));
    }

    void unknownLanguagesFallBackToEnglish()
    {
        QCOMPARE(installLanguage(QStringLiteral("tlh")), QStringLiteral("en"));
        QCOMPARE(installLanguage(QStringLiteral("ja_JP")), QStringLiteral("ja"));
        QCOMPARE(currentLanguage(), QStringLiteral("ja"));
    }

    void japaneseFiguresUseAFontThatHasTheLetters()
    {
        installLanguage(QStringLiteral("ja"));
        if (figureFamilies().size() < 2)
            QSKIP("no Japanese font (Debian: fonts-ipafont-gothic)");
        QVERIFY(QFontDatabase::writingSystems(figureFamilies().back())
                    .contains(QFontDatabase::Japanese));
    }

    void translationsAreFinished()
    {
        QDirIterator files(QStringLiteral(INSPIKE_TRANSLATIONS_DIR), {QStringLiteral("*.ts")});
        int seen = 0;
        while (files.hasNext()) {
            QFile file(files.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QString content = QString::fromUtf8(file.readAll());
            static const QRegularExpression open(
                QStringLiteral("<source>([^<]*)</source>(?:(?!</message>).)*type=\"unfinished\""),
                QRegularExpression::DotMatchesEverythingOption);
            QStringList unfinished;
            for (auto match = open.globalMatch(content); match.hasNext();)
                unfinished.append(match.next().captured(1));
            QVERIFY2(unfinished.isEmpty(),
                     qPrintable(QStringLiteral("%1 unfinished in %2: %3")
                                    .arg(unfinished.size())
                                    .arg(file.fileName(), unfinished.join(QStringLiteral(" | ")))));
            ++seen;
        }
        QVERIFY(seen > 0);
    }
};

INSPIKE_TEST(TstPhrases, tst_phrases)
#include "tst_phrases.moc"

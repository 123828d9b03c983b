// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/text/language.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

#include <memory>

// Resources of a static library are only there once they were asked for; must be outside a
// namespace.
static void registerTranslations()
{
    Q_INIT_RESOURCE(translations);
}

namespace inspike {
namespace {

struct Installed
{
    QString language = QStringLiteral("en");
    std::unique_ptr<QTranslator> own; // words of this program
    std::unique_ptr<QTranslator> qt;  // words of Qt's own dialogs
};

Installed& installed()
{
    static Installed value;
    return value;
}

void drop(std::unique_ptr<QTranslator>& translator)
{
    if (translator)
        QCoreApplication::removeTranslator(translator.get());
    translator.reset();
}

std::unique_ptr<QTranslator> loaded(const QString& file, const QString& folder)
{
    auto translator = std::make_unique<QTranslator>();
    if (!translator->load(file, folder))
        return nullptr;
    QCoreApplication::installTranslator(translator.get());
    return translator;
}

} // namespace

QStringList knownLanguages()
{
    return {QStringLiteral("en"), QStringLiteral("ja")};
}

QString installLanguage(const QString& language)
{
    registerTranslations();
    QString wanted = language.isEmpty() ? QLocale::system().name() : language;
    wanted = wanted.section(QLatin1Char('_'), 0, 0).section(QLatin1Char('-'), 0, 0).toLower();
    if (!knownLanguages().contains(wanted))
        wanted = QStringLiteral("en");

    Installed& current = installed();
    drop(current.own);
    drop(current.qt);
    current.language = wanted;
    if (wanted != QLatin1String("en")) {
        current.qt = loaded(QStringLiteral("qtbase_") + wanted,
                            QLibraryInfo::path(QLibraryInfo::TranslationsPath));
        current.own = loaded(QStringLiteral("inspike_") + wanted, QStringLiteral(":/translations"));
        if (!current.own)
            current.language = QStringLiteral("en");
    }
    return current.language;
}

QString currentLanguage()
{
    return installed().language;
}

} // namespace inspike

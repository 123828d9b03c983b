// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plot/label_text.h"

#include <QStringList>

namespace inspike {

QString wrapped(const QString& words, const QFontMetricsF& metrics, double room)
{
    if (metrics.horizontalAdvance(words) <= room)
        return words;
    QString text = words;
    const auto bracket = text.lastIndexOf(QStringLiteral(" ("));
    if (bracket > 0)
        text[bracket] = QLatin1Char('\n');
    QStringList lines;
    for (const QString& part : text.split(QLatin1Char('\n'))) {
        QString line;
        for (const QString& word : part.split(QLatin1Char(' '))) {
            const QString longer = line.isEmpty() ? word : line + QLatin1Char(' ') + word;
            if (!line.isEmpty() && metrics.horizontalAdvance(longer) > room) {
                lines.append(line);
                line = word;
            } else {
                line = longer;
            }
        }
        lines.append(line);
    }
    return lines.join(QLatin1Char('\n'));
}

QString cut(const QString& words, const QFontMetricsF& metrics, double room)
{
    QStringList lines;
    for (const QString& line : words.split(QLatin1Char('\n'))) {
        const QString fits = metrics.elidedText(line, Qt::ElideRight, room);
        if (fits == line || fits.size() > 3) // less than that says nothing
            lines.append(fits);
    }
    return lines.join(QLatin1Char('\n'));
}

} // namespace inspike

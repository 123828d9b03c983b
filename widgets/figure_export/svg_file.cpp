// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/figure_export/file_formats.h"
#include "widgets/text/fonts.h"

#include <QBuffer>
#include <QRegularExpression>
#include <QSvgGenerator>

namespace inspike {
namespace {

QString attribute(const QString& name, double mm)
{
    return QStringLiteral("%1=\"%2mm\"").arg(name, QString::number(mm, 'g', 8));
}

void replaceFirst(QString& text, const QString& pattern, const QString& by)
{
    const auto match = QRegularExpression(pattern).match(text);
    if (match.hasMatch())
        text.replace(match.capturedStart(), match.capturedLength(), by);
}

// Families with fallbacks: the reader's machine may have none of this machine's fonts.
QString familyList()
{
    QStringList families = figureFamilies();
    families.append(
        {QStringLiteral("Arial"), QStringLiteral("Helvetica"), QStringLiteral("sans-serif")});
    families.removeDuplicates();
    return families.join(QStringLiteral(", "));
}

// Coordinates to a hundredth of a point, no empty groups: half the size for the same look.
QString compacted(const QString& text)
{
    static const QRegularExpression coordinates(QStringLiteral(" (?:points|d)=\"[^\"]*\""));
    static const QRegularExpression decimals(QStringLiteral("(\\.\\d)\\d+"));
    QString result;
    result.reserve(text.size());
    qsizetype done = 0;
    for (auto match = coordinates.globalMatch(text); match.hasNext();) {
        const auto each = match.next();
        result += QStringView(text).mid(done, each.capturedStart() - done);
        result += each.captured().replace(decimals, QStringLiteral("\\1"));
        done = each.capturedEnd();
    }
    result += QStringView(text).mid(done);
    result.remove(QStringLiteral(" vector-effect=\"none\""));
    static const QRegularExpression empty(QStringLiteral("<g [^>]*>\\s*</g>\\s*"));
    return result.remove(empty);
}

} // namespace

QByteArray svgBytes(const Figure& figure, const ExportStyle& style)
{
    const QSize units = pageUnits(style.sizeMm);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setResolution(kUnitsPerInch);
    generator.setSize(units);
    generator.setViewBox(QRect(QPoint(0, 0), units));
    generator.setTitle(QStringLiteral("Inspike figure"));
    generator.setDescription(QStringLiteral("-")); // replaced below
    const PageNotes notes = drawPage(generator, {}, figure, style, units, true);
    buffer.close();

    QString text = QString::fromUtf8(bytes);
    replaceFirst(text, QStringLiteral("width=\"[^\"]*mm\""),
                 attribute(QStringLiteral("width"), style.sizeMm.width()));
    replaceFirst(text, QStringLiteral("height=\"[^\"]*mm\""),
                 attribute(QStringLiteral("height"), style.sizeMm.height()));
    text.replace(QRegularExpression(QStringLiteral("font-family=\"[^\"]*\"")),
                 QStringLiteral("font-family=\"%1\"").arg(familyList()));
    const QString metadata =
        QStringLiteral("<metadata id=\"inspike\">%1</metadata>\n")
            .arg(QString::fromStdString(metadataOf(style, notes)).toHtmlEscaped());
    replaceFirst(text, QStringLiteral("<desc>[^<]*</desc>\\s*"), metadata);
    return compacted(text).toUtf8();
}

} // namespace inspike

// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/figure_export/file_formats.h"

#include <QBuffer>
#include <QPageSize>
#include <QPdfWriter>
#include <QRegularExpression>

#include <limits>
#include <string>

namespace inspike {
namespace {

QByteArray xmpOf(const QString& metadata)
{
    return QStringLiteral(
               "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
               "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">"
               "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">"
               "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
               "xmlns:inspike=\"https://inspike.org/ns/1.0/\">"
               "<dc:format>application/pdf</dc:format>"
               "<inspike:provenance>%1</inspike:provenance>"
               "</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>\n")
        .arg(metadata.toHtmlEscaped())
        .toUtf8();
}

// Overwrites the first match in place: lengths and hence the offsets of the file stay.
void overwrite(QByteArray& bytes, const char* before, char stop, const QByteArray& by)
{
    auto at = bytes.indexOf(before);
    if (at < 0)
        return;
    at += static_cast<qsizetype>(std::char_traits<char>::length(before));
    for (qsizetype i = 0; at < bytes.size() && bytes[at] != stop; ++at, ++i)
        bytes[at] = by[i % by.size()];
}

// Qt rounds pages to whole points; the box gets the exact size. Qt's page hangs from its top edge.
void setExactBox(QByteArray& bytes, QSizeF sizeMm)
{
    static const QRegularExpression box(QStringLiteral("/MediaBox \\[(0 0 [0-9.]+ ([0-9.]+))\\]"));
    const auto match = box.match(QString::fromLatin1(bytes));
    if (!match.hasMatch())
        return;
    const double top = match.captured(2).toDouble();
    const QString exact = QStringLiteral("0 %1 %2 %3")
                              .arg(top - sizeMm.height() / 25.4 * 72.0, 0, 'f', 3)
                              .arg(sizeMm.width() / 25.4 * 72.0, 0, 'f', 3)
                              .arg(top, 0, 'f', 3);
    const auto room = match.capturedLength(1);
    if (exact.size() <= room)
        bytes.replace(match.capturedStart(1), room, exact.leftJustified(room).toLatin1());
}

// XMP is written before the page; so room is kept for what is only known after drawing.
QByteArray reserved(const ExportStyle& style)
{
    constexpr std::size_t kMost = std::numeric_limits<std::size_t>::max();
    const QString longest = QString::fromStdString(metadataOf(style, {true, kMost, kMost - 1}));
    return QByteArray(longest.toHtmlEscaped().toUtf8().size(), '#');
}

} // namespace

QByteArray pdfBytes(const Figure& figure, const ExportStyle& style)
{
    const QSize units = pageUnits(style.sizeMm);
    const QByteArray room = reserved(style);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    PageNotes notes;
    {
        QPdfWriter writer(&buffer);
        writer.setPdfVersion(QPdfWriter::PdfVersion_1_6);
        writer.setResolution(kUnitsPerInch);
        writer.setPageSize(
            QPageSize(style.sizeMm, QPageSize::Millimeter, QString(), QPageSize::ExactMatch));
        writer.setPageMargins(QMarginsF());
        writer.setCreator(QStringLiteral("Inspike"));
        writer.setTitle(QStringLiteral("Inspike figure"));
        writer.setDocumentXmpMetadata(xmpOf(QString::fromLatin1(room)));
        notes = drawPage(writer, {}, figure, style, units, true);
    }
    buffer.close();

    const QByteArray metadata =
        QString::fromStdString(metadataOf(style, notes)).toHtmlEscaped().toUtf8();
    bytes.replace(bytes.indexOf(room), room.size(), metadata.leftJustified(room.size(), ' '));
    setExactBox(bytes, style.sizeMm);
    overwrite(bytes, "/CreationDate (D:", ')', "19700101000000Z00'00'");
    return bytes;
}

} // namespace inspike

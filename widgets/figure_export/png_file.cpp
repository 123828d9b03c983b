// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "widgets/figure_export/file_formats.h"

#include <QBuffer>
#include <QImage>
#include <QImageWriter>

#include <cmath>

namespace inspike {

QByteArray pngBytes(const Figure& figure, const ExportStyle& style)
{
    const double dotsPerMm = style.dpi / 25.4;
    const QSize pixels = style.sizePx.value_or(
        QSize(static_cast<int>(std::lround(style.sizeMm.width() * dotsPerMm)),
              static_cast<int>(std::lround(style.sizeMm.height() * dotsPerMm))));
    QImage image(pixels, QImage::Format_RGB32);
    if (image.isNull())
        throw Error(ErrorKind::OutOfMemory, "no memory for a picture of " +
                                                std::to_string(pixels.width()) + " x " +
                                                std::to_string(pixels.height()) +
                                                " pixels; ask for a lower --dpi or --size");
    image.setDotsPerMeterX(static_cast<int>(std::lround(dotsPerMm * 1000.0)));
    image.setDotsPerMeterY(static_cast<int>(std::lround(dotsPerMm * 1000.0)));
    const QSize units = pageUnits(QSizeF(pixels) / dotsPerMm);
    const QTransform place =
        QTransform::fromScale(static_cast<double>(pixels.width()) / units.width(),
                              static_cast<double>(pixels.height()) / units.height());
    const PageNotes notes = drawPage(image, place, figure, style, units, false);
    image.setText(QStringLiteral("inspike"), QString::fromStdString(metadataOf(style, notes)));

    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QImageWriter writer(&buffer, "png");
    if (!writer.write(image))
        throw Error(ErrorKind::Internal,
                    "cannot encode the picture as PNG: " + writer.errorString().toStdString());
    return bytes;
}

} // namespace inspike

// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/figure_export/figure_exporter.h"

#include "core/base/error.h"
#include "core/base/files.h"
#include "widgets/figure_export/file_formats.h"

#include <QImage>
#include <QPainter>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>

namespace inspike {
namespace {

using namespace std::string_view_literals;

constexpr std::array kFormats = {"png"sv, "svg"sv, "pdf"sv, "csv"sv, "json"sv};

std::string formatOf(const std::filesystem::path& path)
{
    std::string ending = path.extension().string();
    if (!ending.empty())
        ending.erase(0, 1);
    std::transform(ending.begin(), ending.end(), ending.begin(),
                   [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
    return ending;
}

std::string jsonOf(const Figure& figure, const ExportStyle& style)
{
    Json data = figureJson(figure);
    if (style.provenance.isObject() && data.isObject())
        data.set("provenance", style.provenance);
    return data.dump(2) + "\n";
}

std::string contentOf(const std::string& format, const Figure& figure, const ExportStyle& style)
{
    if (format == "png")
        return pngBytes(figure, style).toStdString();
    if (format == "svg")
        return svgBytes(figure, style).toStdString();
    if (format == "pdf")
        return pdfBytes(figure, style).toStdString();
    if (format == "csv")
        return figureCsv(figure);
    return jsonOf(figure, style);
}

} // namespace

std::span<const std::string_view> exportFormats()
{
    return kFormats;
}

void exportFigure(const Figure& figure, const ExportStyle& style, const std::filesystem::path& path,
                  bool replace)
{
    const std::string format = formatOf(path);
    if (std::find(kFormats.begin(), kFormats.end(), format) == kFormats.end())
        throw Error(ErrorKind::BadParameter,
                    "cannot tell the format of \"" + path.string() +
                        "\"; its name must end in .png, .svg, .pdf, .csv or .json");
    writeFile(path, contentOf(format, figure, style), replace);
}

Viewport viewportFor(std::string_view format, Viewport wanted)
{
    // In SVG a bitmap is text, which takes a third more.
    const double most = format == "svg" ? 5e5 : 9e5;
    const double cells = static_cast<double>(wanted.widthPx) * wanted.heightPx;
    if ((format == "pdf" || format == "svg") && cells > most) {
        const double share = std::sqrt(most / cells);
        wanted.widthPx = static_cast<int>(wanted.widthPx * share);
        wanted.heightPx = static_cast<int>(wanted.heightPx * share);
    }
    return wanted;
}

void paintFigure(QPainter& painter, const Figure& figure, const ExportStyle& style, QSizeF sizePt)
{
    // The plot library paints on devices only; a picture at the painter's resolution shows the
    // same.
    const QTransform device = painter.deviceTransform();
    const double scale = std::max(0.1, std::hypot(device.m11(), device.m12()));
    const QSize units(std::max(1, static_cast<int>(std::lround(sizePt.width() * kUnitsPerPt))),
                      std::max(1, static_cast<int>(std::lround(sizePt.height() * kUnitsPerPt))));
    QImage image(QSize(std::max(1, static_cast<int>(std::lround(sizePt.width() * scale))),
                       std::max(1, static_cast<int>(std::lround(sizePt.height() * scale)))),
                 QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    const QTransform place =
        QTransform::fromScale(static_cast<double>(image.width()) / units.width(),
                              static_cast<double>(image.height()) / units.height());
    drawPage(image, place, figure, style, units, false);
    painter.save();
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.drawImage(QRectF(QPointF(0, 0), sizePt), image);
    painter.restore();
}

} // namespace inspike

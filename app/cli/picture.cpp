// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/picture.h"

#include "app/application.h"
#include "app/gui/gui.h"
#include "core/base/error.h"
#include "core/base/files.h"
#include "widgets/figure_export/figure_exporter.h"

#include <QApplication>
#include <QImageWriter>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace inspike {

namespace {

constexpr double kMmPerInch = 25.4;
constexpr QSize kWindowPx(1440, 900);

struct PictureSize
{
    double width = 0.0;
    double height = 0.0;
    bool pixels = false;
};

// "180x120mm" or "1920x1080px"
PictureSize parsedSize(const std::string& text)
{
    const auto refuse = [&] {
        throw Error(ErrorKind::BadParameter,
                    "--size must look like 180x120mm or 1920x1080px, got '" + text + "'");
    };
    PictureSize size;
    size.pixels = text.ends_with("px");
    if (!size.pixels && !text.ends_with("mm"))
        refuse();
    const char* const last = text.data() + text.size() - 2;
    const auto [cross, first] = std::from_chars(text.data(), last, size.width);
    if (first != std::errc() || cross == last || *cross != 'x')
        refuse();
    const auto [end, second] = std::from_chars(cross + 1, last, size.height);
    if (second != std::errc() || end != last)
        refuse();
    const double most = size.pixels ? 16384.0 : 2000.0;
    const double least = size.pixels ? 64.0 : 20.0;
    const bool whole = !size.pixels || (std::floor(size.width) == size.width &&
                                        std::floor(size.height) == size.height);
    if (!whole || !(size.width >= least && size.width <= most) ||
        !(size.height >= least && size.height <= most))
        throw Error(ErrorKind::BadParameter, "--size must be 20...2000 mm or 64...16384 whole px, "
                                             "got '" +
                                                 text + "'");
    return size;
}

ExportStyle styleOf(const PictureRequest& request)
{
    ExportStyle style;
    style.dark = request.theme == "dark";
    if (!request.preset.empty()) {
        const ExportPreset* preset = findExportPreset(request.preset);
        if (preset == nullptr) {
            std::string known;
            for (const ExportPreset& candidate : exportPresets())
                known += (known.empty() ? "" : ", ") + candidate.id;
            throw Error(ErrorKind::BadParameter,
                        "no preset '" + request.preset + "'; there are " + known);
        }
        style.sizeMm = QSizeF(preset->widthMm, preset->heightMm);
        style.fontPt = preset->fontPt;
        style.dpi = preset->dpi;
    }
    if (request.dpi > 0)
        style.dpi = static_cast<int>(request.dpi);
    if (!request.size.empty()) {
        const PictureSize size = parsedSize(request.size);
        if (size.pixels) {
            style.sizePx = QSize(static_cast<int>(size.width), static_cast<int>(size.height));
            style.sizeMm = QSizeF(size.width, size.height) / style.dpi * kMmPerInch;
        } else {
            style.sizeMm = QSizeF(size.width, size.height);
        }
    }
    return style;
}

std::string extensionOf(const PictureRequest& request)
{
    std::string extension = std::filesystem::path(request.output).extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return extension;
}

bool isTable(const std::string& extension)
{
    return extension == ".csv" || extension == ".json";
}

} // namespace

void checkPicture(const PictureRequest& request, bool window)
{
    static constexpr std::array kKnown = {".png", ".svg", ".pdf", ".csv", ".json"};
    const std::string extension = extensionOf(request);
    if (std::find(kKnown.begin(), kKnown.end(), extension) == kKnown.end())
        throw Error(ErrorKind::BadParameter, "cannot tell the format of '" + request.output +
                                                 "'; end it with .png, .svg, .pdf, .csv or .json");
    const ExportStyle style = styleOf(request);
    if (window && extension != ".png")
        throw Error(ErrorKind::BadParameter, "the window can be drawn as .png only");
    if (window && !request.size.empty() && !style.sizePx)
        throw Error(ErrorKind::BadParameter, "the window needs its size in px, e.g. 1440x900px");
    const double pixels =
        style.sizePx
            ? static_cast<double>(style.sizePx->width()) * style.sizePx->height()
            : style.sizeMm.width() * style.sizeMm.height() * std::pow(style.dpi / kMmPerInch, 2);
    constexpr double kMostPixels = 3e8; // 1.2 GB of memory while drawing
    if (extension == ".png" && pixels > kMostPixels)
        throw Error(ErrorKind::BadParameter, "the picture would have more than 300 million pixels; "
                                             "choose a smaller --size or --dpi");
    requireFreeOutput(request.output, request.force);
}

Viewport viewportOf(const PictureRequest& request)
{
    const ExportStyle style = styleOf(request);
    Viewport viewport;
    if (style.sizePx) {
        viewport.widthPx = style.sizePx->width();
        viewport.heightPx = style.sizePx->height();
    } else {
        const double perMm = style.dpi / kMmPerInch;
        viewport.widthPx = static_cast<int>(style.sizeMm.width() * perMm);
        viewport.heightPx = static_cast<int>(style.sizeMm.height() * perMm);
    }
    const std::string extension = extensionOf(request);
    return viewportFor(extension.empty() ? extension : extension.substr(1), viewport);
}

void writePicture(const Figure& figure, const PictureRequest& request, const Json& provenance)
{
    const std::string extension = extensionOf(request);
    if (isTable(extension)) {
        const std::string text =
            extension == ".csv" ? figureCsv(figure) : figureJson(figure).dump(1) + "\n";
        writeFile(request.output, text, request.force);
        return;
    }
    const OffscreenApplication application(request.language);
    ExportStyle style = styleOf(request);
    style.provenance = provenance;
    exportFigure(figure, style, request.output, request.force);
}

void writeWindowPicture(std::span<const std::string> files, const PictureRequest& request)
{
    OffscreenApplication application(request.language);
    GuiRequest gui;
    for (const std::string& file : files)
        gui.files.emplace_back(file);
    gui.theme = QString::fromStdString(request.theme);
    const ExportStyle style = styleOf(request);
    const QImage image = renderWindow(application.qt(), gui, style.sizePx.value_or(kWindowPx));
    writeAtomically(request.output, request.force, [&](const std::filesystem::path& temporary) {
        QImageWriter writer(QString::fromStdString(temporary.string()), "png");
        if (!writer.write(image))
            throw Error(ErrorKind::BadOutput, "cannot write " + request.output + ": " +
                                                  writer.errorString().toStdString());
    });
}

} // namespace inspike

// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/arguments.h"
#include "app/cli/command.h"
#include "core/analysis/analysis_registry.h"
#include "core/base/error.h"
#include "core/figures/view_catalogue.h"
#include "core/io/reader_registry.h"
#include "core/systems/system_registry.h"
#include "core/workspace/open_file.h"
#include "widgets/figure_export/figure_exporter.h"

#include <algorithm>
#include <iostream>

namespace inspike {

namespace {

Json entry(const std::string& id, const std::string& title)
{
    Json object = Json::object();
    object.set("id", id);
    object.set("title", title);
    return object;
}

Json settingsOf(const ParamSpecs& specs)
{
    Json array = Json::array();
    for (const ParamSpec& spec : specs) {
        Json setting = Json::object();
        setting.set("id", spec.id);
        setting.set("default",
                    std::visit([](const auto& value) { return Json(value); }, spec.fallback));
        setting.set("unit", spec.unit);
        Json choices = Json::array();
        for (const std::string& choice : spec.choices)
            choices.push(choice);
        setting.set("choices", std::move(choices));
        setting.set("help", spec.help);
        array.push(std::move(setting));
    }
    return array;
}

Json listReaders()
{
    Json rows = Json::array();
    for (const auto& reader : readers()) {
        const ReaderInfo info = reader->info();
        Json row = entry(info.id, info.title);
        Json extensions = Json::array();
        for (const std::string& extension : info.extensions)
            extensions.push(extension);
        row.set("extensions", std::move(extensions));
        row.set("settings", settingsOf(info.params));
        rows.push(std::move(row));
    }
    return rows;
}

Json listSystems()
{
    Json rows = Json::array();
    for (const auto& system : systems()) {
        const SystemInfo info = system->info();
        Json row = entry(info.id, info.title);
        row.set("citation", info.citation);
        row.set("settings", settingsOf(info.openOptions));
        row.set("training", settingsOf(info.trainOptions));
        rows.push(std::move(row));
    }
    return rows;
}

Json listViews()
{
    Json rows = Json::array();
    for (const FigureKind& kind : figureKinds()) {
        Json row = entry(kind.id, kind.title);
        row.set("settings", settingsOf(kind.params()));
        rows.push(std::move(row));
    }
    rows.push(entry("window", "The whole window"));
    return rows;
}

Json listAnalyses()
{
    Json rows = Json::array();
    for (const Analysis& analysis : analyses()) {
        Json row = entry(analysis.id, analysis.title);
        row.set("help", analysis.help);
        row.set("settings", settingsOf(analysis.params()));
        rows.push(std::move(row));
    }
    return rows;
}

Json listPresets()
{
    Json rows = Json::array();
    for (const ExportPreset& preset : exportPresets()) {
        Json row = entry(preset.id, preset.title);
        row.set("width_mm", preset.widthMm);
        row.set("height_mm", preset.heightMm);
        row.set("font_pt", preset.fontPt);
        row.set("dpi", preset.dpi);
        rows.push(std::move(row));
    }
    return rows;
}

Json listSamples()
{
    Json rows = Json::array();
    for (const Sample& sample : shippedSamples()) {
        Json row = entry(sample.id, sample.title);
        Json files = Json::array();
        for (const std::filesystem::path& file : sample.files)
            files.push(file.string());
        row.set("files", std::move(files));
        rows.push(std::move(row));
    }
    return rows;
}

struct Listing
{
    const char* name;
    Json (*make)();
};

constexpr Listing kListings[] = {{"readers", &listReaders}, {"systems", &listSystems},
                                 {"views", &listViews},     {"analyses", &listAnalyses},
                                 {"presets", &listPresets}, {"samples", &listSamples}};

// One line per thing: id, title, and the names of its settings.
void printRows(const Json& rows)
{
    std::size_t width = 0;
    for (const Json& row : rows.items())
        width = std::max(width, row["id"].toString().size());
    for (const Json& row : rows.items()) {
        const std::string id = row["id"].toString();
        std::cout << id << std::string(width + 2 - id.size(), ' ') << row["title"].toString();
        for (const char* key : {"extensions", "files"}) {
            for (const Json& item : row[key].items())
                std::cout << ' ' << item.toString();
        }
        std::cout << '\n';
        for (const Json& setting : row["settings"].items()) {
            const Json& fallback = setting["default"];
            std::cout << std::string(width + 2, ' ') << "--set " << setting["id"].toString() << '='
                      << (fallback.isString() ? fallback.toString() : fallback.dump()) << "  "
                      << setting["help"].toString() << '\n';
        }
    }
}

int runCommand(const CommandCall& call)
{
    std::vector<std::string> names;
    for (const Listing& listing : kListings)
        names.emplace_back(listing.name);
    std::string what;
    bool json = false;
    std::string choices;
    for (const std::string& name : names)
        choices += (choices.empty() ? "" : ", ") + name;
    Arguments arguments("list", "List what there is, with the settings that --set accepts.");
    arguments.word("WHAT", what, choices);
    arguments.flag("--json", json, "As a JSON array");
    if (!arguments.parse(call.words))
        return 0;
    const auto* const found =
        std::find_if(std::begin(kListings), std::end(kListings),
                     [&](const Listing& listing) { return listing.name == what; });
    if (found == std::end(kListings))
        throw Error(ErrorKind::BadParameter, "cannot list '" + what + "'; there are " + choices);
    const Json rows = found->make();
    if (json)
        std::cout << rows.dump(2) << '\n';
    else
        printRows(rows);
    return 0;
}

} // namespace

Command makeListCommand()
{
    return {"list", "List readers, systems, views, analyses, presets or samples", &runCommand};
}

} // namespace inspike

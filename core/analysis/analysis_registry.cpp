// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/analysis_registry.h"

#include "core/analysis/number_text.h"

#include <array>

namespace inspike {

// One line per analysis that can be called by name.
#define INSPIKE_ANALYSES(X)                                                                        \
    X(makeFiringRatesAnalysis)                                                                     \
    X(makeIsiAnalysis)                                                                             \
    X(makeCvAnalysis)                                                                              \
    X(makeFanoAnalysis)                                                                            \
    X(makeSparsityAnalysis)                                                                        \
    X(makeAutocorrelogramAnalysis)                                                                 \
    X(makeCrosscorrelogramAnalysis)                                                                \
    X(makeSynchronyAnalysis)                                                                       \
    X(makeSpikeDistanceAnalysis)                                                                   \
    X(makeVictorPurpuraAnalysis)                                                                   \
    X(makePsthAnalysis)                                                                            \
    X(makePcaAnalysis)                                                                             \
    X(makeModeImportanceAnalysis)                                                                  \
    X(makeTaskPerformanceAnalysis)                                                                 \
    X(makePsychometricsAnalysis)                                                                   \
    X(makeAccuracyAnalysis)                                                                        \
    X(makeAttentionEntropyAnalysis)                                                                \
    X(makeHeadAgreementAnalysis)                                                                   \
    X(makeAttentionRolloutAnalysis)                                                                \
    X(makeModalityContributionAnalysis)                                                            \
    X(makeSnrAccuracyAnalysis)                                                                     \
    X(makeEvidenceAnalysis)                                                                        \
    X(makeResidualEnergyAnalysis)                                                                  \
    X(makeAlignmentMatrixAnalysis)                                                                 \
    X(makeCkaAnalysis)                                                                             \
    X(makeMmdAnalysis)                                                                             \
    X(makeCoralAnalysis)                                                                           \
    X(makeProcrustesAnalysis)                                                                      \
    X(makeNeighbourAgreementAnalysis)                                                              \
    X(makeMembraneDensityAnalysis)                                                                 \
    X(makeEnergyAnalysis)                                                                          \
    X(makeEmbedAnalysis)                                                                           \
    X(makeCompareAnalysis)

#define INSPIKE_DECLARE(make) Analysis make();
INSPIKE_ANALYSES(INSPIKE_DECLARE)
#undef INSPIKE_DECLARE

std::span<const Analysis> analyses()
{
#define INSPIKE_ROW(make) make(),
    static const std::array kAnalyses{INSPIKE_ANALYSES(INSPIKE_ROW)};
#undef INSPIKE_ROW
    return kAnalyses;
}

const Analysis* findAnalysis(std::string_view id)
{
    for (const Analysis& analysis : analyses()) {
        if (analysis.id == id)
            return &analysis;
    }
    return nullptr;
}

std::string AnalysisResult::toCsv() const
{
    std::string text;
    const auto addCell = [&text](bool first, const std::string& cell) {
        text += (first ? "" : ",") + cell;
    };
    for (std::size_t i = 0; i < nameColumns.size(); ++i)
        addCell(i == 0, csvCell(nameColumns[i]));
    for (std::size_t i = 0; i < columns.size(); ++i)
        addCell(i == 0 && nameColumns.empty(), csvCell(columns[i]));
    text += '\n';
    for (std::size_t row = 0; row < rows.size(); ++row) {
        for (std::size_t i = 0; i < nameColumns.size(); ++i)
            addCell(i == 0, csvCell(names[row][i]));
        for (std::size_t i = 0; i < rows[row].size(); ++i)
            addCell(i == 0 && nameColumns.empty(), numberText(rows[row][i]));
        text += '\n';
    }
    return text;
}

Json AnalysisResult::toJson() const
{
    Json json = Json::object();
    Json titles = Json::array();
    for (const std::string& column : nameColumns)
        titles.push(column);
    for (const std::string& column : columns)
        titles.push(column);
    Json table = Json::array();
    for (std::size_t row = 0; row < rows.size(); ++row) {
        Json cells = Json::array();
        for (std::size_t i = 0; i < nameColumns.size(); ++i)
            cells.push(names[row][i]);
        for (const double value : rows[row])
            cells.push(value);
        table.push(std::move(cells));
    }
    Json totals = Json::object();
    for (const auto& [name, value] : summary)
        totals.set(name, value);
    json.set("columns", std::move(titles));
    json.set("rows", std::move(table));
    json.set("summary", std::move(totals));
    json.set("note", note);
    if (lists.empty())
        return json;
    Json named = Json::object();
    for (const auto& [title, entries] : lists) {
        Json all = Json::array();
        for (const std::string& entry : entries)
            all.push(entry);
        named.set(title, std::move(all));
    }
    json.set("lists", std::move(named));
    return json;
}

} // namespace inspike

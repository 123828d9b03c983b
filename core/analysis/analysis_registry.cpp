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
    X(makeAttentionEntropyAnalysis)                                                                \
    X(makeHeadAgreementAnalysis)                                                                   \
    X(makeAttentionRolloutAnalysis)                                                                \
    X(makeModalityContributionAnalysis)                                                            \
    X(makeSnrAccuracyAnalysis)                                                                     \
    X(makeEvidenceAnalysis)                                                                        \
    X(makeResidualEnergyAnalysis)                                                                  \
    X(makeAlignmentMatrixAnalysis)

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
    for (std::size_t i = 0; i < columns.size(); ++i)
        text += (i > 0 ? "," : "") + csvCell(columns[i]);
    text += '\n';
    for (const std::vector<double>& row : rows) {
        for (std::size_t i = 0; i < row.size(); ++i)
            text += (i > 0 ? "," : "") + numberText(row[i]);
        text += '\n';
    }
    return text;
}

Json AnalysisResult::toJson() const
{
    Json json = Json::object();
    Json names = Json::array();
    for (const std::string& column : columns)
        names.push(column);
    Json table = Json::array();
    for (const std::vector<double>& row : rows) {
        Json cells = Json::array();
        for (const double value : row)
            cells.push(value);
        table.push(std::move(cells));
    }
    Json totals = Json::object();
    for (const auto& [name, value] : summary)
        totals.set(name, value);
    json.set("columns", std::move(names));
    json.set("rows", std::move(table));
    json.set("summary", std::move(totals));
    json.set("note", note);
    return json;
}

} // namespace inspike

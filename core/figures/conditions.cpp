// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/conditions.h"

#include <algorithm>
#include <map>

namespace inspike {

namespace {

constexpr int kCategoryColours = 8;

Text labelOf(const TrialCondition& condition)
{
    const std::string sign = condition.choice > 0 ? "+" : "-";
    if (condition.chosenClass >= 0)
        return {TextId::ClassNumber, {std::to_string(condition.chosenClass)}};
    if (condition.context < 0)
        return condition.choice == 0 ? Text{TextId::AllTrials} : Text{TextId::Choice, {sign}};
    const std::string context = std::to_string(condition.context + 1);
    if (condition.choice == 0)
        return {TextId::Context, {context}};
    return {TextId::ContextChoice, {context, sign}};
}

} // namespace

TrialCategories categoriesOf(const std::vector<TrialCondition>& conditions)
{
    TrialCategories result;
    // A condition that is only partly known must not share an entry with a known one of its code.
    std::map<std::pair<int, std::string>, std::vector<std::size_t>> members;
    for (std::size_t trial = 0; trial < conditions.size(); ++trial) {
        const std::string label = plainText(labelOf(conditions[trial]));
        members[{conditionNumber(conditions[trial]), label}].push_back(trial);
    }
    result.ofTrial.assign(conditions.size(), 0);
    for (const auto& [code, trials] : members) {
        ManifoldCategory category;
        category.label = labelOf(conditions[trials.front()]);
        category.colour = {ColourRole::Category, code.first % kCategoryColours};
        category.trials = trials.size();
        for (const std::size_t trial : trials)
            result.ofTrial[trial] = static_cast<int>(result.categories.size());
        result.categories.push_back(std::move(category));
    }
    return result;
}

} // namespace inspike

// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/view/view_registry.h"

#include <array>

// One line per view: a function in widgets/views/<name>_view.cpp. Of views that share a place, the
// earlier one comes to the front when several have something to show.
#define INSPIKE_VIEWS(X)                                                                           \
    X(rasterViewClass)                                                                             \
    X(attentionViewClass)                                                                          \
    X(alignmentViewClass)                                                                          \
    X(evidenceViewClass)                                                                           \
    X(manifoldViewClass)                                                                           \
    X(tracesViewClass)                                                                             \
    X(eventsViewClass)                                                                             \
    X(graphViewClass)                                                                              \
    X(psychometricsViewClass)                                                                      \
    X(statisticsViewClass)                                                                         \
    X(alignedViewClass)                                                                            \
    X(residualViewClass)                                                                           \
    X(similarityViewClass)                                                                         \
    X(embeddingViewClass)                                                                          \
    X(compareViewClass)                                                                            \
    X(weightsViewClass)                                                                            \
    X(activationViewClass)                                                                         \
    X(ledgerViewClass)

namespace inspike {

#define INSPIKE_DECLARE(function) const ViewClass& function();
INSPIKE_VIEWS(INSPIKE_DECLARE)
#undef INSPIKE_DECLARE

std::span<const ViewClass* const> viewClasses()
{
#define INSPIKE_ROW(function) &function(),
    static const std::array all = {INSPIKE_VIEWS(INSPIKE_ROW)};
#undef INSPIKE_ROW
    return all;
}

const ViewClass* findViewClass(std::string_view id)
{
    for (const ViewClass* candidate : viewClasses()) {
        if (candidate->id == id)
            return candidate;
    }
    return nullptr;
}

} // namespace inspike

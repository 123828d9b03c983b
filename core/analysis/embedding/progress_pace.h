// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Hands out coordinates after iterations, but not more often than somebody can look at them.

#include "core/analysis/embedding/points.h"

#include <chrono>

namespace inspike {

class ProgressPace
{
public:
    explicit ProgressPace(const EmbeddingProgress& progress) : m_progress(progress) {}

    // `always`: however short the time since the last call.
    void report(int iteration, std::span<const float> coordinates, bool always)
    {
        if (!m_progress)
            return;
        const auto now = std::chrono::steady_clock::now();
        if (!always && now - m_last < std::chrono::milliseconds(50))
            return;
        m_last = now;
        m_progress(iteration, coordinates);
    }

private:
    const EmbeddingProgress& m_progress;
    std::chrono::steady_clock::time_point m_last{};
};

} // namespace inspike

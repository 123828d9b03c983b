// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What goes into a NIR network: for each of its inputs a stream of the recording, fitted, batch by
// batch of samples.

#include "core/nn/model.h"
#include "core/systems/fitting/input_fit.h"
#include "core/systems/nir/execute.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace inspike::nir {

class NetworkInput
{
public:
    // Throws as fitInput does, and Error{BadShape} for inputs of different lengths.
    NetworkInput(const Network& network, std::shared_ptr<const Recording> recording,
                 const std::vector<InputWish>& wishes, const Params& options, std::uint64_t seed,
                 JobContext& job);

    std::size_t samples() const { return m_fits.front()->samples(); }
    std::size_t steps() const { return m_fits.front()->steps(); }
    std::optional<Time> stepDuration() const { return m_fits.front()->stepDuration(); }
    std::vector<std::string> explanation() const;
    Json choice() const;
    Json classNames() const; // null when unknown

    // Samples from `first` on, valid until the next call. Throws Error{BadFormat} for numbers that
    // are not finite.
    InputBatch load(std::size_t first, std::size_t count, JobContext& job);
    // Bytes of one sample.
    std::uint64_t bytesPerSample() const;
    // Inputs, labels and names of all samples that were loaded. What is too large to be kept is
    // left out with a note.
    void keep(Run& run) const;

private:
    void remember(const FittedBatch& batch, std::size_t input, std::size_t first);

    const Network& m_network;
    std::vector<std::unique_ptr<FittedInput>> m_fits; // of Network::inputs
    std::vector<FittedBatch> m_batches;
    std::vector<Tensor> m_kept; // [step, sample, ...]; empty when too large
    std::vector<std::string> m_ids;
    std::vector<std::int64_t> m_labels;
};

} // namespace inspike::nir

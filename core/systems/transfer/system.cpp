// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/model_system.h"
#include "core/systems/transfer/config.h"
#include "core/systems/transfer/model.h"
#include "core/systems/transfer/recipe.h"

#include <utility>

namespace inspike {

namespace {

class TransferSystem : public ModelSystem
{
public:
    SystemInfo info() const override
    {
        return {"static-to-event", "Static-to-event transfer: still pictures help event cameras",
                "arXiv 2303.13077", transfer::openOptions(), transfer::trainOptions()};
    }

    bool accepts(const Checkpoint& checkpoint) const noexcept override
    {
        return transfer::looksLikeNetwork(checkpoint);
    }

    std::shared_ptr<const Model> open(const Checkpoint& checkpoint, const Params& options,
                                      JobContext&) const override
    {
        std::vector<std::string> notes = checkpoint.notes;
        transfer::Config config = transfer::configOf(checkpoint, options, notes);
        transfer::Network network = transfer::networkFrom(checkpoint, std::move(config));
        return transfer::makeModel(std::move(network), checkpoint, std::move(notes));
    }

    Checkpoint train(const TrainRequest& request, JobContext& job) const override
    {
        return transfer::trainNetwork(request, job);
    }
};

} // namespace

std::unique_ptr<ModelSystem> makeTransferSystem()
{
    return std::make_unique<TransferSystem>();
}

} // namespace inspike

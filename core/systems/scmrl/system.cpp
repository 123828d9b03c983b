// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/model_system.h"
#include "core/systems/scmrl/config.h"
#include "core/systems/scmrl/model.h"
#include "core/systems/scmrl/recipe.h"

#include <utility>

namespace inspike {

namespace {

class ScmrlSystem : public ModelSystem
{
public:
    SystemInfo info() const override
    {
        return {"s-cmrl", "S-CMRL: audio-visual spiking transformer", "arXiv 2502.12488",
                scmrl::openOptions(), scmrl::trainOptions()};
    }

    bool accepts(const Checkpoint& checkpoint) const noexcept override
    {
        return scmrl::looksLikeNetwork(checkpoint);
    }

    std::shared_ptr<const Model> open(const Checkpoint& checkpoint, const Params& options,
                                      JobContext&) const override
    {
        std::vector<std::string> notes = checkpoint.notes;
        scmrl::Config config = scmrl::configOf(checkpoint, options, notes);
        scmrl::Network network = scmrl::networkFrom(checkpoint, std::move(config));
        return scmrl::makeModel(std::move(network), checkpoint, std::move(notes));
    }

    Checkpoint train(const TrainRequest& request, JobContext& job) const override
    {
        return scmrl::trainNetwork(request, job);
    }
};

} // namespace

std::unique_ptr<ModelSystem> makeScmrlSystem()
{
    return std::make_unique<ScmrlSystem>();
}

} // namespace inspike

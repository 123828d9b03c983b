// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/smnn/model.h"
#include "core/systems/smnn/recipe.h"

#include <utility>

namespace inspike {

namespace {

class SmnnSystem : public ModelSystem
{
public:
    SystemInfo info() const override
    {
        return {"smnn", "SMNN: spiking mode-based network",
                "Lin and Huang, Phys. Rev. E 110, 024306 (2024)", smnn::openOptions(),
                smnn::trainOptions()};
    }

    bool accepts(const Checkpoint& checkpoint) const noexcept override
    {
        return smnn::looksLikeNetwork(checkpoint);
    }

    std::shared_ptr<const Model> open(const Checkpoint& checkpoint, const Params& options,
                                      JobContext&) const override
    {
        std::vector<std::string> notes = checkpoint.notes;
        smnn::Network network = smnn::networkFrom(checkpoint, options, notes);
        return smnn::makeModel(std::move(network), checkpoint, std::move(notes));
    }

    Checkpoint train(const TrainRequest& request, JobContext& job) const override
    {
        return smnn::trainNetwork(request, job);
    }
};

} // namespace

std::unique_ptr<ModelSystem> makeSmnnSystem()
{
    return std::make_unique<SmnnSystem>();
}

} // namespace inspike

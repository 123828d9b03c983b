// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// NIR files as networks that can be run.

#include "core/nn/model_format.h"
#include "core/systems/nir/model.h"

#include <utility>

namespace inspike {

namespace {

class NirFormat : public ModelFormat
{
public:
    ModelFormatInfo info() const override { return {"nir", "NIR graph", {".nir"}}; }
    bool claims(const std::filesystem::path& path) const noexcept override
    {
        return nir::looksLikeNir(path);
    }
    std::shared_ptr<const Model> open(const std::filesystem::path& path, const Params& /*options*/,
                                      JobContext& job) const override
    {
        nir::File file = nir::readNir(path, job);
        nir::Network network = nir::makeNetwork(file, job);
        return nir::makeModel(std::move(file), std::move(network), path.stem().string());
    }
};

} // namespace

std::unique_ptr<ModelFormat> makeNirFormat()
{
    return std::make_unique<NirFormat>();
}

} // namespace inspike

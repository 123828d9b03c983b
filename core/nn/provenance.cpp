// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/model.h"

// INSPIKE_VERSION and the versions of libraries come from CMake, so that none of their headers is
// needed here.

namespace inspike {

namespace {

Json fileObject(const std::string& file, const std::string& sha256)
{
    Json object = Json::object();
    object.set("file", file);
    object.set("sha256", sha256);
    return object;
}

} // namespace

Json Provenance::toJson() const
{
    Json program = Json::object();
    program.set("name", "inspike");
    program.set("version", INSPIKE_VERSION);
    Json libraries = Json::object();
    libraries.set("LibTorch", INSPIKE_TORCH_VERSION);
    libraries.set("HDF5", INSPIKE_HDF5_VERSION);
    libraries.set("compiler", INSPIKE_COMPILER);

    Json object = Json::object();
    object.set("program", std::move(program));
    object.set("libraries", std::move(libraries));
    object.set("model", fileObject(modelFile, modelSha256));
    object.set("recording", fileObject(recordingFile, recordingSha256));
    object.set("system", system);
    object.set("settings", settings);
    object.set("seed", static_cast<std::int64_t>(seed));
    object.set("device", device);
    // Wall time stays out: the same input, seed and version give the same bytes.
    return object;
}

Provenance Provenance::fromJson(const Json& object)
{
    Provenance made;
    made.modelFile = object["model"]["file"].toString();
    made.modelSha256 = object["model"]["sha256"].toString();
    made.recordingFile = object["recording"]["file"].toString();
    made.recordingSha256 = object["recording"]["sha256"].toString();
    made.system = object["system"].toString();
    made.settings = object["settings"];
    made.seed = static_cast<std::uint64_t>(object["seed"].toInteger());
    made.device = object["device"].toString("cpu");
    made.wallSeconds = object["wall_s"].toDouble();
    return made;
}

} // namespace inspike

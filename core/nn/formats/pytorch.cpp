// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/nn/checkpoint.h"
#include "core/nn/formats/pickle_machine.h"
#include "core/nn/formats/sniff.h"
#include "core/nn/formats/state_dict.h"
#include "core/nn/formats/torch_archive.h"
#include "core/nn/formats/torch_tensors.h"

#include <algorithm>
#include <fstream>

namespace inspike {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t kMaxPickle = std::uint64_t{64} << 20U;

[[noreturn]] void refuseOldFormat(const fs::path& path, const std::string& which)
{
    throw Error(ErrorKind::Unsupported,
                path.string() + " is " + which +
                    "; save it again with PyTorch 1.6 or later: torch.save(torch.load(path, "
                    "map_location=\"cpu\"), new_path)");
}

// Before 1.6: a magic number, a protocol, facts of the system, and the object, one pickle each.
// What the object is made of decides what to advise.
[[noreturn]] void refuseLegacy(const fs::path& path, JobContext& job)
{
    constexpr std::size_t kLooked = std::size_t{16} << 20U;
    constexpr std::size_t kMagic = 15; // bytes of the first pickle
    std::ifstream file(path, std::ios::binary);
    std::string content(kLooked, '\0');
    file.read(content.data(), static_cast<std::streamsize>(kLooked));
    content.resize(static_cast<std::size_t>(file.gcount()));
    auto rest = std::as_bytes(std::span(content));
    try {
        rest = rest.subspan(std::min(kMagic, rest.size()));
        for (int i = 0; i < 3; ++i)
            rest = rest.subspan(pickle::parse(rest, job).length);
    } catch (const Error& error) {
        const bool named = error.message().find("the pickle names '") != std::string::npos;
        if (named || error.kind() == ErrorKind::Cancelled)
            throw;
    }
    refuseOldFormat(path, "a checkpoint of PyTorch before version 1.6");
}

// A pickle that no archive surrounds holds no tensors, but says by its globals what it would do.
[[noreturn]] void refuseBarePickle(const fs::path& path, JobContext& job)
{
    std::ifstream file(path, std::ios::binary);
    std::string content;
    constexpr std::size_t kLooked = std::size_t{1} << 20U;
    content.resize(kLooked);
    file.read(content.data(), static_cast<std::streamsize>(kLooked));
    content.resize(static_cast<std::size_t>(file.gcount()));
    try {
        pickle::parse(std::as_bytes(std::span(content)), job);
    } catch (const Error& error) {
        if (error.kind() == ErrorKind::Cancelled || error.kind() == ErrorKind::Unsupported)
            throw;
        throw Error(ErrorKind::BadFormat,
                    path.string() + " is neither an archive of torch.save nor a sound pickle");
    }
    throw Error(ErrorKind::Unsupported,
                path.string() + " is a plain pickle; save the network with torch.save");
}

Checkpoint readArchive(const fs::path& path, JobContext& job)
{
    const TorchArchive archive(path);
    const std::vector<std::byte> bytes = archive.read("data.pkl", kMaxPickle, job);
    const pickle::Document document = pickle::parse(bytes, job);
    FoundState found = findState(document);

    Checkpoint checkpoint;
    checkpoint.path = path;
    checkpoint.format = "pytorch-checkpoint";
    checkpoint.system = found.config["system"].toString();
    checkpoint.config = std::move(found.config);
    checkpoint.notes = std::move(found.notes);
    TorchTensors tensors(archive, document.heap);
    std::size_t done = 0;
    for (const auto& [name, ref] : found.tensors) {
        job.progress(static_cast<double>(done++) / static_cast<double>(found.tensors.size()),
                     "reading parameters");
        checkpoint.state.emplace(name, withContext("reading parameter '" + name + "'", [&] {
                                     return tensors.make(
                                         *document.heap.get<pickle::TensorView>(ref), job);
                                 }));
    }
    for (const std::string& location : tensors.foreignLocations())
        checkpoint.notes.push_back("tensors saved on '" + location + "' read into main memory");
    return checkpoint;
}

} // namespace

Checkpoint readPyTorchCheckpoint(const fs::path& path, JobContext& job)
{
    return withContext("opening " + path.filename().string(), [&] {
        switch (sniffModelFile(path)) {
        case ModelFileKind::Zip:
            return readArchive(path, job);
        case ModelFileKind::LegacyTorch:
            refuseLegacy(path, job);
        case ModelFileKind::Tar:
            refuseOldFormat(path, "a tar checkpoint of PyTorch before version 0.2");
        default:
            refuseBarePickle(path, job);
        }
    });
}

} // namespace inspike

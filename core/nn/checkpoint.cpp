// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/checkpoint.h"

#include "core/base/error.h"
#include "core/io/hdf5/hdf5_file.h"
#include "core/nn/formats/sniff.h"
#include "core/nn/formats/torch_archive.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace inspike {

namespace fs = std::filesystem;

namespace {

bool hasTorchExtension(const fs::path& path)
{
    std::string extension = path.extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
    constexpr std::array<std::string_view, 5> kKnown = {".pt", ".pth", ".ckpt", ".pkl", ".pickle"};
    return std::find(kKnown.begin(), kKnown.end(), extension) != kKnown.end() ||
           (extension == ".tar" && path.stem().extension() == ".pth");
}

} // namespace

bool looksLikeCheckpoint(const fs::path& path)
{
    try {
        switch (sniffModelFile(path)) {
        case ModelFileKind::Hdf5: {
            const auto kind = inspikeKind(path);
            return kind == "model" || kind == "fixture";
        }
        case ModelFileKind::Zip:
            return TorchArchive::looksLikeOne(path) || hasTorchExtension(path);
        case ModelFileKind::LegacyTorch:
        case ModelFileKind::Pickle:
            return true;
        case ModelFileKind::Tar:
        case ModelFileKind::Empty:
        case ModelFileKind::Other:
            return hasTorchExtension(path);
        }
    } catch (const Error&) {
        return false;
    }
    return false;
}

Checkpoint readCheckpoint(const fs::path& path, JobContext& job)
{
    switch (sniffModelFile(path)) {
    case ModelFileKind::Hdf5:
        return readModelFile(path, job);
    case ModelFileKind::Empty:
        throw Error(ErrorKind::BadFormat, path.string() + " is empty");
    default:
        return readPyTorchCheckpoint(path, job);
    }
}

} // namespace inspike

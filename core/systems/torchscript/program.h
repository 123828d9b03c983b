// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A TorchScript archive in memory: its classes compiled, its values made, nothing executed. The
// archive and its pickles are checked by our own readers before LibTorch sees them.

#include "core/base/job.h"
#include "core/nn/formats/torch_archive.h"

#include <torch/csrc/jit/api/module.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace inspike::torchscript {

// An object whose class has a method __setstate__, which LibTorch would call while it loads.
struct Deferred
{
    c10::intrusive_ptr<c10::ivalue::Object> object;
    c10::IValue state;
};

struct Program
{
    std::shared_ptr<torch::jit::CompilationUnit> unit;
    torch::jit::Module root;
    std::vector<Deferred> deferred; // in the order in which LibTorch would have called them
    std::int64_t version = 0;       // of the archive
    std::vector<std::string> notes;
};

// Throws Error{BadFormat, Unsupported}.
Program loadProgram(const std::filesystem::path& path, JobContext& job);

// Calls what was put off. Executes code of the file.
void finishLoading(Program& program);

// The program's values once more, to be changed by one run. Unlike LibTorch's own copy it calls no
// __setstate__.
torch::jit::Module copyOf(const Program& program);

// Throws Error{Unsupported} for versions that LibTorch in use does not read.
std::int64_t checkedVersion(const TorchArchive& archive, JobContext& job);
// Throws Error{Unsupported} for code that reading it would execute, or that is nested so deeply
// that a recursive parser could not read it.
void checkSource(const std::string& name, const std::string& code);

} // namespace inspike::torchscript

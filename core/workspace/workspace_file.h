// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Workspace files (*.inspike, JSON): which files are open, by relative path and SHA-256, how
// derived data was made, and what the window keeps about views and layout. No bulk data. Members
// that this version does not know survive reading and writing.

#include "core/base/job.h"
#include "core/workspace/workspace.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace inspike {

struct SavedItem
{
    std::uint64_t id = 0; // within the file; sources refer to it
    std::string kind;     // "recording", "model", "run"
    std::string title;
    std::string function;       // "open", "run"
    std::filesystem::path path; // absolute; empty unless "open"
    std::string sha256;         // of the file
    std::vector<std::uint64_t> sources;
    Json settings;
    Json unknown = Json::object();
};

struct WorkspaceFile
{
    std::vector<SavedItem> items; // sources before what is made of them
    // The window's own, any JSON.
    Json views, layout, selection, cursor;
    Json unknown = Json::object();
};

// True for JSON that says "inspike": "workspace" among its first bytes; never throws.
bool looksLikeWorkspaceFile(const std::filesystem::path& path) noexcept;
// Only the text; opens none of the files it names. Throws Error{NotFound, BadFormat, Unsupported}.
WorkspaceFile readWorkspaceFile(const std::filesystem::path& path);
// Atomic; the same content gives the same bytes. Throws Error{BadOutput}.
void writeWorkspaceFile(const std::filesystem::path& path, const WorkspaceFile& file, bool replace);

// What a workspace file led to. Everything that could be opened is there; the rest is in
// `problems`.
struct OpenedWorkspace
{
    WorkspaceFile file;
    std::map<std::uint64_t, ItemData> data; // by SavedItem::id
    std::vector<std::string> problems;      // "spikes.h5 is missing (...)", "... has changed"
};
// Opens the files and makes the derived items again. May take long: for a job. Throws only what
// readWorkspaceFile throws, and Error{Cancelled}.
OpenedWorkspace openWorkspace(const std::filesystem::path& path, JobContext& job);

// Adds what was opened to `workspace` and renames the ids in `opened.file` to those it got, so that
// the file can be handed to describeWorkspace later. Returns the new ids in the order of the file.
std::vector<ItemId> addToWorkspace(Workspace& workspace, OpenedWorkspace& opened);

// The items of a workspace as a file lists them, without hashes. `previous` is what was read, if
// anything: its unknown members and the items that could not be opened are kept, as are views,
// layout, selection and cursor.
WorkspaceFile describeWorkspace(const Workspace& workspace, const WorkspaceFile& previous = {});
// Fills in the SHA-256 of every file that can be read. May take long: for a job.
void hashFiles(WorkspaceFile& file, JobContext& job);

} // namespace inspike

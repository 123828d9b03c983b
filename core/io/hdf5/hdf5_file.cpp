// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/hdf5/hdf5_file.h"

#include "core/io/hdf5/hdf5_detail.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <system_error>
#include <unistd.h>

namespace inspike {

namespace fs = std::filesystem;

namespace {

constexpr std::array<unsigned char, 8> kSignature = {0x89, 'H', 'D', 'F', '\r', '\n', 0x1A, '\n'};

herr_t keepInnermost(unsigned /*n*/, const H5E_error2_t* entry, void* text)
{
    auto& cause = *static_cast<std::string*>(text);
    if (cause.empty() && entry->desc != nullptr)
        cause = entry->desc;
    return 0;
}

// Links into other files would let a data file read what the user never chose.
herr_t refuseExternalLink(const char* /*parentFile*/, const char* /*parentGroup*/,
                          const char* /*file*/, const char* /*object*/, unsigned* /*flags*/,
                          hid_t /*access*/, void* /*data*/)
{
    return -1;
}

Hdf5Handle fileAccess()
{
    Hdf5Handle access(H5Pcreate(H5P_FILE_ACCESS), &H5Pclose);
    H5Pset_fclose_degree(access.get(), H5F_CLOSE_STRONG);
    // Read-only media cannot be locked.
    H5Pset_file_locking(access.get(), 0, 1);
    return access;
}

Hdf5Handle linkAccess()
{
    Hdf5Handle access(H5Pcreate(H5P_LINK_ACCESS), &H5Pclose);
    H5Pset_elink_cb(access.get(), &refuseExternalLink, nullptr);
    return access;
}

std::vector<std::string> partsOf(std::string_view path)
{
    std::vector<std::string> parts;
    while (!path.empty()) {
        const std::size_t slash = path.find('/');
        if (slash != 0)
            parts.emplace_back(path.substr(0, slash));
        path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
    }
    return parts;
}

herr_t collectName(hid_t /*group*/, const char* name, const H5L_info_t* /*info*/, void* names)
{
    static_cast<std::vector<std::string>*>(names)->emplace_back(name);
    return 0;
}

bool hasSignature(std::ifstream& file)
{
    std::array<char, kSignature.size()> head{};
    // The signature may follow a user block of 512, 1024, ... bytes.
    for (std::streamoff offset = 0; file; offset = offset == 0 ? 512 : offset * 2) {
        file.seekg(offset);
        file.read(head.data(), head.size());
        if (file && std::memcmp(head.data(), kSignature.data(), head.size()) == 0)
            return true;
    }
    return false;
}

} // namespace

void silenceHdf5()
{
    // At the end of the program the library would close files once more that it could not close on
    // a full disk, and crash. Every file is closed by its owner.
    static const bool kLeftAlone = H5dont_atexit() >= 0;
    static_cast<void>(kLeftAlone);
    thread_local const bool done = H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr) >= 0;
    static_cast<void>(done);
}

std::string hdf5Cause()
{
    std::string cause;
    H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, &keepInnermost, &cause);
    return cause;
}

void Hdf5File::Impl::fail(ErrorKind kind, const std::string& action, std::string_view object) const
{
    const std::string cause = hdf5Cause();
    throw Error(kind, "cannot " + action + " " + std::string(object) + " in " + path.string() +
                          (cause.empty() ? "" : ": " + cause));
}

void Hdf5File::Impl::failReading(std::string_view object) const
{
    fail(ErrorKind::BadFormat, "read", object);
}

void Hdf5File::Impl::failWriting(std::string_view object) const
{
    fail(ErrorKind::BadOutput, "write", object);
}

hid_t Hdf5File::Impl::lookInto(std::span<const std::string> parts) const
{
    std::size_t common = 0;
    while (common < parts.size() && common < groups.size() && groups[common].name == parts[common])
        ++common;
    groups.erase(groups.begin() + static_cast<std::ptrdiff_t>(common), groups.end());
    while (groups.size() < parts.size()) {
        const std::string& name = parts[groups.size()];
        const hid_t outer = groups.empty() ? file.get() : groups.back().group.get();
        if (H5Lexists(outer, name.c_str(), linkAccess.get()) <= 0)
            return -1;
        Hdf5Handle inner(H5Oopen(outer, name.c_str(), linkAccess.get()), &H5Oclose);
        if (!inner || H5Iget_type(inner.get()) != H5I_GROUP)
            return -1;
        groups.push_back({name, std::move(inner)});
    }
    return groups.empty() ? file.get() : groups.back().group.get();
}

Hdf5Handle Hdf5File::Impl::findObject(std::string_view object) const
{
    silenceHdf5();
    const std::vector<std::string> parts = partsOf(object);
    if (parts.empty())
        return {H5Oopen(file.get(), "/", linkAccess.get()), &H5Oclose};
    const hid_t group = lookInto(std::span(parts).first(parts.size() - 1));
    const char* name = parts.back().c_str();
    if (group < 0 || H5Lexists(group, name, linkAccess.get()) <= 0)
        return {};
    return {H5Oopen(group, name, linkAccess.get()), &H5Oclose};
}

Hdf5Handle Hdf5File::Impl::openObject(std::string_view object) const
{
    Hdf5Handle handle = findObject(object);
    if (!handle) {
        throw Error(ErrorKind::NotFound, "no " + std::string(object) + " in " + path.string());
    }
    return handle;
}

Hdf5Handle Hdf5File::Impl::openDataset(std::string_view dataset) const
{
    Hdf5Handle handle = openObject(dataset);
    if (H5Iget_type(handle.get()) != H5I_DATASET) {
        throw Error(ErrorKind::BadFormat,
                    std::string(dataset) + " in " + path.string() + " is not a data set");
    }
    return handle;
}

Hdf5File::Hdf5File(std::shared_ptr<Impl> impl) : m_impl(std::move(impl)) {}
Hdf5File::Hdf5File(Hdf5File&&) noexcept = default;
Hdf5File& Hdf5File::operator=(Hdf5File&&) noexcept = default;
Hdf5File::~Hdf5File() = default;

Hdf5File Hdf5File::open(const fs::path& path)
{
    silenceHdf5();
    std::error_code code;
    if (fs::is_directory(path, code))
        throw Error(ErrorKind::NotFound, path.string() + " is a folder, not a file");
    std::ifstream probe(path, std::ios::binary);
    if (!probe)
        throw Error(ErrorKind::NotFound,
                    "cannot read " + path.string() + ": " + std::generic_category().message(errno));
    if (!hasSignature(probe))
        throw Error(ErrorKind::BadFormat, path.string() + " is not an HDF5 file");
    auto impl = std::make_shared<Impl>();
    impl->path = path;
    impl->fileSize = fs::file_size(path, code);
    impl->linkAccess = inspike::linkAccess();
    // Closing a handle clears the library's error: the handle outlives the message.
    const Hdf5Handle access = fileAccess();
    impl->file = Hdf5Handle(H5Fopen(path.c_str(), H5F_ACC_RDONLY, access.get()), &H5Fclose);
    if (!impl->file) {
        throw Error(ErrorKind::BadFormat,
                    path.string() + " is a damaged HDF5 file: " + hdf5Cause());
    }
    return Hdf5File(std::move(impl));
}

Hdf5File Hdf5File::create(const fs::path& path)
{
    silenceHdf5();
    auto impl = std::make_shared<Impl>();
    impl->path = path;
    impl->linkAccess = inspike::linkAccess();
    const Hdf5Handle creation(H5Pcreate(H5P_FILE_CREATE), &H5Pclose);
    H5Pset_obj_track_times(creation.get(), false);
    H5Pset_attr_phase_change(creation.get(), kMaxHeaderAttributes, 0);
    const Hdf5Handle access = fileAccess();
    // Fixed versions: the same content gives the same bytes, and metadata carries check sums.
    H5Pset_libver_bounds(access.get(), H5F_LIBVER_V18, H5F_LIBVER_V18);
    impl->file =
        Hdf5Handle(H5Fcreate(path.c_str(), H5F_ACC_TRUNC, creation.get(), access.get()), &H5Fclose);
    if (!impl->file)
        throw Error(ErrorKind::BadOutput, "cannot write " + path.string() + ": " + hdf5Cause());
    return Hdf5File(std::move(impl));
}

void Hdf5File::close()
{
    m_impl->groups.clear();
    if (m_impl->file.close() < 0)
        throw Error(ErrorKind::BadOutput,
                    "cannot finish " + m_impl->path.string() + ": " + hdf5Cause());
}

bool Hdf5File::hasGroup(std::string_view path) const
{
    const Hdf5Handle object = m_impl->findObject(path);
    return object && H5Iget_type(object.get()) == H5I_GROUP;
}

bool Hdf5File::hasDataset(std::string_view path) const
{
    const Hdf5Handle object = m_impl->findObject(path);
    return object && H5Iget_type(object.get()) == H5I_DATASET;
}

std::vector<std::string> Hdf5File::children(std::string_view group) const
{
    const Hdf5Handle object = m_impl->openObject(group);
    std::vector<std::string> names;
    if (H5Literate(object.get(), H5_INDEX_NAME, H5_ITER_NATIVE, nullptr, &collectName, &names) < 0)
        m_impl->failReading(group);
    std::sort(names.begin(), names.end());
    return names;
}

std::vector<Hdf5Entry> Hdf5File::entries(std::string_view group) const
{
    const std::vector<std::string> names = children(group);
    const Hdf5Handle object = m_impl->openObject(group);
    std::vector<Hdf5Entry> all;
    for (const std::string& name : names) {
        Hdf5Entry entry{name, Hdf5Entry::Kind::Other, 0};
        H5O_info_t info;
        // Fails for links that lead nowhere or into other files.
        if (H5Oget_info_by_name2(object.get(), name.c_str(), &info, H5O_INFO_BASIC,
                                 m_impl->linkAccess.get()) >= 0) {
            entry.identity = info.addr;
            if (info.type == H5O_TYPE_GROUP)
                entry.kind = Hdf5Entry::Kind::Group;
            else if (info.type == H5O_TYPE_DATASET)
                entry.kind = Hdf5Entry::Kind::Dataset;
        }
        all.push_back(std::move(entry));
    }
    return all;
}

bool isHdf5(const fs::path& path) noexcept
{
    try {
        std::error_code code;
        std::ifstream file(path, std::ios::binary);
        return fs::is_regular_file(path, code) && hasSignature(file);
    } catch (...) {
        return false; // asking must not fail
    }
}

std::optional<std::string> inspikeKind(const fs::path& path) noexcept
{
    try {
        if (isHdf5(path))
            return Hdf5File::open(path).textAttribute("/", "inspike_kind");
    } catch (...) {
        return std::nullopt; // asking must not fail
    }
    return std::nullopt;
}

} // namespace inspike

// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/formats/torch_archive.h"

#include "core/base/error.h"

#include <zip.h>

#include <algorithm>
#include <system_error>

namespace inspike {

namespace fs = std::filesystem;

struct TorchArchive::Zip
{
    explicit Zip(const fs::path& path)
    {
        int code = 0;
        handle = ::zip_open(path.c_str(), ZIP_RDONLY, &code);
        if (handle != nullptr)
            return;
        zip_error_t error;
        ::zip_error_init_with_code(&error, code);
        message = ::zip_error_strerror(&error);
        ::zip_error_fini(&error);
    }
    Zip(const Zip&) = delete;
    Zip& operator=(const Zip&) = delete;
    ~Zip()
    {
        if (handle != nullptr)
            ::zip_discard(handle);
    }

    std::vector<std::string> names() const
    {
        std::vector<std::string> result;
        const zip_int64_t count = ::zip_get_num_entries(handle, 0);
        for (zip_int64_t i = 0; i < count; ++i) {
            const char* name = ::zip_get_name(handle, static_cast<zip_uint64_t>(i), ZIP_FL_ENC_RAW);
            result.emplace_back(name != nullptr ? name : "");
        }
        return result;
    }

    zip_t* handle = nullptr;
    std::string message;
};

namespace {

// "archive/" of the shortest entry that ends in "data.pkl"; nullopt if there is none.
std::optional<std::string> findPrefix(const std::vector<std::string>& names)
{
    constexpr std::string_view kPickle = "data.pkl";
    std::optional<std::string> prefix;
    for (const std::string& name : names) {
        if (!name.ends_with(kPickle))
            continue;
        const std::string before = name.substr(0, name.size() - kPickle.size());
        if (!before.empty() && before.back() != '/')
            continue;
        if (!prefix || before.size() < prefix->size())
            prefix = before;
    }
    return prefix;
}

bool hasProgram(const std::vector<std::string>& names, const std::string& prefix)
{
    const bool hasCode = std::any_of(names.begin(), names.end(), [&](const std::string& name) {
        return name.starts_with(prefix + "code/");
    });
    return hasCode &&
           std::find(names.begin(), names.end(), prefix + "constants.pkl") != names.end();
}

struct FileCloser
{
    void operator()(zip_file_t* file) const { ::zip_fclose(file); }
};

} // namespace

TorchArchive::TorchArchive(const fs::path& path, Content content)
    : m_zip(std::make_unique<Zip>(path))
{
    std::error_code code;
    m_fileSize = fs::file_size(path, code);
    if (m_zip->handle == nullptr)
        throw Error(ErrorKind::BadFormat,
                    path.string() + " is a damaged or truncated zip archive: " + m_zip->message);
    const std::vector<std::string> names = m_zip->names();
    const auto prefix = findPrefix(names);
    if (!prefix)
        throw Error(ErrorKind::Unsupported,
                    path.string() +
                        " is a zip archive without data.pkl, so not a PyTorch checkpoint");
    m_prefix = *prefix;
    const bool program = hasProgram(names, m_prefix);
    if (program && content == Content::Checkpoint)
        throw Error(ErrorKind::Unsupported,
                    path.string() +
                        " is a TorchScript archive (a whole program), not a "
                        "checkpoint; open it as what it is, without naming a model system, "
                        "or save the state_dict() of the network instead");
    if (!program && content == Content::Program)
        throw Error(ErrorKind::Unsupported, path.string() + " is not a TorchScript archive");
    if (sizeOf("byteorder")) {
        JobContext job = nullJob();
        const std::vector<std::byte> order = read("byteorder", 16, job);
        m_bigEndian = !order.empty() && order.front() == std::byte{'b'};
    }
}

TorchArchive::~TorchArchive() = default;

std::optional<std::uint64_t> TorchArchive::sizeOf(std::string_view entry) const
{
    zip_stat_t info;
    ::zip_stat_init(&info);
    const std::string name = m_prefix + std::string(entry);
    if (name.find('\0') != std::string::npos ||
        ::zip_stat(m_zip->handle, name.c_str(), ZIP_FL_ENC_RAW, &info) != 0 ||
        (info.valid & ZIP_STAT_SIZE) == 0 || (info.valid & ZIP_STAT_COMP_SIZE) == 0)
        return std::nullopt;
    // PyTorch stores without compression; files that someone packed again may be compressed, but a
    // few bytes that claim to become gigabytes are no weights.
    constexpr std::uint64_t kMaxRatio = 200;
    constexpr std::uint64_t kFree = std::uint64_t{16} << 20U;
    if (info.comp_size > m_fileSize ||
        (info.size > kFree && info.size / kMaxRatio > info.comp_size))
        throw Error(ErrorKind::BadFormat, "entry " + name + " claims " + std::to_string(info.size) +
                                              " bytes, but the " + "archive holds only " +
                                              std::to_string(info.comp_size) + " for it");
    return info.size;
}

std::vector<std::byte> TorchArchive::read(std::string_view entry, std::uint64_t limit,
                                          JobContext& job) const
{
    const std::string name = m_prefix + std::string(entry);
    const auto size = sizeOf(entry);
    if (!size)
        throw Error(ErrorKind::BadFormat, "the archive lacks the entry " + name);
    if (*size > limit)
        throw Error(ErrorKind::BadFormat, "entry " + name + " claims " + std::to_string(*size) +
                                              " bytes; at most " + std::to_string(limit) +
                                              " are read");
    const std::unique_ptr<zip_file_t, FileCloser> file(
        ::zip_fopen(m_zip->handle, name.c_str(), ZIP_FL_ENC_RAW));
    if (!file)
        throw Error(ErrorKind::BadFormat,
                    "entry " + name + " is damaged: " + ::zip_strerror(m_zip->handle));
    std::vector<std::byte> bytes(static_cast<std::size_t>(*size));
    constexpr std::size_t kBlock = std::size_t{1} << 20U;
    std::size_t done = 0;
    // One read beyond the end makes libzip compare the checksum.
    for (;;) {
        job.checkpoint();
        std::byte beyond{};
        const bool atEnd = done == bytes.size();
        const std::size_t wanted = atEnd ? 1 : std::min(kBlock, bytes.size() - done);
        const zip_int64_t got =
            ::zip_fread(file.get(), atEnd ? &beyond : bytes.data() + done, wanted);
        if (got < 0)
            throw Error(ErrorKind::BadFormat,
                        "entry " + name + " is damaged: " + ::zip_file_strerror(file.get()));
        if (got == 0 && !atEnd)
            throw Error(ErrorKind::BadFormat, "entry " + name + " ends early");
        if (atEnd)
            break;
        done += static_cast<std::size_t>(got);
    }
    return bytes;
}

std::vector<std::string> TorchArchive::entries() const
{
    std::vector<std::string> result;
    for (const std::string& name : m_zip->names()) {
        if (name.starts_with(m_prefix))
            result.push_back(name.substr(m_prefix.size()));
    }
    return result;
}

bool TorchArchive::looksLikeProgram(const fs::path& path) noexcept
{
    try {
        const Zip zip(path);
        if (zip.handle == nullptr)
            return false;
        const std::vector<std::string> names = zip.names();
        const auto prefix = findPrefix(names);
        return prefix && hasProgram(names, *prefix);
    } catch (const std::exception&) {
        return false;
    }
}

bool TorchArchive::looksLikeOne(const fs::path& path) noexcept
{
    try {
        const Zip zip(path);
        return zip.handle != nullptr && findPrefix(zip.names()).has_value();
    } catch (const std::exception&) {
        return false;
    }
}

} // namespace inspike

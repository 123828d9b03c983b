// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures and labels of MNIST and its successors (IDX, plain or gzip): big-endian header 00 00 08
// and the number of dimensions, the sizes, then bytes. Beside pictures, the labels file of the
// usual name (images-idx3 -> labels-idx1) is read, too.
#include "core/base/error.h"
#include "core/io/assemble.h"
#include "core/io/bytes.h"
#include "core/io/reader.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <system_error>

namespace inspike {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kMaxDimensions = 3;
// Deflate shrinks at most 1032-fold; a file that claims more is damaged.
constexpr std::uintmax_t kMaxCompression = 1100;
constexpr std::size_t kBlock = 1U << 20U;

// Reads plain and compressed files alike.
class GzipFile
{
public:
    explicit GzipFile(const fs::path& path) : m_path(path), m_file(gzopen(path.c_str(), "rb"))
    {
        if (m_file == nullptr)
            throw Error(ErrorKind::NotFound, "cannot read " + path.string());
    }
    GzipFile(const GzipFile&) = delete;
    GzipFile& operator=(const GzipFile&) = delete;
    ~GzipFile() { gzclose(m_file); }

    // Up to `count` bytes; fewer at the end of the file or where it is damaged.
    std::vector<std::byte> read(std::size_t count, JobContext& job)
    {
        std::vector<std::byte> bytes;
        while (bytes.size() < count && !m_damaged) {
            job.checkpoint();
            const std::size_t wanted = std::min(kBlock, count - bytes.size());
            const std::size_t before = bytes.size();
            bytes.resize(before + wanted);
            const int got = gzread(m_file, bytes.data() + before, static_cast<unsigned>(wanted));
            m_damaged = got < 0;
            bytes.resize(before + static_cast<std::size_t>(std::max(got, 0)));
            if (got <= 0)
                break;
        }
        return bytes;
    }
    bool isDamaged() const { return m_damaged; }
    const fs::path& path() const { return m_path; }

private:
    fs::path m_path;
    gzFile m_file;
    bool m_damaged = false;
};

struct IdxData
{
    std::vector<std::size_t> shape; // of what is complete
    std::vector<std::byte> bytes;
};

IdxData readIdx(const fs::path& path, std::vector<std::string>& notes, JobContext& job)
{
    GzipFile file(path);
    const auto magic = file.read(4, job);
    if (magic.size() < 4 || byteAt(magic, 0) != 0 || byteAt(magic, 1) != 0)
        throw Error(ErrorKind::BadFormat, path.string() + " is not an IDX file");
    const std::size_t dimensions = byteAt(magic, 3);
    if (byteAt(magic, 2) != 8 || (dimensions != 1 && dimensions != kMaxDimensions)) {
        throw Error(ErrorKind::Unsupported,
                    path.string() + " holds neither pictures nor labels of bytes");
    }
    const auto sizes = file.read(4 * dimensions, job);
    if (sizes.size() < 4 * dimensions)
        throw Error(ErrorKind::BadFormat, path.string() + " ends within its header");
    IdxData data;
    for (std::size_t i = 0; i < dimensions; ++i)
        data.shape.push_back(bigEndian32(sizes, 4 * i));
    const std::size_t claimed = checkedElements(data.shape);
    std::error_code code;
    if (claimed / kMaxCompression > fs::file_size(path, code) || code) {
        throw Error(ErrorKind::BadFormat, path.string() + " claims " + shapeText(data.shape) +
                                              " bytes, far more than it can hold");
    }
    data.bytes = file.read(claimed, job);
    const std::size_t each = data.shape[0] > 0 ? claimed / data.shape[0] : 0;
    if (each == 0)
        data.shape[0] = 0; // pictures without pixels
    if (data.bytes.size() < claimed) {
        const std::size_t complete = each > 0 ? data.bytes.size() / each : 0;
        notes.push_back(path.filename().string() +
                        (file.isDamaged() ? " is damaged: kept " : " is truncated: kept ") +
                        std::to_string(complete) + " of " + std::to_string(data.shape[0]) +
                        " entries");
        data.shape[0] = complete;
        data.bytes.resize(complete * each);
    } else if (!file.read(1, job).empty()) {
        notes.push_back(path.filename().string() + " has more bytes than it declares");
    }
    return data;
}

// The labels file beside a file of pictures; empty if there is none.
fs::path labelsBeside(const fs::path& pictures)
{
    std::string name = pictures.filename().string();
    const std::size_t images = name.find("images");
    if (images == std::string::npos)
        return {};
    name.replace(images, 6, "labels");
    if (const std::size_t three = name.find("idx3", images); three != std::string::npos)
        name.replace(three, 4, "idx1");
    const std::string plain = name.ends_with(".gz") ? name.substr(0, name.size() - 3) : name;
    for (const std::string& candidate : {name, plain, plain + ".gz"}) {
        std::error_code code;
        if (fs::is_regular_file(pictures.parent_path() / candidate, code))
            return pictures.parent_path() / candidate;
    }
    return {};
}

Labels labelsFrom(const IdxData& data)
{
    Labels labels;
    for (const std::byte value : data.bytes)
        labels.values.push_back(std::to_integer<std::int64_t>(value));
    return labels;
}

class IdxReader : public Reader
{
public:
    ReaderInfo info() const override
    {
        return {"idx", "MNIST pictures (IDX)", {".gz", ".idx3-ubyte", ".idx1-ubyte"}};
    }

    Sniff sniff(const FilePeek& peek) const noexcept override
    {
        if (peek.startsWith("\x1F\x8B"))
            return sniffPacked(peek);
        return looksLikeIdx(peek.head, peek.size) ? Sniff::Sure : Sniff::No;
    }

    Recording read(const ReadRequest& request, JobContext& job) const override
    {
        Recording recording;
        recording.info.format = "idx";
        recording.info.path = request.path;
        recording.info.title = request.path.filename().string();
        auto& notes = recording.info.notes;
        IdxData data = readIdx(request.path, notes, job);
        if (data.shape.size() == 1) {
            recording.streams.push_back({"labels/class", "class", "", "", labelsFrom(data)});
            return recording;
        }
        Frames frames;
        frames.count = data.shape[0];
        frames.height = data.shape[1];
        frames.width = data.shape[2];
        frames.data.resize(data.bytes.size());
        if (!data.bytes.empty())
            std::memcpy(frames.data.data(), data.bytes.data(), data.bytes.size());
        const std::size_t count = frames.count;
        recording.streams.push_back(
            {"frames/images", "images", "visual", "static", std::move(frames)});
        const fs::path beside = labelsBeside(request.path);
        if (beside.empty())
            return recording;
        try {
            Labels labels = labelsFrom(readIdx(beside, notes, job));
            if (labels.values.size() != count) {
                notes.push_back(beside.filename().string() + " has " +
                                counted(labels.values.size(), "label") + " for " +
                                counted(count, "picture"));
            }
            recording.streams.push_back({"labels/class", "class", "", "", std::move(labels)});
        } catch (const Error& error) {
            if (error.kind() == ErrorKind::Cancelled)
                throw;
            notes.push_back("labels left out: " + error.message());
        }
        return recording;
    }

private:
    static bool looksLikeIdx(const std::vector<std::byte>& head, std::uintmax_t size)
    {
        if (head.size() < 8 || byteAt(head, 0) != 0 || byteAt(head, 1) != 0 || byteAt(head, 2) != 8)
            return false;
        const std::size_t dimensions = byteAt(head, 3);
        return (dimensions == 1 || dimensions == kMaxDimensions) && size >= 4 + 4 * dimensions;
    }

    static Sniff sniffPacked(const FilePeek& peek) noexcept
    {
        try {
            GzipFile file(peek.path);
            JobContext job = nullJob();
            const auto head = file.read(16, job);
            return looksLikeIdx(head, head.size()) ? Sniff::Sure : Sniff::No;
        } catch (...) {
            return Sniff::No;
        }
    }
};

} // namespace

std::unique_ptr<Reader> makeIdxReader()
{
    return std::make_unique<IdxReader>();
}

} // namespace inspike

// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/time_sorter.h"

#include "core/base/error.h"
#include "core/base/mapped_file.h"
#include "core/base/parallel.h"
#include "core/data/radix_sort.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <system_error>
#include <unistd.h>

namespace inspike {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t kEntryBytes = sizeof(Time) + sizeof(std::uint32_t);
constexpr std::uint64_t kBlock = std::uint64_t{1} << 18U;     // entries read at once
constexpr std::uint64_t kLeastPiece = 1024;                   // entries
constexpr std::uint64_t kPartition = std::uint64_t{1} << 21U; // entries merged by one thread
constexpr std::size_t kWriteEntries = std::size_t{1} << 16U;  // entries written at once
constexpr std::size_t kSamplesPerPartition = 64;
constexpr std::uint64_t kReleaseFrom = std::uint64_t{1} << 16U; // entries; fewer may come again
// The kernel maps this much around every page that is touched.
constexpr std::uint64_t kAround = 65536;

// A file that nobody else sees and that vanishes with its descriptor, whatever happens.
class UnnamedFile
{
public:
    explicit UnnamedFile(const fs::path& folder) : m_folder(folder)
    {
        std::string name = (folder / "inspike-XXXXXX").string();
        m_descriptor = ::mkstemp(name.data());
        if (m_descriptor < 0)
            fail();
        ::unlink(name.c_str());
    }
    UnnamedFile(const UnnamedFile&) = delete;
    UnnamedFile& operator=(const UnnamedFile&) = delete;
    ~UnnamedFile()
    {
        if (m_descriptor >= 0)
            ::close(m_descriptor);
    }

    template <typename T>
    void write(std::uint64_t offset, const T* values, std::size_t count) const
    {
        const char* bytes = reinterpret_cast<const char*>(values);
        std::size_t left = count * sizeof(T);
        while (left > 0) {
            const ssize_t done = ::pwrite(m_descriptor, bytes, left, static_cast<off_t>(offset));
            if (done < 0 && errno == EINTR)
                continue;
            if (done <= 0)
                fail();
            bytes += done;
            offset += static_cast<std::uint64_t>(done);
            left -= static_cast<std::size_t>(done);
        }
    }
    MappedFile map() const { return MappedFile::fromDescriptor(m_descriptor); }

private:
    [[noreturn]] void fail() const
    {
        throw Error(ErrorKind::BadOutput, "cannot write a temporary file in " + m_folder.string() +
                                              ": " + std::strerror(errno));
    }

    fs::path m_folder;
    int m_descriptor = -1;
};

// Columns of `count` entries that lie in a mapped file one after the other, from `offset` on.
struct MappedColumns
{
    const Time* time = nullptr;
    const std::uint32_t* address = nullptr;
    std::uint64_t offset = 0;
    std::uint64_t count = 0;

    MappedColumns(const MappedFile& file, std::uint64_t at, std::uint64_t entries)
        : offset(at), count(entries)
    {
        const std::byte* bytes = file.bytes().data() + at;
        time = reinterpret_cast<const Time*>(bytes);
        address = reinterpret_cast<const std::uint32_t*>(bytes + entries * sizeof(Time));
    }
    void release(const MappedFile& file, std::uint64_t first, std::uint64_t entries) const
    {
        releaseAround(file, offset + first * sizeof(Time), entries * sizeof(Time));
        releaseAround(file, offset + count * sizeof(Time) + first * sizeof(std::uint32_t),
                      entries * sizeof(std::uint32_t));
    }

private:
    static void releaseAround(const MappedFile& file, std::uint64_t from, std::uint64_t bytes)
    {
        const std::uint64_t before = std::min(from, kAround);
        file.release(from - before, before + bytes + kAround);
    }
};

class SortedSource : public AddressSource
{
public:
    SortedSource(MappedFile file, AddressFacts facts)
        : m_file(std::move(file)), m_facts(facts), m_columns(m_file, 0, facts.count)
    {
        m_facts.sorted = true;
        // The time after the last one, if there is one.
        const Time last = m_columns.time[m_facts.count - 1];
        m_facts.extent = {m_columns.time[0],
                          last < std::numeric_limits<Time>::max() ? last + 1 : last};
    }

    const AddressFacts& facts() const override { return m_facts; }

    void read(std::uint64_t first, std::uint64_t count, AddressColumns& columns) const override
    {
        if (first > m_facts.count || count > m_facts.count - first)
            throw Error(ErrorKind::BadShape, "entries beyond the end of a stream were asked for");
        columns.time.assign(m_columns.time + first, m_columns.time + first + count);
        columns.address.assign(m_columns.address + first, m_columns.address + first + count);
        if (count >= kReleaseFrom)
            m_columns.release(m_file, first, count);
    }

private:
    MappedFile m_file;
    AddressFacts m_facts;
    MappedColumns m_columns;
};

bool isSorted(const AddressSource& source, JobContext job)
{
    const std::uint64_t count = source.facts().count;
    AddressColumns columns;
    Time last = std::numeric_limits<Time>::min();
    for (std::uint64_t first = 0; first < count; first += kBlock) {
        job.checkpoint();
        job.progress(static_cast<double>(first) / static_cast<double>(count), "checking the order");
        source.read(first, std::min(kBlock, count - first), columns);
        if (columns.time.front() < last ||
            !std::is_sorted(columns.time.begin(), columns.time.end()))
            return false;
        last = columns.time.back();
    }
    return true;
}

class Sorter
{
public:
    Sorter(const AddressSource& source, const SortOptions& options)
        : m_source(source),
          m_count(source.facts().count),
          m_threads(threadCount(0)),
          m_folder(options.folder),
          m_runs(folder())
    {
        const std::uint64_t each =
            options.memory / static_cast<std::uint64_t>(m_threads) / (2 * kEntryBytes);
        m_piece = std::max(kLeastPiece, each / kLeastPiece * kLeastPiece);
        // Small data is shared out, too.
        const std::uint64_t share = m_count / static_cast<std::uint64_t>(m_threads) + 1;
        m_piece = std::min(m_piece, (share + kLeastPiece - 1) / kLeastPiece * kLeastPiece);
    }

    std::shared_ptr<const AddressSource> sort(JobContext& job)
    {
        JobContext sorting = job.part(0.2, 0.6);
        const auto pieces = static_cast<std::size_t>((m_count + m_piece - 1) / m_piece);
        parallelPieces(pieces, m_threads, [&](std::size_t piece) { sortPiece(piece, sorting); });
        m_mapped = m_runs.map();
        for (std::uint64_t first = 0; first < m_count; first += m_piece)
            m_run.emplace_back(m_mapped, first * kEntryBytes, std::min(m_piece, m_count - first));
        JobContext merging = job.part(0.6, 1.0);
        m_done = 0;
        const UnnamedFile merged(folder());
        const std::vector<Time> limits = splitters();
        m_mapped.release(0, m_mapped.bytes().size());
        parallelPieces(limits.size() + 1, m_threads, [&](std::size_t part) {
            mergePartition(part == 0 ? nullptr : &limits[part - 1],
                           part == limits.size() ? nullptr : &limits[part], merged, merging);
        });
        return std::make_shared<SortedSource>(merged.map(), m_source.facts());
    }

private:
    struct Cursor
    {
        const Time* time;
        const Time* end;
        const std::uint32_t* address;
        std::size_t run;

        // Entries of one time come in the order of the runs.
        bool before(const Cursor& other) const
        {
            return *time < *other.time || (*time == *other.time && run < other.run);
        }
    };

    fs::path folder() const
    {
        std::error_code code;
        if (!m_folder.empty())
            return m_folder;
        const fs::path usual = fs::temp_directory_path(code);
        return code ? fs::path("/tmp") : usual;
    }

    void report(std::uint64_t entries, const char* message, JobContext& job)
    {
        job.checkpoint();
        const std::uint64_t done = m_done += entries;
        job.progress(static_cast<double>(done) / static_cast<double>(m_count), message);
    }

    void sortPiece(std::size_t piece, JobContext& job)
    {
        const std::uint64_t first = piece * m_piece;
        const std::uint64_t count = std::min(m_piece, m_count - first);
        AddressColumns columns;
        AddressColumns block;
        columns.time.reserve(static_cast<std::size_t>(count));
        columns.address.reserve(static_cast<std::size_t>(count));
        for (std::uint64_t done = 0; done < count; done += kBlock) {
            job.checkpoint();
            m_source.read(first + done, std::min(kBlock, count - done), block);
            columns.time.insert(columns.time.end(), block.time.begin(), block.time.end());
            columns.address.insert(columns.address.end(), block.address.begin(),
                                   block.address.end());
        }
        AddressColumns scratch;
        sortByTime(columns, scratch);
        job.checkpoint();
        const std::uint64_t offset = first * kEntryBytes;
        m_runs.write(offset, columns.time.data(), columns.time.size());
        m_runs.write(offset + count * sizeof(Time), columns.address.data(), columns.address.size());
        report(count, "sorting", job);
    }

    // Times that cut the whole into partitions of about the same size.
    std::vector<Time> splitters() const
    {
        const std::size_t partitions = static_cast<std::size_t>(m_count / kPartition) + 1;
        const std::uint64_t wanted = partitions * kSamplesPerPartition;
        std::vector<Time> samples;
        for (const MappedColumns& run : m_run) {
            const std::uint64_t step = std::max<std::uint64_t>(1, m_count / wanted);
            for (std::uint64_t at = step / 2; at < run.count; at += step)
                samples.push_back(run.time[at]);
        }
        std::sort(samples.begin(), samples.end());
        std::vector<Time> limits;
        for (std::size_t part = 1; part < partitions; ++part)
            limits.push_back(samples[samples.size() * part / partitions]);
        limits.erase(std::unique(limits.begin(), limits.end()), limits.end());
        return limits;
    }

    // Merges the entries of [*begin, *end) from all runs to where they belong.
    void mergePartition(const Time* begin, const Time* end, const UnnamedFile& merged,
                        JobContext& job)
    {
        std::vector<Cursor> heap;
        std::uint64_t at = 0; // place of the next entry of this partition
        std::uint64_t entries = 0;
        for (std::size_t i = 0; i < m_run.size(); ++i) {
            const Time* const all = m_run[i].time;
            const Time* const last = all + m_run[i].count;
            const Time* const from = begin == nullptr ? all : std::lower_bound(all, last, *begin);
            const Time* const to = end == nullptr ? last : std::lower_bound(from, last, *end);
            at += static_cast<std::uint64_t>(from - all);
            entries += static_cast<std::uint64_t>(to - from);
            if (from != to)
                heap.push_back({from, to, m_run[i].address + (from - all), i});
        }
        const std::vector<Cursor> sections = heap;
        mergeHeap(heap, at, merged, job);
        for (const Cursor& section : sections) {
            const MappedColumns& run = m_run[section.run];
            run.release(m_mapped, static_cast<std::uint64_t>(section.time - run.time),
                        static_cast<std::uint64_t>(section.end - section.time));
        }
        report(entries, "merging", job);
    }

    void mergeHeap(std::vector<Cursor>& heap, std::uint64_t at, const UnnamedFile& merged,
                   const JobContext& job) const
    {
        std::make_heap(heap.begin(), heap.end(),
                       [](const Cursor& a, const Cursor& b) { return b.before(a); });
        AddressColumns out;
        out.time.reserve(kWriteEntries);
        out.address.reserve(kWriteEntries);
        const auto flush = [&] {
            job.checkpoint();
            merged.write(at * sizeof(Time), out.time.data(), out.time.size());
            merged.write(m_count * sizeof(Time) + at * sizeof(std::uint32_t), out.address.data(),
                         out.address.size());
            at += out.time.size();
            out.time.clear();
            out.address.clear();
        };
        while (!heap.empty()) {
            Cursor& top = heap.front();
            const Cursor* second = heap.size() > 1 ? &heap[1] : nullptr;
            if (heap.size() > 2 && heap[2].before(heap[1]))
                second = &heap[2];
            // Stretches that belong together are copied in one go.
            do {
                out.time.push_back(*top.time++);
                out.address.push_back(*top.address++);
                if (out.time.size() == kWriteEntries)
                    flush();
            } while (top.time != top.end && (second == nullptr || top.before(*second)));
            if (top.time == top.end) {
                top = heap.back();
                heap.pop_back();
            }
            sink(heap);
        }
        flush();
    }

    // Restores the heap after its top was replaced.
    static void sink(std::vector<Cursor>& heap)
    {
        for (std::size_t parent = 0;;) {
            std::size_t child = 2 * parent + 1;
            if (child >= heap.size())
                return;
            if (child + 1 < heap.size() && heap[child + 1].before(heap[child]))
                ++child;
            if (!heap[child].before(heap[parent]))
                return;
            std::swap(heap[child], heap[parent]);
            parent = child;
        }
    }

    const AddressSource& m_source;
    std::uint64_t m_count;
    int m_threads;
    fs::path m_folder;
    UnnamedFile m_runs;
    std::uint64_t m_piece = 0;
    MappedFile m_mapped;
    std::vector<MappedColumns> m_run;
    std::atomic<std::uint64_t> m_done{0};
};

} // namespace

std::shared_ptr<const AddressSource> sortedByTime(std::shared_ptr<const AddressSource> source,
                                                  const SortOptions& options, JobContext& job)
{
    if (isSorted(*source, job.part(0.0, 0.2))) {
        job.progress(1.0);
        return source;
    }
    return Sorter(*source, options).sort(job);
}

} // namespace inspike

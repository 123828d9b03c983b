// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Folders of recordings and pictures as lists of samples. Three layouts: a file labels.txt with
// `id label` and perhaps a part in each line, where id is the name of a file with or without its
// extension (N-MNIST of SLAYER); sub-folders that are named by their class (N-Caltech101), perhaps
// within folders train and test (N-MNIST, CIFAR10-DVS); IDX files of pictures with their labels
// (MNIST). Files that are neither recordings nor pictures are counted in a note.
#include "core/base/error.h"
#include "core/io/assemble.h"
#include "core/io/bytes.h"
#include "core/io/list_table.h"
#include "core/io/reader.h"
#include "core/io/sample_rows.h"

#include <algorithm>
#include <array>
#include <system_error>

namespace inspike {

namespace fs = std::filesystem;

namespace {

constexpr const char* kLabels = "labels.txt";

struct Content
{
    std::vector<fs::path> files, folders; // in order of their names, hidden ones left out
};

Content contentOf(const fs::path& folder)
{
    std::error_code code;
    fs::directory_iterator entries(folder, code);
    if (code)
        throw Error(ErrorKind::NotFound, "cannot read " + folder.string() + ": " + code.message());
    Content content;
    for (; entries != fs::directory_iterator(); entries.increment(code)) {
        if (entries->path().filename().string().starts_with('.'))
            continue;
        std::error_code kind;
        if (entries->is_regular_file(kind))
            content.files.push_back(entries->path());
        else if (entries->is_directory(kind))
            content.folders.push_back(entries->path());
    }
    if (code)
        throw Error(ErrorKind::NotFound, "cannot read " + folder.string() + ": " + code.message());
    std::ranges::sort(content.files);
    std::ranges::sort(content.folders);
    return content;
}

bool isIdxOfPictures(const fs::path& file)
{
    const std::string name = lowerCase(file.filename().string());
    return name.find("idx3-ubyte") != std::string::npos;
}

// A recording of events or a picture, by its extension.
bool isSample(const fs::path& file)
{
    constexpr std::array<std::string_view, 13> kExtensions = {
        ".bin", ".bs2", ".dat",  ".raw", ".aedat4", ".es",  ".npy",
        ".h5",  ".csv", ".hdf5", ".png", ".jpg",    ".jpeg"};
    return std::ranges::find(kExtensions, lowerCase(file.extension().string())) !=
           kExtensions.end();
}

// Cells of `id label` or `id label part` between blanks, or with a delimiter of lists.
Cells wordsOf(const std::string& line, std::size_t number)
{
    if (line.find_first_of(",;\t") != std::string::npos)
        return cellsOf(line, delimiterOf(line), number);
    Cells words;
    for (std::size_t at = line.find_first_not_of(' '); at != std::string::npos;) {
        const std::size_t end = line.find(' ', at);
        words.push_back(line.substr(at, end - at));
        at = line.find_first_not_of(' ', end);
    }
    return words;
}

class FolderRows
{
public:
    FolderRows(fs::path folder, JobContext& job) : m_folder(std::move(folder)), m_job(job) {}

    void read(std::vector<std::string>& notes)
    {
        const Content content = contentOf(m_folder);
        const auto labels = std::ranges::find_if(content.files, [](const fs::path& file) {
            return lowerCase(file.filename().string()) == kLabels;
        });
        if (labels != content.files.end())
            readLabelled(*labels, content.files);
        else if (std::ranges::any_of(content.files, isIdxOfPictures))
            readIdxFiles(content.files, notes);
        else
            readParts(content);
        if (m_rows.isEmpty())
            throw Error(ErrorKind::Unsupported,
                        m_folder.string() +
                            " is not a folder of recordings: it has neither a file labels.txt "
                            "('id label' in each line), nor sub-folders of recordings or pictures "
                            "that are named by class, nor pictures in IDX files");
        if (m_others > 0)
            notes.push_back("left out " + counted(m_others, "file") +
                            " that are not listed or neither recordings nor pictures");
    }
    SampleRows& rows() { return m_rows; }

private:
    void readLabelled(const fs::path& labels, const std::vector<fs::path>& files)
    {
        std::multimap<std::string, fs::path> byName;
        std::multimap<std::string, fs::path> byStem;
        for (const fs::path& file : files) {
            byName.emplace(file.filename().string(), file);
            if (isSample(file))
                byStem.emplace(file.stem().string(), file);
        }
        std::vector<std::string> missing;
        std::set<fs::path> used = {labels};
        const std::string text = readText(labels, m_job);
        ListLines lines(text);
        std::string line;
        while (lines.next(line)) {
            m_job.checkpoint();
            const Cells words = wordsOf(line, lines.number());
            if (words.size() < 2 || words.size() > 3)
                refuseLine(lines.number(), "'id label' is needed in " + std::string(kLabels));
            const auto& index = byName.contains(words[0]) ? byName : byStem;
            const auto [begin, end] = index.equal_range(words[0]);
            if (begin == end)
                missing.push_back(words[0]);
            const Split split = words.size() > 2 ? splitOf(words[2], lines.number()) : Split::None;
            for (auto file = begin; file != end; ++file) {
                used.insert(file->second);
                m_rows.add(
                    {domainOf(file->second), {file->second, 0}, words[1], split, lines.number()});
            }
        }
        if (!missing.empty())
            throw Error(ErrorKind::NotFound, counted(missing.size(), "file") + " of " + kLabels +
                                                 " not found: " + namesOf(missing));
        m_others = files.size() - used.size();
    }

    // train-images..., t10k-images... or others, which are of no part.
    void readIdxFiles(const std::vector<fs::path>& files, std::vector<std::string>& notes)
    {
        for (const fs::path& file : files) {
            if (!isIdxOfPictures(file))
                continue;
            const std::string name = lowerCase(file.filename().string());
            const Split split = name.starts_with("train") ? Split::Train
                                : name.starts_with("t10k") || name.starts_with("test")
                                    ? Split::Test
                                    : Split::None;
            const std::vector<std::int64_t> labels = idxLabels(file, notes, m_job);
            for (std::size_t entry = 0; entry < labels.size(); ++entry)
                m_rows.add({"static", {file, entry}, std::to_string(labels[entry]), split, 0});
        }
    }

    // Sub-folders that are all parts, or classes.
    void readParts(const Content& content)
    {
        const auto partOf = [](const fs::path& folder) {
            return splitFromName(folder.filename().string());
        };
        m_others += content.files.size();
        const bool areParts =
            !content.folders.empty() && std::ranges::all_of(content.folders, [&](const auto& sub) {
                return partOf(sub).has_value();
            });
        if (!areParts) {
            readClasses(content.folders, Split::None);
            return;
        }
        for (const fs::path& part : content.folders) {
            const Content inside = contentOf(part);
            m_others += inside.files.size();
            readClasses(inside.folders, *partOf(part));
        }
    }

    void readClasses(const std::vector<fs::path>& folders, Split split)
    {
        for (const fs::path& folder : folders) {
            m_job.checkpoint();
            for (const fs::path& file : contentOf(folder).files) {
                if (isSample(file))
                    m_rows.add({domainOf(file), {file, 0}, folder.filename().string(), split, 0});
                else
                    ++m_others;
            }
        }
    }

    fs::path m_folder;
    JobContext& m_job;
    SampleRows m_rows;
    std::size_t m_others = 0;
};

// "." and "digits/" have no last part that could be a title.
fs::path normalised(const fs::path& path)
{
    std::error_code code;
    const fs::path whole = fs::absolute(path, code).lexically_normal();
    return whole.has_filename() ? whole : whole.parent_path();
}

class FolderReader : public Reader
{
public:
    ReaderInfo info() const override
    {
        return {"folder", "Folder of recordings or pictures by class", {}};
    }

    Sniff sniff(const FilePeek& peek) const noexcept override
    {
        return peek.isFolder ? Sniff::Sure : Sniff::No;
    }

    Recording read(const ReadRequest& request, JobContext& job) const override
    {
        const fs::path folder = normalised(request.path);
        return withContext("reading " + folder.filename().string(), [&] {
            Recording recording;
            recording.info.format = "folder";
            recording.info.path = folder;
            recording.info.title = folder.filename().string();
            FolderRows rows(folder, job);
            rows.read(recording.info.notes);
            recording.streams = rows.rows().streams(recording.info.notes);
            return recording;
        });
    }
};

} // namespace

std::unique_ptr<Reader> makeFolderReader()
{
    return std::make_unique<FolderReader>();
}

} // namespace inspike

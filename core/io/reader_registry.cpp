// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/reader_registry.h"

#include "core/base/error.h"
#include "core/io/hdf5/hdf5_file.h"

#include <algorithm>

// One line per file format; the order decides between equally sure readers.
#define INSPIKE_READERS(X)                                                                         \
    X(makeInspikeReader)                                                                           \
    X(makeShdReader)                                                                               \
    X(makeNtidigitsReader)                                                                         \
    X(makeSonataReader)                                                                            \
    X(makeNwbReader)                                                                               \
    X(makeNirDataReader)                                                                           \
    X(makeNpyReader)                                                                               \
    X(makeEvt2Reader)                                                                              \
    X(makeEvt3Reader)                                                                              \
    X(makeAedat4Reader)                                                                            \
    X(makeDatReader)                                                                               \
    X(makeEsReader)                                                                                \
    X(makeBs1Reader)                                                                               \
    X(makeNmnistReader)                                                                            \
    X(makeIdxReader)                                                                               \
    X(makeSoundReader)                                                                             \
    X(makePictureReader)                                                                           \
    X(makePairsReader)                                                                             \
    X(makeSamplesReader)                                                                           \
    X(makeFolderReader)                                                                            \
    X(makeSonataCsvReader)                                                                         \
    X(makeCsvReader)

namespace inspike {

#define X(make) std::unique_ptr<Reader> make();
INSPIKE_READERS(X)
#undef X

namespace {

std::vector<std::unique_ptr<Reader>> makeReaders()
{
    std::vector<std::unique_ptr<Reader>> list;
#define X(make) list.push_back(make());
    INSPIKE_READERS(X)
#undef X
    return list;
}

bool hasExtension(const Reader& reader, const std::string& extension)
{
    const auto extensions = reader.info().extensions;
    return std::find(extensions.begin(), extensions.end(), extension) != extensions.end();
}

} // namespace

std::span<const std::unique_ptr<Reader>> readers()
{
    static const std::vector<std::unique_ptr<Reader>> kList = makeReaders();
    return kList;
}

const Reader* findReader(std::string_view id)
{
    for (const auto& reader : readers()) {
        if (reader->info().id == id)
            return reader.get();
    }
    return nullptr;
}

const Reader& pickReader(const FilePeek& peek)
{
    const Reader* best = nullptr;
    int bestRank = 0;
    for (const auto& reader : readers()) {
        if (peek.isFolder != reader->info().readsFolders())
            continue;
        const Sniff sniff = reader->sniff(peek);
        if (sniff == Sniff::No)
            continue;
        // The content decides; between equals, the extension does.
        const int rank =
            (sniff == Sniff::Sure ? 4 : 2) + (hasExtension(*reader, peek.extension()) ? 1 : 0);
        if (rank > bestRank) {
            best = reader.get();
            bestRank = rank;
        }
    }
    if (best != nullptr)
        return *best;
    // A damaged HDF5 file gets the error that says so.
    if (peek.isHdf5())
        Hdf5File::open(peek.path);
    std::string tried;
    for (const auto& reader : readers()) {
        if (peek.isFolder == reader->info().readsFolders())
            tried += (tried.empty() ? "" : ", ") + reader->info().title;
    }
    throw Error(ErrorKind::Unsupported,
                peek.path.string() +
                    (peek.size == 0 ? " is empty" : " is not a recording that can be read") +
                    "; tried " + tried);
}

Recording readRecording(const std::filesystem::path& path, JobContext& job, std::size_t trial)
{
    const Reader& reader = pickReader(peekPath(path));
    return reader.read({path, Params(reader.info().params), trial}, job);
}

} // namespace inspike

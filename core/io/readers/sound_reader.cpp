// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Sounds: WAV and FLAC of any rate and number of channels, as they are. Mixing down and changing
// the rate is left to whoever needs it.
#include "core/io/reader.h"
#include "core/io/sound_file.h"

namespace inspike {

namespace {

class SoundReader : public Reader
{
public:
    ReaderInfo info() const override { return {"sound", "Sound (WAV, FLAC)", {".wav", ".flac"}}; }

    Sniff sniff(const FilePeek& peek) const noexcept override
    {
        return looksLikeSound(peek.head) ? Sniff::Sure : Sniff::No;
    }

    Recording read(const ReadRequest& request, JobContext& job) const override
    {
        Recording recording;
        recording.info.format = "sound";
        recording.info.path = request.path;
        recording.info.title = request.path.stem().string();
        recording.streams.push_back({"signals/audio", "audio", "audio", "static",
                                     readSound(request.path, recording.info.notes, job)});
        return recording;
    }
};

} // namespace

std::unique_ptr<Reader> makeSoundReader()
{
    return std::make_unique<SoundReader>();
}

} // namespace inspike

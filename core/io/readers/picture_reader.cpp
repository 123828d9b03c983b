// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures: PNG and JPEG, as one frame.
#include "core/io/picture_file.h"
#include "core/io/reader.h"

namespace inspike {

namespace {

class PictureReader : public Reader
{
public:
    ReaderInfo info() const override
    {
        return {"picture", "Picture (PNG, JPEG)", {".png", ".jpg", ".jpeg"}};
    }

    Sniff sniff(const FilePeek& peek) const noexcept override
    {
        return looksLikePicture(peek.head) ? Sniff::Sure : Sniff::No;
    }

    Recording read(const ReadRequest& request, JobContext& job) const override
    {
        Recording recording;
        recording.info.format = "picture";
        recording.info.path = request.path;
        recording.info.title = request.path.stem().string();
        recording.streams.push_back({"frames/picture", "picture", "visual", "static",
                                     readPicture(request.path, recording.info.notes, job)});
        return recording;
    }
};

} // namespace

std::unique_ptr<Reader> makePictureReader()
{
    return std::make_unique<PictureReader>();
}

} // namespace inspike

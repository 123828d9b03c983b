// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Lists of pairs made on the spot, and the samples that networks take from them.

#include "core/systems/scmrl/samples.h"

#include <QString>
#include <QTemporaryDir>

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace inspike::test {

class PairFolder
{
public:
    std::filesystem::path write(const std::string& name, const std::string& content) const;
    void writeStreams(const std::string& name, std::vector<NamedStream> streams) const;
    // The rows of a list with the columns audio, visual, label, split.
    std::unique_ptr<scmrl::Samples> samples(const std::string& rows,
                                            const scmrl::Config& config) const;
    scmrl::Sample first(const std::string& row, const scmrl::Config& config,
                        scmrl::Augmentation augmentation = scmrl::Augmentation::None,
                        std::uint64_t draw = 0) const;

private:
    QTemporaryDir m_folder;
};

// Of 10 classes and 2 steps; pictures are not cropped.
scmrl::Config squareOf(std::size_t side, std::size_t channels);
// WAV with the same wave in every channel.
std::string tone(unsigned channels, unsigned rate, std::size_t samples);
// Bytes 10, 20, 30, ... as a grey PNG.
std::string greySteps(std::uint32_t width, std::uint32_t height);
// What the error says that the call throws.
QString refusal(const std::function<void()>& call);
bool isClose(float a, float b);

} // namespace inspike::test

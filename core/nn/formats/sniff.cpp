// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/formats/sniff.h"

#include "core/base/error.h"
#include "core/io/hdf5/hdf5_file.h"

#include <array>
#include <cstring>
#include <fstream>
#include <string_view>
#include <system_error>

namespace inspike {

namespace fs = std::filesystem;

ModelFileKind sniffModelFile(const fs::path& path)
{
    std::error_code code;
    if (fs::is_directory(path, code))
        throw Error(ErrorKind::NotFound, path.string() + " is a folder");
    std::ifstream file(path, std::ios::binary);
    if (!file)
        throw Error(ErrorKind::NotFound,
                    (fs::exists(path, code) ? "cannot read " : "there is no file ") +
                        path.string());
    std::array<char, 512> head{};
    file.read(head.data(), head.size());
    const std::string_view start(head.data(), static_cast<std::size_t>(file.gcount()));

    using namespace std::string_view_literals;
    constexpr std::size_t kTarMagicAt = 257;
    if (start.empty())
        return ModelFileKind::Empty;
    if (start.starts_with("PK\3\4"sv) || start.starts_with("PK\5\6"sv))
        return ModelFileKind::Zip;
    // Protocol 2, then the number 0x1950a86a20f9469cfc6c.
    if (start.starts_with("\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19"sv))
        return ModelFileKind::LegacyTorch;
    if (start.size() > kTarMagicAt && start.substr(kTarMagicAt).starts_with("ustar"))
        return ModelFileKind::Tar;
    if (start.size() > 2 && start[0] == '\x80' && start[1] >= 2 && start[1] <= 5)
        return ModelFileKind::Pickle;
    return isHdf5(path) ? ModelFileKind::Hdf5 : ModelFileKind::Other;
}

} // namespace inspike

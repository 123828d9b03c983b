// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/hash.h"

#include "core/base/error.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <memory>
#include <system_error>
#include <vector>

namespace inspike {

namespace {

class Digest
{
public:
    Digest() : m_context(EVP_MD_CTX_new(), &EVP_MD_CTX_free)
    {
        if (!m_context || EVP_DigestInit_ex(m_context.get(), EVP_sha256(), nullptr) != 1)
            throw Error(ErrorKind::Internal, "SHA-256 is not available");
    }

    void add(const void* data, std::size_t size) { EVP_DigestUpdate(m_context.get(), data, size); }

    std::string hex()
    {
        std::array<unsigned char, EVP_MAX_MD_SIZE> raw{};
        unsigned int size = 0;
        EVP_DigestFinal_ex(m_context.get(), raw.data(), &size);
        constexpr char kDigits[] = "0123456789abcdef";
        std::string text;
        for (unsigned int i = 0; i < size; ++i) {
            text += kDigits[raw[i] >> 4U];
            text += kDigits[raw[i] & 15U];
        }
        return text;
    }

private:
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> m_context;
};

} // namespace

std::string sha256(std::span<const std::byte> bytes)
{
    Digest digest;
    digest.add(bytes.data(), bytes.size());
    return digest.hex();
}

std::string sha256OfFile(const std::filesystem::path& path, JobContext& job)
{
    std::ifstream file(path, std::ios::binary);
    if (!file)
        throw Error(ErrorKind::NotFound, "cannot read " + path.string());
    Digest digest;
    std::vector<char> block(1U << 20U);
    while (file) {
        job.checkpoint();
        file.read(block.data(), static_cast<std::streamsize>(block.size()));
        digest.add(block.data(), static_cast<std::size_t>(file.gcount()));
    }
    return digest.hex();
}

std::string sha256OfFolder(const std::filesystem::path& path, JobContext& job)
{
    namespace fs = std::filesystem;
    std::vector<std::string> lines;
    std::error_code code;
    for (fs::recursive_directory_iterator entry(path, code);
         !code && entry != fs::recursive_directory_iterator(); entry.increment(code)) {
        job.checkpoint();
        std::error_code ofFile;
        if (entry->is_regular_file(ofFile))
            lines.push_back(entry->path().lexically_relative(path).generic_string() + "\n" +
                            std::to_string(entry->file_size(ofFile)) + "\n");
    }
    if (code)
        throw Error(ErrorKind::NotFound, "cannot read " + path.string() + ": " + code.message());
    std::ranges::sort(lines);
    Digest digest;
    for (const std::string& line : lines)
        digest.add(line.data(), line.size());
    return digest.hex();
}

} // namespace inspike

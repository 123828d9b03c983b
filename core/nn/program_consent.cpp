// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/program_consent.h"

#include <mutex>
#include <set>

namespace inspike {

namespace {

struct Consents
{
    std::mutex mutex;
    std::set<std::string, std::less<>> hashes;
};

Consents& consents()
{
    static Consents all;
    return all;
}

} // namespace

void consentToProgram(std::string_view sha256)
{
    const std::lock_guard lock(consents().mutex);
    consents().hashes.emplace(sha256);
}

bool consentedToProgram(std::string_view sha256)
{
    const std::lock_guard lock(consents().mutex);
    return consents().hashes.contains(sha256);
}

void withdrawConsent(std::string_view sha256)
{
    const std::lock_guard lock(consents().mutex);
    const auto found = consents().hashes.find(sha256);
    if (found != consents().hashes.end())
        consents().hashes.erase(found);
}

std::string programRefusal(const std::string& file)
{
    return file +
           " is a TorchScript program, which will be executed; run again with --trust if you "
           "trust where it came from";
}

} // namespace inspike

// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What was computed for pictures of two domains, by key, so that another colour, pair or epoch does
// not compute it again. A result belongs to runs and goes with them; keys name runs by their
// address. Any thread may use it.

#include "core/nn/model.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

namespace inspike {

// Points of an embedding that is still being computed.
struct LiveCoordinates
{
    int iteration = 0;
    std::vector<float> values; // [point * components]
};

class AlignmentResults
{
public:
    using Owners = std::vector<std::shared_ptr<const Run>>;

    // nullptr when it is not known, or its runs are gone.
    template <typename T>
    std::shared_ptr<const T> find(const std::string& key)
    {
        return std::static_pointer_cast<const T>(held(key));
    }
    template <typename T>
    std::shared_ptr<const T> keep(const std::string& key, const Owners& owners, T value)
    {
        auto made = std::make_shared<const T>(std::move(value));
        hold(key, owners, made);
        return made;
    }

    // Called on the thread that computes, after each new set of live coordinates.
    void setWatcher(std::function<void()> watcher);
    void showLive(const std::string& key, int iteration, std::span<const float> coordinates);
    std::shared_ptr<const LiveCoordinates> live(const std::string& key);

private:
    struct Entry
    {
        std::shared_ptr<const void> value;
        std::vector<std::weak_ptr<const Run>> owners;
        std::uint64_t used = 0;
    };

    std::shared_ptr<const void> held(const std::string& key);
    void hold(const std::string& key, const Owners& owners, std::shared_ptr<const void> value);
    void dropOldest();

    std::mutex m_mutex;
    std::map<std::string, Entry> m_entries;
    std::string m_liveKey;
    std::shared_ptr<const LiveCoordinates> m_live;
    std::function<void()> m_watcher;
    std::uint64_t m_clock = 0;
};

} // namespace inspike

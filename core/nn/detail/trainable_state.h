// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a training changes in a network, as plain arrays: the base of the learners of all systems,
// whose headers know no tensors.

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace at {
class Tensor;
}

namespace inspike::nn {

class TrainableState
{
public:
    using Tensors = std::map<std::string, at::Tensor, std::less<>>; // NetworkState

    const std::vector<std::string>& names() const { return m_names; } // of what is trained
    std::size_t dimensions(std::string_view name) const;
    // The values themselves, which stay where they are for the life of this object.
    std::span<float> values(std::string_view name);
    std::vector<std::string> buffers() const; // running means and variances
    std::vector<std::string> counters() const;
    std::span<std::int64_t> counter(std::string_view name);

protected:
    TrainableState() = default;
    // The state must outlive this object.
    void attach(Tensors& state, std::vector<std::string> names);

private:
    const at::Tensor& tensor(std::string_view name) const;

    Tensors* m_state = nullptr;
    std::vector<std::string> m_names;
};

} // namespace inspike::nn

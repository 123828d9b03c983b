// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Hooks in the graphs of a program: operators of our own that tell an observer when a module is
// called, what it took and gave, and that a loop goes round. They are put into the program's own
// graphs, so that they work at any depth, in loops and branches, and however the program is run.

#include "core/systems/torchscript/program.h"

#include <cstdint>
#include <functional>
#include <memory>

namespace inspike::torchscript {

class Observer
{
public:
    virtual ~Observer() = default;

    // At every turn of every loop and the start of every function, on any thread; what it throws
    // ends the program.
    virtual void turn() = 0;
    // A call of a method of `self` returned. `site` tells apart from where it was called, all the
    // way from the start.
    virtual void gave(const c10::ivalue::Object& self, const std::string& method,
                      std::uint64_t site, const c10::IValue& took, const c10::IValue& value) = 0;
    // An operator in the method of a module gave a tensor; `name` is "conv2d", "relu.1".
    virtual void computed(const c10::ivalue::Object& self, const std::string& name,
                          std::uint64_t site, const c10::IValue& took,
                          const c10::IValue& value) = 0;
};

class Hooks
{
public:
    // Puts hooks into all graphs of the program, which must not have been run yet. Operators that
    // are layers are observed in graphs that `observesOperators` accepts.
    Hooks(Program& program,
          const std::function<bool(const torch::jit::Function&)>& observesOperators);
    Hooks(const Hooks&) = delete;
    Hooks& operator=(const Hooks&) = delete;
    ~Hooks();

    // While it lives, `observer` is told. One at a time for a program.
    class Listening
    {
    public:
        Listening(Hooks& hooks, Observer& observer);
        Listening(const Listening&) = delete;
        Listening& operator=(const Listening&) = delete;
        ~Listening();

    private:
        std::int64_t m_key;
    };

private:
    std::int64_t m_key;
};

} // namespace inspike::torchscript

// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Work on a thread of its own with a very large stack. LibTorch parses code and frees nested values
// by recursion, and how deep that goes is up to the file.

#include <functional>

namespace inspike::torchscript {

// Waits for `body`; what it throws is thrown here. Throws Error{OutOfMemory} without a thread.
void onDeepStack(const std::function<void()>& body);

} // namespace inspike::torchscript

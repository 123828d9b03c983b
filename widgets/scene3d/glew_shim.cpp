// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Compiled into every executable that shows 3-D (see inspike_use_scene3d). GLEW 2.2 answers "no GLX
// display" in an EGL context although all OpenGL functions were found, and VTK before 9.2 gives up
// on it. This glewInit comes before the library's and lets that one answer pass.

#include <dlfcn.h>

extern "C" __attribute__((visibility("default"))) unsigned glewInit()
{
    constexpr unsigned kOk = 0;
    constexpr unsigned kNoGlxDisplay = 4;
    constexpr unsigned kNotFound = 1;
    using Init = unsigned (*)();
    const auto real = reinterpret_cast<Init>(dlsym(RTLD_NEXT, "glewInit"));
    if (real == nullptr)
        return kNotFound;
    const unsigned answer = real();
    return answer == kNoGlxDisplay ? kOk : answer;
}

// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// An OpenGL 3.2 core context without any window or display server, through EGL: on a graphics
// device when there is one, else Mesa's software renderer.

#include <memory>

namespace inspike {

class EglContext
{
public:
    // nullptr when this machine offers none.
    static std::unique_ptr<EglContext> make();
    ~EglContext();
    EglContext(const EglContext&) = delete;
    EglContext& operator=(const EglContext&) = delete;

    bool makeCurrent();
    void doneCurrent();

private:
    EglContext(void* display, void* context) : m_display(display), m_context(context) {}

    void* m_display;
    void* m_context;
};

} // namespace inspike

// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/scene3d/egl_context.h"

#include <EGL/egl.h>
#include <EGL/eglext.h>
#include <array>
#include <cstring>
#include <vector>

namespace inspike {

namespace {

// Displays to try, best first. Each is used for the whole life of the process: EGL hands out the
// same one again, so it must not be terminated while another context lives on it.
std::vector<EGLDisplay> candidates()
{
    std::vector<EGLDisplay> displays;
    const char* extensions = eglQueryString(EGL_NO_DISPLAY, EGL_EXTENSIONS);
    const auto platform = reinterpret_cast<PFNEGLGETPLATFORMDISPLAYEXTPROC>(
        eglGetProcAddress("eglGetPlatformDisplayEXT"));
    if (extensions == nullptr || platform == nullptr)
        return displays;
    const auto devices =
        reinterpret_cast<PFNEGLQUERYDEVICESEXTPROC>(eglGetProcAddress("eglQueryDevicesEXT"));
    std::array<EGLDeviceEXT, 8> found{};
    EGLint count = 0;
    if (devices != nullptr && std::strstr(extensions, "EGL_EXT_platform_device") != nullptr &&
        devices(EGLint(found.size()), found.data(), &count) == EGL_TRUE) {
        for (EGLint i = 0; i < count; ++i)
            displays.push_back(platform(EGL_PLATFORM_DEVICE_EXT, found[std::size_t(i)], nullptr));
    }
    if (std::strstr(extensions, "EGL_MESA_platform_surfaceless") != nullptr)
        displays.push_back(platform(EGL_PLATFORM_SURFACELESS_MESA, EGL_DEFAULT_DISPLAY, nullptr));
    return displays;
}

EGLContext contextOn(EGLDisplay display)
{
    if (display == EGL_NO_DISPLAY || eglInitialize(display, nullptr, nullptr) != EGL_TRUE ||
        eglBindAPI(EGL_OPENGL_API) != EGL_TRUE)
        return EGL_NO_CONTEXT;
    const EGLint wanted[] = {EGL_SURFACE_TYPE, 0, EGL_RENDERABLE_TYPE, EGL_OPENGL_BIT, EGL_NONE};
    EGLConfig config = nullptr;
    EGLint count = 0;
    if (eglChooseConfig(display, wanted, &config, 1, &count) != EGL_TRUE || count < 1)
        return EGL_NO_CONTEXT;
    const EGLint version[] = {EGL_CONTEXT_MAJOR_VERSION,
                              3,
                              EGL_CONTEXT_MINOR_VERSION,
                              2,
                              EGL_CONTEXT_OPENGL_PROFILE_MASK,
                              EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT,
                              EGL_NONE};
    const EGLContext context = eglCreateContext(display, config, EGL_NO_CONTEXT, version);
    if (context != EGL_NO_CONTEXT &&
        eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, context) != EGL_TRUE) {
        eglDestroyContext(display, context);
        return EGL_NO_CONTEXT;
    }
    return context;
}

} // namespace

std::unique_ptr<EglContext> EglContext::make()
{
    for (const EGLDisplay display : candidates()) {
        if (const EGLContext context = contextOn(display); context != EGL_NO_CONTEXT)
            return std::unique_ptr<EglContext>(new EglContext(display, context));
    }
    return nullptr;
}

EglContext::~EglContext()
{
    doneCurrent();
    eglDestroyContext(m_display, m_context);
}

bool EglContext::makeCurrent()
{
    return eglBindAPI(EGL_OPENGL_API) == EGL_TRUE &&
           eglMakeCurrent(m_display, EGL_NO_SURFACE, EGL_NO_SURFACE, m_context) == EGL_TRUE;
}

void EglContext::doneCurrent()
{
    eglMakeCurrent(m_display, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
}

} // namespace inspike

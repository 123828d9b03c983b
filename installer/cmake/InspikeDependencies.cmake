# SPDX-FileCopyrightText: The Inspike developers
# SPDX-License-Identifier: GPL-3.0-or-later
# Every foreign library, once. README.md says what each is for.
include_guard(GLOBAL)

# Their own find modules report dozens of lines that say nothing about this project.
set(INSPIKE_MESSAGE_LEVEL "${CMAKE_MESSAGE_LOG_LEVEL}")
set(CMAKE_MESSAGE_LOG_LEVEL WARNING)

find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(spdlog REQUIRED)
find_package(CLI11 REQUIRED)
find_package(OpenSSL REQUIRED COMPONENTS Crypto)
find_package(ZLIB REQUIRED)
find_package(LAPACK REQUIRED)
find_package(HDF5 REQUIRED COMPONENTS C)
pkg_check_modules(fftw REQUIRED IMPORTED_TARGET fftw3f)
pkg_check_modules(sndfile REQUIRED IMPORTED_TARGET sndfile)
pkg_check_modules(png REQUIRED IMPORTED_TARGET libpng)
pkg_check_modules(turbojpeg REQUIRED IMPORTED_TARGET libturbojpeg)
pkg_check_modules(libzip REQUIRED IMPORTED_TARGET libzip)
pkg_check_modules(lz4 REQUIRED IMPORTED_TARGET liblz4)
pkg_check_modules(zstd REQUIRED IMPORTED_TARGET libzstd)

find_package(Qt6 REQUIRED COMPONENTS Core Gui Widgets OpenGL OpenGLWidgets Svg PrintSupport Concurrent
    LinguistTools Test)
find_package(QCustomPlotQt6 REQUIRED) # target QCustomPlotQt6::QCustomPlotQt6
find_package(VTK REQUIRED COMPONENTS CommonCore CommonDataModel FiltersCore FiltersSources
    RenderingCore RenderingOpenGL2 RenderingFreeType InteractionStyle)

# A user's own LibTorch 2.x: -DTORCH_ROOT=/path or the environment variable; else Debian's 1.13.
if(NOT TORCH_ROOT AND DEFINED ENV{TORCH_ROOT})
    set(TORCH_ROOT $ENV{TORCH_ROOT})
endif()
if(TORCH_ROOT)
    list(PREPEND CMAKE_PREFIX_PATH ${TORCH_ROOT})
endif()
find_package(Torch REQUIRED)

set(CMAKE_MESSAGE_LOG_LEVEL "${INSPIKE_MESSAGE_LEVEL}")
message(STATUS "Qt ${Qt6_VERSION}, VTK ${VTK_VERSION}, LibTorch ${Torch_VERSION}, HDF5 ${HDF5_VERSION}")

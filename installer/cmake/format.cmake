# SPDX-FileCopyrightText: The Inspike developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Formats every C++ file, or says which are not formatted.
#     cmake -DROOT=... -DCLANG_FORMAT=... -DMODE=write|check -P format.cmake
cmake_minimum_required(VERSION 3.25)

set(globs "")
foreach(folder core widgets app tests)
    list(APPEND globs ${ROOT}/${folder}/*.h ${ROOT}/${folder}/*.cpp)
endforeach()
file(GLOB_RECURSE files ${globs})
if(MODE STREQUAL "write")
    set(options -i)
else()
    set(options --dry-run -Werror --ferror-limit=1)
endif()
execute_process(COMMAND ${CLANG_FORMAT} --style=file ${options} ${files} RESULT_VARIABLE code)
if(NOT code EQUAL 0)
    message(FATAL_ERROR "run: cmake --build <build folder> --target format")
endif()

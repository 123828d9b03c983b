# SPDX-FileCopyrightText: The Inspike developers
# SPDX-License-Identifier: GPL-3.0-or-later
# How every target of this project is built: language level, warnings, sanitizers, linker.
include_guard(GLOBAL)

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
# With the compiler's C++20 macros, moc of Qt 6.4 gives up on libstdc++'s <concepts>.
set(CMAKE_AUTOMOC_COMPILER_PREDEFINES OFF)
if(NOT CMAKE_BUILD_TYPE)
    set(CMAKE_BUILD_TYPE Release)
endif()

find_program(INSPIKE_CCACHE ccache)
if(INSPIKE_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER ${INSPIKE_CCACHE})
endif()
find_program(INSPIKE_LLD ld.lld)
if(INSPIKE_LLD)
    add_link_options(-fuse-ld=lld)
endif()
add_link_options(-Wl,--as-needed)

add_library(inspike_settings INTERFACE)
target_include_directories(inspike_settings INTERFACE ${PROJECT_SOURCE_DIR})
# -Wshadow=local: plain -Wshadow of GCC 12 complains about enumerators of scoped enums. No
# -Wnull-dereference: with -O2 GCC 12 reports std::string, std::vector and streams of its own library.
target_compile_options(inspike_settings INTERFACE -Wall -Wextra -Wshadow=local -Wnon-virtual-dtor
    -Woverloaded-virtual -Wextra-semi -Wimplicit-fallthrough)
# GCC 12 sees overlapping copies in std::string's own operator+ (GCC bug 105651).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    target_compile_options(inspike_settings INTERFACE -Wno-restrict)
endif()
if(INSPIKE_WERROR)
    target_compile_options(inspike_settings INTERFACE -Werror)
endif()
if(INSPIKE_SANITIZE)
    add_compile_options(-fsanitize=${INSPIKE_SANITIZE} -fno-omit-frame-pointer)
    add_link_options(-fsanitize=${INSPIKE_SANITIZE})
endif()

# inspike_library(NAME SOURCES ... [PUBLIC targets...] [PRIVATE targets...])
# One static library per folder. Foreign libraries go to PRIVATE, so that their headers stay in the cage.
function(inspike_library name)
    cmake_parse_arguments(ARG "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
    add_library(inspike_${name} STATIC ${ARG_SOURCES})
    add_library(inspike::${name} ALIAS inspike_${name})
    target_link_libraries(inspike_${name} PUBLIC inspike_settings ${ARG_PUBLIC} PRIVATE ${ARG_PRIVATE})
endfunction()

# Tests run code, they are not run for their speed: they are compiled quickly.
set(INSPIKE_TEST_OPTIMISATION $<$<CONFIG:Release>:-O1>)

# inspike_tests(NAME TESTS tst_a tst_b... [LIBS targets...] [LABELS labels...] [PLATFORM offscreen])
# One executable per folder; every tst_<unit>.cpp holds class Tst<Unit> and registers as its own ctest.
function(inspike_tests name)
    cmake_parse_arguments(ARG "" "PLATFORM" "TESTS;LIBS;LABELS;SOURCES" ${ARGN})
    set(declarations "")
    set(rows "")
    set(sources "")
    foreach(test IN LISTS ARG_TESTS)
        string(APPEND declarations "QObject* make_${test}();\n")
        string(APPEND rows "    {\"${test}\", &make_${test}},\n")
        list(APPEND sources ${test}.cpp)
    endforeach()
    set(INSPIKE_TEST_DECLARATIONS "${declarations}")
    set(INSPIKE_TEST_ROWS "${rows}")
    configure_file(${PROJECT_SOURCE_DIR}/tests/support/test_main.cpp.in
        ${CMAKE_CURRENT_BINARY_DIR}/${name}_main.cpp @ONLY)
    add_executable(${name} ${sources} ${ARG_SOURCES} ${CMAKE_CURRENT_BINARY_DIR}/${name}_main.cpp)
    set_target_properties(${name} PROPERTIES AUTOMOC ON)
    target_link_libraries(${name} PRIVATE inspike_settings inspike::test_support Qt6::Test ${ARG_LIBS})
    target_compile_options(${name} PRIVATE ${INSPIKE_TEST_OPTIMISATION})
    # LibTorch has a macro of its own on the command line, with which a shared header does not fit.
    if("torch" IN_LIST ARG_LIBS)
        target_precompile_headers(${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests/support/test_pch.h)
    else()
        target_precompile_headers(${name} REUSE_FROM inspike_test_support)
    endif()
    foreach(test IN LISTS ARG_TESTS)
        add_test(NAME ${name}.${test} COMMAND ${name} ${test})
        set_tests_properties(${name}.${test} PROPERTIES LABELS "${ARG_LABELS}" TIMEOUT 300
            SKIP_REGULAR_EXPRESSION "SKIP_WHOLE_TEST")
        if(ARG_PLATFORM)
            set_tests_properties(${name}.${test} PROPERTIES ENVIRONMENT
                "QT_QPA_PLATFORM=${ARG_PLATFORM}")
        endif()
    endforeach()
endfunction()

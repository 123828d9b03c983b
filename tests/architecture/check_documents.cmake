# SPDX-FileCopyrightText: The Inspike developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What README.md and CONTRIBUTING.md say must be what is there: the table of packages, the list files of the
# registries, and every path they name. Run as
#     cmake -DROOT=<source tree> -P check_documents.cmake
cmake_minimum_required(VERSION 3.25)

set(failures 0)
function(complain)
    message("${ARGV0}")
    math(EXPR failures "${failures} + 1")
    set(failures ${failures} PARENT_SCOPE)
endfunction()

foreach(document README CONTRIBUTING ARCHITECTURE CHANGELOG)
    if(EXISTS ${ROOT}/${document}.md)
        file(READ ${ROOT}/${document}.md ${document})
    else()
        complain("${document}.md is missing")
    endif()
endforeach()

# Packages: installer/debian-packages.txt and the table of README.md, both ways.
file(STRINGS ${ROOT}/installer/debian-packages.txt rows REGEX "^[a-z0-9]")
set(packages "")
foreach(row IN LISTS rows)
    string(REGEX REPLACE " *[|].*" "" package "${row}")
    string(REGEX REPLACE "^[^|]*[|] *" "" purpose "${row}")
    list(APPEND packages "${package}")
    string(FIND "${README}" "| `${package}` | ${purpose} |" at)
    if(at EQUAL -1)
        complain("README.md lacks the row: | `${package}` | ${purpose} |")
    endif()
endforeach()
string(REGEX MATCHALL "\n[|] `[a-z0-9][a-z0-9.+-]+` [|]" listed "${README}")
foreach(row IN LISTS listed)
    string(REGEX REPLACE ".*`([^`]+)`.*" "\\1" package "${row}")
    if(NOT package IN_LIST packages)
        complain("README.md lists ${package}, which installer/debian-packages.txt does not")
    endif()
endforeach()

# Every registry is named in CONTRIBUTING.md, with the folder its entries live in.
foreach(registry core/io/reader_registry.cpp core/systems/system_registry.cpp
        core/analysis/analysis_registry.cpp widgets/view/view_registry.cpp app/cli/command_registry.cpp)
    if(NOT EXISTS ${ROOT}/${registry})
        complain("${registry} is missing")
    endif()
    string(FIND "${CONTRIBUTING}" "${registry}" at)
    if(at EQUAL -1)
        complain("CONTRIBUTING.md does not say how to add a line to ${registry}")
    endif()
endforeach()

# Paths in backquotes exist, unless they name something to be added ("foo").
foreach(document README CONTRIBUTING ARCHITECTURE)
    string(REGEX MATCHALL "`(core|widgets|app|tests|installer|resources)/[A-Za-z0-9_./-]+`" paths "${${document}}")
    foreach(path IN LISTS paths)
        string(REPLACE "`" "" path "${path}")
        if(NOT path MATCHES "foo" AND NOT EXISTS ${ROOT}/${path})
            complain("${document}.md names ${path}, which does not exist")
        endif()
    endforeach()
endforeach()

if(failures GREATER 0)
    message(FATAL_ERROR "${failures} faults in the documents")
endif()

# SPDX-FileCopyrightText: The Inspike developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# inspike.1 out of the program's own --help, so that the two never differ.
#     cmake -DPROGRAM=... -DOUTPUT=... -P make_man_page.cmake
cmake_minimum_required(VERSION 3.25)

function(help_of result)
    execute_process(COMMAND ${PROGRAM} ${ARGN} --help OUTPUT_VARIABLE text RESULT_VARIABLE code)
    if(NOT code EQUAL 0)
        message(FATAL_ERROR "${PROGRAM} ${ARGN} --help failed: ${code}")
    endif()
    string(REPLACE "\\" "\\e" text "${text}")
    string(REPLACE "-" "\\-" text "${text}")
    string(REGEX REPLACE "(^|\n)([.'])" "\\1\\\\&\\2" text "${text}")
    set(${result} "${text}" PARENT_SCOPE)
endfunction()

help_of(program)
string(REGEX MATCHALL "\n  [a-z]+  +[A-Z]" rows "${program}")
set(page ".TH INSPIKE 1\n.SH NAME\ninspike \\- see what happens inside spiking neural networks\n")
string(APPEND page ".SH SYNOPSIS\n.nf\n${program}.fi\n.SH COMMANDS\n")
foreach(row IN LISTS rows)
    string(REGEX REPLACE "^\n  ([a-z]+).*" "\\1" command "${row}")
    help_of(text ${command})
    string(APPEND page ".SS ${command}\n.nf\n${text}.fi\n")
endforeach()
file(WRITE ${OUTPUT} "${page}")

# SPDX-FileCopyrightText: The Inspike developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The rule checks must be able to fail: each broken tree below has to be refused, and the sound one accepted.
#     cmake -DCHECKS=<this folder> -DWORK=<scratch folder> -P rules_bite.cmake
cmake_minimum_required(VERSION 3.25)

string(ASCII 195 169 accented)
set(head "// SPDX-FileCopyrightText: A\n// SPDX-License-Identifier: B\n")

# expect(<check> <accepted|refused> <path in the tree> <content>)
function(expect check verdict path content)
    file(REMOVE_RECURSE ${WORK}/tree)
    file(WRITE ${WORK}/tree/${path} "${content}")
    execute_process(COMMAND ${CMAKE_COMMAND} -DROOT=${WORK}/tree -P ${CHECKS}/${check}.cmake
        RESULT_VARIABLE code OUTPUT_QUIET ERROR_QUIET)
    if(code EQUAL 0)
        set(got accepted)
    else()
        set(got refused)
    endif()
    if(NOT got STREQUAL verdict)
        message(SEND_ERROR "${check} ${got} ${path}:\n${content}")
    endif()
endfunction()

expect(check_includes accepted core/base/a.h "#include <vector>\n#include \"core/base/error.h\"\n")
expect(check_includes accepted core/nn/detail/a.cpp "#include <ATen/core/Tensor.h>\n")
expect(check_includes refused core/nn/a.h "#include <ATen/core/Tensor.h>\n")
expect(check_includes accepted tests/core/nn/tst_a.cpp "#include <ATen/core/Tensor.h>\n")
expect(check_includes refused tests/core/io/tst_a.cpp "#include <ATen/core/Tensor.h>\n")
expect(check_includes refused core/base/a.cpp "#include <QString>\n")
expect(check_includes refused core/io/readers/a.cpp "#include <hdf5.h>\n")
expect(check_includes refused core/io/hdf5/hdf5_file.h "#include <hdf5.h>\n")
expect(check_includes refused widgets/views/a_view.cpp "#include <qcustomplot.h>\n")
expect(check_includes refused widgets/plot/a.cpp "#include <vtkActor.h>\n")
expect(check_includes refused core/data/a.h "#include \"core/io/reader.h\"\n")
expect(check_includes refused core/base/a.cpp "#  include <nlohmann/json.hpp>\n")
expect(check_includes refused widgets/views/a_view.cpp "#include \"core/io/reader.h\"\n")

expect(check_sources accepted core/base/a.h "${head}int a;\n")
expect(check_sources refused core/base/a.h "int a;\n")
expect(check_sources refused core/base/a.h "${head}// ${accented}\n")
set(half TO)
expect(check_sources refused core/base/a.h "${head}// ${half}DO\n")
string(REPEAT "int a;\n" 601 long)
expect(check_sources refused core/base/a.cpp "${head}${long}")

file(REMOVE_RECURSE ${WORK}/tree)

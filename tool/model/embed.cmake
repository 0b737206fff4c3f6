# SPDX-License-Identifier: GPL-2.0-only
# Turns api.model into a header, so that the program is complete by itself.
file(READ ${IN} text)
string(LENGTH "${text}" length)
set(out "// Generated from tool/model/api.model.\n#pragma once\ninline constexpr const char kBuiltinModel[] =\n")
# Compilers limit the length of one literal; lines are joined by the compiler.
string(REPLACE "\\" "\\\\" text "${text}")
string(REPLACE "\"" "\\\"" text "${text}")
string(REPLACE ";" "\\;" text "${text}")
string(REPLACE "\n" "\\n\"\n\"" text "${text}")
string(REPLACE "\\;" ";" text "${text}")
file(WRITE ${OUT} "${out}\"${text}\";\n")

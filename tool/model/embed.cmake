# SPDX-License-Identifier: GPL-2.0-only
# Turns a text file into a header with one string, so that the program is complete by itself.
# -DIN=file -DOUT=header -DNAME=of the string
file(READ ${IN} text)
string(LENGTH "${text}" length)
set(out "// Generated from ${IN}.\n#pragma once\ninline constexpr const char ${NAME}[] =\n")
# Compilers limit the length of one literal; lines are joined by the compiler.
string(REPLACE "\\" "\\\\" text "${text}")
string(REPLACE "\"" "\\\"" text "${text}")
string(REPLACE ";" "\\;" text "${text}")
string(REPLACE "\n" "\\n\"\n\"" text "${text}")
string(REPLACE "\\;" ";" text "${text}")
file(WRITE ${OUT} "${out}\"${text}\";\n")

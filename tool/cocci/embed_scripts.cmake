# SPDX-License-Identifier: GPL-2.0-only
# Turns the scripts that the program runs into a header, so that it is complete by itself.
# -DFILES=a;b -DOUT=header
set(out "// Generated from cocci/ and tool/cocci/.\n#pragma once\nnamespace gupkit {\nstruct CocciScript {\n  const char* name;\n  const char* text;\n};\ninline constexpr CocciScript kCocciScripts[] = {\n")
foreach(file IN LISTS FILES)
  get_filename_component(name ${file} NAME)
  # As hexadecimal: no byte of the text means anything to CMake or to the compiler.
  file(READ ${file} hex HEX)
  string(REGEX REPLACE "(................................................................)" "\\1\n" hex "${hex}")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "\\\\x\\1" hex "${hex}")
  string(REPLACE "\n" "\"\n\"" hex "${hex}")
  string(APPEND out "{\"${name}\", \"${hex}\"},\n")
endforeach()
file(WRITE ${OUT} "${out}};\n}  // namespace gupkit\n")

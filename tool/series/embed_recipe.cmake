# SPDX-License-Identifier: GPL-2.0-only
# Turns the files of kernel-patches/ into a header, so that the program is complete by itself.
# -DDIR=folder -DOUT=header; the list of files is read again at each build.
file(GLOB_RECURSE files RELATIVE ${DIR} ${DIR}/*/*)
list(SORT files)
set(out "// Generated from kernel-patches/.\n#pragma once\nnamespace gupkit {\nstruct RecipeFile {\n  const char* path;\n  const char* text;\n};\ninline constexpr RecipeFile kRecipe[] = {\n")
foreach(file IN LISTS files)
  # As hexadecimal: no byte of the text means anything to CMake or to the compiler.
  file(READ ${DIR}/${file} hex HEX)
  string(REGEX REPLACE "(................................................................)" "\\1\n" hex "${hex}")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "\\\\x\\1" hex "${hex}")
  string(REPLACE "\n" "\"\n\"" hex "${hex}")
  string(APPEND out "{\"${file}\", \"${hex}\"},\n")
endforeach()
file(WRITE ${OUT} "${out}{\"\", \"\"}};\n}  // namespace gupkit\n")

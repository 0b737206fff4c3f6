// SPDX-License-Identifier: GPL-2.0-only
// Clang on one file: flags in, facts out.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "gupkit/facts.h"
#include "gupkit/kbuild.h"
#include "gupkit/model.h"

namespace gupkit {

struct ParseRequest {
  CompileUnit unit;
  std::string path;  ///< absolute path of the file
  std::string root;  ///< the tree, absolute
  std::string prefix;  ///< precompiled header, "" for none
  std::set<std::string> bodies;  ///< functions of kernel headers whose bodies are read whatever their types say
};

/// Parses the file and extracts its facts. Errors of the code are in
/// UnitFacts::errors; with them the rest is what could be understood. `lasting`: false where one of them is about
/// a file that could not be opened, which may be otherwise the next time.
UnitFacts parseUnit(const ParseRequest& request, const Model& model, bool* lasting = nullptr);

/// Precompiles the file `header`, which must stay where it is, with the flags of
/// `unit` into `output`. `deps` receives the files it was made of.
Status buildPrefix(const CompileUnit& unit, const std::string& root, const std::string& header,
                   const std::string& output, const Model& model, const std::set<std::string>& bodies,
                   std::vector<std::string>& deps);

/// Compiles one text of a file without code generation and returns its
/// diagnostics, warnings included, as "line: message" without the line for
/// comparison of two texts. `force_include` is put before the file. Fails where Clang read nothing.
Result<std::vector<std::string>> diagnose(const ParseRequest& request, const std::string& text,
                                          const std::string& force_include);

/// The folder of Clang's builtin headers, or an error that tells how to get it.
Result<std::string> resourceDir();

}  // namespace gupkit

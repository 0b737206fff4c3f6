// SPDX-License-Identifier: GPL-2.0-only
// One file as one reading compiled it, and the parts that this reading left out, by the text alone: what each part
// stands in, what it defines and what it names.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "gupkit/model.h"
#include "gupkit/shape.h"

namespace gupkit {

/// The names in a piece of code.
struct CodeWords {
  std::set<std::string> all;  ///< but members
  std::set<std::string> members;  ///< behind `.` or `->`
  std::set<std::string> called;  ///< before a parenthesis, members too
  void add(const CodeWords& more);
};

/// What stands at the margin of a file.
struct Construct {
  enum class Kind { function, initializer, record, other } kind = Kind::other;
  std::string name;
  Range range;  ///< from behind what stands before it to its last brace
};

class CodeView {
 public:
  /// `skipped`: what the reading left out.
  CodeView(const std::string& text, const std::vector<Range>& skipped, const Model& model);

  struct Part {
    Range range;
    /// It was read, and a configuration that lacks it has nothing in its place: this is what has not been read.
    bool off = false;
    const Construct* in = nullptr;  ///< null: it stands at the margin
    bool statements = false;  ///< as holdsStatements(); a #define too
    bool fragment = false;  ///< no whole statements or definitions
    std::set<std::string>
        defines;  ///< at the margin: functions, declared ones too, variables, macros of code
    CodeWords words;
  };
  const std::vector<Part>& parts() const { return parts_; }

  const Construct* at(uint32_t offset) const;  ///< null at the margin
  CodeWords words(const Construct& in) const;
  /// Adds what the macros of this file stand for that `to` names.
  void addMacros(CodeWords& to) const;

 private:
  std::string code_;  ///< what was compiled, without directives and comments; all else are blanks
  std::vector<Construct> constructs_;
  std::map<std::string, CodeWords> macros_;
  std::vector<Part> parts_;
};

}  // namespace gupkit

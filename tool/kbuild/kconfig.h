// SPDX-License-Identifier: GPL-2.0-only
// The tree's Kconfig files, as far as needed to tell which architecture can build
// a driver that the default one leaves out.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace gupkit::kbuild {

class Kconfig {
 public:
  /// Reads all Kconfig files that the top one includes, of every architecture.
  static Kconfig read(const std::string& tree);

  /// Could `symbol` be set in a configuration of `arch`? Whatever is not about
  /// architectures counts as true: the answer may be a false yes.
  bool possible(const std::string& symbol, const std::string& arch) const;

  /// Symbols that `symbol` needs to be set, directly and through others, in an
  /// `arch` configuration; every alternative of an `||` and every symbol
  /// that selects one without a prompt is among them.
  std::vector<std::string> needs(const std::string& symbol, const std::string& arch) const;

  /// Absolute paths of what was read.
  std::vector<std::string> files() const;

  bool defines(const std::string& symbol) const { return definitions_.count(symbol) != 0; }

 private:
  struct Definition {
    std::string arch;                     ///< of the arch/<x>/ folder that it stands in; or empty
    std::vector<std::string> conditions;  ///< of the symbol and of all that encloses it
    bool has_prompt = false;
    bool has_default = false;
  };

  void readFile(const std::string& tree, const std::string& file, const std::string& arch,
                const std::vector<std::string>& enclosing, int depth);
  bool possible(const std::string& symbol, const std::string& arch, std::map<std::string, bool>& known,
                int depth) const;

  std::map<std::string, std::vector<Definition>> definitions_;
  std::map<std::string, std::vector<std::string>> selected_by_;
  std::map<std::string, bool> seen_;
  std::vector<std::string> archs_;
  std::string tree_;
};

/// Evaluates a Kconfig expression; `value` tells what a symbol is. A comparison is
/// true: only architectures matter here.
bool evaluateCondition(std::string_view expression, const std::function<bool(const std::string&)>& value);

}  // namespace gupkit::kbuild

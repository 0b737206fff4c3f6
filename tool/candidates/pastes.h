// SPDX-License-Identifier: GPL-2.0-only
// Names that a macro makes out of pieces: `#define PAGE_OF(b, kind) ((b)->page_##kind)`.
//
// Who says PAGE_OF(b, user) has the word page_user nowhere. He has the macro's name, and the piece that is missing as
// a word of its own.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace gupkit {

struct Paste {
  std::string file, macro;
  std::string begin, end;  ///< of every name that it makes
  bool one = false;  ///< only one piece is missing
};

/// Adds the pastes of the macros that `text` defines. Those without a piece of three letters at either end are left out:
/// they can make any name.
void pastesIn(std::string_view text, const std::string& file, std::vector<Paste>& out);

class Pastes {
 public:
  explicit Pastes(std::vector<Paste> all);
  /// Calls found(paste, piece) for each that can make the name; the piece is empty where there are several.
  void making(std::string_view name,
              const std::function<void(const Paste&, std::string_view piece)>& found) const;

 private:
  std::vector<Paste> all_;
  std::unordered_map<std::string, std::vector<size_t>>
      by_piece_;  ///< "begin" or " end", three letters of it
};

}  // namespace gupkit

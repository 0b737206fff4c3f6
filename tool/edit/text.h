// SPDX-License-Identifier: GPL-2.0-only
// The text of one file, seen as lines, columns, comments and identifiers.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gupkit/shape.h"

namespace gupkit::edit {

/// A file's text. Offsets are bytes; columns count a tab to the next multiple of eight.
class Source {
 public:
  explicit Source(std::string_view text);

  std::string_view text() const { return text_; }
  /// Same length, comments, strings and characters blanked, newlines kept.
  std::string_view masked() const { return masked_; }
  /// "\r\n" where the file's first line ends so.
  std::string_view eol() const { return eol_; }

  std::string_view at(Range r) const;
  std::string_view maskedAt(Range r) const;
  uint32_t lineBegin(uint32_t offset) const;
  /// Offset of the line's end, before "\n" or "\r\n".
  uint32_t lineEnd(uint32_t offset) const;
  /// Offset of the next line, or of the end of the text.
  uint32_t nextLine(uint32_t offset) const;
  unsigned column(uint32_t offset) const;
  std::string_view indent(uint32_t offset) const;
  /// Nothing but white space stands before the offset on its line.
  bool firstOnLine(uint32_t offset) const;
  /// Nothing but white space stands from the offset to the end of its line.
  bool lastOnLine(uint32_t offset) const;
  /// Comments that overlap the range.
  std::vector<Range> comments(Range r) const;
  /// A preprocessor directive begins inside the range.
  bool hasDirective(Range r) const;

 private:
  std::string_view text_;
  std::string masked_;
  std::string_view eol_;
  std::vector<Range> comments_;
};

bool isIdent(char c);
unsigned columnAfter(unsigned column, char c);
unsigned columnAfter(unsigned column, std::string_view text);
/// White space that ends at a column: tabs, then spaces.
std::string indentTo(unsigned column);
/// Runs of white space become one space; none at the ends. Strings are not looked into.
std::string squeeze(std::string_view text);
std::string_view trim(std::string_view text);
/// Offsets of an identifier in masked text; the name of a member (`.x`, `->x`) is not counted.
std::vector<uint32_t> mentions(std::string_view masked, std::string_view ident);
/// Arguments of `name(a, b)`, split at its top-level commas; empty unless text is just that call.
std::vector<std::string> callArgs(std::string_view text, std::string_view name);

}  // namespace gupkit::edit

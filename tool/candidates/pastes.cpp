// SPDX-License-Identifier: GPL-2.0-only
#include "candidates/pastes.h"

#include <algorithm>
#include <set>

#include "candidates/name_form.h"

namespace gupkit {
namespace {

constexpr size_t kPiece = 3;

bool word(char c) { return isNameByte(static_cast<unsigned char>(c)); }

/// The words of a text; what is none is one byte, but "##".
std::vector<std::string_view> tokensOf(std::string_view text) {
  std::vector<std::string_view> out;
  for (size_t at = 0; at < text.size();) {
    size_t end = at + 1;
    if (word(text[at]))
      while (end < text.size() && word(text[end])) ++end;
    else if (text.substr(at, 2) == "##")
      ++end;
    else if (isBlank(text[at]) || text[at] == '\\' || text[at] == '\n' || text[at] == '\r') {
      ++at;
      continue;
    }
    out.push_back(text.substr(at, end - at));
    at = end;
  }
  return out;
}

/// One #define, from behind that word to the end of its last line.
void pastesOf(std::string_view text, const std::string& file, std::vector<Paste>& out) {
  const auto tokens = tokensOf(text);
  if (tokens.empty() || !word(tokens[0][0])) return;
  std::set<std::string_view> params{"__VA_ARGS__"};
  size_t at = 1;
  const size_t behind = size_t(tokens[0].data() - text.data()) + tokens[0].size();
  if (behind < text.size() && text[behind] == '(')
    for (++at; at < tokens.size() && tokens[at] != ")"; ++at)
      if (word(tokens[at][0])) params.insert(tokens[at]);
  for (; at + 2 < tokens.size(); ++at) {
    if (!word(tokens[at][0]) || tokens[at + 1] != "##") continue;
    Paste paste{file, std::string(tokens[0]), "", "", false};
    size_t missing = 0;
    for (;; at += 2) {
      if (params.count(tokens[at])) {
        ++missing;
        paste.end.clear();
      } else {
        if (!missing) paste.begin += tokens[at];
        paste.end += tokens[at];
      }
      if (at + 2 >= tokens.size() || tokens[at + 1] != "##" || !word(tokens[at + 2][0])) break;
    }
    if (!missing) paste.end.clear();
    paste.one = missing <= 1;
    if (paste.begin.size() >= kPiece || paste.end.size() >= kPiece) out.push_back(std::move(paste));
  }
}

}  // namespace

void pastesIn(std::string_view text, const std::string& file, std::vector<Paste>& out) {
  for (size_t at = text.find("##"); at != std::string_view::npos; at = text.find("##", at)) {
    size_t line = at, end = at;
    do {
      line = line ? text.rfind('\n', line - 1) : std::string_view::npos;
    } while (
        line != std::string_view::npos && line &&
        (text[line - 1] == '\\' || (text[line - 1] == '\r' && line > 1 && text[line - 2] == '\\')));
    line = line == std::string_view::npos ? 0 : line + 1;
    do {
      end = std::min(text.find('\n', end + 1), text.size());
    } while (end < text.size() &&
             (text[end - 1] == '\\' || (text[end - 1] == '\r' && text[end - 2] == '\\')));
    const std::string_view all = text.substr(line, end - line);
    const size_t define = all.find("define");
    const size_t hash = all.find('#');
    if (define != std::string_view::npos && hash < define && line + define < at)
      pastesOf(all.substr(define + 6), file, out);
    at = end;
  }
}

Pastes::Pastes(std::vector<Paste> all) : all_(std::move(all)) {
  for (size_t i = 0; i < all_.size(); ++i) {
    const Paste& p = all_[i];
    if (p.begin.size() >= kPiece)
      by_piece_[p.begin.substr(0, kPiece)].push_back(i);
    else
      by_piece_[" " + p.end.substr(p.end.size() - kPiece)].push_back(i);
  }
}

void Pastes::making(std::string_view name,
                    const std::function<void(const Paste&, std::string_view piece)>& found) const {
  if (name.size() < kPiece) return;
  auto look = [&](const std::string& key) {
    auto it = by_piece_.find(key);
    if (it == by_piece_.end()) return;
    for (size_t i : it->second) {
      const Paste& p = all_[i];
      if (name.size() < p.begin.size() + p.end.size() || !name.starts_with(p.begin) ||
          !name.ends_with(p.end))
        continue;
      const std::string_view piece =
          name.substr(p.begin.size(), name.size() - p.begin.size() - p.end.size());
      found(p, p.one ? piece : std::string_view());
    }
  };
  look(std::string(name.substr(0, kPiece)));
  look(" " + std::string(name.substr(name.size() - kPiece)));
}

}  // namespace gupkit

// SPDX-License-Identifier: GPL-2.0-only
#include "lint/changes.h"

#include <algorithm>
#include <charconv>

#include "support/text.h"

namespace gupkit {
namespace {

int count(const std::string& line, const std::string& word) {
  int n = 0;
  for (size_t at = findName(line, word); at != std::string::npos; at = findName(line, word, at + 1)) ++n;
  return n;
}

std::string squeezed(std::string_view line) {
  std::string out;
  for (char c : line)
    if (!isspace(static_cast<unsigned char>(c))) out += c;
  return out;
}

/// git's "\303\266" in quotes.
std::string unquoted(std::string_view name) {
  if (name.size() < 2 || name.front() != '"' || name.back() != '"') return std::string(name);
  std::string out;
  for (size_t i = 1; i + 1 < name.size(); ++i) {
    if (name[i] != '\\') {
      out += name[i];
      continue;
    }
    const char c = name[++i];
    if (c >= '0' && c <= '3' && i + 2 < name.size()) {
      out += char((c - '0') * 64 + (name[i + 1] - '0') * 8 + (name[i + 2] - '0'));
      i += 2;
    } else {
      out += c == 't' ? '\t' : c == 'n' ? '\n' : c;
    }
  }
  return out;
}

/// The file of a "+++ " line; empty for /dev/null.
std::string fileOf(std::string_view rest) {
  if (!rest.empty() && rest.back() == '\r') rest.remove_suffix(1);
  if (rest.empty() || rest[0] != '"') rest = rest.substr(0, rest.find('\t'));
  std::string name = unquoted(rest);
  if (name == "/dev/null") return "";
  const size_t slash = name.find('/');
  return slash == std::string::npos ? name : name.substr(slash + 1);
}

/// "-12,3" or "+12"; false where it is none.
bool range(std::string_view text, unsigned& first, unsigned& length) {
  const char* end = text.data() + text.size();
  auto [stop, error] = std::from_chars(text.data() + 1, end, first);
  if (error != std::errc()) return false;
  length = 1;
  if (stop == end) return true;
  if (*stop != ',') return false;
  return std::from_chars(stop + 1, end, length).ec == std::errc();
}

}  // namespace

bool Changes::touches(const std::string& file, unsigned line) const {
  auto it = files.find(file);
  return it != files.end() && (it->second.all || it->second.lines.count(line));
}

int Changes::added(const std::string& file, const std::string& word) const {
  auto it = files.find(file);
  if (it == files.end()) return 0;
  if (it->second.all) return 1;
  int n = 0;
  for (auto& [line, text] : it->second.added) n += count(text, word);
  for (auto& text : it->second.removed) n -= count(text, word);
  return n;
}

Result<Changes> parseChanges(std::string_view text, const std::string& object) {
  Changes out;
  ChangedFile* file = nullptr;
  unsigned line = 0, old_left = 0, new_left = 0;
  bool any = false;
  unsigned number = 0;
  for (const std::string& one : split(text, '\n')) {
    ++number;
    if (old_left || new_left) {
      const char kind = one.empty() || one == "\r" ? ' ' : one[0];
      if (kind == '\\') continue;
      if ((kind == '+' && !new_left) || (kind == '-' && !old_left) || (kind != '+' && kind != '-' && kind != ' '))
        return Error{object + ":" + std::to_string(number), "the diff ends early or is damaged", "make it anew with git format-patch"};
      if (kind == '-') {
        --old_left;
        if (file) {
          file->removed.push_back(one.substr(1));
          file->lines.insert(line ? line : 1);
          if (line > 1) file->lines.insert(line - 1);
        }
        continue;
      }
      --new_left;
      if (kind == '+') {
        if (file) {
          file->added[line] = one.substr(1);
          file->lines.insert(line);
        }
      } else {
        old_left -= old_left ? 1 : 0;
      }
      ++line;
      continue;
    }
    if (one.rfind("+++ ", 0) == 0) {
      const std::string name = fileOf(std::string_view(one).substr(4));
      file = name.empty() ? nullptr : &out.files[name];
      any = true;
    } else if (one.rfind("diff --git ", 0) == 0) {
      any = true;
    } else if (one.rfind("@@ -", 0) == 0) {
      const auto words = split(one, ' ');
      unsigned old_first = 0;
      if (words.size() < 3 || !range(words[1], old_first, old_left) || !range(words[2], line, new_left))
        return Error{object + ":" + std::to_string(number), "no hunk of a diff", "make it anew with git format-patch"};
      // Where nothing is added, the place is named by the line before it.
      if (!new_left) ++line;
    }
  }
  if (old_left || new_left) return Error{object, "the diff ends early", "make it anew with git format-patch"};
  if (!any && !trim(text).empty()) return Error{object, "has no unified diff", "make one with git format-patch"};
  for (auto& [name, changed] : out.files) {
    std::multiset<std::string> gone;
    for (const std::string& removed : changed.removed) gone.insert(squeezed(removed));
    for (auto& [at, added] : changed.added) {
      auto same = gone.find(squeezed(added));
      if (same == gone.end()) continue;
      gone.erase(same);
      changed.lines.erase(at);
    }
  }
  return out;
}

bool brings(const Changes& changes, const Finding& f, const std::set<std::string>& hidden) {
  auto touched = [&](const std::string& place) {
    const size_t colon = place.rfind(':');
    return changes.touches(place.substr(0, colon), unsigned(std::stoul(place.substr(colon + 1))));
  };
  if (f.code != "unconverted") return std::any_of(f.places.begin(), f.places.end(), touched);
  // The acquire is what is new, or a release that made the group convertible is none of it.
  if (changes.touches(f.file, f.line) && (f.macro.empty() ? changes.added(f.file, f.callee) > 0 : true)) return true;
  // A macro, or an inline function of a header, brings the call to where it is used.
  std::set<std::string> names;
  if (!f.macro.empty()) names.insert(f.macro);
  if (hidden.count(f.function)) names.insert(f.function);
  if (f.macro.empty() && names.empty()) return false;
  names.insert(hidden.begin(), hidden.end());
  for (const std::string& name : names)
    if (changes.added(f.unit, name) > 0 || changes.added(f.file, name) > 0) return true;
  return false;
}

}  // namespace gupkit

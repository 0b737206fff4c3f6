// SPDX-License-Identifier: GPL-2.0-only
#include "series/mail.h"

#include <cctype>

#include "support/text.h"

namespace gupkit::series {
namespace {

constexpr size_t kHeaderColumns = 78;

bool isTrailer(const std::string& line) {
  const size_t colon = line.find(": ");
  if (colon == std::string::npos || colon == 0 || colon > 40) return false;
  for (size_t i = 0; i < colon; ++i)
    if (!std::isalnum(static_cast<unsigned char>(line[i])) && line[i] != '-') return false;
  const std::string name = line.substr(0, colon);
  return name.ends_with("-by") || name == "Cc" || name == "Fixes" || name == "Link" || name == "Closes" || name == "To" ||
         name == "Cc-stable" || name == "Message-Id" || name == "Message-ID" || name == "Suggested" || name == "Reported";
}

std::string stripped(std::string text) {
  const size_t begin = text.find_first_not_of('\n');
  if (begin == std::string::npos) return "";
  text.erase(0, begin);
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
  return text;
}

/// Behind the header: the offset of the body, npos where there is none.
size_t bodyBegin(const std::string& text) {
  const size_t at = text.find("\n\n");
  return at == std::string::npos ? at : at + 2;
}

}  // namespace

std::string fold(const std::string& text, size_t width, const std::string& indent) {
  std::string out, line(text, 0, text.find_first_not_of(' '));
  bool begun = false;
  for (const std::string& word : split(text, ' ')) {
    if (word.empty()) continue;
    if (begun && line.size() + 1 + word.size() > width) {
      out += line + "\n";
      line = indent;
      begun = false;
    }
    if (begun) line += ' ';
    line += word;
    begun = true;
  }
  return out + line;
}

std::string addressHeader(const std::string& name, const std::vector<std::string>& addresses, size_t limit, size_t& left_out) {
  std::string out;
  size_t column = 0;
  for (const std::string& address : addresses) {
    const std::string piece = out.empty() ? name + ": " + address : address;
    if (out.size() + piece.size() + 4 > limit) {
      ++left_out;
      continue;
    }
    if (out.empty()) {
      out = piece;
      column = piece.size();
    } else if (column + 2 + piece.size() > kHeaderColumns) {
      out += ",\n " + piece;
      column = 1 + piece.size();
    } else {
      out += ", " + piece;
      column += 2 + piece.size();
    }
  }
  return out.empty() ? "" : out + "\n";
}

bool parsePatchMail(const std::string& text, PatchMail& mail) {
  const size_t body = bodyBegin(text);
  if (body == std::string::npos) return false;
  mail.head = text.substr(0, body - 1);
  std::string subject;
  bool in_subject = false;
  for (const std::string& line : split(mail.head, '\n')) {
    if (line.starts_with("Subject:")) {
      in_subject = true;
      subject = std::string(trim(line.substr(8)));
    } else if (in_subject && !line.empty() && (line[0] == ' ' || line[0] == '\t')) {
      subject.append(" ").append(trim(line));
    } else {
      in_subject = false;
    }
  }
  if (subject.starts_with("["))
    if (const size_t close = subject.find("] "); close != std::string::npos) subject = subject.substr(close + 2);
  mail.subject = subject;
  size_t diff = text.compare(body, 11, "diff --git ") == 0 ? body : text.find("\ndiff --git ", body);
  if (diff == std::string::npos) return false;
  if (diff != body) ++diff;
  const size_t signature = text.find("\n-- \n", diff);
  mail.diff = text.substr(diff, signature == std::string::npos ? signature : signature + 1 - diff);
  const std::string middle = text.substr(body, diff - body);
  size_t dashes = middle.starts_with("---\n") ? 0 : middle.find("\n---\n");
  if (dashes == std::string::npos) {
    mail.body = stripped(middle);
    mail.notes.clear();
    return true;
  }
  mail.body = stripped(middle.substr(0, dashes));
  // The diffstat is the last paragraph; notes stand above it.
  std::string below = stripped(middle.substr(dashes + (dashes ? 5 : 4)));
  std::vector<std::string> lines = split(below, '\n');
  size_t stat = lines.size();
  while (stat && (lines[stat - 1].starts_with(" ") && (lines[stat - 1].find(" | ") != std::string::npos ||
                                                      lines[stat - 1].find(" changed") != std::string::npos ||
                                                      lines[stat - 1].starts_with(" create mode") ||
                                                      lines[stat - 1].starts_with(" delete mode") ||
                                                      lines[stat - 1].starts_with(" mode change"))))
    --stat;
  mail.notes = stripped(join({lines.begin(), lines.begin() + long(stat)}, "\n"));
  return true;
}

std::vector<std::string> takeTrailers(std::string& body) {
  std::vector<std::string> lines = split(body, '\n');
  size_t at = lines.size();
  while (at && isTrailer(lines[at - 1])) --at;
  // Trailers are a paragraph of their own, or all there is.
  if (at == lines.size() || (at && !trim(lines[at - 1]).empty())) return {};
  std::vector<std::string> trailers(lines.begin() + long(at), lines.end());
  body = stripped(join({lines.begin(), lines.begin() + long(at)}, "\n"));
  return trailers;
}

std::string withHeadersAndNotes(const std::string& mail, const std::string& headers, const std::string& notes) {
  const size_t body = bodyBegin(mail);
  if (body == std::string::npos) return mail;
  // Behind the Subject and the lines that continue it.
  size_t at = mail.find("\nSubject:");
  at = at == std::string::npos || at > body ? body - 1 : mail.find('\n', at + 1) + 1;
  while (at < body - 1 && (mail[at] == ' ' || mail[at] == '\t')) at = mail.find('\n', at) + 1;
  std::string out = mail.substr(0, at) + headers + mail.substr(at);
  if (notes.empty()) return out;
  const size_t dashes = out.find("\n---\n", body + headers.size() - 1);
  if (dashes == std::string::npos) return out;
  return out.substr(0, dashes + 5) + notes + "\n\n" + out.substr(dashes + 5);
}

}  // namespace gupkit::series

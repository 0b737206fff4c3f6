// SPDX-License-Identifier: GPL-2.0-only
// The form of mails: wrapped text, header lines, what stands where in a patch file.
#pragma once

#include <string>
#include <vector>

namespace gupkit::series {

/// `text` in lines of at most `width` columns. Blanks at its begin stay, the second line and
/// on begin with `indent`. A word that is longer stays whole.
std::string fold(const std::string& text, size_t width = 72, const std::string& indent = "");

/// "To: a, b,\n c\n", one address a line where a line would get longer than 78; "" without
/// addresses. Lists refuse long headers, so addresses that would make it longer than
/// `limit` bytes are left out and counted in `left_out`.
std::string addressHeader(const std::string& name, const std::vector<std::string>& addresses, size_t limit, size_t& left_out);

/// A patch in mail form, taken apart.
struct PatchMail {
  std::string head;     ///< the "From <hash>" line and the header, each line with its newline
  std::string subject;  ///< unfolded, without [PATCH...]
  std::string body;     ///< of the message, trailers included, no blank lines at its ends
  std::string notes;    ///< below `---`, above the diffstat
  std::string diff;     ///< from "diff --git" to the signature
};

/// Takes apart what git format-patch wrote, or somebody edited. False where it is no patch.
bool parsePatchMail(const std::string& text, PatchMail& mail);

/// Lines at the end of a message such as "Reviewed-by: A <b@c>"; taken off `body`.
std::vector<std::string> takeTrailers(std::string& body);

/// Header lines put behind the Subject, and notes behind the `---`, of a mail of format-patch.
std::string withHeadersAndNotes(const std::string& mail, const std::string& headers, const std::string& notes);

}  // namespace gupkit::series

// SPDX-License-Identifier: GPL-2.0-only
// The result of a scan: every site with its verdict, and what was not analysed.
// The JSON form is a contract (gupkit-scan/1); tool/report writes it.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace gupkit {

/// The dialect that the tree speaks or is converted to.
enum class Api { put_user_page, pin };

enum class SiteKind { acquire, release, dirty };

/// What follows for a site. Safety before reach: `convert` is proved.
enum class Verdict { convert, keep, mixed, unknown, converted };

/// One step of the proof, or of what is missing from it.
struct PathStep {
  std::string file;  ///< relative to the tree
  unsigned line = 0; ///< 1-based
  std::string note;  ///< one phrase, no full stop
};

/// One acquire, release or dirty call at one place of the source.
struct Site {
  std::string id;  ///< stable over runs and line shifts: hash of file, function, callee and ordinal
  SiteKind kind = SiteKind::release;
  std::string file;      ///< relative to the tree, '/' separated
  unsigned line = 0;     ///< where the call's name stands, 1-based
  unsigned column = 0;   ///< 1-based, in bytes
  unsigned offset = 0;   ///< byte offset of the call's name in the file
  std::string function;  ///< the function that contains it
  std::string callee;
  Verdict verdict = Verdict::unknown;
  std::string reason;  ///< stable code with a page under docs/reasons/
  int gup_case = 0;    ///< 1-5 of pin_user_pages.rst; 0: none (JSON null)
  std::vector<std::string> engines;  ///< "clang", "cocci"
  std::vector<PathStep> path;
  bool in_macro = false;  ///< the call's name comes out of a macro body
  /// Sites that convert together or not at all, as far as their acquires and releases reach one another: the id of
  /// the first of them. Empty where no acquire is known.
  std::string group;
  std::string blocked_by;  ///< the id of the site of its group that it stays for; empty: it stays for its own reason
  unsigned component = 0;  ///< of the judge: the number that `group` is made of, 0: none
  std::pair<std::string, unsigned> blocker;  ///< of the judge: file and offset that `blocked_by` is made of
};

/// A file that could not be analysed, or only in part.
struct Gap {
  std::string file;
  std::string reason;
};

struct TreeSummary {
  std::string version;  ///< "6.1.192", as the tree's Makefile has it
  Api api = Api::pin;   ///< the dialect of this scan
};

struct Scan {
  TreeSummary tree;
  std::vector<Site> sites;  ///< ordered by file, line, column
  std::vector<Gap> gaps;    ///< ordered by file
};

const char* name(Api api);
const char* name(SiteKind kind);
const char* name(Verdict verdict);

}  // namespace gupkit

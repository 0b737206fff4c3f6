// SPDX-License-Identifier: GPL-2.0-only
// The command line. One table of commands and one of options feed the parser,
// the checks and the help texts; nothing here reads a file or prints.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gupkit/error.h"
#include "gupkit/scan.h"
#include "support/terminal.h"

namespace gupkit {

enum class Command { none, prepare, scan, explain, convert, series, lint, report, compare, check, bundle, cache, doctor };
enum class Format { text, json, sarif, csv, markdown, html, github, gitlab };

struct Options {
  /// --help or --version: print this on stdout and exit with 0. Nothing else is set.
  std::string print;

  Command command = Command::none;
  std::string tree;  ///< as given
  std::vector<std::string> paths;  ///< as given; see pathInTree()
  std::string file;  ///< explain: FILE of FILE:LINE, as given
  unsigned line = 0;
  unsigned column = 0;  ///< explain: of FILE:LINE:COLUMN, 0 where not given

  std::optional<Api> api;  ///< none: by what the tree has
  std::vector<std::string> archs;  ///< empty: as the files need
  Format format = Format::text;
  std::string output;  ///< empty: stdout
  unsigned jobs = 0;  ///< never 0 after parsing
  std::vector<std::string> models;
  std::string engine = "clang";
  std::string cache;  ///< empty: there is no home to keep one in
  std::string kernel;  ///< --kernel: tree is an out-of-tree driver for it
  bool exec = true;         ///< --no-exec: false
  bool exec_module = false; ///< --exec: make may read the makefiles of a module
  bool verbose = false;
  When color = When::automatic;
  When progress = When::automatic;
  bool in_place = false;
  bool reverse = false;            ///< convert: take conversions in place back
  std::vector<std::string> only, skip;  ///< convert: ids of sites
  bool interactive = false;
  bool minimal = false;
  bool verify = false;

  // series; `output` is its folder
  bool core = true;         ///< --no-core: false
  bool conversions = true;  ///< --core-only: false
  std::string recipe;       ///< empty: the one that was built in
  unsigned batch = 15;      ///< 0: one series
  unsigned reroll = 0;      ///< -v N; 0: not given
  bool mbox = false;
  bool status = false;
  bool signoff = false;
  std::string branch;

  // lint
  std::string diff;      ///< A..B
  std::string since;     ///< a revision
  bool staged = false;
  std::string patch;     ///< a file, or "-"
  std::string baseline;
  bool update_baseline = false, accept_new = false;
  std::string reason;    ///< of what is accepted
  std::string suppressions;
  bool pedantic = false;
  bool error = false;    ///< exit code 1 for findings in every format

  std::vector<std::string> history;  ///< report: scans of before, as JSON
  bool with_source = false;  ///< bundle
  std::string action;        ///< cache: size, prune or clear
  uint64_t limit = 0;        ///< cache: of prune, in bytes
  std::string other;     ///< compare: NEW.json; `tree` is OLD.json
  std::vector<std::string> compiler;  ///< check: the compiler's arguments, the file last
};

const char* name(Command command);
const char* name(Format format);

/// `arguments` without the program's name. `version` is for --version.
Result<Options> parseOptions(const std::vector<std::string>& arguments, const std::string& version);

/// What `gupkit [command] -h` (brief) and `--help` print.
std::string helpText(Command command, bool brief);

/// $XDG_CACHE_HOME/gupkit, else ~/.cache/gupkit, else "".
std::string defaultCacheFolder();

}  // namespace gupkit

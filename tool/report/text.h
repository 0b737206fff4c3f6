// SPDX-License-Identifier: GPL-2.0-only
// A scan for people: lines that editors jump to, tables, and the steps of a proof.
#pragma once

#include <cstddef>
#include <string>

#include "gupkit/scan.h"

namespace gupkit {

struct TextOptions {
  bool color = false;
};

/// How much of the tree a scan looked at.
struct Coverage {
  size_t files = 0;  ///< source files of the tree, all of them searched for names
  size_t candidates = 0;  ///< files with a name of interest
  size_t analysed = 0;  ///< candidates that Clang read
};

/// `file:line:col: verdict: kind callee in function() [reason]`, then gaps, the
/// tables and the coverage line.
std::string scanText(const Scan& scan, const Coverage& coverage, TextOptions options = {});

/// Sites by area (the first two folders of the path) and verdict, and by kind.
std::string summaryTable(const Scan& scan, TextOptions options = {});

/// "52025 files searched, 140 analysed; 2 gaps".
std::string coverageLine(const Scan& scan, const Coverage& coverage);

/// The path of one site, step by step, or what is missing from it.
std::string explainText(const Site& site, TextOptions options = {});

}  // namespace gupkit

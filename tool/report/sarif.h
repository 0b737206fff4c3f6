// SPDX-License-Identifier: GPL-2.0-only
// SARIF 2.1.0, within the limits of code scanning services.
//
// Every reason code is a rule, also those without a result, so that alerts of a
// rule can be closed. Results are the sites that ask for work: convert, mixed and
// unknown. Gaps are notifications of the run: what was skipped is never silent.
#pragma once

#include <cstddef>
#include <string>

#include "gupkit/scan.h"

namespace gupkit {

/// `version` is gupkit's. More results than GitHub takes of one run, which drops the
/// rest without a word, are split over several runs.
std::string writeSarif(const Scan& scan, const std::string& version, size_t results_a_run = 25000);

/// A path as a relative URI reference; bytes outside the unreserved set are escaped.
std::string relativeUri(const std::string& path);

}  // namespace gupkit

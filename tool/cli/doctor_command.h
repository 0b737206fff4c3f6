// SPDX-License-Identifier: GPL-2.0-only
// gupkit doctor: what is here, what is missing, and what to do about it.
#pragma once

#include <string>

#include "options/options.h"

namespace gupkit {

struct Diagnosis {
  std::string text;
  bool broken = false;  ///< something is missing that a scan needs
};

/// Of this machine, and of a tree where one is named.
Diagnosis runDoctor(const Options& options);

}  // namespace gupkit

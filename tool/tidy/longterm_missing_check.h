// SPDX-License-Identifier: GPL-2.0-only
// gupkit-longterm-missing: docs/findings/longterm-missing.md.
#pragma once

#include "tidy/check.h"

namespace gupkit::tidy {

class LongtermMissingCheck : public FindingCheck {
 public:
  LongtermMissingCheck(llvm::StringRef name, clang::tidy::ClangTidyContext* context) : FindingCheck(name, context, "longterm-missing") {}
};

}  // namespace gupkit::tidy

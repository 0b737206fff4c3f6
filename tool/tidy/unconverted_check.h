// SPDX-License-Identifier: GPL-2.0-only
// gupkit-unconverted: docs/findings/unconverted.md.
#pragma once

#include "tidy/check.h"

namespace gupkit::tidy {

class UnconvertedCheck : public FindingCheck {
 public:
  UnconvertedCheck(llvm::StringRef name, clang::tidy::ClangTidyContext* context) : FindingCheck(name, context, "unconverted") {}
};

}  // namespace gupkit::tidy

// SPDX-License-Identifier: GPL-2.0-only
// gupkit-pin-with-null-array: docs/findings/pin-with-null-array.md.
#pragma once

#include "tidy/check.h"

namespace gupkit::tidy {

class PinWithNullArrayCheck : public FindingCheck {
 public:
  PinWithNullArrayCheck(llvm::StringRef name, clang::tidy::ClangTidyContext* context) : FindingCheck(name, context, "pin-with-null-array") {}
};

}  // namespace gupkit::tidy

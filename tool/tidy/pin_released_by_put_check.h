// SPDX-License-Identifier: GPL-2.0-only
// gupkit-pin-released-by-put: docs/findings/pin-released-by-put.md.
#pragma once

#include "tidy/check.h"

namespace gupkit::tidy {

class PinReleasedByPutCheck : public FindingCheck {
 public:
  PinReleasedByPutCheck(llvm::StringRef name, clang::tidy::ClangTidyContext* context) : FindingCheck(name, context, "pin-released-by-put") {}
};

}  // namespace gupkit::tidy

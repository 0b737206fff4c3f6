// SPDX-License-Identifier: GPL-2.0-only
// gupkit-get-released-by-unpin: docs/findings/get-released-by-unpin.md.
#pragma once

#include "tidy/check.h"

namespace gupkit::tidy {

class GetReleasedByUnpinCheck : public FindingCheck {
 public:
  GetReleasedByUnpinCheck(llvm::StringRef name, clang::tidy::ClangTidyContext* context) : FindingCheck(name, context, "get-released-by-unpin") {}
};

}  // namespace gupkit::tidy

// SPDX-License-Identifier: GPL-2.0-only
#include "clang-tidy/ClangTidyModule.h"

#include "llvm/Config/llvm-config.h"
#if LLVM_VERSION_MAJOR < 22
#include "clang-tidy/ClangTidyModuleRegistry.h"
#endif
#include "tidy/dirty_unlocked_check.h"
#include "tidy/get_released_by_unpin_check.h"
#include "tidy/longterm_missing_check.h"
#include "tidy/pin_released_by_put_check.h"
#include "tidy/pin_with_null_array_check.h"
#include "tidy/unconverted_check.h"
#include "tidy/write_without_foll_write_check.h"

#define GUPKIT_TEXT(x) GUPKIT_TEXT_(x)
#define GUPKIT_TEXT_(x) #x

namespace gupkit::tidy {

class Module : public clang::tidy::ClangTidyModule {
 public:
  void addCheckFactories(clang::tidy::ClangTidyCheckFactories& factories) override {
    factories.registerCheck<DirtyUnlockedCheck>("gupkit-dirty-unlocked");
    factories.registerCheck<GetReleasedByUnpinCheck>("gupkit-get-released-by-unpin");
    factories.registerCheck<LongtermMissingCheck>("gupkit-longterm-missing");
    factories.registerCheck<PinReleasedByPutCheck>("gupkit-pin-released-by-put");
    factories.registerCheck<PinWithNullArrayCheck>("gupkit-pin-with-null-array");
    factories.registerCheck<UnconvertedCheck>("gupkit-unconverted");
    factories.registerCheck<WriteWithoutFollWriteCheck>("gupkit-write-without-foll-write");
  }
};

}  // namespace gupkit::tidy

static clang::tidy::ClangTidyModuleRegistry::Add<gupkit::tidy::Module> module("gupkit-module", "Checks of gupkit.");

// ci/clang-tidy reads the version out of the file, before a loader can fail on it.
extern "C" const char* const gupkitTidyVersion;
const char* const gupkitTidyVersion = "gupkit-tidy for LLVM " GUPKIT_TEXT(LLVM_VERSION_MAJOR);
volatile int GupkitModuleAnchorSource = 0;  // NOLINT(misc-use-internal-linkage)

// SPDX-License-Identifier: GPL-2.0-only
// What the gupkit-* checks of clang-tidy have in common: each shows the findings of one code.
//
// The analysis is that of `gupkit check`: the file is parsed once more with bodies of kernel headers left out, by the
// flags that clang-tidy has it by, and linked as the one unit of a program. It is made once a file, by the first check
// that asks. Files that name nothing of the API are not parsed again.
//
// Options, of each check or for all of them as `gupkit.NAME`:
//   Api       pin or put_user_page; empty: as the tree has it
//   Model     more model files, separated by ;
//   ScanFile  a JSON of `gupkit scan`: what it says of this file is shown, too, so that verdicts that rest on other
//             files appear in an editor
#pragma once

#include <string>

#include "clang-tidy/ClangTidyCheck.h"

namespace gupkit::tidy {

class FindingCheck : public clang::tidy::ClangTidyCheck {
 public:
  FindingCheck(llvm::StringRef name, clang::tidy::ClangTidyContext* context, const char* code);
  bool isLanguageVersionSupported(const clang::LangOptions& options) const override { return !options.CPlusPlus; }
  void registerPPCallbacks(const clang::SourceManager& sources, clang::Preprocessor* preprocessor,
                           clang::Preprocessor* expander) override;
  void registerMatchers(clang::ast_matchers::MatchFinder* finder) override;
  void check(const clang::ast_matchers::MatchFinder::MatchResult& result) override;
  void storeOptions(clang::tidy::ClangTidyOptions::OptionMap& options) override;

 private:
  const char* code_;
  std::string api_, model_, scan_file_;
  clang::Preprocessor* preprocessor_ = nullptr;
};

}  // namespace gupkit::tidy

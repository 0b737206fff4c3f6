// SPDX-License-Identifier: GPL-2.0-only
#include "tidy/check.h"

#include <filesystem>
#include <set>

#include "clang/AST/ASTContext.h"
#include "clang/ASTMatchers/ASTMatchFinder.h"
#include "clang/ASTMatchers/ASTMatchers.h"
#include "clang/Basic/TargetInfo.h"
#include "clang/Lex/HeaderSearch.h"
#include "clang/Lex/HeaderSearchOptions.h"
#include "clang/Lex/Preprocessor.h"
#include "clang/Lex/PreprocessorOptions.h"
#include "cli/one_unit.h"
#include "cli/tree_model.h"
#include "lint/finding.h"
#include "report/json.h"
#include "support/io.h"
#include "support/text.h"

namespace gupkit::tidy {
namespace {

using namespace clang;

/// What was found in a file, with the options that it was asked for with.
struct Analysis {
  std::string key;
  std::string fault;
  OneUnit unit;
  std::string root;
  std::string file;  ///< as the unit names itself
};

/// The flags by which another parse reads the file as this one does.
std::vector<std::string> flagsOf(Preprocessor& preprocessor, std::vector<std::string>& folders) {
  std::vector<std::string> flags;
  auto& files = preprocessor.getFileManager();
  auto absolute = [&](const std::string& path) {
    llvm::SmallString<256> full(path);
    files.makeAbsolutePath(full);
    return std::string(full);
  };
  flags.push_back("--target=" + preprocessor.getTargetInfo().getTriple().str());
  const LangOptions& language = preprocessor.getLangOpts();
  flags.push_back(std::string("-std=") + (language.GNUMode ? "gnu" : "c") + (language.C23 ? "2x" : language.C17 ? "17" : language.C11 ? "11" : language.C99 ? "99" : "89"));
  if (!language.CharIsSigned) flags.push_back("-funsigned-char");
  if (language.WCharSize == 2) flags.push_back("-fshort-wchar");
  if (language.Freestanding) flags.push_back("-ffreestanding");
  const HeaderSearchOptions& search = preprocessor.getHeaderSearchInfo().getHeaderSearchOpts();
  if (!search.UseStandardSystemIncludes) flags.push_back("-nostdinc");
  for (const auto& entry : search.UserEntries) {
    const std::string path = absolute(entry.Path);
    const char* flag = entry.Group == frontend::Quoted ? "-iquote" : entry.Group == frontend::System || entry.Group == frontend::ExternCSystem ? "-isystem" : "-I";
    flags.push_back(flag);
    flags.push_back(path);
    folders.push_back(path);
  }
  const PreprocessorOptions& options = preprocessor.getPreprocessorOpts();
  for (const auto& [macro, undefined] : options.Macros) flags.push_back((undefined ? "-U" : "-D") + macro);
  for (const auto& header : options.Includes) {
    flags.push_back("-include");
    flags.push_back(std::filesystem::exists(absolute(header)) ? absolute(header) : header);
  }
  return flags;
}

Result<Analysis> analyse(Preprocessor& preprocessor, const std::string& path, const std::string& api, const std::string& models) {
  Analysis out;
  auto model = loadModel(models.empty() ? std::vector<std::string>() : split(models, ';'));
  if (!model) return model.error();
  if (!namesApi(path, *model)) return out;
  CompileUnit unit;
  std::vector<std::string> folders;
  unit.flags = flagsOf(preprocessor, folders);
  llvm::SmallString<256> here(".");
  preprocessor.getFileManager().makeAbsolutePath(here);
  unit.directory = std::string(here);
  out.root = treeOfFolders(folders);
  if (out.root.empty()) return Error{path, "no include folder of its flags has a kernel's headers", ""};
  auto tree = readTree(out.root);
  if (!tree) return tree.error();
  std::error_code ec;
  const std::string prefix = std::filesystem::canonical(out.root, ec).string() + "/", real = std::filesystem::canonical(path, ec).string();
  out.file = unit.file = real.rfind(prefix, 0) == 0 ? real.substr(prefix.size()) : path;
  std::optional<Api> wanted;
  if (api == "pin") wanted = Api::pin;
  else if (api == "put_user_page") wanted = Api::put_user_page;
  else if (!api.empty()) return Error{"Api", "is " + api, "set it to pin or put_user_page"};
  auto one = lintUnit(unit, path, *tree, modelFor(std::move(*model), *tree), wanted);
  if (!one) return one.error();
  out.unit = std::move(*one);
  return out;
}

/// Of the last file: the checks of one file ask one after the other.
const Analysis& analysisOf(Preprocessor& preprocessor, const std::string& path, const std::string& api, const std::string& models) {
  static Analysis last;
  const std::string key = path + "\n" + api + "\n" + models;
  if (last.key != key) {
    auto fresh = analyse(preprocessor, path, api, models);
    last = fresh ? std::move(*fresh) : Analysis();
    if (!fresh) last.fault = fresh.error().str();
    last.key = key;
  }
  return last;
}

}  // namespace

FindingCheck::FindingCheck(llvm::StringRef name, clang::tidy::ClangTidyContext* context, const char* code)
    : ClangTidyCheck(name, context), code_(code) {
  // A prefix of its own for all checks: CheckOptions "gupkit.Api".
  auto option = [&](const char* key) {
    if (auto own = Options.get(key)) return own->str();
    const auto& all = context->getOptions().CheckOptions;
    auto shared = all.find(std::string("gupkit.") + key);
    return shared == all.end() ? std::string() : shared->getValue().Value;
  };
  api_ = option("Api");
  model_ = option("Model");
  scan_file_ = option("ScanFile");
}

void FindingCheck::storeOptions(clang::tidy::ClangTidyOptions::OptionMap& options) {
  Options.store(options, "Api", api_);
  Options.store(options, "Model", model_);
  Options.store(options, "ScanFile", scan_file_);
}

void FindingCheck::registerPPCallbacks(const SourceManager&, Preprocessor* preprocessor, Preprocessor*) {
  preprocessor_ = preprocessor;
}

void FindingCheck::registerMatchers(ast_matchers::MatchFinder* finder) {
  finder->addMatcher(ast_matchers::translationUnitDecl().bind("unit"), this);
}

void FindingCheck::check(const ast_matchers::MatchFinder::MatchResult& result) {
  const SourceManager& sources = *result.SourceManager;
  const auto main = sources.getFileEntryRefForID(sources.getMainFileID());
  if (!main || !preprocessor_) return;
  llvm::SmallString<256> path(main->getName());
  sources.getFileManager().makeAbsolutePath(path);
  const Analysis& found = analysisOf(*preprocessor_, std::string(path), api_, model_);
  const SourceLocation top = sources.getLocForStartOfFile(sources.getMainFileID());
  if (!found.fault.empty()) {
    diag(top, "not analysed: %0") << found.fault;
    return;
  }
  std::set<unsigned> shown;
  bool fixed = false;
  for (const Finding& f : found.unit.findings) {
    // Of a header somebody else's file speaks as well; what stands there is shown by `gupkit lint`.
    if (f.code != code_ || !f.proved || f.file != found.file) continue;
    shown.insert(f.line);
    const SourceLocation at = sources.translateLineCol(sources.getMainFileID(), f.line, f.column);
    {
      auto message = diag(at, "%0") << f.message;
      // All edits of the file belong together: they go with the first.
      if (!fixed && std::string_view(code_) == "unconverted")
        for (const FileEdits& file : found.unit.edits) {
          if (file.file != found.file) continue;
          for (const TextEdit& edit : file.edits) {
            const SourceLocation begin = top.getLocWithOffset(int(edit.range.begin)), end = top.getLocWithOffset(int(edit.range.end));
            message << FixItHint::CreateReplacement(CharSourceRange::getCharRange(begin, end), edit.text);
          }
          fixed = true;
        }
    }
    for (const PathStep& step : f.path)
      if (step.file == f.file && step.line && step.line != f.line)
        diag(sources.translateLineCol(sources.getMainFileID(), step.line, 1), "%0", DiagnosticIDs::Note) << step.note;
  }
  if (scan_file_.empty()) return;
  auto text = readFile(scan_file_);
  auto scan = text ? readJson(*text, scan_file_) : Result<Scan>(text.error());
  if (!scan) {
    diag(top, "ScanFile: %0") << scan.error().str();
    return;
  }
  const llvm::StringRef content = sources.getBufferData(sources.getMainFileID());
  for (const Site& site : scan->sites) {
    const bool mine = std::string_view(code_) == "unconverted"
                          ? site.kind == SiteKind::acquire && site.verdict == Verdict::convert
                          : site.reason == code_;
    if (!mine || site.file != found.file || shown.count(site.line)) continue;
    const SourceLocation at = sources.translateLineCol(sources.getMainFileID(), site.line, site.column);
    // The file may have changed since the scan.
    if (!content.substr(sources.getFileOffset(at)).starts_with(site.callee)) continue;
    diag(at, "%0() in %1(): %2") << site.callee << site.function
                                 << (site.verdict == Verdict::convert ? "each of the releases could be converted, by what other files show" : site.reason);
  }
}

}  // namespace gupkit::tidy

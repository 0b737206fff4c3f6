// SPDX-License-Identifier: GPL-2.0-only
#include "facts/parse.h"

#include <set>

#include "clang/AST/ASTConsumer.h"
#include "clang/Frontend/FrontendDiagnostic.h"
#include "clang/Basic/DiagnosticLex.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendActions.h"
#include "clang/Frontend/MultiplexConsumer.h"
#include "clang/Lex/PreprocessorOptions.h"
#include "clang/Sema/IdentifierResolver.h"
#include "clang/Sema/Sema.h"
#include "clang/Sema/SemaConsumer.h"
#include "clang/Tooling/Tooling.h"
#include "facts/extract.h"
#include "facts/inline_body.h"
#include "facts/regular_files.h"
#include "facts/shape.h"
#include "llvm/Config/llvm-config.h"
#include "llvm/Support/FileSystem.h"
#include "support/io.h"
#include "support/path.h"

namespace gupkit {
namespace {

using namespace clang;

/// Of a file that was not there, or could not be opened: it may be there the next time.
bool aboutFiles(unsigned id) {
  return id == diag::err_pp_file_not_found || id == diag::err_pp_file_not_found_angled_include_not_fatal ||
         id == diag::err_pp_error_opening_file || id == diag::err_cannot_open_file || id == diag::err_file_modified ||
         id == diag::err_fe_error_reading;
}

/// Keeps the messages; nothing of Clang's reaches the terminal.
class Collector : public DiagnosticConsumer {
 public:
  explicit Collector(bool warnings) : warnings_(warnings) {}
  std::vector<std::string> messages;
  bool about_files = false;  ///< one of them is

  void HandleDiagnostic(DiagnosticsEngine::Level level, const Diagnostic& diagnostic) override {
    DiagnosticConsumer::HandleDiagnostic(level, diagnostic);
    if (level < (warnings_ ? DiagnosticsEngine::Warning : DiagnosticsEngine::Error)) return;
    about_files |= level >= DiagnosticsEngine::Error && aboutFiles(diagnostic.getID());
    if (!warnings_ && messages.size() >= 20) return;
    llvm::SmallString<128> text;
    diagnostic.FormatDiagnostic(text);
    std::string where;
    if (!diagnostic.hasSourceManager() || diagnostic.getLocation().isInvalid()) {
      // A warning about flags is not the file's. With an error about them Clang reads no file at all.
      if (level < DiagnosticsEngine::Error) return;
    } else if (!warnings_) {
      PresumedLoc loc = diagnostic.getSourceManager().getPresumedLoc(diagnostic.getLocation());
      if (loc.isValid()) where = std::string(loc.getFilename()) + ":" + std::to_string(loc.getLine()) + ": ";
    }
    messages.push_back(where + std::string(text));
  }

 private:
  bool warnings_;
};

std::vector<std::string> commandLine(const CompileUnit& unit, const std::string& path) {
  std::vector<std::string> args = {"clang", "--no-default-config"};
  for (auto& flag : unit.flags) args.push_back(flag);
  auto dir = resourceDir();
  if (dir) {
    args.push_back("-resource-dir");
    args.push_back(*dir);
  }
  // Without carets Clang prints no "1 warning generated." of its own either.
  // Nobody reads "did you mean", and looking for it takes longer than parsing.
  args.insert(args.end(),
              {"-fsyntax-only", "-ferror-limit=0", "-fno-caret-diagnostics", "-fno-spell-checking", path});
  return args;
}

/// An error where Clang gives none: without it the file would count as read.
constexpr const char* kNotRead = "Clang did not read the file, and does not say why";

bool kernelHeader(const SourceManager& sources, SourceLocation loc, const std::string& root) {
  loc = sources.getFileLoc(loc);
  if (loc.isInvalid() || sources.isInMainFile(loc)) return false;
  auto entry = sources.getFileEntryRefForID(sources.getFileID(loc));
  if (!entry) return true;
  llvm::StringRef name = entry->getName();
  // Relative spellings (./include/linux/mm.h) come from Kbuild's -I flags.
  if (name.starts_with("./")) name = name.drop_front(2);
  if (name.starts_with(root)) name = name.drop_front(root.size());
  while (name.starts_with("/")) name = name.drop_front(1);
  return name.starts_with("include/") || name.contains("/include/");
}

class FactsConsumer : public SemaConsumer {
 public:
  FactsConsumer(Preprocessor& preprocessor, const Model& model, const std::string& root,
                const std::set<std::string>& bodies, UnitFacts* out)
      : preprocessor_(preprocessor), model_(model), root_(root), bodies_(bodies), out_(out) {}

  bool shouldSkipFunctionBody(Decl* decl) override {
    auto* fn = dyn_cast<FunctionDecl>(decl);
    if (!fn) return true;
    auto& sources = fn->getASTContext().getSourceManager();
    if (!kernelHeader(sources, fn->getLocation(), root_)) return false;
    return !wantsBody(*fn, model_) && !counts(*fn, sources) &&
           !(fn->getIdentifier() && bodies_.count(fn->getName().str()));
  }

  void HandleTranslationUnit(ASTContext& context) override {
    if (!out_) return;
    FileScope scope = [this](const IdentifierInfo& name) -> const NamedDecl* {
      auto decl = sema_->IdResolver.begin(DeclarationName(&name));
      for (; decl != sema_->IdResolver.end(); ++decl)
        if (isa<FunctionDecl, VarDecl, TypedefNameDecl, EnumConstantDecl>(*decl)) return *decl;
      return nullptr;
    };
    extractFacts(context, preprocessor_, std::move(scope), model_, root_, *out_);
  }

  void InitializeSema(Sema& sema) override { sema_ = &sema; }

 private:
  Preprocessor& preprocessor_;
  Sema* sema_ = nullptr;
  /// Whether the text of the body names what takes, drops or brings a reference, by a macro too. It is not parsed yet.
  bool counts(const FunctionDecl& fn, const SourceManager& sources) {
    const SourceLocation at = fn.getLocation();
    if (at.isInvalid() || at.isMacroID() || model_.knows(fn.getName())) return false;
    const auto [file, offset] = sources.getDecomposedLoc(at);
    bool invalid = false;
    const llvm::StringRef text = sources.getBufferData(file, &invalid).substr(offset);
    if (invalid) return false;
    static const llvm::StringSet<> names = [&] {
      llvm::StringSet<> out;
      for (const std::string& name : model_.countingNames()) out.insert(name);
      return out;
    }();
    return bodyNames(text, names, preprocessor_, counting_macros_);
  }

  const Model& model_;
  const std::string& root_;
  const std::set<std::string>& bodies_;
  UnitFacts* out_;
  std::map<const IdentifierInfo*, bool> counting_macros_;
};

void collectDeps(SourceManager& sources, std::vector<std::string>& deps) {
  std::set<std::string> seen;
  for (auto it = sources.fileinfo_begin(); it != sources.fileinfo_end(); ++it) {
    llvm::SmallString<256> path(it->first.getName());
    sources.getFileManager().makeAbsolutePath(path);
    llvm::sys::path::remove_dots(path);  // "x/.." stays: x may be a link
    if (seen.insert(std::string(path)).second) deps.push_back(std::string(path));
  }
}

/// The symbols of the configuration that the main file's text names and that are not set, as UnitFacts::unset.
std::vector<std::string> unsetSymbols(Preprocessor& preprocessor) {
  auto& sources = preprocessor.getSourceManager();
  const llvm::StringRef text = sources.getBufferData(sources.getMainFileID());
  auto known = [&](const std::string& name) {
    const IdentifierInfo* identifier = preprocessor.getIdentifierInfo(name);
    return preprocessor.getMacroInfo(identifier) || identifier->hadMacroDefinition();
  };
  std::set<std::string> out;
  for (size_t at = text.find("CONFIG_"); at != llvm::StringRef::npos; at = text.find("CONFIG_", at + 1)) {
    if (at && (isalnum(static_cast<unsigned char>(text[at - 1])) || text[at - 1] == '_')) continue;
    const std::string name = text.substr(at).take_while([](unsigned char c) { return isalnum(c) || c == '_'; }).str();
    if (!known(name) && !known(name + "_MODULE")) out.insert(name);
  }
  return {out.begin(), out.end()};
}

class FactsAction : public ASTFrontendAction {
 public:
  FactsAction(const Model& model, const std::string& root, const std::set<std::string>& bodies, UnitFacts* out)
      : model_(model), root_(root), bodies_(bodies), out_(out) {}
  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance& instance, llvm::StringRef) override {
    auto collector = std::make_unique<PpRegionCollector>(instance.getSourceManager(), regions_);
    collector_ = collector.get();
    instance.getPreprocessor().addPPCallbacks(std::move(collector));
    return std::make_unique<FactsConsumer>(instance.getPreprocessor(), model_, root_, bodies_, out_);
  }
  void EndSourceFileAction() override {
    auto& sources = getCompilerInstance().getSourceManager();
    collectDeps(sources, out_->deps);
    for (auto& region : regions_[sources.getMainFileID()]) out_->regions.emplace_back(0, region);
    out_->skipped = collector_->skipped();
    skippedInHeaders(sources);
    if (!out_->skipped.empty()) out_->unset = unsetSymbols(getCompilerInstance().getPreprocessor());
  }

 private:
  const Model& model_;
  const std::string& root_;
  const std::set<std::string>& bodies_;
  UnitFacts* out_;
  PpRegions regions_;
  const PpRegionCollector* collector_ = nullptr;  ///< the preprocessor's

  void skippedInHeaders(SourceManager& sources) {
    for (auto& [file, ranges] : collector_->skippedIn()) {
      auto entry = sources.getFileEntryRefForID(file);
      // Read once more, it is left out as a whole.
      if (!entry || sources.translateFile(*entry) != file) continue;
      llvm::SmallString<256> path(entry->getName());
      sources.getFileManager().makeAbsolutePath(path);
      llvm::sys::path::remove_dots(path, true);
      const llvm::StringRef name(path);
      if (!name.starts_with(root_ + "/")) continue;
      const std::string rel = name.substr(root_.size() + 1).str();
      if (isKernelHeader(rel)) continue;
      for (const Range& range : ranges) out_->skipped_in.push_back({rel, range});
    }
  }
};

class PrefixAction : public GeneratePCHAction {
 public:
  PrefixAction(const Model& model, const std::string& root, const std::set<std::string>& bodies,
               std::vector<std::string>& deps)
      : model_(model), root_(root), bodies_(bodies), deps_(deps) {}
  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance& instance, llvm::StringRef file) override {
    auto inner = GeneratePCHAction::CreateASTConsumer(instance, file);
    if (!inner) return nullptr;
    std::vector<std::unique_ptr<ASTConsumer>> both;
    both.push_back(std::make_unique<FactsConsumer>(instance.getPreprocessor(), model_, root_, bodies_, nullptr));
    both.push_back(std::move(inner));
    return std::make_unique<Both>(std::move(both));
  }
  void EndSourceFileAction() override {
    collectDeps(getCompilerInstance().getSourceManager(), deps_);
    GeneratePCHAction::EndSourceFileAction();
  }

 private:
  /// MultiplexConsumer asks every consumer whether to skip a body and reads it
  /// unless all agree; here the first alone decides.
  class Both : public MultiplexConsumer {
   public:
    explicit Both(std::vector<std::unique_ptr<ASTConsumer>> consumers)
        : MultiplexConsumer(keepFirst(consumers, first_)) {}
    bool shouldSkipFunctionBody(Decl* decl) override { return first_->shouldSkipFunctionBody(decl); }

   private:
    static std::vector<std::unique_ptr<ASTConsumer>> keepFirst(std::vector<std::unique_ptr<ASTConsumer>>& all,
                                                              ASTConsumer*& first) {
      first = all[0].get();
      return std::move(all);
    }
    ASTConsumer* first_;
  };
  const Model& model_;
  const std::string& root_;
  const std::set<std::string>& bodies_;
  std::vector<std::string>& deps_;
};

/// Runs `make_action` on one command line.
class Factory : public tooling::FrontendActionFactory {
 public:
  std::function<std::unique_ptr<FrontendAction>()> make_action;
  std::string prefix;
  std::string output;
  bool skip_bodies = true;

  std::unique_ptr<FrontendAction> create() override { return make_action(); }
  bool runInvocation(std::shared_ptr<CompilerInvocation> invocation, FileManager* files,
                     std::shared_ptr<PCHContainerOperations> containers, DiagnosticConsumer* consumer) override {
    auto& frontend = invocation->getFrontendOpts();
    frontend.SkipFunctionBodies = skip_bodies;
    frontend.DisableFree = false;
    if (!output.empty()) frontend.OutputFile = output;
    auto& preprocessor = invocation->getPreprocessorOpts();
    // The driver takes x.h.gch or x.h.pch beside an x.h of -include for it. It is no source, and not ours to believe.
    if (llvm::StringRef forced = preprocessor.ImplicitPCHInclude; !forced.empty()) {
      if (forced.consume_back(".gch") || forced.consume_back(".pch")) preprocessor.Includes.insert(preprocessor.Includes.begin(), forced.str());
      preprocessor.ImplicitPCHInclude.clear();
    }
    if (!prefix.empty()) {
      preprocessor.ImplicitPCHInclude = prefix;
      preprocessor.DisablePCHOrModuleValidation = DisableValidationForModuleKind::PCH;
      preprocessor.AllowPCHWithCompilerErrors = true;
    }
    // Whatever the flags say: no file beside the output above, and no code from elsewhere.
    invocation->getDependencyOutputOpts() = DependencyOutputOptions();
    invocation->getDiagnosticOpts().DiagnosticLogFile.clear();
    invocation->getDiagnosticOpts().DiagnosticSerializationFile.clear();
    frontend.StatsFile.clear();
    frontend.Plugins.clear();
    frontend.AddPluginActions.clear();
    frontend.ASTMergeFiles.clear();
    frontend.LLVMArgs.clear();
    return FrontendActionFactory::runInvocation(std::move(invocation), files, std::move(containers), consumer);
  }
};

/// The files of the disk, but these, path and text, before them.
llvm::IntrusiveRefCntPtr<llvm::vfs::OverlayFileSystem> withTexts(const std::vector<std::pair<std::string, std::string>>& texts) {
  auto memory = llvm::makeIntrusiveRefCnt<llvm::vfs::InMemoryFileSystem>();
  auto overlay = llvm::makeIntrusiveRefCnt<llvm::vfs::OverlayFileSystem>(regularFiles());
  for (const auto& [path, text] : texts) memory->addFile(path, 0, llvm::MemoryBuffer::getMemBufferCopy(text, path));
  overlay->pushOverlay(memory);
  return overlay;
}

bool runTool(const std::vector<std::string>& args, const std::string& directory, Factory& factory,
             DiagnosticConsumer& consumer, llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> disk = regularFiles()) {
  FileSystemOptions options;
  options.WorkingDir = directory;
  llvm::IntrusiveRefCntPtr<FileManager> files(new FileManager(options, std::move(disk)));
  tooling::ToolInvocation tool(args, &factory, files.get(), std::make_shared<PCHContainerOperations>());
  tool.setDiagnosticConsumer(&consumer);
  return tool.run();
}

}  // namespace

Result<std::string> resourceDir() {
  static const std::string dir = std::string(GUPKIT_LLVM_LIB) + "/clang/" + std::to_string(LLVM_VERSION_MAJOR);
  if (!llvm::sys::fs::exists(dir + "/include/stddef.h"))
    return Error{dir, "Clang's builtin headers (stddef.h) are missing",
                 "install libclang-common-" + std::to_string(LLVM_VERSION_MAJOR) + "-dev"};
  return dir;
}

UnitFacts parseUnit(const ParseRequest& request, const Model& model, bool* lasting) {
  for (bool with_prefix : {true, false}) {
    if (with_prefix && request.prefix.empty()) continue;
    UnitFacts out;
    out.file = request.unit.file;
    out.files.push_back(request.unit.file);
    Collector collector(false);
    Factory factory;
    factory.make_action = [&] { return std::make_unique<FactsAction>(model, request.root, request.bodies, &out); };
    if (with_prefix) factory.prefix = request.prefix;
    auto args = commandLine(request.unit, request.path);
    args.insert(args.begin() + 1, "-w");
    bool read = true;
    if (request.unit.turned.empty()) {
      read = runTool(args, request.unit.directory, factory, collector);
    } else {
      const std::string path = request.unit.turned_file.empty() ? request.path : request.root + "/" + request.unit.turned_file;
      auto text = readFile(path);
      for (const auto& [offset, line] : request.unit.turned)
        if (text && offset + line.size() <= text->size()) text->replace(offset, line.size(), line);
      read = text && runTool(args, request.unit.directory, factory, collector, withTexts({{path, *text}}));
    }
    out.errors = std::move(collector.messages);
    if (!read && out.errors.empty()) out.errors.push_back(kNotRead);
    if (lasting) *lasting = !collector.about_files;
    // The prefix was made with other macros: a file it does not fit is read without it.
    if (out.errors.empty() || !with_prefix) return out;
  }
  return {};
}

Status buildPrefix(const CompileUnit& unit, const std::string& root, const std::string& header,
                   const std::string& output, const Model& model, const std::set<std::string>& bodies,
                   std::vector<std::string>& deps) {
  Collector collector(false);
  Factory factory;
  factory.make_action = [&] { return std::make_unique<PrefixAction>(model, root, bodies, deps); };
  factory.output = output;
  auto args = commandLine(unit, header);
  args.insert(args.begin() + 1, {"-w", "-xc-header"});
  bool ok = runTool(args, unit.directory, factory, collector);
  if (!ok || !collector.messages.empty()) {
    llvm::sys::fs::remove(output);
    return Error{output, "the kernel headers cannot be precompiled: " +
                             (collector.messages.empty() ? std::string("unknown failure") : collector.messages[0]),
                 ""};
  }
  return Done{};
}

Result<std::vector<std::string>> diagnose(const ParseRequest& request, const std::string& text,
                                          const std::string& force_include) {
  Collector collector(true);
  Factory factory;
  factory.skip_bodies = true;
  static const Model none;
  static const std::set<std::string> no_bodies;
  class CheckAction : public ASTFrontendAction {
   public:
    CheckAction(const std::string& root, bool& began) : root_(root), began_(began) {}
    std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance& instance, llvm::StringRef) override {
      began_ = true;  // the flags are taken, the target is known
      return std::make_unique<FactsConsumer>(instance.getPreprocessor(), none, root_, no_bodies, nullptr);
    }

   private:
    const std::string& root_;
    bool& began_;
  };
  bool began = false;
  factory.make_action = [&] { return std::make_unique<CheckAction>(request.root, began); };
  auto args = commandLine(request.unit, request.path);
  args.insert(args.begin() + 1, {"-Wall", "-Wno-unused-function", "-Wunused-variable", "-Wunused-label"});
  FileSystemOptions options;
  options.WorkingDir = request.unit.directory;
  std::vector<std::pair<std::string, std::string>> texts{{request.path, text}};
  if (!force_include.empty()) {
    texts.emplace_back("/gupkit-api.h", force_include);
    args.insert(args.end() - 1, {"-include", "/gupkit-api.h"});
  }
  llvm::IntrusiveRefCntPtr<FileManager> files(new FileManager(options, withTexts(texts)));
  tooling::ToolInvocation tool(args, &factory, files.get(), std::make_shared<PCHContainerOperations>());
  tool.setDiagnosticConsumer(&collector);
  const bool read = tool.run();
  if (!read && collector.messages.empty()) return Error{request.unit.file, kNotRead, ""};
  if (!began) return Error{request.unit.file, collector.messages[0], ""};
  return std::move(collector.messages);
}

}  // namespace gupkit

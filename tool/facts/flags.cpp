// SPDX-License-Identifier: GPL-2.0-only
#include "facts/flags.h"

#include <algorithm>
#include <set>

#include "clang/Basic/FileManager.h"
#include "clang/Driver/Driver.h"
#include "clang/Frontend/FrontendActions.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/Config/llvm-config.h"
#include "llvm/Option/ArgList.h"
#include "llvm/Option/OptTable.h"
#include "llvm/Support/VirtualFileSystem.h"
#if LLVM_VERSION_MAJOR >= 22
#include "clang/Options/Options.h"
#else
#include "clang/Driver/Options.h"
#endif

namespace gupkit {
namespace {

using namespace clang;
#if LLVM_VERSION_MAJOR >= 22
namespace opt = clang::options;
const llvm::opt::OptTable& optionTable() { return getDriverOptTable(); }
#else
namespace opt = clang::driver::options;
const llvm::opt::OptTable& optionTable() { return driver::getDriverOptTable(); }
#endif

/// -fNAME and -fno-NAME that change what a text means, or which macros stand for it.
bool languageFlag(llvm::StringRef spelling) {
  static const std::set<llvm::StringRef> names = {
      "signed-char", "unsigned-char", "signed-bitfields", "unsigned-bitfields", "short-enums", "short-wchar",
      "builtin", "freestanding", "hosted", "ms-extensions", "ms-compatibility", "gnu89-inline", "gnu-keywords",
      "gnu-inline-asm", "asm", "common", "wrapv", "strict-overflow", "strict-aliasing", "PIC", "PIE", "pic", "pie",
      "stack-protector", "stack-protector-all", "stack-protector-strong", "omit-frame-pointer",
      "delete-null-pointer-checks", "lax-vector-conversions", "exceptions", "inline", "pack-struct",
      "dollars-in-identifiers", "declspec", "math-errno", "asynchronous-unwind-tables", "unwind-tables",
      "heinous-gnu-extensions"};
  if (!spelling.consume_front("-f")) return false;
  spelling.consume_front("no-");
  return names.count(spelling) != 0;
}

/// -fNAME=VALUE of the same kind.
bool languageValue(llvm::StringRef spelling) {
  static const std::set<llvm::StringRef> names = {"-fsanitize=", "-fno-sanitize=", "-fcf-protection=",
                                                  "-fstrict-flex-arrays=", "-fbracket-depth=", "-fno-builtin-"};
  return names.count(spelling) != 0;
}

enum class Pass { no, plain, checked };

Pass passOf(const llvm::opt::Arg& arg) {
  const auto& option = arg.getOption();
  switch (option.getID()) {
    case opt::OPT_D:
    case opt::OPT_U:
    case opt::OPT_I:
    case opt::OPT_include:
    case opt::OPT_imacros:
    case opt::OPT_isystem:
    case opt::OPT_iquote:
    case opt::OPT_idirafter:
    case opt::OPT_isysroot:
    case opt::OPT__sysroot:
    case opt::OPT__sysroot_EQ:
    case opt::OPT_nostdinc:
    case opt::OPT_nostdlibinc:
    case opt::OPT_nobuiltininc:
    case opt::OPT_undef:
      return Pass::plain;
    case opt::OPT_ansi:
    case opt::OPT_std_EQ:
    case opt::OPT_target:
    case opt::OPT_target_legacy_spelling:
    case opt::OPT_pg:
      return Pass::checked;
    default:
      break;
  }
  const llvm::StringRef spelling = arg.getSpelling();
  if (option.matches(opt::OPT_m_Group)) return arg.getNumValues() > 1 ? Pass::no : Pass::checked;
  if (option.matches(opt::OPT_O_Group) || languageFlag(spelling) || languageValue(spelling)) return Pass::checked;
  return Pass::no;
}

/// One word for a checked flag, whatever its spelling.
std::string oneWord(const llvm::opt::Arg& arg, const llvm::opt::ArgList& all) {
  if (arg.getOption().getID() == opt::OPT_target_legacy_spelling) return std::string("--target=") + arg.getValue();
  return arg.getAsString(all);
}

template <class Take>
void forEachArg(const std::vector<std::string>& flags, Take take) {
  std::vector<const char*> argv;
  for (auto& flag : flags) argv.push_back(flag.c_str());
  unsigned missing_index = 0, missing_count = 0;
  auto parsed = optionTable().ParseArgs(argv, missing_index, missing_count, llvm::opt::Visibility(opt::ClangOption));
  for (const llvm::opt::Arg* arg : parsed) take(*arg, parsed);
}

/// Clang's first complaint about the flags themselves; empty where it takes them.
class Complaint : public DiagnosticConsumer {
 public:
  std::string first;
  void HandleDiagnostic(DiagnosticsEngine::Level level, const Diagnostic& diagnostic) override {
    DiagnosticConsumer::HandleDiagnostic(level, diagnostic);
    if (level < DiagnosticsEngine::Error || !first.empty()) return;
    llvm::SmallString<128> text;
    diagnostic.FormatDiagnostic(text);
    first = std::string(text);
  }
};

std::string complaintAbout(const std::vector<std::string>& flags) {
  constexpr const char* file = "/gupkit-empty.c";
  std::vector<std::string> args = {"clang", "--no-default-config", "-w"};
  args.insert(args.end(), flags.begin(), flags.end());
  args.insert(args.end(), {"-nostdinc", "-fsyntax-only", file});
  auto memory = llvm::makeIntrusiveRefCnt<llvm::vfs::InMemoryFileSystem>();
  memory->addFile(file, 0, llvm::MemoryBuffer::getMemBufferCopy("", file));
  llvm::IntrusiveRefCntPtr<FileManager> files(new FileManager(FileSystemOptions(), memory));
  tooling::ToolInvocation tool(args, std::make_unique<SyntaxOnlyAction>(), files.get(),
                               std::make_shared<PCHContainerOperations>());
  Complaint complaint;
  tool.setDiagnosticConsumer(&complaint);
  const bool read = tool.run();
  return read || !complaint.first.empty() ? complaint.first : "not taken";
}

}  // namespace

std::vector<std::string> allowedFlags(const std::vector<std::string>& flags) {
  std::vector<std::string> out;
  forEachArg(flags, [&](const llvm::opt::Arg& arg, const llvm::opt::ArgList& all) {
    const Pass pass = passOf(arg);
    if (pass == Pass::no) return;
    if (pass == Pass::checked) return out.push_back(oneWord(arg, all));
    llvm::opt::ArgStringList words;
    arg.render(all, words);
    out.insert(out.end(), words.begin(), words.end());
  });
  return out;
}

std::vector<std::string> checkedFlags(const std::vector<std::string>& allowed) {
  std::vector<std::string> out;
  forEachArg(allowed, [&](const llvm::opt::Arg& arg, const llvm::opt::ArgList& all) {
    if (passOf(arg) == Pass::checked) out.push_back(oneWord(arg, all));
  });
  return out;
}

std::vector<RefusedFlag> refusedFlags(const std::vector<std::string>& checked) {
  std::vector<RefusedFlag> out;
  if (complaintAbout(checked).empty()) return out;
  // The target first: whether a value is good depends on it.
  std::vector<std::string> taken;
  for (auto& flag : checked)
    if (flag.rfind("--target=", 0) == 0) taken.push_back(flag);
  if (!complaintAbout(taken).empty()) return out;
  for (auto& flag : checked) {
    if (flag.rfind("--target=", 0) == 0) continue;
    taken.push_back(flag);
    std::string why = complaintAbout(taken);
    if (why.empty()) continue;
    taken.pop_back();
    out.push_back({flag, std::move(why)});
  }
  return out;
}

}  // namespace gupkit

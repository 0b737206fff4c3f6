// SPDX-License-Identifier: GPL-2.0-only
// What an acquire is given at run time: flags that a pin refuses, and arrays that may be null.
#include <gtest/gtest.h>

#include <clang/AST/ASTContext.h>
#include <clang/AST/RecursiveASTVisitor.h>
#include <clang/Frontend/CompilerInstance.h>
#include <clang/Frontend/FrontendAction.h>
#include <clang/Tooling/Tooling.h>

#include "facts/null_array.h"
#include "facts/plain_flag.h"

namespace gupkit {
namespace {

const char* const kPrelude = R"(
typedef _Bool bool;
#define NULL ((void *)0)
#define unlikely(x) __builtin_expect(!!(x), 0)
#ifdef ENUM
enum { FOLL_WRITE = 1, FOLL_GET = 2, FOLL_FORCE = 4 };
#else
#define FOLL_WRITE 0x01
#define FOLL_GET 0x04
#define FOLL_FORCE 0x10
#endif
struct page;
struct dev { unsigned int gup_flags; struct page **pages; };
long gup(unsigned long addr, unsigned long n, unsigned int gup_flags, struct page **pages);
long some(void);
int alloc(struct page ***pages);
struct page **kmalloc(unsigned long n);
)";

struct Row {
  const char* name;
  const char* code;
  const char* found;  ///< of each gup(), in the order of the text, separated by blanks
};
void PrintTo(const Row& row, std::ostream* out) { *out << row.name; }

class Reader : public clang::RecursiveASTVisitor<Reader> {
 public:
  Reader(clang::ASTContext& context, const Model& model, bool flags, std::string& out)
      : context_(context), flags_(context, model), want_flags_(flags), out_(out) {}
  bool VisitFunctionDecl(clang::FunctionDecl* fn) {
    if (fn->doesThisDeclarationHaveABody()) arrays_.merge(nullArrays(*fn, context_));
    return true;
  }
  bool VisitCallExpr(clang::CallExpr* call) {
    const clang::FunctionDecl* callee = call->getDirectCallee();
    if (!callee || callee->getName() != "gup") return true;
    std::string found = "no";
    if (want_flags_) {
      if (flags_.hidden(*call)) found = "hidden";
    } else if (auto at = arrays_.find({call, 3}); at != arrays_.end()) {
      found = at->second.null ? "null" : "";
      for (uint32_t param : at->second.params) found += (found.empty() ? "" : "+") + std::to_string(param);
    }
    out_ += (out_.empty() ? "" : " ") + found;
    return true;
  }

 private:
  clang::ASTContext& context_;
  PlainFlags flags_;
  bool want_flags_;
  std::string& out_;
  std::map<std::pair<const clang::CallExpr*, unsigned>, NullArray> arrays_;
};

class Action : public clang::ASTFrontendAction {
 public:
  Action(const Model& model, bool flags, std::string& out) : model_(model), flags_(flags), out_(out) {}
  std::unique_ptr<clang::ASTConsumer> CreateASTConsumer(clang::CompilerInstance&, llvm::StringRef) override {
    class Consumer : public clang::ASTConsumer {
     public:
      explicit Consumer(Action& action) : action_(action) {}
      void HandleTranslationUnit(clang::ASTContext& context) override {
        Reader(context, action_.model_, action_.flags_, action_.out_).TraverseDecl(context.getTranslationUnitDecl());
      }
      Action& action_;
    };
    return std::make_unique<Consumer>(*this);
  }

 private:
  const Model& model_;
  bool flags_;
  std::string& out_;
};

std::string read(const std::string& code, bool flags, const char* define) {
  static const Model model = *loadModel({});
  std::string out;
  const bool parsed = clang::tooling::runToolOnCodeWithArgs(std::make_unique<Action>(model, flags, out), code, {"-std=gnu11", "-w", define, "-include", "/prelude.h"},
                                                            "/a.c", "gupkit-test", std::make_shared<clang::PCHContainerOperations>(), {{"/prelude.h", kPrelude}});
  return parsed ? out : "does not parse";
}

class Flags : public ::testing::TestWithParam<Row> {};
TEST_P(Flags, ThatAPinRefuses) {
  for (const char* define : {"-DMACRO", "-DENUM"}) EXPECT_EQ(read(GetParam().code, true, define), GetParam().found) << define;
}
const Row kFlags[] = {
    {"None", "void f(struct page **p) { gup(0, 1, 0, p); gup(0, 1, 1, p); gup(0, 1, FOLL_WRITE | FOLL_FORCE, p); }", "no no no"},
    {"InItsOwnText", "void f(struct page **p) { gup(0, 1, FOLL_GET, p); gup(0, 1, FOLL_WRITE | FOLL_GET, p); }", "no no"},
    {"ByAMacro", "#define FLAGS (FOLL_GET | FOLL_WRITE)\nvoid f(struct page **p) { gup(0, 1, FLAGS, p); }", "hidden"},
    {"ByAMacroOfAMacro", "#define A FOLL_GET\n#define B (A | FOLL_WRITE)\nvoid f(struct page **p) { gup(0, 1, B, p); }", "hidden"},
    {"ByAHarmlessMacro", "#define FLAGS (FOLL_FORCE | FOLL_WRITE)\nvoid f(struct page **p) { gup(0, 1, FLAGS, p); }", "no"},
    {"ByAnEnumerator", "enum { FLAGS = FOLL_GET };\nvoid f(struct page **p) { gup(0, 1, FLAGS, p); }", "hidden"},
    {"ANumber", "void f(struct page **p) { gup(0, 1, 6, p); }", "hidden"},
    {"AVariable", "void f(struct page **p) { unsigned int flags = FOLL_WRITE; gup(0, 1, flags, p); flags |= FOLL_FORCE; }", "no"},
    {"AVariableWithIt", "void f(struct page **p) { unsigned int flags = 0; if (some()) flags |= FOLL_GET; gup(0, 1, flags, p); }", "hidden"},
    {"AVariableOfAVariable", "void f(struct page **p) { unsigned int a = FOLL_GET, b = a; gup(0, 1, b | FOLL_WRITE, p); }", "hidden"},
    {"AVariableByItsAddress", "void set(unsigned int *);\nvoid f(struct page **p) { unsigned int flags = 0; set(&flags); gup(0, 1, flags, p); }", "hidden"},
    {"AChoice", "void f(struct page **p, bool w) { gup(0, 1, w ? FOLL_WRITE : 0, p); gup(0, 1, w ? FOLL_GET : 0, p); gup(0, 1, w * FOLL_WRITE, p); }", "no no no"},
    {"AChoiceOfVariables", "void f(struct page **p, bool w) { unsigned int a = FOLL_GET, b = 0; gup(0, 1, w ? a : b, p); }", "hidden"},
    {"AComparison", "void f(struct page **p, int rw) { gup(0, 1, rw == 0, p); gup(0, 1, !rw, p); }", "no no"},
    {"AField", "void f(struct dev *d) { d->gup_flags = FOLL_WRITE; gup(0, 1, d->gup_flags, d->pages); }", "hidden"},
    {"AFieldThatIsMasked", "void f(struct dev *d) { gup(0, 1, d->gup_flags & FOLL_WRITE, d->pages); }", "no"},
    {"AGlobal", "unsigned int flags;\nvoid f(struct page **p) { gup(0, 1, flags, p); }", "hidden"},
    {"AParameterOfAnyCaller", "void f(struct page **p, unsigned int flags) { gup(0, 1, flags, p); }", "hidden"},
    {"AParameter", "static void f(struct page **p, unsigned int flags) { gup(0, 1, flags, p); }\nvoid g(struct page **p) { f(p, 0); f(p, FOLL_WRITE); }", "no"},
    {"AParameterWithIt", "static void f(struct page **p, unsigned int flags) { gup(0, 1, flags, p); }\nvoid g(struct page **p) { f(p, 0); f(p, FOLL_GET); }", "hidden"},
    {"AParameterOfAParameter", "static void f(struct page **p, unsigned int flags) { gup(0, 1, flags, p); }\nvoid g(struct page **p, unsigned int flags) { f(p, flags); }", "hidden"},
    {"AParameterByATable", "static void f(struct page **p, unsigned int flags) { gup(0, 1, flags, p); }\nvoid (*table)(struct page **, unsigned int) = f;", "hidden"},
    {"ACallsResult", "void f(struct page **p) { gup(0, 1, some(), p); }", "hidden"},
};
INSTANTIATE_TEST_SUITE_P(GupArgs, Flags, ::testing::ValuesIn(kFlags), [](const auto& info) { return std::string(info.param.name); });

class Arrays : public ::testing::TestWithParam<Row> {};
TEST_P(Arrays, ThatMayBeNull) { EXPECT_EQ(read(GetParam().code, false, "-DMACRO"), GetParam().found); }
const Row kArrays[] = {
    {"AnArray", "void f(void) { struct page *p[4], *one; gup(0, 4, 0, p); gup(0, 1, 0, &one); gup(0, 1, 0, p + 2); }", "no no no"},
    {"Null", "void f(void) { gup(0, 4, 0, NULL); }", "null"},
    {"AChoice", "void f(bool w) { struct page *p[4]; gup(0, 4, 0, w ? p : NULL); }", "null"},
    {"AChoiceBefore", "void f(bool w) { struct page *a[4], **p = w ? a : NULL; gup(0, 4, 0, p); if (p) gup(0, 4, 0, p); }", "null no"},
    {"NullAtFirst", "void f(void) { struct page **p = NULL; p = kmalloc(8); gup(0, 4, 0, p); }", "no"},
    {"NullOnOneWay", "void f(bool w) { struct page **p = NULL; if (w) p = kmalloc(8); gup(0, 4, 0, p); }", "null"},
    {"UnsetOnOneWay", "void f(bool w) { struct page **p; if (w) p = kmalloc(8); gup(0, 4, 0, p); }", "null"},
    {"ThatWayEnds", "void f(bool w) { struct page **p = NULL; if (w) p = kmalloc(8); if (!p) return; gup(0, 4, 0, p); }", "no"},
    {"ThatWayEndsUnlikely", "void f(bool w) { struct page **p = NULL; if (w) p = kmalloc(8); if (unlikely(p == NULL)) return; gup(0, 4, 0, p); }", "no"},
    {"SetByACall", "void f(void) { struct page **p = NULL; if (alloc(&p)) return; gup(0, 4, 0, p); }", "no"},
    {"AField", "void f(struct dev *d) { gup(0, 4, 0, d->pages); }", "no"},
    {"AParameter", "void f(int n, struct page **p) { gup(0, 4, 0, p); if (p) gup(0, 4, 0, p); }", "1 no"},
    {"AParameterInAVariable", "void f(struct page **p) { struct page **q = p; gup(0, 4, 0, q); }", "0"},
    {"AParameterOrNull", "void f(struct page **p, bool w) { if (w) p = NULL; gup(0, 4, 0, p); }", "null+0"},
    {"AParameterThatIsSet", "void f(struct page **p) { if (!p) p = kmalloc(8); gup(0, 4, 0, p); }", "no"},
};
INSTANTIATE_TEST_SUITE_P(GupArgs, Arrays, ::testing::ValuesIn(kArrays), [](const auto& info) { return std::string(info.param.name); });

}  // namespace
}  // namespace gupkit

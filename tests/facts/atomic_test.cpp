// SPDX-License-Identifier: GPL-2.0-only
// Whether sleeping is allowed at each call of put_page(), for every kind of lock and guard.
#include <gtest/gtest.h>

#include <clang/AST/ASTContext.h>
#include <clang/AST/RecursiveASTVisitor.h>
#include <clang/Frontend/CompilerInstance.h>
#include <clang/Frontend/FrontendAction.h>
#include <clang/Tooling/Tooling.h>

#include "facts/atomic.h"

namespace gupkit {
namespace {

const char* const kPrelude = R"(
typedef _Bool bool;
#define NULL ((void *)0)
#define unlikely(x) __builtin_expect(!!(x), 0)
typedef struct { int n; } spinlock_t;
struct mutex { int n; };
struct page { unsigned long flags; };
struct dev { spinlock_t lock; struct mutex m; struct page *page; int on; };
void put_page(struct page *page);
void mutex_lock(struct mutex *m);
int mutex_lock_interruptible(struct mutex *m);
void mutex_unlock(struct mutex *m);
void spin_lock(spinlock_t *l);
void spin_unlock(spinlock_t *l);
int spin_trylock(spinlock_t *l);
unsigned long _raw_spin_lock_irqsave(spinlock_t *l);
void spin_unlock_irqrestore(spinlock_t *l, unsigned long flags);
#define spin_lock_irqsave(l, flags) do { (void)(&flags); flags = _raw_spin_lock_irqsave(l); } while (0)
void preempt_count_add(int n);
#define preempt_count_inc() preempt_count_add(1)
#define barrier() __asm__ __volatile__("" : : : "memory")
#ifdef COUNTED
#define preempt_disable() do { preempt_count_inc(); barrier(); } while (0)
#define preempt_enable() do { barrier(); preempt_count_dec(); } while (0)
void preempt_count_dec(void);
#else
#define preempt_disable() barrier()
#define preempt_enable() barrier()
#endif
#define get_cpu() ({ preempt_disable(); cpu_number(); })
#define put_cpu() preempt_enable()
int cpu_number(void);
#define local_irq_disable() __asm__ volatile("cli")
#define local_irq_enable() __asm__ volatile("sti")
#define might_sleep() do { } while (0)
void rcu_read_lock(void);
void rcu_read_unlock(void);
void task_lock(struct dev *t);
void task_unlock(struct dev *t);
void write_seqlock(spinlock_t *l);
void write_sequnlock(spinlock_t *l);
void bit_spin_lock(int bit, unsigned long *word);
void bit_spin_unlock(int bit, unsigned long *word);
void local_bh_disable(void);
void local_bh_enable(void);
void lock_page(struct page *page);
int trylock_page(struct page *page);
void unlock_page(struct page *page);
void raw_spin_lock(spinlock_t *l);
void raw_spin_unlock(spinlock_t *l);
void kfree(const void *p);
void unread(struct dev *d);
void unread_lock(spinlock_t *l);
#define guard_of(kind) __attribute__((cleanup(kind##_leave))) int kind##_guard = kind##_enter()
int spinning_enter(void);
void spinning_leave(int *guard);
)";

struct Row {
  const char* name;
  const char* code;
  const char* contexts;  ///< of the calls of put_page(), in the order of the text
};
void PrintTo(const Row& row, std::ostream* out) { *out << row.name; }

const char* nameOf(Context context) {
  switch (context) {
    case Context::unknown: return "unknown";
    case Context::atomic: return "atomic";
    case Context::caller: return "caller";
    case Context::sleeps: return "sleeps";
    case Context::caller_believed: return "caller-believed";
    case Context::sleeps_believed: return "sleeps-believed";
  }
  return "";
}

class Sites : public clang::RecursiveASTVisitor<Sites> {
 public:
  Sites(AtomicContexts& contexts, std::string& out) : contexts_(contexts), out_(out) {}
  bool VisitFunctionDecl(clang::FunctionDecl* fn) {
    if (fn->doesThisDeclarationHaveABody()) all_.merge(contexts_.of(*fn));
    return true;
  }
  bool VisitCallExpr(clang::CallExpr* call) {
    const clang::FunctionDecl* callee = call->getDirectCallee();
    if (!callee || callee->getName() != "put_page") return true;
    auto at = all_.find(call);
    out_ += (out_.empty() ? "" : " ") + std::string(at == all_.end() ? "none" : nameOf(at->second));
    return true;
  }

 private:
  AtomicContexts& contexts_;
  std::string& out_;
  std::map<const clang::CallExpr*, Context> all_;
};

class Action : public clang::ASTFrontendAction {
 public:
  Action(const Model& model, std::string& out) : model_(model), out_(out) {}
  std::unique_ptr<clang::ASTConsumer> CreateASTConsumer(clang::CompilerInstance&, llvm::StringRef) override {
    class Consumer : public clang::ASTConsumer {
     public:
      Consumer(const Model& model, std::string& out) : model_(model), out_(out) {}
      void HandleTranslationUnit(clang::ASTContext& context) override {
        AtomicContexts contexts(context, model_, [](const clang::FunctionDecl&) { return true; });
        Sites(contexts, out_).TraverseDecl(context.getTranslationUnitDecl());
      }
      const Model& model_;
      std::string& out_;
    };
    return std::make_unique<Consumer>(model_, out_);
  }

 private:
  const Model& model_;
  std::string& out_;
};

const Model& model() {
  static const Model loaded = *loadModel({});
  return loaded;
}

std::string contextsOf(const std::string& code, const char* define) {
  std::string out;
  std::vector<std::string> args{"-std=gnu11", "-w", "-include", "/prelude.h"};
  if (*define) args.push_back(std::string("-D") + define);
  const bool parsed = clang::tooling::runToolOnCodeWithArgs(std::make_unique<Action>(model(), out), code, args, "/a.c", "gupkit-test",
                                                            std::make_shared<clang::PCHContainerOperations>(), {{"/prelude.h", kPrelude}});
  return parsed ? out : "does not parse";
}

class Atomic : public ::testing::TestWithParam<Row> {};

TEST_P(Atomic, ContextOfEachSite) {
  for (const char* define : {"", "COUNTED"}) EXPECT_EQ(contextsOf(GetParam().code, define), GetParam().contexts) << define;
}

const Row kRows[] = {
    // --- proofs
    {"AsItsCaller", "void f(struct dev *d) { put_page(d->page); }", "caller"},
    {"AfterACallThatSleeps", "void f(struct dev *d) { mutex_lock(&d->m); put_page(d->page); mutex_unlock(&d->m); put_page(d->page); }", "sleeps sleeps"},
    {"BeforeACallThatSleeps", "void f(struct dev *d) { put_page(d->page); mutex_lock(&d->m); }", "caller"},
    {"AMacroThatIsNothing", "void f(struct dev *d) { might_sleep(); put_page(d->page); }", "sleeps"},
    {"SleepsUnderACondition", "void f(struct dev *d, int can) { if (can) mutex_lock(&d->m); put_page(d->page); if (can) mutex_unlock(&d->m); }", "caller"},
    {"SleepsOnBothWays", "void f(struct dev *d, int can) { if (can) mutex_lock(&d->m); else might_sleep(); put_page(d->page); }", "sleeps"},
    {"SleepsInALoopThatMayNotRun", "void f(struct dev *d, int n) { while (n--) might_sleep(); put_page(d->page); }", "caller"},
    {"TheWayThatDoesNotSleepEnds", "int f(struct dev *d) { if (mutex_lock_interruptible(&d->m)) return -4; put_page(d->page); return 0; }", "sleeps"},
    {"ByAWrapper", "static void in(struct dev *d) { mutex_lock(&d->m); } void f(struct dev *d) { in(d); put_page(d->page); }", "sleeps"},
    {"ByAWrapperUnderACondition", "static void in(struct dev *d) { if (d->on) mutex_lock(&d->m); } void f(struct dev *d) { in(d); put_page(d->page); }", "caller"},
    {"NotAfterAJumpOverIt", "void f(struct dev *d) { if (d->on) goto out; mutex_lock(&d->m); out: put_page(d->page); }", "caller"},
    // --- locks
    {"SpinLock", "void f(struct dev *d) { mutex_lock(&d->m); spin_lock(&d->lock); put_page(d->page); spin_unlock(&d->lock); put_page(d->page); }", "atomic sleeps"},
    {"SpinLockIrqsave", "void f(struct dev *d) { unsigned long flags; might_sleep(); spin_lock_irqsave(&d->lock, flags); put_page(d->page); spin_unlock_irqrestore(&d->lock, flags); put_page(d->page); }", "atomic sleeps"},
    {"RawSpinLock", "void f(struct dev *d) { might_sleep(); raw_spin_lock(&d->lock); put_page(d->page); raw_spin_unlock(&d->lock); put_page(d->page); }", "atomic sleeps"},
    {"SpinTrylock", "void f(struct dev *d) { might_sleep(); if (spin_trylock(&d->lock)) { put_page(d->page); spin_unlock(&d->lock); } }", "atomic"},
    {"SpinTrylockNegated", "void f(struct dev *d) { might_sleep(); if (!spin_trylock(&d->lock)) return; put_page(d->page); spin_unlock(&d->lock); put_page(d->page); }", "atomic sleeps"},
    {"PreemptDisable", "void f(struct dev *d) { might_sleep(); preempt_disable(); put_page(d->page); preempt_enable(); put_page(d->page); }", "atomic sleeps"},
    {"GetCpu", "void f(struct dev *d) { int cpu; might_sleep(); cpu = get_cpu(); put_page(d->page); put_cpu(); put_page(d->page); }", "atomic sleeps"},
    {"LocalIrqDisable", "void f(struct dev *d) { might_sleep(); local_irq_disable(); put_page(d->page); local_irq_enable(); put_page(d->page); }", "atomic sleeps"},
    {"LocalBhDisable", "void f(struct dev *d) { might_sleep(); local_bh_disable(); put_page(d->page); local_bh_enable(); put_page(d->page); }", "atomic sleeps"},
    {"RcuReadLock", "void f(struct dev *d) { might_sleep(); rcu_read_lock(); put_page(d->page); rcu_read_unlock(); put_page(d->page); }", "atomic sleeps"},
    {"TaskLock", "void f(struct dev *d) { might_sleep(); task_lock(d); put_page(d->page); task_unlock(d); put_page(d->page); }", "atomic sleeps"},
    {"WriteSeqlock", "void f(struct dev *d) { might_sleep(); write_seqlock(&d->lock); put_page(d->page); write_sequnlock(&d->lock); put_page(d->page); }", "atomic sleeps"},
    {"BitSpinLock", "void f(struct dev *d) { might_sleep(); bit_spin_lock(0, &d->page->flags); put_page(d->page); bit_spin_unlock(0, &d->page->flags); put_page(d->page); }", "atomic sleeps"},
    {"TwoOfThem", "void f(struct dev *d, struct dev *e) { might_sleep(); spin_lock(&d->lock); spin_lock(&e->lock); spin_unlock(&e->lock); put_page(d->page); spin_unlock(&d->lock); put_page(d->page); }", "atomic sleeps"},
    {"OnOneWay", "void f(struct dev *d) { might_sleep(); if (d->on) spin_lock(&d->lock); put_page(d->page); if (d->on) spin_unlock(&d->lock); }", "atomic"},
    {"InALoop", "void f(struct dev *d, int n) { might_sleep(); while (n--) { spin_lock(&d->lock); put_page(d->page); spin_unlock(&d->lock); put_page(d->page); } }", "atomic sleeps"},
    {"EnteredInALoop", "void f(struct dev *d, int n) { might_sleep(); while (n--) spin_lock(&d[n].lock); put_page(d->page); }", "atomic"},
    {"ASleepUnderALockProvesNothing", "void f(struct dev *d) { spin_lock(&d->lock); might_sleep(); spin_unlock(&d->lock); put_page(d->page); }", "caller"},
    {"AMacroOfTheDriver", "#define IN(d) spin_lock(&(d)->lock)\nvoid f(struct dev *d) { might_sleep(); IN(d); put_page(d->page); spin_unlock(&d->lock); }", "atomic"},
    {"AMacroWithTheSiteInIt", "#define WITH(d, what) do { spin_lock(&(d)->lock); what; spin_unlock(&(d)->lock); } while (0)\nvoid f(struct dev *d) { might_sleep(); WITH(d, put_page(d->page)); put_page(d->page); }", "atomic sleeps"},
    // --- wrappers
    {"AWrapper", "static void in(struct dev *d) { spin_lock(&d->lock); } static void out(struct dev *d) { spin_unlock(&d->lock); }"
                 "void f(struct dev *d) { mutex_lock(&d->m); in(d); put_page(d->page); out(d); put_page(d->page); }", "atomic sleeps"},
    {"AWrapperOfAWrapper", "static void a(struct dev *d) { spin_lock(&d->lock); } static void b(struct dev *d) { a(d); }"
                           "void f(struct dev *d) { mutex_lock(&d->m); b(d); put_page(d->page); spin_unlock(&d->lock); put_page(d->page); }", "atomic sleeps"},
    {"AWrapperUnderACondition", "static void in(struct dev *d) { if (d->on) spin_lock(&d->lock); }"
                                "void f(struct dev *d) { might_sleep(); in(d); put_page(d->page); }", "atomic"},
    {"AWrapperThatTries", "static int in(struct dev *d) { return spin_trylock(&d->lock); }"
                          "void f(struct dev *d) { might_sleep(); if (in(d)) put_page(d->page); }", "atomic"},
    {"ABalancedCallee", "static void both(struct dev *d) { spin_lock(&d->lock); spin_unlock(&d->lock); }"
                        "void f(struct dev *d) { might_sleep(); both(d); put_page(d->page); }", "sleeps"},
    {"LeavesTheLockForAWhile", "static void pause(struct dev *d) { spin_unlock(&d->lock); might_sleep(); spin_lock(&d->lock); }"
                               "static void g(struct dev *d) { pause(d); put_page(d->page); } void f(struct dev *d) { spin_lock(&d->lock); g(d); spin_unlock(&d->lock); }", "atomic"},
    {"CallsItself", "static void r(struct dev *d, int n) { if (n) r(d, n - 1); } void f(struct dev *d) { might_sleep(); r(d, 3); put_page(d->page); }", "sleeps-believed"},
    // --- not known
    {"AnUnreadFunction", "void f(struct dev *d) { mutex_lock(&d->m); unread(d); put_page(d->page); }", "sleeps-believed"},
    {"AnUnreadFunctionOfALock", "void f(struct dev *d) { mutex_lock(&d->m); unread_lock(&d->lock); put_page(d->page); }", "unknown"},
    {"AnUnreadFunctionBefore", "void f(struct dev *d) { unread(d); mutex_lock(&d->m); put_page(d->page); }", "sleeps"},
    {"AnUnreadFunctionOnOneWay", "void f(struct dev *d) { mutex_lock(&d->m); if (d->on) unread(d); put_page(d->page); }", "sleeps-believed"},
    {"AnUnreadFunctionInACallee", "static void g(struct dev *d) { unread(d); } void f(struct dev *d) { mutex_lock(&d->m); g(d); put_page(d->page); }", "sleeps-believed"},
    {"ACallThroughAPointer", "void f(struct dev *d, void (*g)(struct dev *)) { mutex_lock(&d->m); g(d); put_page(d->page); }", "unknown"},
    {"AFunctionOfTheModel", "void f(struct dev *d) { mutex_lock(&d->m); kfree(d); put_page(d->page); }", "sleeps"},
    {"Assembly", "void f(struct dev *d) { might_sleep(); __asm__ volatile(\"cli\"); put_page(d->page); }", "sleeps-believed"},
    {"AssemblyOfALock", "void lock_it(struct dev *d) { might_sleep(); __asm__ volatile(\"cli\"); put_page(d->page); }", "unknown"},
    {"AssemblyAsItsCaller", "void f(struct dev *d) { __asm__ volatile(\"nop\"); put_page(d->page); }", "caller-believed"},
    {"ABarrier", "void f(struct dev *d) { might_sleep(); barrier(); put_page(d->page); }", "sleeps"},
    {"AGuard", "void f(struct dev *d) { mutex_lock(&d->m); guard_of(spinning); put_page(d->page); }", "unknown"},
    {"AGuardOfABlock", "void f(struct dev *d) { mutex_lock(&d->m); { guard_of(spinning); put_page(d->page); } }", "unknown"},
    {"LeavesWhatNobodyEntered", "void f(struct dev *d) { mutex_lock(&d->m); put_page(d->page); spin_unlock(&d->lock); }", "unknown"},
    // --- the page lock
    {"LockPage", "void f(struct dev *d) { mutex_lock(&d->m); lock_page(d->page); put_page(d->page); unlock_page(d->page); put_page(d->page); }", "atomic sleeps"},
    {"LockPageAlone", "void f(struct dev *d, struct page *other) { lock_page(other); put_page(d->page); unlock_page(other); put_page(d->page); }", "atomic sleeps"},
    {"TrylockPage", "void f(struct dev *d) { mutex_lock(&d->m); if (trylock_page(d->page)) { put_page(d->page); unlock_page(d->page); } }", "atomic"},
};
INSTANTIATE_TEST_SUITE_P(Contexts, Atomic, ::testing::ValuesIn(kRows), [](const auto& info) { return std::string(info.param.name); });

}  // namespace
}  // namespace gupkit

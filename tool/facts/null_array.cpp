// SPDX-License-Identifier: GPL-2.0-only
// Each variable or field that is passed as such an array is followed over the control flow graph with what it may be:
// null, a parameter's value, or an array. Memory that could not be allocated counts as an array: who does not test it is
// wrong in either dialect. So does a field of which the function says nothing: it is not known when it is set. Functions
// of the unit are asked what they return, and what they leave where they are given an address.
#include "facts/null_array.h"

#include <memory>
#include <set>
#include <string>

#include "clang/AST/RecursiveASTVisitor.h"
#include "facts/control_flow.h"

namespace gupkit {

using namespace clang;

bool takesPageArray(QualType type) {
  auto* outer = type.getCanonicalType()->getAs<clang::PointerType>();
  auto* inner = outer ? outer->getPointeeType()->getAs<clang::PointerType>() : nullptr;
  auto* record = inner ? inner->getPointeeType()->getAsRecordDecl() : nullptr;
  return record && record->getIdentifier() && record->getName() == "page";
}

namespace {

enum : unsigned { kNull = 1, kParam = 2, kSet = 4 };

bool isNull(const clang::Expr& e, ASTContext& context) {
  return e.isNullPointerConstant(context, clang::Expr::NPC_ValueDependentIsNotNull) !=
         clang::Expr::NPCK_NotNull;
}

/// A variable, or what lies behind one: `b->pages`, `*pages`.
struct Spot {
  const VarDecl* root = nullptr;
  std::string path;
  auto operator<=>(const Spot&) const = default;
  bool inside(const Spot& other) const {
    return root == other.root && path.size() > other.path.size() && path.compare(0, other.path.size(), other.path) == 0;
  }
};

Spot spotOf(const clang::Expr* e) {
  e = e->IgnoreParenCasts();
  if (auto* ref = dyn_cast<DeclRefExpr>(e)) {
    auto* var = dyn_cast<VarDecl>(ref->getDecl());
    return {var ? var->getCanonicalDecl() : nullptr, ""};
  }
  auto behind = [](const clang::Expr* base, const std::string& step) {
    Spot spot = spotOf(base);
    if (spot.root) spot.path += step;
    return spot;
  };
  if (auto* member = dyn_cast<MemberExpr>(e))
    return behind(member->getBase(), (member->isArrow() ? "->" : ".") + member->getMemberDecl()->getNameAsString());
  if (auto* op = dyn_cast<UnaryOperator>(e); op && op->getOpcode() == UO_Deref) return behind(op->getSubExpr(), "*");
  return {};
}

const FunctionDecl* bodyOf(const CallExpr& call) {
  const FunctionDecl* callee = call.getDirectCallee();
  const FunctionDecl* definition = nullptr;
  return callee && callee->isDefined(definition) && definition->getBody() ? definition : nullptr;
}

unsigned returned(const FunctionDecl& fn, ASTContext& context, int depth);
unsigned left(const FunctionDecl& fn, unsigned argument, ASTContext& context, int depth);
constexpr int kDeep = 4;  ///< calls of functions that call others: beyond, what they do counts as setting the array

struct Passed {
  const CallExpr* call;
  unsigned argument;
  const clang::Expr* value;
};

/// The arrays that the calls of a body are given.
class Arrays : public RecursiveASTVisitor<Arrays> {
 public:
  std::vector<Passed> all;
  bool VisitCallExpr(CallExpr* call) {
    const FunctionDecl* callee = call->getDirectCallee();
    if (!callee) return true;
    for (unsigned i = 0; i < call->getNumArgs() && i < callee->getNumParams(); ++i)
      if (takesPageArray(callee->getParamDecl(i)->getType()))
        all.push_back({call, i, call->getArg(i)});
    return true;
  }
};

class Walk {
 public:
  Walk(ASTContext& context, Spot spot, int depth) : context_(context), spot_(std::move(spot)), depth_(depth) {
    if (auto* param = dyn_cast<ParmVarDecl>(spot_.root); param && !behind()) params_.insert(param->getFunctionScopeIndex());
  }

  void run(const CFG& cfg, const std::set<const clang::Stmt*>& asked) {
    std::map<const CFGBlock*, unsigned> in{
        {&cfg.getEntry(), behind() ? kSet : isa<ParmVarDecl>(spot_.root) ? kParam : kNull}};
    std::vector<const CFGBlock*> work{&cfg.getEntry()};
    while (!work.empty()) {
      const CFGBlock* block = work.back();
      work.pop_back();
      unsigned state = in[block];
      for (const CFGElement& element : *block) {
        auto statement = element.getAs<CFGStmt>();
        if (!statement) continue;
        if (asked.count(statement->getStmt())) at_[statement->getStmt()] |= state;
        state = step(*statement->getStmt(), state);
      }
      unsigned way = 0;
      for (const CFGBlock::AdjacentBlock& next : block->succs()) {
        const unsigned passes = through(*block, way++, state);
        if (!next.getReachableBlock() || !passes) continue;
        unsigned& known = in[next.getReachableBlock()];
        if ((known | passes) == known) continue;
        known |= passes;
        work.push_back(next.getReachableBlock());
      }
    }
    end_ = in[&cfg.getExit()];
  }
  /// What it may be where one of the statements gets it.
  unsigned at(const clang::Stmt* s) const {
    auto known = at_.find(s);
    return known == at_.end() ? kSet : known->second;
  }
  /// And at the end of the function.
  unsigned end() const { return end_; }
  /// Those that kParam means.
  const std::set<uint32_t>& params() const { return params_; }

 private:
  ASTContext& context_;
  Spot spot_;
  int depth_;
  std::map<const clang::Stmt*, unsigned> at_;
  unsigned end_ = 0;
  std::set<uint32_t> params_;

  bool behind() const { return !spot_.path.empty() || !spot_.root->hasLocalStorage(); }

  /// What an expression may be, where the variable is `state`.
  unsigned valueOf(const clang::Expr* e, unsigned state) {
    e = e->IgnoreParenCasts();
    if (isNull(*e, context_)) return kNull;
    if (auto* choice = dyn_cast<ConditionalOperator>(e))
      return valueOf(choice->getTrueExpr(), state) | valueOf(choice->getFalseExpr(), state);
    if (auto* choice = dyn_cast<BinaryConditionalOperator>(e))
      return (valueOf(choice->getCommon(), state) & ~kNull) |
             valueOf(choice->getFalseExpr(), state);
    if (auto* op = dyn_cast<BinaryOperator>(e);
        op && (op->getOpcode() == BO_Comma || op->getOpcode() == BO_Assign))
      return valueOf(op->getRHS(), state);
    if (is(e)) return state;
    if (auto* call = dyn_cast<CallExpr>(e)) {
      const FunctionDecl* callee = bodyOf(*call);
      return callee ? returned(*callee, context_, depth_ + 1) : unsigned(kSet);
    }
    if (auto* ref = dyn_cast<DeclRefExpr>(e))
      if (auto* param = dyn_cast<ParmVarDecl>(ref->getDecl())) {
        params_.insert(param->getFunctionScopeIndex());
        return kParam;
      }
    return kSet;  // also pages + n: nobody adds to what may be null
  }

  bool is(const clang::Expr* e) const {
    const Spot spot = spotOf(e);
    return spot.root && spot == spot_;
  }
  /// Who is given it by a pointer may set it: the functions of the unit are asked.
  unsigned given(const CallExpr& call, unsigned state) const {
    for (unsigned i = 0; i < call.getNumArgs(); ++i) {
      auto* op = dyn_cast<UnaryOperator>(call.getArg(i)->IgnoreParenCasts());
      const bool address = op && op->getOpcode() == UO_AddrOf;
      const clang::Expr* to = address ? op->getSubExpr() : call.getArg(i);
      if (address && is(to)) {
        const FunctionDecl* callee = bodyOf(call);
        state = callee ? left(*callee, i, context_, depth_ + 1) : unsigned(kSet);
      } else if (to->isLValue() || to->IgnoreParenCasts()->isLValue()) {
        const Spot spot = spotOf(to);
        if (spot.root && spot_.inside(spot)) state = kSet;
      }
    }
    return state;
  }

  unsigned step(const clang::Stmt& s, unsigned state) {
    if (auto* op = dyn_cast<BinaryOperator>(&s); op && op->isAssignmentOp() && is(op->getLHS()))
      return op->getOpcode() == BO_Assign ? valueOf(op->getRHS(), state) : kSet;
    if (auto* op = dyn_cast<BinaryOperator>(&s); op && op->isAssignmentOp())
      if (const Spot spot = spotOf(op->getLHS()); spot.root && spot_.inside(spot)) return kSet;
    if (auto* call = dyn_cast<CallExpr>(&s)) return given(*call, state);
    // Who is given its address sets it.
    if (auto* op = dyn_cast<UnaryOperator>(&s);
        op && op->getOpcode() == UO_AddrOf && is(op->getSubExpr()))
      return kSet;
    if (auto* declares = dyn_cast<DeclStmt>(&s))
      for (const Decl* one : declares->decls())
        if (auto* var = dyn_cast<VarDecl>(one); var && var->getCanonicalDecl() == spot_.root) {
          if (behind()) return kSet;
          return var->hasInit() ? valueOf(var->getInit(), state) : kNull;  // unset may be anything
        }
    return state;
  }

  /// What of it takes this way out of the block: `if (pages)`, `if (!pages)`, `if (pages == NULL)`.
  unsigned through(const CFGBlock& block, unsigned way, unsigned state) const {
    if (block.succ_size() != 2 || !block.getTerminatorStmt() ||
        isa<SwitchStmt>(block.getTerminatorStmt()))
      return state;
    const auto* condition = dyn_cast_or_null<clang::Expr>(block.getLastCondition());
    bool set = way == 0;
    for (;;) {
      if (!condition) return state;
      condition = condition->IgnoreParenCasts();
      if (auto* op = dyn_cast<UnaryOperator>(condition); op && op->getOpcode() == UO_LNot) {
        set = !set;
        condition = op->getSubExpr();
        continue;
      }
      if (auto* op = dyn_cast<BinaryOperator>(condition); op && op->isEqualityOp()) {
        const bool right = isNull(*op->getRHS(), context_);
        if (!right && !isNull(*op->getLHS(), context_)) return state;
        set ^= op->getOpcode() == BO_EQ;
        condition = right ? op->getLHS() : op->getRHS();
        continue;
      }
      if (auto* call = dyn_cast<CallExpr>(condition); call && call->getNumArgs() == 2)
        if (const FunctionDecl* callee = call->getDirectCallee();
            callee && callee->getBuiltinID() && callee->getName() == "__builtin_expect") {
          condition = call->getArg(0);
          continue;
        }
      break;
    }
    if (!is(condition)) return state;
    if (!set) return state & (kNull | kParam);
    return state & (kParam | kSet) ? kSet : 0;
  }
};

/// The returns of a body.
class Returns : public RecursiveASTVisitor<Returns> {
 public:
  std::vector<const ReturnStmt*> all;
  bool VisitReturnStmt(ReturnStmt* s) {
    all.push_back(s);
    return true;
  }
};

/// What an expression may be where `at` stands; `cfg` may be null.
class Values {
 public:
  Values(const CFG* cfg, ASTContext& context, std::set<const clang::Stmt*> asked, int depth)
      : cfg_(cfg), context_(context), asked_(std::move(asked)), depth_(depth) {}

  NullArray of(const clang::Expr* value, const clang::Stmt* at) {
    NullArray found;
    std::set<uint32_t> params;
    std::vector<const clang::Expr*> work{value};
    while (!work.empty()) {
      const clang::Expr* e = work.back()->IgnoreParenCasts();
      work.pop_back();
      if (auto* choice = dyn_cast<AbstractConditionalOperator>(e)) {
        work.push_back(choice->getTrueExpr());
        work.push_back(choice->getFalseExpr());
        continue;
      }
      found.null |= isNull(*e, context_);
      if (auto* call = dyn_cast<CallExpr>(e))
        if (const FunctionDecl* callee = bodyOf(*call)) found.null |= (returned(*callee, context_, depth_ + 1) & kNull) != 0;
      const Spot spot = spotOf(e);
      if (!spot.root || !e->getType()->isPointerType()) continue;
      if (!cfg_) {
        found.null = true;
        continue;
      }
      auto [walk, added] = walks_.try_emplace(spot, context_, spot, depth_);
      if (added) walk->second.run(*cfg_, asked_);
      const unsigned state = walk->second.at(at);
      found.null |= (state & kNull) != 0;
      if (state & kParam) params.insert(walk->second.params().begin(), walk->second.params().end());
    }
    found.params.assign(params.begin(), params.end());
    return found;
  }

 private:
  const CFG* cfg_;
  ASTContext& context_;
  std::set<const clang::Stmt*> asked_;
  int depth_;
  std::map<Spot, Walk> walks_;
};

/// What a function may return.
unsigned returned(const FunctionDecl& fn, ASTContext& context, int depth) {
  if (depth > kDeep || !takesPageArray(fn.getReturnType())) return kSet;
  Returns returns;
  returns.TraverseStmt(fn.getBody());
  const std::unique_ptr<CFG> cfg = controlFlow(fn, context);
  Values values(cfg.get(), context, {returns.all.begin(), returns.all.end()}, depth);
  for (const ReturnStmt* s : returns.all)
    if (s->getRetValue() && values.of(s->getRetValue(), s).null) return kNull | kSet;
  return kSet;
}

/// What a function may leave behind the address that it is given.
unsigned left(const FunctionDecl& fn, unsigned argument, ASTContext& context, int depth) {
  if (depth > kDeep || argument >= fn.getNumParams()) return kSet;
  const std::unique_ptr<CFG> cfg = controlFlow(fn, context);
  if (!cfg) return kNull | kSet;
  Walk walk(context, {fn.getParamDecl(argument)->getCanonicalDecl(), "*"}, depth);
  walk.run(*cfg, {});
  return (walk.end() & kNull) | kSet;
}

}  // namespace

std::map<std::pair<const CallExpr*, unsigned>, NullArray> nullArrays(const FunctionDecl& fn,
                                                                     ASTContext& context) {
  Arrays arrays;
  arrays.TraverseStmt(fn.getBody());
  if (arrays.all.empty()) return {};
  std::set<const clang::Stmt*> calls;
  for (const Passed& passed : arrays.all) calls.insert(passed.call);
  const std::unique_ptr<CFG> cfg = controlFlow(fn, context);
  Values values(cfg.get(), context, std::move(calls), 0);
  std::map<std::pair<const CallExpr*, unsigned>, NullArray> out;
  for (const Passed& passed : arrays.all) {
    NullArray found = values.of(passed.value, passed.call);
    if (found.null || !found.params.empty()) out[{passed.call, passed.argument}] = std::move(found);
  }
  return out;
}

}  // namespace gupkit

// SPDX-License-Identifier: GPL-2.0-only
#include "facts/flagged.h"

#include <algorithm>
#include <map>
#include <memory>
#include <set>

#include "clang/AST/RecursiveASTVisitor.h"
#include "facts/control_flow.h"
#include "facts/written.h"

namespace gupkit {

using namespace clang;

namespace {

const VarDecl* variable(const clang::Expr* e) {
  auto* ref = dyn_cast<DeclRefExpr>(e->IgnoreParenCasts());
  return ref ? dyn_cast<VarDecl>(ref->getDecl()) : nullptr;
}

std::string calleeName(const CallExpr& call) {
  const FunctionDecl* callee = call.getDirectCallee();
  return callee && callee->getDeclName().isIdentifier() ? callee->getNameAsString() : "";
}

/// The local variables that an expression mentions.
class Mentioned : public RecursiveASTVisitor<Mentioned> {
 public:
  std::set<const VarDecl*> all;
  bool VisitDeclRefExpr(DeclRefExpr* ref) {
    if (auto* var = dyn_cast<VarDecl>(ref->getDecl()); var && var->hasLocalStorage())
      all.insert(var);
    return true;
  }
};

class Walk {
 public:
  Walk(const CallExpr& call, const Effect& taker, const FunctionDecl& fn, ASTContext& context)
      : call_(call), taker_(taker), fn_(fn), context_(context) {}

  bool run() {
    if (call_.getNumArgs() == 0 || !(record_ = variable(call_.getArg(0))) ||
        !record_->hasLocalStorage())
      return false;
    Written written;
    written.TraverseStmt(fn_.getBody());
    if (record_->hasInit()) {
      Mentioned mentioned;
      mentioned.TraverseStmt(const_cast<clang::Expr*>(record_->getInit()));
      roots_ = std::move(mentioned.all);
    }
    roots_.insert(record_);
    for (const VarDecl* root : roots_)
      if (written.all.count(root)) return false;
    collectAliases();

    std::unique_ptr<CFG> cfg = controlFlow(fn_, context_, false);
    if (!cfg) return false;
    std::map<const CFGBlock*, unsigned> in{{&cfg->getEntry(), kUnset}};
    std::vector<const CFGBlock*> work{&cfg->getEntry()};
    while (!work.empty()) {
      const CFGBlock* block = work.back();
      work.pop_back();
      unsigned state = in[block];
      for (const CFGElement& element : *block)
        if (auto statement = element.getAs<CFGStmt>()) state = step(statement->getStmt(), state);
      for (unsigned way = 0; way < block->succ_size(); ++way) {
        const CFGBlock* next = (block->succ_begin() + way)->getReachableBlock();
        if (!next) continue;
        const unsigned passes = toldOnWay(*block, way) ? unsigned(kSet) : state;
        unsigned& known = in[next];
        if ((known | passes) == known) continue;
        known |= passes;
        work.push_back(next);
      }
    }
    return at_call_ == kSet;
  }

 private:
  enum : unsigned { kUnset = 1, kSet = 2 };
  const CallExpr& call_;
  const Effect& taker_;
  const FunctionDecl& fn_;
  ASTContext& context_;
  const VarDecl* record_ = nullptr;
  std::set<const VarDecl*> roots_;  ///< it, and what it was made from
  std::set<const VarDecl*> aliases_;  ///< roots, and what may point to the same
  unsigned at_call_ = 0;

  bool isFlag(const clang::Expr* e) const {
    e = e->IgnoreParenCasts();
    if (auto* op = dyn_cast<BinaryOperator>(e); op && op->getOpcode() == BO_Or)
      return isFlag(op->getLHS()) || isFlag(op->getRHS());
    auto* ref = dyn_cast<DeclRefExpr>(e);
    auto* constant = ref ? dyn_cast<EnumConstantDecl>(ref->getDecl()) : nullptr;
    return constant && constant->getName() == taker_.unless;
  }

  unsigned step(const clang::Stmt* s, unsigned state) {
    if (auto* call = dyn_cast<CallExpr>(s)) {
      if (call == &call_) {
        at_call_ |= state;
        return state;
      }
      const std::string name = calleeName(*call);
      if (name == taker_.told || name == taker_.name) return state;
      return mentionsRoot(*call) ? unsigned(kUnset) : state;
    }
    if (auto* op = dyn_cast<BinaryOperator>(s); op && op->isAssignmentOp()) {
      auto* member = dyn_cast<MemberExpr>(op->getLHS()->IgnoreParens());
      if (op->getOpcode() == BO_OrAssign) {
        if (member && member->isArrow() && variable(member->getBase()) == record_ &&
            isFlag(op->getRHS()))
          return kSet;
        return state;
      }
      // Another member stays out of it; `*shinfo = ...` and a mask do not.
      if (!member || op->getOpcode() != BO_Assign || member->getType()->isRecordType())
        return mentionsRoot(*op->getLHS()) ? unsigned(kUnset) : state;
      return mentionsRoot(*op->getLHS()) && sameMember(*member) ? unsigned(kUnset) : state;
    }
    return state;
  }

  /// `flags = 0` takes the flag away, `nr_frags = 1` does not: the flag's member is the one that |= sets.
  bool sameMember(const MemberExpr& member) {
    class Set : public RecursiveASTVisitor<Set> {
     public:
      explicit Set(const Walk& walk) : walk_(walk) {}
      std::set<const ValueDecl*> members;
      bool VisitBinaryOperator(BinaryOperator* op) {
        if (op->getOpcode() != BO_OrAssign || !walk_.isFlag(op->getRHS())) return true;
        if (auto* member = dyn_cast<MemberExpr>(op->getLHS()->IgnoreParens()))
          members.insert(member->getMemberDecl());
        return true;
      }

     private:
      const Walk& walk_;
    } set(*this);
    set.TraverseStmt(fn_.getBody());
    return set.members.empty() || set.members.count(member.getMemberDecl());
  }

  bool mentionsRoot(const clang::Stmt& s) const {
    Mentioned mentioned;
    mentioned.TraverseStmt(const_cast<clang::Stmt*>(&s));
    return std::any_of(mentioned.all.begin(), mentioned.all.end(), [&](const VarDecl* var) { return aliases_.count(var) != 0; });
  }

  /// Pointers to records of the roots' types, or to no record, that get what mentions one of them.
  void collectAliases() {
    class Given : public RecursiveASTVisitor<Given> {
     public:
      std::vector<std::pair<const VarDecl*, const clang::Expr*>> all;
      bool VisitVarDecl(VarDecl* var) {
        if (var->hasInit()) all.emplace_back(var, var->getInit());
        return true;
      }
      bool VisitBinaryOperator(BinaryOperator* op) {
        if (const VarDecl* to = op->isAssignmentOp() ? variable(op->getLHS()) : nullptr) all.emplace_back(to, op->getRHS());
        return true;
      }
    } given;
    given.TraverseStmt(fn_.getBody());
    auto pointsTo = [](const VarDecl& var) { return var.getType()->getPointeeType().getCanonicalType().getUnqualifiedType(); };
    aliases_ = roots_;
    for (bool again = true; again;) {
      again = false;
      for (auto [var, value] : given.all) {
        if (aliases_.count(var) || !var->getType()->isPointerType() || !mentionsRoot(*value)) continue;
        const QualType to = pointsTo(*var);
        if (to->isRecordType() && std::none_of(roots_.begin(), roots_.end(), [&](const VarDecl* root) {
              return root->getType()->isPointerType() && pointsTo(*root) == to;
            }))
          continue;
        again = aliases_.insert(var).second;
      }
    }
  }

  /// Whether the way out of a block is the one on which `told` has said yes.
  bool toldOnWay(const CFGBlock& block, unsigned way) const {
    if (block.succ_size() != 2 || taker_.told.empty()) return false;
    const clang::Stmt* terminator = block.getTerminatorStmt();
    if (!terminator || isa<SwitchStmt>(terminator)) return false;
    const auto* e = dyn_cast_or_null<clang::Expr>(block.getLastCondition());
    for (bool no = false; e;) {
      e = e->IgnoreParenCasts();
      if (auto* op = dyn_cast<UnaryOperator>(e); op && op->getOpcode() == UO_LNot) {
        no = !no;
        e = op->getSubExpr();
        continue;
      }
      auto* call = dyn_cast<CallExpr>(e);
      if (!call) return false;
      const std::string name = calleeName(*call);
      if (name == "__builtin_expect") {  // unlikely(x)
        e = call->getArg(0);
        continue;
      }
      if (name != taker_.told || call->getNumArgs() != 1) return false;
      const VarDecl* of = variable(call->getArg(0));
      return of && roots_.count(of) && way == (no ? 1u : 0u);
    }
    return false;
  }
};

}  // namespace

bool flagged(const CallExpr& call, const Effect& taker, const FunctionDecl& fn,
             ASTContext& context) {
  return Walk(call, taker, fn, context).run();
}

}  // namespace gupkit

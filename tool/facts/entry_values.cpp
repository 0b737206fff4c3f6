// SPDX-License-Identifier: GPL-2.0-only
#include "facts/entry_values.h"

#include "clang/AST/RecursiveASTVisitor.h"
#include "facts/control_flow.h"

namespace gupkit {

using namespace clang;

namespace {

const ParmVarDecl* parameter(const Expr* e) {
  auto* ref = dyn_cast<DeclRefExpr>(e->IgnoreParens());
  return ref ? dyn_cast<ParmVarDecl>(ref->getDecl()) : nullptr;
}

/// The parameter that this expression itself writes.
const ParmVarDecl* written(const Stmt* s) {
  if (auto* op = dyn_cast<BinaryOperator>(s)) return op->isAssignmentOp() ? parameter(op->getLHS()) : nullptr;
  if (auto* op = dyn_cast<UnaryOperator>(s)) return op->isIncrementDecrementOp() ? parameter(op->getSubExpr()) : nullptr;
  return nullptr;
}

}  // namespace

/// Who writes parameters, and how.
struct EntryValues::Writes : RecursiveASTVisitor<Writes> {
  std::set<const ParmVarDecl*> lost;  ///< that cannot be followed
  std::set<const Stmt*> statements;   ///< expressions that stand for themselves
  int inside = 0;

  bool VisitCompoundStmt(CompoundStmt* s) {
    for (const Stmt* child : s->body()) statements.insert(child);
    return true;
  }
  bool VisitIfStmt(IfStmt* s) {
    statements.insert(s->getThen());
    statements.insert(s->getElse());
    return true;
  }
  bool VisitForStmt(ForStmt* s) {
    statements.insert(s->getInit());
    statements.insert(s->getInc());
    statements.insert(s->getBody());
    return true;
  }
  bool VisitWhileStmt(WhileStmt* s) {
    statements.insert(s->getBody());
    return true;
  }
  bool VisitLabelStmt(LabelStmt* s) {
    statements.insert(s->getSubStmt());
    return true;
  }
  bool VisitSwitchCase(SwitchCase* s) {
    statements.insert(s->getSubStmt());
    return true;
  }
  /// What stands in `({ ... })` is part of the expression around it.
  bool TraverseStmtExpr(StmtExpr* s) {
    ++inside;
    const bool go_on = RecursiveASTVisitor::TraverseStmtExpr(s);
    --inside;
    return go_on;
  }
  bool VisitBinaryOperator(BinaryOperator* op) { return note(op); }
  bool VisitUnaryOperator(UnaryOperator* op) {
    if (op->getOpcode() == UO_AddrOf)
      if (auto* var = parameter(op->getSubExpr())) lost.insert(var);
    return note(op);
  }
  bool VisitGCCAsmStmt(GCCAsmStmt* s) {
    for (const Expr* output : s->outputs())
      if (auto* var = parameter(output->IgnoreParenCasts())) lost.insert(var);
    return true;
  }
  bool note(const Expr* e) {
    // The statement around it was visited first.
    if (auto* var = written(e); var && (inside || !statements.count(e))) lost.insert(var);
    return true;
  }
};

EntryValues::EntryValues(const FunctionDecl& fn, ASTContext& context) : fn_(fn), context_(context) {}
EntryValues::~EntryValues() = default;

bool EntryValues::followed(const ParmVarDecl& var) {
  if (!tried_) {
    tried_ = true;
    writes_ = std::make_unique<Writes>();
    writes_->TraverseStmt(fn_.getBody());
    cfg_ = controlFlow(fn_, context_, false);
  }
  return cfg_ && !writes_->lost.count(&var) && var.getType()->isScalarType() && !var.getType().isVolatileQualified() &&
         var.getDeclContext() == &fn_;
}

template <class Visit>
bool EntryValues::flow(const ParmVarDecl& first, const ParmVarDecl* second, Visit visit) {
  constexpr size_t kMost = 64;  // ways to have written both; more are not worth it
  States in{{&cfg_->getEntry(), {{nullptr, nullptr}}}};
  auto through = [&](const CFGBlock& block, std::set<Defined> state, bool look) {
    for (const CFGElement& element : block) {
      auto statement = element.getAs<CFGStmt>();
      if (!statement) continue;
      const Stmt* s = statement->getStmt();
      if (look) visit(s, state);
      const ParmVarDecl* var = written(s);
      if (!var || (var != &first && var != second)) continue;
      std::set<Defined> after;
      for (Defined known : state) {
        (var == &first ? known.first : known.second) = s;
        after.insert(known);
      }
      state = std::move(after);
    }
    return state;
  };
  std::vector<const CFGBlock*> work{&cfg_->getEntry()};
  while (!work.empty()) {
    const CFGBlock* block = work.back();
    work.pop_back();
    const std::set<Defined> out = through(*block, in[block], false);
    for (const CFGBlock::AdjacentBlock& next : block->succs()) {
      const CFGBlock* to = next.getReachableBlock() ? next.getReachableBlock() : next.getPossiblyUnreachableBlock();
      if (!to) continue;
      std::set<Defined>& known = in[to];
      const size_t before = known.size();
      known.insert(out.begin(), out.end());
      if (known.size() > kMost) return false;
      if (known.size() != before) work.push_back(to);
    }
  }
  for (const auto& [block, state] : in) through(*block, state, true);
  return true;
}

bool EntryValues::passed(const DeclRefExpr& ref) {
  auto* var = dyn_cast<ParmVarDecl>(ref.getDecl());
  if (!var || !followed(*var)) return false;
  auto [known, added] = passed_.try_emplace(var);
  if (added) {
    std::set<const Stmt*> later;
    auto look = [&](const Stmt* s, const std::set<Defined>& state) {
      auto* of = dyn_cast<DeclRefExpr>(s);
      if (!of || of->getDecl() != var) return;
      const bool as_passed = state.size() == 1 && !state.begin()->first;
      (as_passed ? known->second : later).insert(s);
    };
    if (!flow(*var, nullptr, look)) known->second.clear();
    for (const Stmt* s : later) known->second.erase(s);
  }
  return known->second.count(&ref) != 0;
}

std::optional<std::vector<EntryValues::Choice>> EntryValues::together(const CallExpr& call, const ParmVarDecl& first,
                                                                      const ParmVarDecl& second) {
  if (&first == &second || !followed(first) || !followed(second)) return std::nullopt;
  std::set<Defined> states;
  bool seen = false;
  auto look = [&](const Stmt* s, const std::set<Defined>& state) {
    if (s != &call) return;
    seen = true;
    states.insert(state.begin(), state.end());
  };
  if (!flow(first, &second, look) || !seen) return std::nullopt;
  std::vector<Choice> out;
  auto assigned = [](const Stmt* write) {
    auto* op = dyn_cast<BinaryOperator>(write);
    return op && op->getOpcode() == BO_Assign ? op->getRHS() : nullptr;
  };
  for (const Defined& defined : states) {
    Choice choice;
    if (defined.first && !(choice.first = assigned(defined.first))) return std::nullopt;
    if (defined.second && !(choice.second = assigned(defined.second))) return std::nullopt;
    out.push_back(choice);
  }
  return out;
}

}  // namespace gupkit

// SPDX-License-Identifier: GPL-2.0-only
#include "facts/names.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

namespace gupkit {

namespace {

/// One name for one file: links and ".." of the spelling are followed, so that a record of a header that is met on two
/// ways is one record, and an edit goes where the text is. Each header is met in many units.
const std::string& realName(const std::string& spelled) {
  static std::unordered_map<std::string, std::string> known;
  auto [it, fresh] = known.try_emplace(spelled);
  if (fresh) {
    llvm::SmallString<256> name;
    if (llvm::sys::fs::real_path(spelled, name)) {  // a text that lies in memory alone
      name = spelled;
      llvm::sys::path::remove_dots(name, true);
    }
    it->second = std::string(name);
  }
  return it->second;
}

}  // namespace

FileId Names::file(clang::SourceLocation loc) {
  clang::FileID id = sources_.getFileID(sources_.getFileLoc(loc));
  auto [it, fresh] = by_id_.try_emplace(id.getHashValue(), 0);
  if (!fresh) return it->second;
  llvm::SmallString<256> name;
  if (auto entry = sources_.getFileEntryRefForID(id)) {
    name = entry->getName();
    if (!llvm::sys::path::is_absolute(name)) sources_.getFileManager().makeAbsolutePath(name);
  }
  std::string path = name.empty() ? std::string() : realName(std::string(name));
  if (path.size() > root_.size() && path.compare(0, root_.size(), root_) == 0 && path[root_.size()] == '/')
    path.erase(0, root_.size() + 1);
  auto [known, added] = by_path_.try_emplace(path, FileId(out_.files.size()));
  if (added) out_.files.push_back(path);
  by_id_[id.getHashValue()] = known->second;
  return known->second;
}

Place Names::place(clang::SourceLocation loc) {
  loc = sources_.getFileLoc(loc);
  auto [id, offset] = sources_.getDecomposedLoc(loc);
  Place p;
  p.file = file(loc);
  p.offset = offset;
  p.line = sources_.getLineNumber(id, offset);
  p.column = sources_.getColumnNumber(id, offset);
  return p;
}

std::string Names::function(const clang::FunctionDecl& fn) {
  std::string name = fn.getNameAsString();
  if (fn.isExternallyVisible()) return name;
  const clang::FunctionDecl* definition = fn.getDefinition();
  return path(file((definition ? definition : fn.getFirstDecl())->getLocation())) + ":" + name;
}

std::string Names::variable(const clang::VarDecl& var) {
  std::string name = var.getNameAsString();
  // Another name of the same memory; what lies in a register has none.
  if (var.hasGlobalStorage() && var.getStorageClass() != clang::SC_Register)
    for (const clang::VarDecl* decl : var.redecls()) {
      if (auto* label = decl->getAttr<clang::AsmLabelAttr>()) return label->getLabel().str();
      auto* alias = decl->getAttr<clang::AliasAttr>();
      if (!alias) continue;
      for (const clang::NamedDecl* of : context_.getTranslationUnitDecl()->lookup(&context_.Idents.get(alias->getAliasee())))
        if (auto* other = llvm::dyn_cast<clang::VarDecl>(of); other && other->getCanonicalDecl() != var.getCanonicalDecl())
          return variable(*other);
      return alias->getAliasee().str();
    }
  if (var.isExternallyVisible()) return name;
  std::string key = path(file(var.getLocation())) + ":";
  if (auto* fn = llvm::dyn_cast_or_null<clang::FunctionDecl>(var.getParentFunctionOrMethod()))
    key += fn->getNameAsString() + ":" + std::to_string(place(var.getLocation()).line) + ":";
  return key + name;
}

std::string Names::tag(const clang::RecordDecl& record) const {
  if (!record.getName().empty()) return record.getName().str();
  if (auto* alias = record.getTypedefNameForAnonDecl()) return alias->getName().str();
  if (auto* outer = llvm::dyn_cast<clang::RecordDecl>(record.getDeclContext())) return tag(*outer);
  return "";
}

std::string Names::record(const clang::RecordDecl& record) {
  const clang::RecordDecl* definition = record.getDefinition() ? record.getDefinition() : &record;
  std::string key = path(file(definition->getLocation())) + ":" + tag(record);
  // Members of an unnamed union or struct belong to the record around it; a
  // named member of unnamed type is a record of its own.
  if (record.getName().empty() && !record.isAnonymousStructOrUnion() && !record.getTypedefNameForAnonDecl())
    key += "@" + std::to_string(place(definition->getLocation()).line);
  return key;
}

std::string Names::field(const clang::FieldDecl& field) {
  return record(*field.getParent()) + "." + field.getNameAsString();
}

}  // namespace gupkit

// SPDX-License-Identifier: GPL-2.0-only
// set_page_dirty() of a got page without the page lock.
//
// Without the lock the page may be truncated, or lose its buffers, between the moment that the file system looks at it
// and the moment that it is dirty. Where sleeping is allowed the page lock is not held, for it counts as a section in
// which nobody may sleep (tool/facts/atomic.h); so a call that is proved to stand where it may sleep stands without it.
//
// Nothing is edited here, so the names of kernel functions are believed: one that returns with a lock held says so.
#include "lint/rules.h"

namespace gupkit::lint {

void dirtyUnlocked(View& c) {
  // A call of the user, the end of what he holds, or work of a kernel thread.
  auto ofUser = [&](const std::string& operation) {
    return operation.rfind("file_operations.", 0) == 0 || operation.rfind("proc_ops.", 0) == 0 ||
           operation == "work_struct.func" || operation == "kthread_work.func" || c.in.lasting.count(operation) != 0;
  };
  for (const Evidence& e : c.in.verdicts.evidence) {
    if (e.kind != SiteKind::dirty || e.implementation || e.sources.empty()) continue;
    const std::string& callee = c.program().call(e.ref).name;
    // It takes the lock itself.
    if (callee.find("_lock") != std::string::npos) continue;
    bool any = false, all = true;
    for (uint32_t s : e.sources) {
      const SourceKind kind = c.program().sources()[s].kind;
      const bool got = kind == SourceKind::get || kind == SourceKind::pin;
      any |= got;
      all &= got;
    }
    if (!any) continue;
    if (c.program().call(e.ref).context == gupkit::Context::atomic) continue;
    Finding f = c.at(e.ref, "dirty-unlocked", callee + "() of a page that users map, without the page lock");
    f.proved = all && c.program().processContext(e.ref, ofUser);
    c.addWay(f, e, 0, false);
    f.path.push_back(c.step(e.ref, "marked dirty by " + c.call(e.ref)));
    c.out.push_back(std::move(f));
  }
}

}  // namespace gupkit::lint

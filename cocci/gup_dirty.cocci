// SPDX-License-Identifier: GPL-2.0-only
/// Find dirty calls that stand wrongly beside the release of a user page.
/// - set_page_dirty() without the page lock: the page may be truncated meanwhile, and then
///   nobody writes it back. set_page_dirty_lock() and unpin_user_pages_dirty_lock() take the lock.
/// - set_page_dirty_lock() and its relatives under a spinlock, or where preemption or interrupts
///   are off: they sleep.
///
//# A lock that a callee takes or drops is not seen, in either direction. MODE=patch changes
//# nothing: whether one may sleep is for a person to say.
//
// Confidence: Moderate
// Copyright: (C) 2026 the gupkit authors.
// URL: docs/coccinelle.md
// Comments: generated from tool/model/api.model by tool/cocci/generate.py
// Options: --no-includes --include-headers

virtual patch
virtual context
virtual org
virtual report

// The page lock is held: by lock_page(), or tried.

@locked exists@
expression page;
identifier lock = {lock_page, __lock_page, trylock_page, lock_page_killable,
		__lock_page_killable, lock_page_or_retry, lock_page_async, folio_lock,
		__folio_lock, folio_trylock, folio_lock_killable, __folio_lock_killable,
		lock_page_memcg};
identifier unlock = {unlock_page, folio_unlock};
identifier mark = {set_page_dirty, SetPageDirty, __set_page_dirty_nobuffers, folio_mark_dirty};
position p;
@@
 lock(page)
 ... when != unlock(page)
 mark@p(page)

@gup@
identifier acquire = {
	get_user_pages, get_user_pages_fast, get_user_pages_locked, get_user_pages_unlocked,
	get_user_pages_longterm, get_user_pages_remote, get_user_pages_foreign, get_user_pages6,
	get_user_pages_locked5, get_user_pages_unlocked5, __get_user_pages, __get_user_pages_unlocked,
	__get_user_pages_locked, __get_user_pages_fast, get_user_pages_fast_only,
	get_user_page_fast_only, get_user_page_nofault, get_user_page_vma_remote, get_dump_page,
	get_user_pages_untracked, get_user_pages_fast_untracked, get_user_pages_locked_untracked,
	get_user_pages_unlocked_untracked, get_user_pages_longterm_untracked,
	get_user_pages_remote_untracked, __get_user_pages_fast_untracked,
	get_user_pages_fast_only_untracked, pin_user_pages, pin_user_pages_fast,
	pin_user_pages_fast_only, pin_user_pages_locked, pin_user_pages_unlocked,
	pin_user_pages_remote, memfd_pin_folios
};
@@
 acquire(...)

@unlocked depends on gup exists@
expression page;
identifier mark = {set_page_dirty, SetPageDirty, __set_page_dirty_nobuffers, folio_mark_dirty};
identifier release = {
	put_page, page_cache_release, folio_put, unpin_user_page, unpin_user_pages,
	unpin_user_pages_dirty_lock, unpin_user_page_range_dirty_lock, unpin_user_folio, unpin_folio,
	unpin_folios, put_user_page, put_user_pages, put_user_pages_dirty, put_user_pages_dirty_lock,
	put_user_page_dirty, put_user_page_dirty_lock
};
position p != {locked.p};
@@
 mark@p(page);
 ... when != page = ...
     when != page++
 release(\(page\|&page\), ...)

@unlocked_unpin exists@
expression page;
identifier mark = {set_page_dirty, SetPageDirty, __set_page_dirty_nobuffers, folio_mark_dirty};
identifier release = {
	unpin_user_page, unpin_user_pages, unpin_user_pages_dirty_lock,
	unpin_user_page_range_dirty_lock, unpin_user_folio, unpin_folio, unpin_folios, put_user_page,
	put_user_pages, put_user_pages_dirty, put_user_pages_dirty_lock, put_user_page_dirty,
	put_user_page_dirty_lock
};
position p != {locked.p, unlocked.p};
@@
 mark@p(page);
 ... when != page = ...
     when != page++
 release(\(page\|&page\), ...)

// Sections where nobody may sleep.

@atomic exists@
identifier enter = {
	spin_lock, spin_lock_irq, spin_lock_irqsave, spin_lock_bh, spin_lock_nested,
	spin_lock_bh_nested, spin_lock_nest_lock, spin_lock_irqsave_nested, raw_spin_lock,
	raw_spin_lock_irq, raw_spin_lock_irqsave, raw_spin_lock_bh, raw_spin_lock_nested,
	raw_spin_lock_irqsave_nested, raw_spin_lock_nest_lock, _raw_spin_lock, _raw_spin_lock_irqsave,
	_raw_spin_lock_irq, _raw_spin_lock_bh, _raw_spin_lock_nested, _raw_spin_lock_irqsave_nested,
	_raw_spin_lock_nest_lock, arch_spin_lock, do_raw_spin_lock, read_lock, read_lock_irq,
	read_lock_irqsave, read_lock_bh, write_lock, write_lock_irq, write_lock_irqsave, write_lock_bh,
	write_lock_nested, _raw_read_lock, _raw_read_lock_irq, _raw_read_lock_irqsave,
	_raw_read_lock_bh, _raw_write_lock, _raw_write_lock_irq, _raw_write_lock_irqsave,
	_raw_write_lock_bh, _raw_write_lock_nested, write_seqlock, write_seqlock_irq,
	write_seqlock_irqsave, write_seqlock_bh, write_seqcount_begin, write_seqcount_begin_nested,
	raw_write_seqcount_begin, do_write_seqcount_begin, do_write_seqcount_begin_nested,
	do_raw_write_seqcount_begin, read_seqlock_excl, read_seqlock_excl_irq,
	read_seqlock_excl_irqsave, read_seqlock_excl_bh, read_seqbegin_or_lock,
	read_seqbegin_or_lock_irqsave, bit_spin_lock, hlist_bl_lock, task_lock, lock_task_sighand,
	__lock_task_sighand, local_lock, local_lock_irq, local_lock_irqsave, atomic_dec_and_lock,
	_atomic_dec_and_lock, atomic_dec_and_lock_irqsave, _atomic_dec_and_lock_irqsave,
	atomic_dec_and_raw_lock, atomic_dec_and_raw_lock_irqsave, refcount_dec_and_lock,
	refcount_dec_and_lock_irqsave, preempt_disable, preempt_disable_notrace, preempt_count_inc,
	preempt_count_add, __preempt_count_add, __preempt_count_inc, migrate_disable, get_cpu,
	get_cpu_ptr, get_cpu_var, get_cpu_light, local_irq_save, local_irq_disable, raw_local_irq_save,
	raw_local_irq_disable, arch_local_irq_save, arch_local_irq_disable, hard_irq_disable,
	local_bh_disable, __local_bh_disable_ip, local_irq_disable_nort, local_irq_save_nort,
	rcu_read_lock, rcu_read_lock_bh, rcu_read_lock_sched, rcu_read_lock_sched_notrace,
	rcu_read_lock_trace, kmap_atomic, kmap_atomic_prot, kmap_atomic_pfn, kmap_local_page_atomic,
	pagefault_disable, bh_lock_sock, bh_lock_sock_nested, netif_tx_lock, netif_tx_lock_bh,
	__netif_tx_lock, __netif_tx_lock_bh, kernel_fpu_begin, kernel_fpu_begin_mask,
	kernel_neon_begin, u64_stats_update_begin, u64_stats_update_begin_irqsave
};
identifier leave = {
	spin_unlock, spin_unlock_irq, spin_unlock_irqrestore, spin_unlock_bh, raw_spin_unlock,
	raw_spin_unlock_irq, raw_spin_unlock_irqrestore, raw_spin_unlock_bh, _raw_spin_unlock,
	_raw_spin_unlock_irqrestore, _raw_spin_unlock_irq, _raw_spin_unlock_bh, arch_spin_unlock,
	do_raw_spin_unlock, __raw_spin_unlock, __raw_spin_unlock_irq, read_unlock, read_unlock_irq,
	read_unlock_irqrestore, read_unlock_bh, write_unlock, write_unlock_irq,
	write_unlock_irqrestore, write_unlock_bh, _raw_read_unlock, _raw_read_unlock_irq,
	_raw_read_unlock_irqrestore, _raw_read_unlock_bh, _raw_write_unlock, _raw_write_unlock_irq,
	_raw_write_unlock_irqrestore, _raw_write_unlock_bh, __raw_read_unlock, __raw_write_unlock,
	write_sequnlock, write_sequnlock_irq, write_sequnlock_irqrestore, write_sequnlock_bh,
	write_seqcount_end, raw_write_seqcount_end, do_write_seqcount_end, do_raw_write_seqcount_end,
	read_sequnlock_excl, read_sequnlock_excl_irq, read_sequnlock_excl_irqrestore,
	read_sequnlock_excl_bh, done_seqretry, done_seqretry_irqrestore, bit_spin_unlock,
	__bit_spin_unlock, hlist_bl_unlock, task_unlock, unlock_task_sighand, local_unlock,
	local_unlock_irq, local_unlock_irqrestore, preempt_enable, preempt_enable_no_resched,
	preempt_enable_notrace, preempt_enable_no_resched_notrace, preempt_count_dec,
	preempt_count_sub, __preempt_count_sub, __preempt_count_dec, migrate_enable, put_cpu,
	put_cpu_ptr, put_cpu_var, put_cpu_light, local_irq_restore, local_irq_enable,
	raw_local_irq_restore, raw_local_irq_enable, arch_local_irq_restore, arch_local_irq_enable,
	local_bh_enable, __local_bh_enable_ip, _local_bh_enable, local_irq_enable_nort,
	local_irq_restore_nort, rcu_read_unlock, rcu_read_unlock_bh, rcu_read_unlock_sched,
	rcu_read_unlock_sched_notrace, rcu_read_unlock_trace, kunmap_atomic, __kunmap_atomic,
	pagefault_enable, bh_unlock_sock, netif_tx_unlock, netif_tx_unlock_bh, __netif_tx_unlock,
	__netif_tx_unlock_bh, kernel_fpu_end, kernel_neon_end, u64_stats_update_end,
	u64_stats_update_end_irqrestore
};
identifier mark = {
	set_page_dirty_lock, folio_mark_dirty_lock, unpin_user_pages_dirty_lock,
	unpin_user_page_range_dirty_lock, put_user_pages_dirty_lock, put_user_page_dirty_lock
};
position p;
@@
 enter(...)
 ... when != leave(...)
 mark@p(...)

@depends on context@
identifier f;
position unlocked.p;
@@
* f@p(...)

@script:python depends on org@
r << unlocked.p;
release << unlocked.mark;
@@
coccilib.org.print_todo(r[0], "WARNING: %s() of a user page without the page lock" % release)

@script:python depends on report@
r << unlocked.p;
release << unlocked.mark;
@@
coccilib.report.print_report(r[0], "WARNING: %s() of a user page without the page lock" % release)

@depends on context@
identifier f;
position unlocked_unpin.p;
@@
* f@p(...)

@script:python depends on org@
r << unlocked_unpin.p;
release << unlocked_unpin.mark;
@@
coccilib.org.print_todo(r[0], "WARNING: %s() of a user page without the page lock" % release)

@script:python depends on report@
r << unlocked_unpin.p;
release << unlocked_unpin.mark;
@@
coccilib.report.print_report(r[0], "WARNING: %s() of a user page without the page lock" % release)

@depends on context@
identifier f;
position atomic.p;
@@
* f@p(...)

@script:python depends on org@
r << atomic.p;
release << atomic.mark;
@@
coccilib.org.print_todo(r[0], "ERROR: %s() sleeps, where nobody may" % release)

@script:python depends on report@
r << atomic.p;
release << atomic.mark;
@@
coccilib.report.print_report(r[0], "ERROR: %s() sleeps, where nobody may" % release)

// Nothing to change: without a rule for MODE=patch spatch would fail.

@depends on patch && !context && !org && !report@
@@
-gup_changes_nothing();

// SPDX-License-Identifier: GPL-2.0-only
// The rule that a reader would write first: in a file that calls GUP, every
// put_page becomes put_user_page. It is wrong in both directions (pages that come
// from elsewhere, releases in other files) and serves as a measure of speed only.
@gup exists@
identifier call = {
  get_user_pages, get_user_pages_fast, get_user_pages_locked,
  get_user_pages_unlocked, get_user_pages_remote, get_user_pages_longterm,
  __get_user_pages_fast, get_user_pages_fast_only, get_user_page_fast_only,
  iov_iter_get_pages, iov_iter_get_pages_alloc, iov_iter_get_pages2,
  iov_iter_get_pages_alloc2, pin_user_pages, pin_user_pages_fast,
  pin_user_pages_remote, pin_user_pages_unlocked
};
@@
call(...)

@depends on gup@
expression page;
@@
- put_page(page)
+ put_user_page(page)

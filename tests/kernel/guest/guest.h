/* SPDX-License-Identifier: GPL-2.0-only */
/* What the tests of the guest share; see init.c. */
#ifndef GUEST_H
#define GUEST_H

#include <errno.h>
#include <fcntl.h>
#include <linux/aio_abi.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/klog.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/swap.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#ifndef MADV_PAGEOUT
#define MADV_PAGEOUT 21
#endif

#define PAGE 4096
#define DISK "/dev/sda"
#define DIR "/mnt"
#define FILE_PAGES 64

struct range {
	uint64_t addr, pages;
};
#define GUP_HOLD_HOLD _IOW('G', 0x41, struct range)
#define GUP_HOLD_DROP _IO('G', 0x42)
#define GUP_HOLD_TAKE _IOW('G', 0x43, struct range)

#define GUP_EAT _IOW('G', 0x45, uint64_t)
#define GUP_ODD _IOW('G', 0x46, uint64_t)

struct gup_test {
	uint64_t get_delta_usec, put_delta_usec, addr, size;
	uint32_t nr_pages_per_call, gup_flags, test_flags, which_pages[8];
};
#define GUP_FAST_BENCHMARK _IOWR('g', 1, struct gup_test)
#define PIN_FAST_BENCHMARK _IOWR('g', 2, struct gup_test)

/* Before 5.11, and only get_user_pages_fast(). */
struct gup_benchmark {
	uint64_t delta_usec, addr, size;
	uint32_t nr_pages_per_call, flags;
};
#define OLD_GUP_FAST_BENCHMARK _IOWR('g', 1, struct gup_benchmark)

#define must(x) ({ __typeof__(x) r_ = (x); \
	if ((long)r_ < 0) \
		return fail("line %d: %s: %s", __LINE__, #x, strerror(errno)); \
	r_; })

/* Of init.c. A test returns one of these, after it has said why. */
int fail(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
int skip(const char *why);	/* this kernel cannot run the test */
void note(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

int slurp(const char *path, char *buf, size_t size);
int spit(const char *path, const char *text);
long vmstat(const char *name);
long field(const char *path, const char *name);
long guard_errors(void);	/* dif_errors of scsi_debug's proc file */
double now(void);
int run(char *const argv[]);
int mkfs(void);
int mount_disk(void);
char *map_new(const char *path, int *fd, int pages);
char *file_map(const char *name, int *fd, int pages);
int device(int cmd, void *addr, int pages);
int device_drop(int fd);
int fsync_loop(int fd, char *map, int n, int *failed);
int same_after_remount(const char *name, const char *want, int pages);
int same_after_remount(const char *name, const char *want, int pages);
int wait_for_device(char *map, uint64_t more);
char *klog_line(const char *text);
int child_wait(pid_t pid, int secs, int *status);
void show_task(pid_t pid, const char *when);
int page_flag(char *addr, int bit);
int storm(int seconds);

extern int fsyncs;

/* filesystems.c */
int test_guard_xfs(void);
int test_xfs(void);
int test_plain(void);
int test_blocks_1k(void);
int test_journal(void);
int test_fscrypt(void);
int test_ext2(void);
int test_minix(void);
int test_freeze(void);
int test_mounted(void);
int test_btrfs(void);
int test_f2fs(void);
/* lru.c */
int test_orphan(void);
int test_stranded(void);
int test_storm_lru(void);
/* reader.c */
int test_reader(void);
/* nfs.c */
int test_nfs(void);

#endif

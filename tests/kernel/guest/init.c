// SPDX-License-Identifier: GPL-2.0-only
/*
 * The guest of the kernel proof: the only process of its machine. Runs the tests
 * named on the kernel command line (proof=a,b,c; fsyncs=N), prints one line a
 * test, "RESULT name pass|fail|skip text", figures as "FIGURE name value", and
 * resets the machine, which ends QEMU (-no-reboot).
 */
#define _GNU_SOURCE
#include "guest.h"

static char verdict[512];

int fail(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(verdict, sizeof(verdict), fmt, ap);
	va_end(ap);
	return 1;
}

/* This kernel cannot run the test. */
int skip(const char *why)
{
	snprintf(verdict, sizeof(verdict), "%s", why);
	return 2;
}

void note(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(verdict, sizeof(verdict), fmt, ap);
	va_end(ap);
}


int slurp(const char *path, char *buf, size_t size)
{
	int fd = open(path, O_RDONLY), n, all = 0;

	if (fd < 0)
		return -1;
	while (all < (int)size - 1 && (n = read(fd, buf + all, size - 1 - all)) > 0)
		all += n;
	close(fd);
	buf[all] = 0;
	return all;
}

int spit(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY), n;

	if (fd < 0)
		return -1;
	n = write(fd, text, strlen(text));
	close(fd);
	return n < 0 ? -1 : 0;
}

long vmstat(const char *name)
{
	static char buf[65536];
	char key[64], *p;

	/* Folds what the CPUs hold back, and complains about negative counters. */
	spit("/proc/sys/vm/stat_refresh", "1");
	if (slurp("/proc/vmstat", buf, sizeof(buf)) < 0)
		return -1;
	snprintf(key, sizeof(key), "\n%s ", name);
	p = strstr(buf, key);
	return p ? atol(p + strlen(key)) : -1;
}

/* dif_errors of scsi_debug's proc file. */
long guard_errors(void)
{
	static char buf[16384];
	char path[64], *p;
	int host;

	for (host = 0; host < 4; host++) {
		snprintf(path, sizeof(path), "/proc/scsi/scsi_debug/%d", host);
		if (slurp(path, buf, sizeof(buf)) < 0)
			continue;
		p = strstr(buf, "dif_errors=");
		if (p)
			return atol(p + 11);
	}
	return -1;
}

static double seconds(clockid_t clock)
{
	struct timespec ts;

	clock_gettime(clock, &ts);
	return ts.tv_sec + ts.tv_nsec / 1e9;
}

double now(void)
{
	return seconds(CLOCK_MONOTONIC);
}

int run(char *const argv[])
{
	int status = 0;
	pid_t pid = fork();

	if (!pid) {
		int null = open("/dev/null", O_WRONLY);

		dup2(null, 1);
		dup2(null, 2);
		execv(argv[0], argv);
		_exit(127);
	}
	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

int mkfs(void)
{
	char *argv[] = { "/sbin/mke2fs", "-q", "-F", "-t", "ext4", "-b", "4096", DISK, NULL };

	return run(argv);
}

static int fsck(void)
{
	char *argv[] = { "/sbin/e2fsck", "-f", "-n", DISK, NULL };

	return run(argv);
}

int mount_disk(void)
{
	return mount(DISK, DIR, "ext4", 0, NULL);
}

/* A file of written pages, mapped shared. */
char *map_new(const char *path, int *fd, int pages)
{
	static char page[PAGE];
	char *p;
	int i;

	*fd = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
	if (*fd < 0)
		return NULL;
	for (i = 0; i < pages; i++) {
		memset(page, 'a' + i % 26, PAGE);
		if (write(*fd, page, PAGE) != PAGE)
			return NULL;
	}
	if (fsync(*fd))
		return NULL;
	p = mmap(NULL, (size_t)pages * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, *fd, 0);
	return p == MAP_FAILED ? NULL : p;
}

char *file_map(const char *name, int *fd, int pages)
{
	char path[64];

	snprintf(path, sizeof(path), DIR "/%s", name);
	return map_new(path, fd, pages);
}

int device(int cmd, void *addr, int pages)
{
	struct range range = { (uintptr_t)addr, pages };
	int fd = open("/dev/gup_hold", O_RDWR);

	if (fd < 0)
		return -1;
	if (ioctl(fd, cmd, &range) < 0) {
		close(fd);
		return -1;
	}
	return fd;
}

int device_drop(int fd)
{
	int ret = ioctl(fd, GUP_HOLD_DROP);

	close(fd);
	return ret < 0 ? -1 : 0;
}

/* The device's pages count up: waits until the first has gone on by @more. */
int wait_for_device(char *map, uint64_t more)
{
	volatile uint64_t *word = (uint64_t *)(map + PAGE - 8);
	uint64_t before = *word;
	double end = now() + 10;

	while (*word < before + more)
		if (now() > end)
			return -1;
	return 0;
}

/* The line with @text in the kernel's log since the last call with NULL, or NULL. */
char *klog_line(const char *text)
{
	static char log[1 << 18];
	char *line;
	int n;

	if (!text) {
		klogctl(5, NULL, 0);
		return NULL;
	}
	n = klogctl(3, log, sizeof(log) - 1);
	log[n < 0 ? 0 : n] = 0;
	line = strstr(log, text);
	if (line)
		line[strcspn(line, "\n")] = 0;
	return line;
}

/* The number after @name in a file of names and numbers; of the file, where NULL. */
long field(const char *path, const char *name)
{
	static char buf[16384];
	char *p;

	if (slurp(path, buf, sizeof(buf)) < 0)
		return -1;
	if (!name)
		return atol(buf);
	for (p = buf; p; p = strchr(p, '\n'), p = p ? p + 1 : p)
		if (!strncmp(p, name, strlen(name)) && (p[strlen(name)] == ' ' || p[strlen(name)] == ':'))
			return atol(p + strlen(name) + 1);
	return -1;
}

int child_wait(pid_t pid, int secs, int *status)
{
	double end = now() + secs;

	while (now() < end) {
		if (waitpid(pid, status, WNOHANG) == pid)
			return 0;
		usleep(20000);
	}
	return -1;
}

/* Where a process is that does not come back. */
void show_task(pid_t pid, const char *when)
{
	static char buf[4096];
	char path[64];
	char *p;
	unsigned long utime = 0, stime = 0;
	char state = '?';

	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	if (slurp(path, buf, sizeof(buf)) > 0 && (p = strrchr(buf, ')')))
		sscanf(p + 2, "%c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &state, &utime, &stime);
	printf("NOTE %s: state %c, system time %.1f s\n", when, state, stime / 100.0);
	snprintf(path, sizeof(path), "/proc/%d/stack", pid);
	if (slurp(path, buf, sizeof(buf)) > 0)
		printf("%s", buf);
}

/* Bit of /proc/kpageflags of the page at @addr, or -1. */
int page_flag(char *addr, int bit)
{
	uint64_t entry = 0, flags = 0;
	int fd = open("/proc/self/pagemap", O_RDONLY), n;

	(void)*(volatile char *)addr;
	n = pread(fd, &entry, 8, (uintptr_t)addr / PAGE * 8);
	close(fd);
	if (n != 8)
		return -1;
	fd = open("/proc/kpageflags", O_RDONLY);
	n = pread(fd, &flags, 8, (entry & ((1ULL << 55) - 1)) * 8);
	close(fd);
	return n != 8 ? -1 : (int)(flags >> bit & 1);
}

int fsync_loop(int fd, char *map, int n, int *failed)
{
	int i;

	*failed = 0;
	for (i = 0; i < n; i++) {
		(*(volatile uint32_t *)map)++;
		if (fsync(fd))
			++*failed;
	}
	return 0;
}

/* What the file is now, also after the cache was thrown away by a remount. */
int same_after_remount(const char *name, const char *want, int pages)
{
	char path[64], *got = malloc((size_t)pages * PAGE);
	int fd, n;

	must(umount(DIR));
	must(mount_disk());
	snprintf(path, sizeof(path), DIR "/%s", name);
	fd = must(open(path, O_RDONLY));
	n = read(fd, got, (size_t)pages * PAGE);
	close(fd);
	if (n != pages * PAGE)
		return fail("%s: %d bytes after the remount", name, n);
	if (memcmp(got, want, n)) {
		for (n = 0; got[n] == want[n]; n++)
			;
		return fail("%s: differs after the remount at byte %d", name, n);
	}
	free(got);
	return 0;
}

int fsyncs = 300;

/* --- the tests ------------------------------------------------------------ */

/* Without a device in the game no fsync fails, on any kernel. */
static int test_control(void)
{
	int fd, failed;
	char *map = file_map("control", &fd, 1);

	if (!map)
		return fail("no file: %s", strerror(errno));
	fsync_loop(fd, map, 300, &failed);
	munmap(map, PAGE);
	close(fd);
	if (failed || guard_errors())
		return fail("%d of 300 fsyncs failed, %ld guard errors", failed, guard_errors());
	note("300 fsyncs, no device");
	return 0;
}

/* The failure that the series is there for. */
static int test_guard(void)
{
	int fd, dev, failed;
	long errors = guard_errors(), snapshots = vmstat("page_got_snapshot");
	char *map = file_map("guard", &fd, 1), *copy;
	double begin = now();

	if (!map)
		return fail("no file: %s", strerror(errno));
	dev = must(device(GUP_HOLD_HOLD, map, 1));
	fsync_loop(fd, map, fsyncs, &failed);
	must(device_drop(dev));
	errors = guard_errors() - errors;
	printf("FIGURE guard.fsyncs %d\nFIGURE guard.failed %d\nFIGURE guard.errors %ld\n",
	       fsyncs, failed, errors);
	printf("FIGURE guard.seconds %.1f\n", now() - begin);
	if (snapshots >= 0)
		printf("FIGURE guard.snapshots %ld\n", vmstat("page_got_snapshot") - snapshots);
	/* The device's last word is in memory, and from there on the disk. */
	if (fsync(fd))
		return fail("fsync after the put: %s", strerror(errno));
	copy = malloc(PAGE);
	memcpy(copy, map, PAGE);
	munmap(map, PAGE);
	close(fd);
	if (same_after_remount("guard", copy, 1))
		return 1;
	free(copy);
	if (failed || errors)
		return fail("%d of %d fsyncs failed, %ld guard errors", failed, fsyncs, errors);
	note("%d fsyncs, 0 guard errors, data equal after remount", fsyncs);
	return 0;
}

/* The same, with many pages and a background flush instead of fsync. */
static int test_flush(void)
{
	int fd, dev, i;
	long errors = guard_errors(), before;
	char *map = file_map("flush", &fd, FILE_PAGES), *copy;

	if (!map)
		return fail("no file: %s", strerror(errno));
	before = vmstat("nr_dirty");
	dev = must(device(GUP_HOLD_HOLD, map, FILE_PAGES));
	for (i = 0; i < 50; i++) {
		int page;

		for (page = 0; page < FILE_PAGES; page++)
			map[page * PAGE]++;
		must(sync_file_range(fd, 0, 0, SYNC_FILE_RANGE_WRITE));
		if (i % 10 == 9)
			sync();
	}
	printf("FIGURE flush.dirty_while_got %ld\n", vmstat("nr_dirty") - before);
	must(device_drop(dev));
	if (fsync(fd))
		return fail("fsync after the put: %s", strerror(errno));
	copy = malloc(FILE_PAGES * PAGE);
	memcpy(copy, map, FILE_PAGES * PAGE);
	munmap(map, FILE_PAGES * PAGE);
	close(fd);
	if (same_after_remount("flush", copy, FILE_PAGES))
		return 1;
	free(copy);
	errors = guard_errors() - errors;
	if (errors)
		return fail("%ld guard errors", errors);
	note("50 flushes and 5 syncs of %d got pages", FILE_PAGES);
	return 0;
}

/* A flush has to leave a got page dirty, an integrity sync to write it. */
static int test_stays_dirty(void)
{
	static char want[PAGE];
	char direct[2 * PAGE], *buf = (char *)(((uintptr_t)direct + PAGE - 1) & ~(PAGE - 1UL));
	int fd, dev, other;
	char *map = file_map("dirty", &fd, 1);

	if (!map)
		return fail("no file: %s", strerror(errno));
	if (vmstat("nr_page_got") < 0)
		return skip("this kernel does not count got pages");
	dev = must(device(GUP_HOLD_TAKE, map, 1));
	memset(map, 'N', PAGE);
	must(sync_file_range(fd, 0, 0, SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE |
			     SYNC_FILE_RANGE_WAIT_AFTER));
	other = must(open(DIR "/dirty", O_RDONLY));
	/* Direct reads of a dirty page write it first, so look at the page's state only. */
	if (vmstat("nr_dirty") < 1)
		return fail("a flush cleaned the got page");
	if (fsync(fd))
		return fail("fsync: %s", strerror(errno));
	if (vmstat("nr_dirty") < 1)
		return fail("an integrity sync left the got page clean");
	(void)buf;
	must(device_drop(dev));
	if (fsync(fd))
		return fail("fsync: %s", strerror(errno));
	close(other);
	memset(want, 'N', PAGE);
	munmap(map, PAGE);
	close(fd);
	if (same_after_remount("dirty", want, 1))
		return 1;
	note("dirty after the flush and after the fsync, clean after the put");
	return 0;
}

/* Buffers of a got page have to stay, or what the device wrote is lost. */
static int test_buffers(void)
{
	int fd, dev, i;
	static char want[PAGE];
	char *map;

	for (i = 0; i < 20; i++) {
		map = file_map("buffers", &fd, 1);
		if (!map)
			return fail("no file: %s", strerror(errno));
		map[0]++;
		dev = must(device(GUP_HOLD_HOLD, map, 1));
		if (fsync(fd))
			return fail("fsync: %s", strerror(errno));
		madvise(map, PAGE, MADV_PAGEOUT);
		spit("/proc/sys/vm/drop_caches", "3");
		spit("/proc/sys/vm/compact_memory", "1");
		usleep(2000);
		must(device_drop(dev));
		memcpy(want, map, PAGE);
		munmap(map, PAGE);
		if (fsync(fd))
			return fail("fsync after the put: %s", strerror(errno));
		close(fd);
		if (same_after_remount("buffers", want, 1))
			return 1;
	}
	note("20 rounds of pageout, drop_caches and compaction");
	return 0;
}

/* What has nothing to do with a got page must not wait for one. */
static int test_no_hang(void)
{
	int fd, dev;
	double begin;
	char *map = file_map("hang", &fd, FILE_PAGES);

	if (!map)
		return fail("no file: %s", strerror(errno));
	dev = must(device(GUP_HOLD_HOLD, map, FILE_PAGES));
	begin = now();
	sync();
	if (fsync(fd))
		return fail("fsync: %s", strerror(errno));
	must(ftruncate(fd, PAGE));
	must(fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, PAGE));
	must(ftruncate(fd, FILE_PAGES * PAGE));
	munmap(map, FILE_PAGES * PAGE);
	must(unlink(DIR "/hang"));
	close(fd);
	/* The pages outlive their file and their filesystem. */
	must(umount(DIR));
	must(mount_disk());
	must(device_drop(dev));
	if (now() - begin > 60)
		return fail("took %.0f s", now() - begin);
	note("sync, truncate, punch, unlink, umount of got pages: %.1f s", now() - begin);
	return 0;
}

/* mlock's count and the got count live side by side. */
static int test_mlock(void)
{
	int fd, dev, i;
	long before, got, bad = FILE_PAGES;
	char *map = file_map("mlock", &fd, FILE_PAGES);

	if (!map)
		return fail("no file: %s", strerror(errno));
	spit("/proc/sys/vm/compact_unevictable_allowed", "1");
	before = vmstat("nr_unevictable");
	got = vmstat("nr_page_got");
	for (i = 0; i < 40; i++) {
		int lock_first = i & 1, unlock_first = i & 2;

		if (lock_first)
			must(mlock(map, FILE_PAGES * PAGE));
		dev = must(device(GUP_HOLD_TAKE, map, FILE_PAGES));
		if (!lock_first)
			must(mlock(map, FILE_PAGES * PAGE));
		spit("/proc/sys/vm/compact_memory", "1");	/* drains the per-CPU batches */
		if (got >= 0 && vmstat("nr_unevictable") < before + FILE_PAGES)
			bad = vmstat("nr_unevictable") - before;
		if (unlock_first)
			must(munlock(map, FILE_PAGES * PAGE));
		must(device_drop(dev));
		if (!unlock_first)
			must(munlock(map, FILE_PAGES * PAGE));
		fsync(fd);
	}
	munmap(map, FILE_PAGES * PAGE);
	close(fd);
	spit("/proc/sys/vm/compact_memory", "1");
	usleep(300000);
	if (bad != FILE_PAGES)
		return fail("%ld unevictable of %d got and mlocked", bad, FILE_PAGES);
	if (vmstat("nr_unevictable") != before || vmstat("nr_mlock") > 0)
		return fail("nr_unevictable %ld before, %ld after; nr_mlock %ld", before,
			    vmstat("nr_unevictable"), vmstat("nr_mlock"));
	note("40 rounds, nr_unevictable back at %ld", before);
	return 0;
}

static volatile int stop;

static void *toucher(void *arg)
{
	char *map = arg;

	while (!stop) {
		int i;

		for (i = 0; i < FILE_PAGES; i++)
			map[i * PAGE]++;
	}
	return NULL;
}

static void *flusher(void *arg)
{
	while (!stop)
		fsync(*(int *)arg);
	return NULL;
}

static void *presser(void *arg)
{
	while (!stop) {
		spit("/proc/sys/vm/drop_caches", "3");
		spit("/proc/sys/vm/compact_memory", "1");
		madvise(arg, FILE_PAGES * PAGE, MADV_PAGEOUT);
		usleep(1000);
	}
	return NULL;
}

/* Get and put from many sides while everything that moves pages runs. */
int storm(int seconds)
{
	pthread_t threads[3];
	int fd, i, child, status, children = 4;
	long errors = guard_errors();
	char *map = file_map("storm", &fd, FILE_PAGES), *copy;

	if (!map)
		return fail("no file: %s", strerror(errno));
	stop = 0;
	pthread_create(&threads[0], NULL, toucher, map);
	pthread_create(&threads[1], NULL, flusher, &fd);
	pthread_create(&threads[2], NULL, presser, map);
	for (child = 0; child < children; child++) {
		if (fork())
			continue;
		double end = now() + seconds;
		unsigned int seed = child;

		for (i = 0; now() < end; i++) {
			int first = rand_r(&seed) % FILE_PAGES, dev;
			int pages = 1 + rand_r(&seed) % (FILE_PAGES - first);

			dev = device(i & 1 ? GUP_HOLD_HOLD : GUP_HOLD_TAKE, map + first * PAGE, pages);
			if (dev < 0)
				_exit(1);
			if (i % 7 == 0)
				usleep(1000);
			device_drop(dev);
		}
		_exit(0);
	}
	for (i = 0, child = 0; child < children; child++) {
		wait(&status);
		if (status)
			i++;
	}
	stop = 1;
	for (child = 0; child < 3; child++)
		pthread_join(threads[child], NULL);
	if (i)
		return fail("%d of %d processes failed", i, children);
	if (fsync(fd))
		return fail("fsync: %s", strerror(errno));
	copy = malloc(FILE_PAGES * PAGE);
	memcpy(copy, map, FILE_PAGES * PAGE);
	munmap(map, FILE_PAGES * PAGE);
	close(fd);
	if (same_after_remount("storm", copy, FILE_PAGES))
		return 1;
	free(copy);
	errors = guard_errors() - errors;
	if (errors)
		return fail("%ld guard errors", errors);
	return 0;
}

static int test_storm(void)
{
	if (storm(15))
		return 1;
	note("15 s, 4 processes taking and giving, 3 threads against them");
	return 0;
}

/* process_vm_writev into a mapped file, as syzbot did. */
static int test_process_vm(void)
{
	static char src[16 * PAGE];
	int fd, i, bad = 0;
	long errors = guard_errors();
	char *map = file_map("pvm", &fd, 16), *copy;

	if (!map)
		return fail("no file: %s", strerror(errno));
	for (i = 0; i < 300; i++) {
		struct iovec local = { src, sizeof(src) }, remote = { map, sizeof(src) };

		memset(src, i, sizeof(src));
		if (process_vm_writev(getpid(), &local, 1, &remote, 1, 0) != sizeof(src))
			bad++;
		if (i % 3 == 0 && fsync(fd))
			bad++;
	}
	copy = malloc(sizeof(src));
	memcpy(copy, map, sizeof(src));
	if (fsync(fd) || bad)
		return fail("%d of 300 rounds failed", bad);
	munmap(map, sizeof(src));
	close(fd);
	if (same_after_remount("pvm", copy, 16))
		return 1;
	free(copy);
	if (guard_errors() != errors)
		return fail("%ld guard errors", guard_errors() - errors);
	note("300 writes of 16 pages, 100 fsyncs");
	return 0;
}

/* O_DIRECT and AIO reads whose buffer is another mapped file. */
static int test_direct(void)
{
	int fd, ram, i, bad = 0;
	aio_context_t ctx = 0;
	char *map = file_map("direct", &fd, 16), *copy;

	if (!map)
		return fail("no file: %s", strerror(errno));
	ram = must(open("/dev/ram0", O_RDWR | O_DIRECT));
	must(syscall(SYS_io_setup, 16, &ctx));
	for (i = 0; i < 200; i++) {
		struct iocb cb[16], *cbs[16];
		struct io_event events[16];
		int k;

		if (pwrite(ram, map, 16 * PAGE, 0) != 16 * PAGE)
			bad++;
		memset(cb, 0, sizeof(cb));
		for (k = 0; k < 16; k++) {
			cb[k].aio_fildes = ram;
			cb[k].aio_lio_opcode = IOCB_CMD_PREAD;
			cb[k].aio_buf = (uintptr_t)(map + k * PAGE);
			cb[k].aio_nbytes = PAGE;
			cb[k].aio_offset = (15 - k) * PAGE;
			cbs[k] = &cb[k];
		}
		if (syscall(SYS_io_submit, ctx, 16, cbs) != 16)
			bad++;
		if (syscall(SYS_io_getevents, ctx, 16, 16, events, NULL) != 16)
			bad++;
		if (fsync(fd))
			bad++;
	}
	syscall(SYS_io_destroy, ctx);
	close(ram);
	copy = malloc(16 * PAGE);
	memcpy(copy, map, 16 * PAGE);
	munmap(map, 16 * PAGE);
	close(fd);
	if (bad)
		return fail("%d operations failed", bad);
	if (same_after_remount("direct", copy, 16))
		return 1;
	free(copy);
	note("200 rounds of 16 AIO reads and a direct write");
	return 0;
}

/* An anonymous page stays the device's across fork and copy-on-write. */
static int test_fork(void)
{
	char *anon = mmap(NULL, 4 * PAGE, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	int i, status, wait_ms;

	/* Without FOLL_PIN the kernel does not know whom a copy-on-write takes a page from. */
	if (vmstat("nr_foll_pin_acquired") < 0)
		return skip("anonymous pages are not tracked by this kernel");
	memset(anon, 1, 4 * PAGE);
	for (i = 0; i < 50; i++) {
		int dev = must(device(GUP_HOLD_HOLD, anon, 4));
		uint64_t *word = (uint64_t *)(anon + PAGE - 8), before;
		pid_t pid = fork();

		if (!pid) {
			memset(anon, 2, 4 * PAGE);
			_exit(0);
		}
		anon[0] = i;	/* breaks the sharing, unless the page was copied early */
		waitpid(pid, &status, 0);
		before = *(volatile uint64_t *)word;
		for (wait_ms = 0; wait_ms < 5000 && *(volatile uint64_t *)word == before; wait_ms++)
			usleep(1000);
		if (*(volatile uint64_t *)word == before) {
			device_drop(dev);
			return fail("round %d: the device writes to a page that is no longer ours", i);
		}
		must(device_drop(dev));
	}
	munmap(anon, 4 * PAGE);
	note("50 forks over 4 held anonymous pages");
	return 0;
}

static int test_vmsplice(void)
{
	int fd, pipes[2], i;
	static char page[PAGE];
	char *map = file_map("splice", &fd, 1);

	if (!map)
		return fail("no file: %s", strerror(errno));
	must(pipe(pipes));
	for (i = 0; i < 200; i++) {
		struct iovec iov = { map, PAGE };

		map[0] = i;
		if (vmsplice(pipes[1], &iov, 1, 0) != PAGE)
			return fail("vmsplice: %s", strerror(errno));
		if (fsync(fd))
			return fail("fsync: %s", strerror(errno));
		if (read(pipes[0], page, PAGE) != PAGE || page[0] != (char)i)
			return fail("round %d: wrong data through the pipe", i);
	}
	munmap(map, PAGE);
	close(fd);
	close(pipes[0]);
	close(pipes[1]);
	note("200 rounds");
	return 0;
}

static int test_gup_test(void)
{
	int gup = open("/sys/kernel/debug/gup_test", O_RDWR), fd, kind, old = 0;
	char *file = file_map("gup", &fd, FILE_PAGES);

	if (gup < 0) {
		gup = open("/sys/kernel/debug/gup_benchmark", O_RDWR);
		old = 1;
	}
	if (gup < 0)
		return fail("no gup_test: %s", strerror(errno));
	if (!file)
		return fail("no file: %s", strerror(errno));
	for (kind = 0; kind < 3; kind++) {
		char *map = kind == 0 ? file :
			mmap(NULL, FILE_PAGES * PAGE, PROT_READ | PROT_WRITE,
			     MAP_ANONYMOUS | (kind == 1 ? MAP_PRIVATE : MAP_SHARED), -1, 0);
		int i;

		for (i = 0; i < 100; i++) {
			struct gup_test gt = {
				.addr = (uintptr_t)map, .size = FILE_PAGES * PAGE,
				.nr_pages_per_call = 1 + i % FILE_PAGES, .gup_flags = 1,
			};
			struct gup_benchmark gb = {
				.addr = gt.addr, .size = gt.size,
				.nr_pages_per_call = gt.nr_pages_per_call, .flags = 1,
			};

			if (old) {
				must(ioctl(gup, OLD_GUP_FAST_BENCHMARK, &gb));
				continue;
			}
			must(ioctl(gup, i & 1 ? GUP_FAST_BENCHMARK : PIN_FAST_BENCHMARK, &gt));
		}
		if (kind)
			munmap(map, FILE_PAGES * PAGE);
	}
	munmap(file, FILE_PAGES * PAGE);
	close(fd);
	close(gup);
	note("fast get and pin of file, anonymous and shmem pages");
	return 0;
}

/* A pin of the zero page takes no reference, and its release drops none. */
static int test_zero_page(void)
{
	size_t size = FILE_PAGES * PAGE;
	char *map = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_ANONYMOUS | MAP_PRIVATE, -1, 0);
	char *copy = malloc(size);
	struct iovec to = { copy, size }, from = { map, size };
	long taken = vmstat("nr_foll_pin_acquired"), dropped = vmstat("nr_foll_pin_released");
	size_t i;

	if (map == MAP_FAILED || !copy)
		return fail("no memory: %s", strerror(errno));
	for (i = 0; i < 100; i++)
		if (process_vm_readv(getpid(), &to, 1, &from, 1, 0) != (ssize_t)size)
			return fail("process_vm_readv: %s", strerror(errno));
	for (i = 0; i < size; i++)
		if (copy[i])
			return fail("byte %zu of what nobody wrote to is %d", i, copy[i]);
	munmap(map, size);
	free(copy);
	taken = vmstat("nr_foll_pin_acquired") - taken;
	dropped = vmstat("nr_foll_pin_released") - dropped;
	if (taken != dropped)
		return fail("%ld pinned, %ld released", taken, dropped);
	note("%d pages read 100 times, %ld pinned, %ld released", FILE_PAGES, taken, dropped);
	return 0;
}

/* Everything else has to go on while pages are got: swap, reclaim, THP. */
static int test_pressure(void)
{
	int fd, dev, status, i;
	char *map = file_map("press", &fd, FILE_PAGES), *copy;
	char *swap[] = { "/sbin/mkswap", "/dev/ram1", NULL };
	int swapping = run(swap) == 0 && swapon("/dev/ram1", 0) == 0;
	pid_t pid;

	if (!map)
		return fail("no file: %s", strerror(errno));
	dev = must(device(GUP_HOLD_HOLD, map, FILE_PAGES));
	mkdir("/sys/fs/cgroup/hog", 0755);
	pid = fork();
	if (!pid) {
		size_t size = 96 << 20;
		char *hog;

		spit("/sys/fs/cgroup/cgroup.subtree_control", "+memory");
		spit("/sys/fs/cgroup/hog/memory.max", "67108864");
		spit("/sys/fs/cgroup/hog/cgroup.procs", "0");
		hog = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		madvise(hog, size, MADV_HUGEPAGE);
		for (i = 0; i < 3; i++)
			memset(hog, i, size);
		_exit(0);
	}
	for (i = 0; i < 20; i++) {
		map[i * PAGE]++;
		if (fsync(fd))
			return fail("fsync: %s", strerror(errno));
	}
	waitpid(pid, &status, 0);
	must(device_drop(dev));
	copy = malloc(FILE_PAGES * PAGE);
	memcpy(copy, map, FILE_PAGES * PAGE);
	if (fsync(fd))
		return fail("fsync after the put: %s", strerror(errno));
	munmap(map, FILE_PAGES * PAGE);
	close(fd);
	if (same_after_remount("press", copy, FILE_PAGES))
		return 1;
	free(copy);
	if (swapping)
		swapoff("/dev/ram1");
	note("a 96 MB hog in a 64 MB cgroup%s", swapping ? ", with swap" : "");
	return 0;
}

/* The warning of @text in the log has to name gup_eat. */
static int named(const char *text)
{
	char *line = klog_line(text);

	if (!line)
		return fail("nothing in the log");
	if (!strstr(line, "gup_"))
		return fail("not the caller: %s", line);
	note("%s", line);
	return 0;
}

/* A put_page() that eats a got reference warns, with the caller: of a file, and of anonymous memory. */
static int test_eaten_put(void)
{
	int fd, dev, checked = 0, ret = 0;
	char *map = file_map("eaten", &fd, 1);
	char *anon = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (!map)
		return fail("no file: %s", strerror(errno));
	map[0]++;
	anon[0]++;
	if (access("/dev/gup_eat", F_OK))
		return skip("this kernel does not count got pages");
	dev = must(open("/dev/gup_eat", O_RDWR));
	/* A reference of a per-CPU batch would hide what is missing. */
	spit("/proc/sys/vm/compact_memory", "1");
	checked = must(ioctl(dev, GUP_EAT, map));
	if (checked)
		ret = named("put_page() of a got page by ");
	if (!ret && checked && vmstat("nr_foll_pin_acquired") >= 0) {
		klog_line(NULL);
		must(ioctl(dev, GUP_EAT, anon));
		ret = named("put_page() of a got page by ");
	}
	close(dev);
	munmap(map, PAGE);
	munmap(anon, PAGE);
	close(fd);
	return checked ? ret : skip("only with DEBUG_VM");
}

/* A put_user_page() of what is not tracked warns, and puts one reference. */
static int test_odd_put(void)
{
	int fd, dev, lost, ret;
	char *map = file_map("odd", &fd, 1);

	if (!map)
		return fail("no file: %s", strerror(errno));
	map[0]++;
	if (access("/dev/gup_eat", F_OK))
		return skip("this kernel does not count got pages");
	dev = must(open("/dev/gup_eat", O_RDWR));
	klog_line(NULL);
	lost = ioctl(dev, GUP_ODD, map);
	close(dev);
	munmap(map, PAGE);
	close(fd);
	if (lost < 0 && errno == ENOTTY)
		return skip("this dialect has no put_user_page()");
	if (lost != 1)
		return fail("it took %d references", lost);
	ret = named("of what");
	return ret;
}

/* At rest what was got was put. */
/* A dump takes each page of the process with get_dump_page() and puts it again. */
static int test_coredump(void)
{
	long taken = vmstat("nr_page_got") - vmstat("nr_page_put");
	long size = 0;
	int fd, i, status;
	char *map = file_map("dumped", &fd, FILE_PAGES);
	struct stat st;
	pid_t child;

	if (!map)
		return fail("no file: %s", strerror(errno));
	if (access("/proc/sys/kernel/core_pattern", F_OK))
		return skip("no CONFIG_COREDUMP");
	spit("/proc/sys/kernel/core_pattern", DIR "/core");
	for (i = 0; i < 10; i++) {
		unlink(DIR "/core");
		memset(map, 'A' + i, (size_t)FILE_PAGES * PAGE);
		child = must(fork());
		if (!child) {
			struct rlimit all = { RLIM_INFINITY, RLIM_INFINITY };

			setrlimit(RLIMIT_CORE, &all);
			spit("/proc/self/coredump_filter", "0x7f");	/* mappings of files, too */
			abort();
		}
		must(waitpid(child, &status, 0));
		if (!WIFSIGNALED(status) || !WCOREDUMP(status) || stat(DIR "/core", &st))
			return fail("round %d: no core file, status %#x", i, status);
		size = st.st_size;
		if (size < FILE_PAGES * PAGE)
			return fail("round %d: a core of %ld bytes", i, size);
		if (fsync(fd))
			return fail("fsync: %s", strerror(errno));
	}
	unlink(DIR "/core");
	munmap(map, (size_t)FILE_PAGES * PAGE);
	close(fd);
	sleep(2);	/* the per-CPU parts are folded within a second */
	if (vmstat("nr_page_got") - vmstat("nr_page_put") != taken)
		return fail("%ld pages got and not put before the dumps, %ld after them", taken,
			    vmstat("nr_page_got") - vmstat("nr_page_put"));
	note("10 dumps of %ld KiB, %d pages of a file in each", size / 1024, FILE_PAGES);
	return 0;
}

static int test_balance(void)
{
	static const char *const pairs[][2] = {
		{ "nr_page_got", "nr_page_put" },
		{ "nr_foll_pin_acquired", "nr_foll_pin_released" },
	};
	char text[256] = "";
	int i;

	sleep(2);	/* the per-CPU parts are folded within a second */
	for (i = 0; i < 2; i++) {
		long a = vmstat(pairs[i][0]), b = vmstat(pairs[i][1]);

		if (a < 0)
			continue;
		printf("FIGURE %s %ld\nFIGURE %s %ld\n", pairs[i][0], a, pairs[i][1], b);
		if (a != b)
			return fail("%s %ld, %s %ld", pairs[i][0], a, pairs[i][1], b);
		snprintf(text + strlen(text), sizeof(text) - strlen(text), "%s%s = %s = %ld",
			 *text ? ", " : "", pairs[i][0], pairs[i][1], a);
	}
	note("%s", text);
	return 0;
}

static int test_fsck(void)
{
	int ret;

	must(umount(DIR));
	ret = fsck();
	must(mount_disk());
	if (ret)
		return fail("e2fsck: exit code %d", ret);
	note("e2fsck finds nothing");
	return 0;
}

static double bench_once(int gup, unsigned long cmd, char *map, size_t size, int batch, double *put)
{
	struct gup_test gt = { .addr = (uintptr_t)map, .size = size,
			       .nr_pages_per_call = batch, .gup_flags = 1 };

	if (ioctl(gup, cmd, &gt))
		return -1;
	*put = gt.put_delta_usec;
	return gt.get_delta_usec;
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static void bench_print(const char *name, double *ns, int rounds)
{
	qsort(ns, rounds, sizeof(*ns), by_value);
	printf("FIGURE bench.%s.p50 %.1f\nFIGURE bench.%s.p99 %.1f\n", name, ns[rounds / 2],
	       name, ns[rounds * 99 / 100]);
}

enum { BENCH_PAGES = 4096, BENCH_ROUNDS = 200 };

/* Once over @map: what has to do with GUP only by the way, or not at all. */
static int bench_io(int what, int fd, int ram, char *map)
{
	static char buf[PAGE];
	int i;

	switch (what) {
	case 0:		/* direct reads into anonymous memory, and into a mapped file */
	case 1:
		for (i = 0; i < BENCH_PAGES; i += 16)
			if (pread(ram, map + i * PAGE, 16 * PAGE, i * PAGE) != 16 * PAGE)
				return fail("direct read: %s", strerror(errno));
		break;
	case 2:		/* nothing is got: reads and writes through the page cache */
		for (i = 0; i < BENCH_PAGES; i++)
			if (pread(fd, buf, PAGE, (off_t)i * PAGE) != PAGE ||
			    (i % 8 == 0 && pwrite(fd, buf, PAGE, (off_t)i * PAGE) != PAGE))
				return fail("read: %s", strerror(errno));
		break;
	case 3:		/* faults, dirtying and writeback of a shared mapping of a fast disk */
		for (i = 0; i < BENCH_PAGES; i++)
			map[i * PAGE]++;
		if (fsync(fd))
			return fail("fsync: %s", strerror(errno));
		break;
	}
	return 0;
}

/* Nanoseconds for one page: median and 99th percentile. */
static int test_bench(void)
{
	static const char *const io_names[] = { "direct-anon", "direct-file", "no-gup-read",
						"no-gup-write" };
	static double ns[BENCH_ROUNDS];
	int gup = open("/sys/kernel/debug/gup_test", O_RDWR), fd, kind, i, b, ram, disk;
	static const int batches[] = { 1, 64 };
	char *file, *anon, *cache, name[64];

	if (gup < 0)
		return skip("gup_test does not measure pins here");
	slurp("/sys/devices/system/clocksource/clocksource0/current_clocksource", name, sizeof(name));
	if (strncmp(name, "tsc", 3))
		return fail("the clock is %s", name);
	file = file_map("bench", &fd, BENCH_PAGES);
	if (!file)
		return fail("no file: %s", strerror(errno));
	ram = must(open("/dev/ram0", O_RDWR | O_DIRECT));
	anon = mmap(NULL, BENCH_PAGES * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
		    -1, 0);
	for (kind = 0; kind < 2; kind++) {
		char *map = kind ? file : anon;

		memset(map, 1, BENCH_PAGES * PAGE);
		if (kind)
			fsync(fd);
		for (b = 0; b < 2; b++) {
			for (i = 0; i < BENCH_ROUNDS; i++) {
				double put = 0, get = bench_once(gup, PIN_FAST_BENCHMARK, map,
								 BENCH_PAGES * PAGE, batches[b], &put);

				if (get < 0)
					return fail("gup_test: %s", strerror(errno));
				ns[i] = (get + put) * 1000 / BENCH_PAGES;
			}
			snprintf(name, sizeof(name), "pin-%s-%d", kind ? "file" : "anon", batches[b]);
			bench_print(name, ns, BENCH_ROUNDS);
		}
	}
	disk = must(open("/dev/ram1", O_RDWR));
	cache = mmap(NULL, BENCH_PAGES * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, disk, 0);
	for (kind = 0; kind < 4; kind++) {
		const int rounds = BENCH_ROUNDS / 4;
		char *map = kind == 3 ? cache : kind ? file : anon;
		double slowest = 0;
		char why[256] = "";

		/* Or the flusher takes the one CPU later, to checksum what the last kind dirtied. */
		sync();
		for (i = -1; i < rounds; i++) {	/* the first one warms up */
			double begin = now(), cpu = seconds(CLOCK_THREAD_CPUTIME_ID);
			struct rusage a, b;

			getrusage(RUSAGE_THREAD, &a);
			if (bench_io(kind, kind == 3 ? disk : fd, ram, map))
				return 1;
			if (i < 0)
				continue;
			getrusage(RUSAGE_THREAD, &b);
			cpu = (seconds(CLOCK_THREAD_CPUTIME_ID) - cpu) * 1e9 / BENCH_PAGES;
			ns[i] = (now() - begin) * 1e9 / BENCH_PAGES;
			if (ns[i] <= slowest)
				continue;
			slowest = ns[i];
			snprintf(why, sizeof(why), "%s: slowest round %.0f, of that %.0f on the CPU; "
				 "slept %ld times, preempted %ld times, %ld faults", io_names[kind],
				 ns[i], cpu, b.ru_nvcsw - a.ru_nvcsw, b.ru_nivcsw - a.ru_nivcsw,
				 b.ru_minflt - a.ru_minflt + b.ru_majflt - a.ru_majflt);
		}
		bench_print(io_names[kind], ns, rounds);
		printf("NOTE %s\n", why);
	}
	munmap(anon, BENCH_PAGES * PAGE);
	munmap(file, BENCH_PAGES * PAGE);
	munmap(cache, BENCH_PAGES * PAGE);
	close(disk);
	close(ram);
	close(fd);
	close(gup);
	note("done");
	return 0;
}

static const struct {
	const char *name;
	int (*test)(void);
} tests[] = {
	{ "control", test_control },	 { "guard", test_guard },
	{ "flush", test_flush },	 { "stays-dirty", test_stays_dirty },
	{ "buffers", test_buffers },	 { "no-hang", test_no_hang },
	{ "mlock", test_mlock },	 { "process-vm", test_process_vm },
	{ "direct", test_direct },	 { "fork", test_fork },
	{ "vmsplice", test_vmsplice },	 { "gup-test", test_gup_test },
	{ "zero-page", test_zero_page }, { "reader", test_reader },
	{ "pressure", test_pressure },	 { "storm", test_storm },
	{ "eaten-put", test_eaten_put }, { "odd-put", test_odd_put },
	{ "bench", test_bench },
	{ "coredump", test_coredump },
	{ "stranded", test_stranded },	 { "storm-lru", test_storm_lru },
	{ "guard-xfs", test_guard_xfs }, { "xfs", test_xfs },
	{ "plain", test_plain },	 { "blocks-1k", test_blocks_1k },
	{ "journal", test_journal },	 { "fscrypt", test_fscrypt },
	{ "ext2", test_ext2 },		 { "minix", test_minix },
	{ "btrfs", test_btrfs },	 { "f2fs", test_f2fs },
	{ "mounted", test_mounted },	 { "freeze", test_freeze },
	{ "orphan", test_orphan },
	{ "balance", test_balance },	 { "fsck", test_fsck },
	/* Last: its caches may keep the exported filesystem mounted for a while. */
	{ "nfs", test_nfs },
};

static int wanted(const char *list, const char *name)
{
	size_t n = strlen(name);
	const char *p = list;

	if (!*list)	/* all that proves something */
		return strcmp(name, "bench") != 0;
	while ((p = strstr(p, name))) {
		if ((p == list || p[-1] == ',') && (p[n] == ',' || !p[n]))
			return 1;
		p += n;
	}
	return 0;
}

int main(void)
{
	char line[4096] = "", list[1024] = "", *p;
	size_t i;

	mkdir("/proc", 0755);
	mkdir("/sys", 0755);
	mkdir("/dev", 0755);
	mkdir(DIR, 0755);
	mount("proc", "/proc", "proc", 0, NULL);
	mount("sysfs", "/sys", "sysfs", 0, NULL);
	mount("debugfs", "/sys/kernel/debug", "debugfs", 0, NULL);
	mount("devtmpfs", "/dev", "devtmpfs", 0, NULL);
	mount("cgroup2", "/sys/fs/cgroup", "cgroup2", 0, NULL);
	if (open("/dev/console", O_RDWR) == 0) {
		dup2(0, 1);
		dup2(0, 2);
	}
	setvbuf(stdout, NULL, _IOLBF, 0);
	slurp("/proc/cmdline", line, sizeof(line));
	if ((p = strstr(line, "proof=")))
		sscanf(p + 6, "%1023[^ \n]", list);
	if ((p = strstr(line, "fsyncs=")))
		fsyncs = atoi(p + 7);
	printf("FIGURE cpus %ld\n", sysconf(_SC_NPROCESSORS_ONLN));
	for (i = 0; i < 50 && access(DISK, F_OK); i++)
		usleep(100000);
	if (mkfs() || mount_disk())
		printf("RESULT setup fail no ext4 on " DISK ": %s\n", strerror(errno));
	else
		for (i = 0; i < sizeof(tests) / sizeof(*tests); i++) {
			int ret;

			if (!wanted(list, tests[i].name))
				continue;
			printf("START %s\n", tests[i].name);
			fflush(stdout);
			verdict[0] = 0;
			ret = tests[i].test();
			printf("RESULT %s %s %s\n", tests[i].name,
			       ret == 2 ? "skip" : ret ? "fail" : "pass", verdict);
			fflush(stdout);
		}
	printf("DONE\n");
	fflush(stdout);
	umount(DIR);
	sync();
	reboot(RB_AUTOBOOT);
	for (;;)
		pause();
}

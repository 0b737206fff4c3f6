// SPDX-License-Identifier: GPL-2.0-only
/* What becomes of got pages on the LRU: who has none any more must be as before. */
#define _GNU_SOURCE
#include "guest.h"

#include <sched.h>
#include <x86intrin.h>

#define CG "/sys/fs/cgroup/lru"

static int cgroup_new(const char *max)
{
	spit("/sys/fs/cgroup/cgroup.subtree_control", "+memory");
	rmdir(CG);
	return mkdir(CG, 0755) || spit(CG "/memory.max", max) ? -1 : 0;
}

/* --- truncated while got ----------------------------------------------------- */

enum { ORPHAN_ROUNDS = 200, ORPHAN_PAGES = 1024 };

static int orphan_rounds(int hold)
{
	int fd = must(open(DIR "/orphan", O_RDWR | O_CREAT | O_TRUNC, 0600)), i, dev = -1, page;

	for (i = 0; i < ORPHAN_ROUNDS; i++) {
		char *map;

		must(ftruncate(fd, ORPHAN_PAGES * PAGE));
		map = mmap(NULL, ORPHAN_PAGES * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
		for (page = 0; page < ORPHAN_PAGES; page++)
			map[page * PAGE]++;
		if (hold)
			dev = must(device(GUP_HOLD_TAKE, map, ORPHAN_PAGES));
		must(ftruncate(fd, 0));
		if (hold)
			must(device_drop(dev));
		munmap(map, ORPHAN_PAGES * PAGE);
		if (i < 4 || i == ORPHAN_ROUNDS - 1)
			printf("NOTE hold=%d, after round %d: memory.current %ld KiB\n", hold, i + 1,
			       field(CG "/memory.current", NULL) / 1024);
	}
	close(fd);
	return 0;
}

/* What is on the LRU's file lists and in no file. */
static long orphans(void)
{
	spit("/proc/sys/vm/compact_memory", "1");
	return vmstat("nr_active_file") + vmstat("nr_inactive_file") -
	       (vmstat("nr_file_pages") - vmstat("nr_shmem"));
}

/* Got, truncated, dirtied by its holder, put: nothing may remain of it. */
int test_orphan(void)
{
	long left[2] = { 0, 0 }, found[2] = { 0, 0 };
	int hold, status = 0;
	pid_t pid;

	for (hold = 0; hold < 2; hold++) {	/* without a holder first */
		long before = orphans();

		if (cgroup_new("16777216"))
			return fail("no cgroup with memory.max: %s", strerror(errno));
		pid = must(fork());
		if (!pid) {
			spit(CG "/cgroup.procs", "0");
			status = orphan_rounds(hold);
			if (status)
				printf("NOTE hold=%d failed\n", hold);
			_exit(status);
		}
		if (child_wait(pid, 180, &status)) {
			show_task(pid, "the child is not done in 180 s");
			kill(pid, SIGKILL);
			spit(CG "/memory.max", "max");
			child_wait(pid, 30, &status);
			return fail("hold=%d: %d rounds in 16 MiB are not done in 180 s; %ld pages are in no file", hold,
				    ORPHAN_ROUNDS, orphans() - before);
		}
		unlink(DIR "/orphan");
		sync();
		spit("/proc/sys/vm/drop_caches", "3");
		found[hold] = orphans() - before;
		left[hold] = field(CG "/memory.current", NULL);
		if (!WIFEXITED(status) || WEXITSTATUS(status) || field(CG "/memory.events", "oom_kill"))
			return fail("hold=%d: status %#x, %ld OOM kills, %ld pages in no file", hold, status,
				    field(CG "/memory.events", "oom_kill"), found[hold]);
		rmdir(CG);
	}
	printf("FIGURE orphan.pages %ld\nFIGURE orphan.left_kib %ld\n", found[1], left[1] / 1024);
	if (found[1] > found[0] + 64 || left[1] > left[0] + (1 << 20))
		return fail("%ld pages in no file, %ld KiB left in the cgroup; without a holder %ld, %ld", found[1],
			    left[1] / 1024, found[0], left[0] / 1024);
	note("%d rounds of %d pages in 16 MiB, %ld in no file", ORPHAN_ROUNDS, ORPHAN_PAGES, found[1]);
	return 0;
}

/* --- left behind as unevictable ------------------------------------------------ */

#define DELAY "/sys/kernel/debug/lru_add_delay"

static void drain(void)
{
	spit("/proc/sys/vm/compact_memory", "1");
}

static void on_cpu(int cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	sched_setaffinity(0, sizeof(set), &set);
}

static volatile int draining, drained;
static int strand_dev, strand_late;
static double strand_wait;

/* The guest's clock may be one of jiffies, which stand still while the first CPU has interrupts off. */
static double tsc(void)
{
	static double rate;

	if (!rate) {
		double begin = now();
		uint64_t first = __rdtsc();

		usleep(400000);
		rate = (__rdtsc() - first) / (now() - begin);
	}
	return __rdtsc() / rate;
}

/* On the other CPU: puts the page while the first drains its batch, or after that. */
static void *strand_putter(void *arg)
{
	double begin;

	(void)arg;
	on_cpu(1);
	while (!draining)
		;
	begin = tsc();
	while (strand_late ? !drained : tsc() < begin + strand_wait)
		;
	ioctl(strand_dev, GUP_HOLD_DROP);
	close(strand_dev);
	return NULL;
}

enum { STRAND_ROUNDS = 250 };

static int strand(int rounds, double delay_us, double wait, double sweep, int late, int *flagged)
{
	char text[32], path[64], *maps[STRAND_ROUNDS];
	int i, fds[STRAND_ROUNDS];

	strand_late = late;
	for (i = 0; i < rounds; i++) {
		pthread_t thread;
		char *dummy;

		strand_wait = wait + sweep * i / rounds;
		on_cpu(0);
		snprintf(path, sizeof(path), DIR "/strand%d", i);
		fds[i] = must(open(path, O_RDWR | O_CREAT | O_TRUNC, 0600));
		must(ftruncate(fds[i], PAGE));
		maps[i] = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fds[i], 0);
		dummy = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		dummy[0] = 1;
		draining = drained = 0;
		must(pthread_create(&thread, NULL, strand_putter, NULL));
		usleep(2000);		/* its stack's pages are there */
		munmap(mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), PAGE);	/* drains */
		maps[i][0] = 1;		/* fresh: in this CPU's batch */
		strand_dev = must(device(GUP_HOLD_TAKE, maps[i], 1));
		snprintf(text, sizeof(text), "%.0f", delay_us);
		spit(DELAY, text);
		draining = 1;
		munmap(dummy, PAGE);	/* lru_add_drain() */
		drained = 1;
		pthread_join(thread, NULL);
		spit(DELAY, "0");
	}
	drain();
	usleep(200000);
	*flagged = 0;
	for (i = 0; i < rounds; i++)
		*flagged += page_flag(maps[i], 18) == 1;	/* KPF_UNEVICTABLE */
	for (i = 0; i < rounds; i++) {
		munmap(maps[i], PAGE);
		fsync(fds[i]);
		close(fds[i]);
		snprintf(path, sizeof(path), DIR "/strand%d", i);
		unlink(path);
	}
	drain();
	return 0;
}

/* The last put in the middle of lru_add_fn(). */
int test_stranded(void)
{
	static const struct {
		const char *name;
		int rounds, late;
		double delay, wait, sweep;
	} ways[] = {
		{ "put after the drain", 20, 1, 20000, 0, 0 },
		{ "put in the window, delay 40 ms", 20, 0, 40000, 0.012, 0 },
		{ "put in the window, delay 1 ms", 100, 0, 1000, 0, 0.001 },
		{ "no delay", 250, 0, 0, 0, 0.0003 },
		{ "no delay", 250, 0, 0, 0, 0.0003 },
	};
	int i, flagged, bad = 0, delay = !access(DELAY, F_OK);

	tsc();
	for (i = 0; i < (int)(sizeof(ways) / sizeof(*ways)); i++) {
		if (ways[i].delay && !delay)
			continue;
		if (strand(ways[i].rounds, ways[i].delay, ways[i].wait, ways[i].sweep, ways[i].late, &flagged))
			return 1;
		printf("NOTE %s: %d of %d pages that nobody has are unevictable\n", ways[i].name, flagged, ways[i].rounds);
		bad += flagged;
	}
	if (bad)
		return fail("%d pages stranded as unevictable", bad);
	note("no page of %d stranded%s", delay ? 640 : 500, delay ? "" : ", without the delay");
	return 0;
}

/* Whatever the storm does, at the end no page is unevictable that was not before. */
int test_storm_lru(void)
{
	int i, delayed;
	long before;

	drain();
	before = vmstat("nr_unevictable");
	for (delayed = 0; delayed < 2; delayed++) {
		if (delayed && access(DELAY, F_OK))
			break;
		for (i = 0; i < 10; i++) {
			long after, tries = 50;
			int ret;

			if (delayed)
				spit(DELAY, "100");
			ret = storm(3);
			spit(DELAY, "0");
			if (ret)
				return 1;
			do {	/* what was freed leaves the batches late */
				drain();
				usleep(20000);
				after = vmstat("nr_unevictable");
			} while (after != before && --tries);
			if (after != before)
				return fail("run %d%s: nr_unevictable %ld before, %ld after", i, delayed ? " with the delay" : "",
					    before, after);
		}
	}
	note("10 runs of 3 s, %s with the delay: nr_unevictable back at %ld", delayed > 1 ? "and 10" : "none", before);
	return 0;
}

// SPDX-License-Identifier: GPL-2.0-only
#include "support/fork_map.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>

#include "support/interrupt.h"

namespace gupkit {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds kLook(200);

struct Child {
  pid_t pid = -1;
  int to = -1, from = -1;
  size_t item = 0;
  bool busy = false;
  std::string in;  ///< of the answer, as it arrives
  double cpu_since = 0;
  double cpu_last = 0;   ///< at the last look
  Clock::duration idle{};  ///< for so long it was found where it was
};

/// CPU seconds that a child has used so far; 0 where it is gone.
double cpuSeconds(pid_t pid) {
  clockid_t clock;
  timespec used{};
  if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &used) != 0) return 0;
  return double(used.tv_sec) + double(used.tv_nsec) / 1e9;
}

bool readExactly(int fd, void* data, size_t size) {
  char* at = static_cast<char*>(data);
  while (size) {
    ssize_t n = read(fd, at, size);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    at += n;
    size -= size_t(n);
  }
  return true;
}

bool writeExactly(int fd, const void* data, size_t size) {
  const char* at = static_cast<const char*>(data);
  while (size) {
    ssize_t n = write(fd, at, size);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    at += n;
    size -= size_t(n);
  }
  return true;
}

/// Bytes of address space that this process has already.
rlim_t addressSpace() {
  unsigned long long pages = 0;
  if (FILE* statm = fopen("/proc/self/statm", "r")) {
    if (fscanf(statm, "%llu", &pages) != 1) pages = 0;
    fclose(statm);
  }
  return rlim_t(pages) * rlim_t(sysconf(_SC_PAGESIZE));
}

[[noreturn]] void childMain(pid_t parent, int from, int to, const ForkOptions& options,
                            const std::function<std::string(size_t)>& work) {
  // However the parent ends, nobody is left to work for it.
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(0);
  // What a library prints is no result and no message of ours.
  if (const int null = open("/dev/null", O_RDWR | O_CLOEXEC); null >= 0) {
    for (int stream : {0, 1, 2})
      if (stream != from && stream != to) dup2(null, stream);
    if (null > 2) close(null);
  }
  // A crash here is the parent's row, not a dialogue with a core handler.
  for (int sig : {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL}) signal(sig, SIG_DFL);
  signal(SIGINT, SIG_IGN);  // the parent ends us
  signal(SIGTERM, SIG_DFL);
  rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
  if (options.memory_mib) {
    rlimit memory{};
    const rlim_t bytes = addressSpace() + (rlim_t(options.memory_mib) << 20);
    if (getrlimit(RLIMIT_AS, &memory) == 0 && (memory.rlim_cur == RLIM_INFINITY || memory.rlim_cur > bytes)) {
      memory.rlim_cur = bytes;
      setrlimit(RLIMIT_AS, &memory);
    }
  }
  uint64_t item = 0;
  while (readExactly(from, &item, sizeof item)) {
    std::string blob = work(size_t(item));
    uint64_t size = blob.size();
    if (!writeExactly(to, &size, sizeof size) || !writeExactly(to, blob.data(), blob.size())) break;
  }
  _exit(0);
}

bool start(Child& child, std::vector<Child>& all, const ForkOptions& options,
           const std::function<std::string(size_t)>& work) {
  int down[2], up[2];
  if (pipe(down) != 0) return false;
  if (pipe(up) != 0) {
    close(down[0]);
    close(down[1]);
    return false;
  }
  const pid_t parent = getpid();
  pid_t pid = fork();
  if (pid < 0) {
    for (int fd : {down[0], down[1], up[0], up[1]}) close(fd);
    return false;
  }
  if (pid == 0) {
    close(down[1]);
    close(up[0]);
    // Pipes of the other children must see their end when the parent goes away.
    for (Child& other : all) {
      if (other.to >= 0) close(other.to);
      if (other.from >= 0) close(other.from);
    }
    childMain(parent, down[0], up[1], options, work);
  }
  close(down[0]);
  close(up[1]);
  child.pid = pid;
  child.to = down[1];
  child.from = up[0];
  child.busy = false;
  child.in.clear();
  return true;
}

/// Ends a child and tells how it ended.
std::string finish(Child& child, bool kill_it) {
  if (child.pid < 0) return "";
  close(child.to);
  close(child.from);
  if (kill_it) kill(child.pid, SIGKILL);
  int status = 0;
  while (waitpid(child.pid, &status, 0) < 0 && errno == EINTR) {
  }
  child = Child{};
  if (WIFSIGNALED(status)) return "crashed (signal " + std::to_string(WTERMSIG(status)) + ")";
  return "ended without an answer (status " + std::to_string(WEXITSTATUS(status)) + ")";
}

}  // namespace

std::vector<ForkResult> forkMap(size_t count, const ForkOptions& options,
                                const std::function<std::string(size_t)>& work) {
  std::vector<ForkResult> results(count);
  if (!count) return results;
  struct sigaction ignore {}, before {};
  ignore.sa_handler = SIG_IGN;
  sigaction(SIGPIPE, &ignore, &before);

  std::vector<Child> children(std::min<size_t>(std::max(1u, options.jobs), count));
  size_t next = 0, done = 0;
  while (done < count && !interrupted()) {
    for (Child& child : children) {
      if (child.busy || next >= count) continue;
      if (child.pid < 0 && !start(child, children, options, work)) {
        results[next].not_started = true;
        results[next].fault = std::string("no process could be started: ") + strerror(errno);
        ++next;
        ++done;
        continue;
      }
      child.item = next++;
      child.busy = true;
      child.in.clear();
      child.idle = {};
      child.cpu_last = child.cpu_since = cpuSeconds(child.pid);
      if (options.progress) options.progress(done, child.item);
      uint64_t item = child.item;
      writeExactly(child.to, &item, sizeof item);
    }
    std::vector<pollfd> fds;
    std::vector<Child*> of;
    for (Child& child : children)
      if (child.busy) {
        fds.push_back({child.from, POLLIN, 0});
        of.push_back(&child);
      }
    if (fds.empty()) continue;
    const auto before = Clock::now();
    poll(fds.data(), nfds_t(fds.size()), int(kLook.count()));
    // At most one look: while the whole job is stopped nobody waits.
    const auto waited = std::min<Clock::duration>(Clock::now() - before, kLook);
    for (size_t i = 0; i < fds.size(); ++i) {
      Child& child = *of[i];
      ForkResult& result = results[child.item];
      if (fds[i].revents) {
        char buffer[1 << 16];
        ssize_t n = read(child.from, buffer, sizeof buffer);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) {
          result.fault = finish(child, false);
          ++done;
          continue;
        }
        child.in.append(buffer, size_t(n));
        uint64_t size = 0;
        if (child.in.size() >= sizeof size) {
          memcpy(&size, child.in.data(), sizeof size);
          if (child.in.size() - sizeof size >= size) {
            result.ok = true;
            result.blob = child.in.substr(sizeof size, size);
            child.busy = false;
            ++done;
          }
        }
        continue;
      }
      const double cpu = cpuSeconds(child.pid);
      const bool busy = cpu - child.cpu_since > options.seconds;
      child.idle = cpu > child.cpu_last ? Clock::duration() : child.idle + waited;
      child.cpu_last = cpu;
      if (!busy && child.idle <= std::chrono::seconds(options.idle_seconds)) continue;
      finish(child, true);
      result.fault = busy ? "took longer than " + std::to_string(options.seconds) + " s of CPU time"
                          : "waited for " + std::to_string(options.idle_seconds) + " s";
      ++done;
    }
  }
  for (Child& child : children) finish(child, interrupted());
  sigaction(SIGPIPE, &before, nullptr);
  return results;
}

}  // namespace gupkit

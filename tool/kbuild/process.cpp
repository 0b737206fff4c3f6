// SPDX-License-Identifier: GPL-2.0-only
#include "kbuild/process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <optional>
#include <utility>

#include "support/interrupt.h"

extern char** environ;

namespace gupkit::kbuild {
namespace {

struct Pipe {
  int read_end = -1;
  int write_end = -1;

  bool open() {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return false;
    read_end = ends[0];
    write_end = ends[1];
    return true;
  }
  void close(int& end) {
    if (end >= 0) ::close(end);
    end = -1;
  }
  ~Pipe() {
    close(read_end);
    close(write_end);
  }
};

std::vector<std::string> environmentOf(const Command& command) {
  std::vector<std::string> environment;
  for (char** at = environ; *at; ++at) {
    const std::string entry = *at;
    const std::string variable = entry.substr(0, entry.find('='));
    const auto names = [&](const std::string& setting) { return setting.substr(0, setting.find('=')) == variable; };
    if (std::find(command.unset.begin(), command.unset.end(), variable) != command.unset.end()) continue;
    if (std::any_of(command.set.begin(), command.set.end(), names)) continue;
    environment.push_back(entry);
  }
  environment.insert(environment.end(), command.set.begin(), command.set.end());
  return environment;
}

std::vector<char*> pointersTo(const std::vector<std::string>& strings) {
  std::vector<char*> pointers;
  for (const std::string& s : strings) pointers.push_back(const_cast<char*>(s.c_str()));
  pointers.push_back(nullptr);
  return pointers;
}

/// Ends a process group however this process ends: by a second signal, by SIGKILL, by a crash. A small process
/// holds the other end of a pipe and sees it close.
class Guard {
 public:
  explicit Guard(pid_t group) {
    Pipe life;
    if (!life.open()) return;
    pid_ = ::fork();
    if (pid_ == 0) {
      ::setpgid(0, 0);  // a Ctrl-C is for the others
      for (int signal : {SIGINT, SIGTERM, SIGHUP}) ::signal(signal, SIG_IGN);
      ::close(life.write_end);
      // Pipes that somebody else waits on must not stay open here.
      for (int fd = 0; fd < 1024; ++fd)
        if (fd != life.read_end) ::close(fd);
      char byte;
      while (::read(life.read_end, &byte, 1) < 0 && errno == EINTR) {
      }
      ::kill(-group, SIGKILL);
      ::_exit(0);
    }
    life.close(life.read_end);
    std::swap(end_, life.write_end);
  }
  /// The group has ended by itself.
  ~Guard() {
    if (pid_ > 0) {
      ::kill(pid_, SIGKILL);
      while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
      }
    }
    if (end_ >= 0) ::close(end_);
  }
  Guard(const Guard&) = delete;

 private:
  pid_t pid_ = -1;
  int end_ = -1;
};

/// How often a wait looks for a signal that came to this process alone.
constexpr int kLook = 100;
/// What SIGTERM leaves a program to clean up.
constexpr int kGrace = 2000;

/// Of one stream; a dry run of the whole kernel prints a tenth of it.
constexpr size_t kMostOutput = size_t(1) << 30;

/// Reads what is there; closes the end at its end of file.
void drain(Pipe& pipe, std::string& into) {
  char buffer[65536];
  const ssize_t got = ::read(pipe.read_end, buffer, sizeof buffer);
  if (got > 0) {
    into.append(buffer, static_cast<size_t>(got));
  } else if (got == 0 || (errno != EINTR && errno != EAGAIN)) {
    pipe.close(pipe.read_end);
  }
}

}  // namespace

Result<Output> run(const Command& command) {
  const auto fault = [&](int error) {
    return Error{command.argv.empty() ? "command" : command.argv[0],
                 std::string("cannot be started: ") + std::strerror(error), "install it, or put it in PATH"};
  };
  if (command.argv.empty()) return fault(EINVAL);
  Pipe out, err, started;
  if (!out.open() || !err.open() || !started.open()) return fault(errno);
  // Everything that allocates is done before the fork.
  const std::vector<std::string> environment = environmentOf(command);
  const std::vector<char*> argv = pointersTo(command.argv);
  const std::vector<char*> envp = pointersTo(environment);

  const pid_t child = ::fork();
  if (child < 0) return fault(errno);
  if (child == 0) {
    // A group of its own, so that all of it can be ended; a Ctrl-C is passed on below.
    ::setpgid(0, 0);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    const int null = ::open("/dev/null", O_RDONLY);
    ::dup2(null, 0);
    ::dup2(out.write_end, 1);
    ::dup2(err.write_end, 2);
    if (command.memory_mib != 0) {
      rlimit memory{};
      const rlim_t bytes = rlim_t(command.memory_mib) << 20;
      if (::getrlimit(RLIMIT_AS, &memory) == 0 && (memory.rlim_cur == RLIM_INFINITY || memory.rlim_cur > bytes)) {
        memory.rlim_cur = bytes;
        ::setrlimit(RLIMIT_AS, &memory);
      }
    }
    int error = 0;
    if (!command.directory.empty() && ::chdir(command.directory.c_str()) != 0) error = errno;
    if (error == 0) {
      environ = const_cast<char**>(envp.data());
      ::execvp(argv[0], argv.data());
      error = errno;
    }
    [[maybe_unused]] const ssize_t told = ::write(started.write_end, &error, sizeof error);
    ::_exit(127);
  }
  ::setpgid(child, child);  // whoever comes first
  const Guard guard(child);
  out.close(out.write_end);
  err.close(err.write_end);
  started.close(started.write_end);

  Output output;
  using Clock = std::chrono::steady_clock;
  const auto deadline = Clock::now() + std::chrono::seconds(command.timeout_seconds);
  std::optional<Clock::time_point> asked;  // to end
  bool endless = false;
  while (out.read_end >= 0 || err.read_end >= 0) {
    const auto now = Clock::now();
    if (!asked && interrupted()) {
      ::kill(-child, SIGTERM);
      asked = now;
    }
    if (asked && now - *asked > std::chrono::milliseconds(kGrace)) break;
    if (!asked && command.timeout_seconds != 0 && now >= deadline) {
      output.timed_out = true;
      break;
    }
    pollfd ends[2] = {{out.read_end, POLLIN, 0}, {err.read_end, POLLIN, 0}};
    const int ready = ::poll(ends, 2, kLook);
    if (ready < 0 && errno != EINTR) break;
    if (ready <= 0) continue;
    if (ends[0].revents) drain(out, output.text);
    if (ends[1].revents) drain(err, output.errors);
    endless = output.text.size() > kMostOutput || output.errors.size() > kMostOutput;
    if (endless) break;
  }
  if (asked || output.timed_out || endless) ::kill(-child, SIGKILL);
  int status = 0;
  for (;;) {  // it may have closed its outputs and go on
    const pid_t ended = ::waitpid(child, &status, WNOHANG);
    if (ended == child || (ended < 0 && errno != EINTR)) break;
    if (interrupted() || (command.timeout_seconds != 0 && Clock::now() >= deadline)) {
      output.timed_out = !interrupted();
      ::kill(-child, SIGKILL);
    }
    ::poll(nullptr, 0, ended == 0 ? 5 : 0);
  }
  if (interrupted()) return Error{command.argv[0], "interrupted", "run it again to go on"};
  if (endless) return Error{command.argv[0], "printed more than 1 GiB", "see what it does, or leave it out"};
  int error = 0;
  if (::read(started.read_end, &error, sizeof error) == static_cast<ssize_t>(sizeof error)) return fault(error);
  output.status = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  return output;
}

std::string lastLines(const std::string& text, unsigned count) {
  std::vector<std::string> lines;
  for (size_t at = 0; at < text.size();) {
    size_t end = text.find('\n', at);
    if (end == std::string::npos) end = text.size();
    if (end > at) lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  if (lines.size() > count) lines.erase(lines.begin(), lines.end() - count);
  std::string joined;
  for (const std::string& line : lines) joined += (joined.empty() ? "" : " | ") + line;
  return joined;
}

}  // namespace gupkit::kbuild

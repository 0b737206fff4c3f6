// SPDX-License-Identifier: GPL-2.0-only
#include "kbuild/process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>

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
    // A process group of its own only where we must be able to kill all of it;
    // otherwise it stays in ours, so that Ctrl-C reaches it.
    if (command.timeout_seconds != 0) ::setpgid(0, 0);
    const int null = ::open("/dev/null", O_RDONLY);
    ::dup2(null, 0);
    ::dup2(out.write_end, 1);
    ::dup2(err.write_end, 2);
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
  out.close(out.write_end);
  err.close(err.write_end);
  started.close(started.write_end);

  Output output;
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(command.timeout_seconds);
  while (out.read_end >= 0 || err.read_end >= 0) {
    pollfd ends[2] = {{out.read_end, POLLIN, 0}, {err.read_end, POLLIN, 0}};
    int wait_ms = -1;
    if (command.timeout_seconds != 0) {
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
      wait_ms = std::max<int>(0, static_cast<int>(left.count()));
      if (wait_ms == 0) {
        output.timed_out = true;
        ::kill(-child, SIGKILL);
        break;
      }
    }
    const int ready = ::poll(ends, 2, wait_ms);
    if (ready < 0 && errno != EINTR) break;
    if (ready <= 0) continue;
    if (ends[0].revents) drain(out, output.text);
    if (ends[1].revents) drain(err, output.errors);
  }
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
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

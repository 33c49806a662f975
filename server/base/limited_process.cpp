// SPDX-License-Identifier: EUPL-1.2
#include "base/limited_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>

// Without linkage of its own in glibc 2.36.
extern "C" {
#include <sys/pidfd.h>
}

namespace plaza::base {
namespace {

/// What the child answers when its program cannot be started; shells say the same.
constexpr int not_started = 127;

class descriptor {
public:
    explicit descriptor(int fd) : fd_(fd) {}
    ~descriptor() {
        if (fd_ >= 0) close(fd_);
    }
    descriptor(descriptor const&) = delete;
    descriptor& operator=(descriptor const&) = delete;
    int get() const { return fd_; }

private:
    int fd_;
};

bool write_all(int fd, std::string_view text) {
    while (!text.empty()) {
        auto const written = write(fd, text.data(), text.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return lseek(fd, 0, SEEK_SET) == 0;
}

std::string read_all(int fd, std::size_t most) {
    std::string out(most, '\0');
    auto const got = pread(fd, out.data(), out.size(), 0);
    out.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    return out;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
    std::vector<char*> out;
    for (auto& text : texts) out.push_back(text.data());
    out.push_back(nullptr);
    return out;
}

void limit(__rlimit_resource what, std::size_t most) {
    rlimit const both{most, most};
    if (setrlimit(what, &both) != 0) _exit(not_started);
}

/// Between fork and exec: system calls only, since another thread may have held any lock.
[[noreturn]] void become(char const* program, char* const* arguments, char* const* environment, int in, int out,
                         process_limits const& limits) {
    setpgid(0, 0);
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    // Systems that forbid it to us leave the network to it: what it decodes has still no way in but its input.
    unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWIPC);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (chdir("/proc") != 0) _exit(not_started);
    auto const nothing = open("/dev/null", O_WRONLY);
    if (dup2(in, STDIN_FILENO) < 0 || dup2(out, STDOUT_FILENO) < 0 || dup2(nothing, STDERR_FILENO) < 0) {
        _exit(not_started);
    }
    if (close_range(3, ~0U, 0) != 0) _exit(not_started);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    signal(SIGPIPE, SIG_DFL);
    signal(SIGXFSZ, SIG_DFL);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_CPU, limits.cpu_seconds);
    limit(RLIMIT_AS, limits.address_space);
    limit(RLIMIT_FSIZE, limits.output);
    limit(RLIMIT_NOFILE, 64);
    execve(program, arguments, environment);
    _exit(not_started);
}

/// Waits for the process and all that it began; true when it ended by itself.
bool await_end(pid_t child, std::chrono::milliseconds time, int& status) {
    descriptor const process(pidfd_open(child, 0));
    auto const until = std::chrono::steady_clock::now() + time;
    bool ended = false;
    for (;;) {
        auto const left =
            std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
        if (left.count() <= 0 || process.get() < 0) break;
        pollfd waiting{process.get(), POLLIN, 0};
        auto const found = poll(&waiting, 1, static_cast<int>(left.count()));
        if (found < 0 && errno == EINTR) continue;
        ended = found > 0;
        break;
    }
    // Its number is its own until it is waited for; what it left running is in its group.
    kill(-child, SIGKILL);
    kill(child, SIGKILL);
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return ended;
}

}  // namespace

process_end run_limited(std::string const& program, std::vector<std::string> const& arguments,
                        std::vector<std::string> const& environment, std::string_view input,
                        process_limits const& limits) {
    descriptor const in(memfd_create("input", MFD_CLOEXEC));
    descriptor const out(memfd_create("output", MFD_CLOEXEC));
    if (in.get() < 0 || out.get() < 0 || !write_all(in.get(), input)) return {};
    auto words = arguments;
    words.insert(words.begin(), program);
    auto names = environment;
    auto const argv = pointers_to(words);
    auto const envp = pointers_to(names);

    auto const child = fork();
    if (child < 0) return {};
    if (child == 0) become(program.c_str(), argv.data(), envp.data(), in.get(), out.get(), limits);
    setpgid(child, child);
    int status = 0;
    process_end end;
    if (!await_end(child, limits.wall, status)) {
        end.ended = process_end::how::too_slow;
    } else if (WIFEXITED(status) && WEXITSTATUS(status) == 0) {
        end.ended = process_end::how::answered;
        end.output = read_all(out.get(), limits.output);
    } else if (!WIFEXITED(status) || WEXITSTATUS(status) != not_started) {
        end.ended = process_end::how::failed;
    }
    return end;
}

}  // namespace plaza::base

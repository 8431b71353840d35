#include "stop_signals.hpp"

#include <sys/time.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <string_view>

#include "synchrony/core/files.hpp"

namespace synchrony::cli {
namespace {

core::Cancel cancel;
std::atomic<int> interrupted_by{0};  // the signal that asked the program to stop
static_assert(std::atomic<int>::is_always_lock_free);

// For what is being written and for a state to go on from; with it a program ends within two seconds.
constexpr itimerval grace{{0, 0}, {1, 400'000}};

// Ends the program where it stands, from a signal handler.
[[noreturn]] void end_now() {
    core::remove_temporary_files();
    constexpr std::string_view word = "\nsynchrony: stopped\n";
    (void)!::write(STDERR_FILENO, word.data(), word.size());
    std::_Exit(signal_exit_base + interrupted_by);
}

extern "C" void on_interrupt(int signal_number) {
    if (interrupted_by.exchange(signal_number) != 0) end_now();
    cancel.request();
    ::setitimer(ITIMER_REAL, &grace, nullptr);
}

extern "C" void on_grace_over(int) {
    end_now();
}

}  // namespace

void listen_to_signals() {
    std::signal(SIGINT, on_interrupt);
    std::signal(SIGTERM, on_interrupt);
    std::signal(SIGXCPU, on_interrupt);  // a batch system's limit of processor time; asked once a second, then killed
    if (std::signal(SIGHUP, on_interrupt) == SIG_IGN) std::signal(SIGHUP, SIG_IGN);  // under nohup it goes on
    std::signal(SIGALRM, on_grace_over);
    std::signal(SIGXFSZ, SIG_IGN);  // a file that may not grow is an error of writing, with its reason
}

const core::Cancel& stop_request() {
    return cancel;
}

int stop_signal() {
    return interrupted_by;
}

}  // namespace synchrony::cli

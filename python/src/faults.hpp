// Errors of the library as Python's exceptions, and long work that Python can go on beside.
#pragma once

#include <pybind11/pybind11.h>

#include <chrono>
#include <cstdint>
#include <future>
#include <string>
#include <type_traits>
#include <utility>

#include "synchrony/core/progress.hpp"
#include "synchrony/core/result.hpp"

namespace synchrony::python {

namespace py = pybind11;

/// Throws the exception of synchrony/_errors.py that fits.
[[noreturn]] void raise(const core::Error& error);
[[noreturn]] void raise_usage(std::string what, std::string got = {}, std::string expected = {}, std::string hint = {});

/// The value, or the exception.
template <typename T>
T value_of(core::Result<T>&& result) {
    if (!result) raise(result.error());
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

/// The threads asked for, 1 to most_threads.
int checked_threads(int threads);

/// Whether this is Python's main thread, the only one that is told of Ctrl-C.
bool on_main_thread();
/// Whether Ctrl-C was pressed since. Takes the GIL.
bool interrupted();

/// Work that goes on, so that it can be ended before Python does: a daemon thread that is still at work when the
/// program's own objects are taken down would read what is no more.
class RunningWork {
  public:
    explicit RunningWork(core::Cancel& cancel);
    ~RunningWork();
    RunningWork(const RunningWork&) = delete;
    RunningWork& operator=(const RunningWork&) = delete;

  private:
    core::Cancel& cancel_;
};
/// Asks all work to stop and waits for it, without the GIL; what begins later is stopped at once.
void end_running_work();

/// Runs work(context) without the GIL. On Python's main thread it runs in one of its own, while the main one looks for
/// Ctrl-C; then the work is asked to stop and KeyboardInterrupt raised. `work` must not touch Python.
template <typename Work>
auto run_long(int threads, std::uint64_t seed, Work work) {
    constexpr auto between_looks = std::chrono::milliseconds(50);
    core::Cancel cancel;
    core::RunContext context;
    context.cancel = &cancel;
    context.threads = checked_threads(threads);
    context.seed = seed;
    const RunningWork running(cancel);  // until the GIL is back
    const bool told_of_signals = on_main_thread();
    bool stopped = false;
    auto answer = [&] {
        py::gil_scoped_release released;
        if (!told_of_signals) return work(context);
        auto task = std::async(std::launch::async, [&] { return work(context); });
        while (task.wait_for(between_looks) != std::future_status::ready)
            if (!stopped && interrupted()) {
                stopped = true;
                cancel.request();
            }
        return task.get();
    }();
    if (stopped) throw py::error_already_set();
    return answer;
}

}  // namespace synchrony::python

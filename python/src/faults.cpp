#include "faults.hpp"

#include <condition_variable>
#include <mutex>
#include <set>

#include "text_of_python.hpp"

namespace synchrony::python {
namespace {

constexpr int most_threads = 1024;

const char* class_of(core::ErrorKind kind) {
    switch (kind) {
        case core::ErrorKind::usage:
            return "UsageError";
        case core::ErrorKind::io:
            return "FileError";
        case core::ErrorKind::refused:
            return "RefusedError";
        case core::ErrorKind::cancelled:
            return "Cancelled";
        case core::ErrorKind::input:
            break;
    }
    return "InputError";
}

}  // namespace

void raise(const core::Error& error) {
    const py::object kind = py::module_::import("synchrony._errors").attr(class_of(error.kind));
    const py::object made = kind(text(error.message()), text(error.what), text(error.where), text(error.got),
                                 text(error.expected), text(error.hint));
    PyErr_SetObject(kind.ptr(), made.ptr());
    throw py::error_already_set();
}

void raise_usage(std::string what, std::string got, std::string expected, std::string hint) {
    raise({core::ErrorKind::usage, std::move(what), {}, std::move(got), std::move(expected), std::move(hint)});
}

int checked_threads(int threads) {
    if (threads < 1 || threads > most_threads)
        raise_usage("number of threads out of range", std::to_string(threads), "1 to " + std::to_string(most_threads));
    return threads;
}

namespace {

struct AllWork {
    std::mutex mutex;
    std::condition_variable changed;
    std::set<core::Cancel*> running;
    bool ending = false;
};

// Never taken down: threads may outlive the program's objects.
AllWork& all_work() {
    static auto* const work = new AllWork;
    return *work;
}

}  // namespace

RunningWork::RunningWork(core::Cancel& cancel) : cancel_(cancel) {
    auto& all = all_work();
    const std::lock_guard lock(all.mutex);
    all.running.insert(&cancel_);
    if (all.ending) cancel_.request();
}

RunningWork::~RunningWork() {
    auto& all = all_work();
    const std::lock_guard lock(all.mutex);
    all.running.erase(&cancel_);
    all.changed.notify_all();
}

void end_running_work() {
    constexpr auto longest_wait = std::chrono::seconds(5);
    const py::gil_scoped_release released;
    auto& all = all_work();
    std::unique_lock lock(all.mutex);
    all.ending = true;
    for (auto* cancel : all.running) cancel->request();
    all.changed.wait_for(lock, longest_wait, [&] { return all.running.empty(); });
}

bool on_main_thread() {
    const auto threading = py::module_::import("threading");
    return threading.attr("current_thread")().is(threading.attr("main_thread")());
}

bool interrupted() {
    const py::gil_scoped_acquire held;
    return PyErr_CheckSignals() != 0;
}

}  // namespace synchrony::python

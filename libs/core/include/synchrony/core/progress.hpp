// How long work tells its caller how far it is, and how the caller tells it to stop. Libraries never print:
// the program passes in a Progress that draws a bar, a test passes in none.
#pragma once

#include <atomic>
#include <cstdint>
#include <string_view>

namespace synchrony::core {

/// Receives progress of one task at a time. Calls may come from several threads.
class Progress {
  public:
    virtual ~Progress() = default;
    /// A new task starts; `total` steps, 0 when unknown.
    virtual void begin(std::string_view task, std::uint64_t total) = 0;
    /// `steps` more are done; `note` is a short current figure ("loss 0.41"), may be empty.
    virtual void advance(std::uint64_t steps, std::string_view note = {}) = 0;
    virtual void end() = 0;
    /// One line for the log, outside the bar.
    virtual void log(std::string_view line) = 0;
};

/// A Progress that shows nothing; the default everywhere.
Progress& no_progress();

/// Set from a signal handler or another thread; long work polls it and leaves a resumable state.
class Cancel {
  public:
    void request() noexcept { requested_.store(true, std::memory_order_relaxed); }
    [[nodiscard]] bool requested() const noexcept { return requested_.load(std::memory_order_relaxed); }

  private:
    std::atomic<bool> requested_{false};
};

/// A Cancel that is never requested.
const Cancel& never_cancelled();

/// What every long use case takes: where to say how far it is, whether to stop, how many threads, which seed.
struct RunContext {
    Progress* progress = &no_progress();
    const Cancel* cancel = &never_cancelled();
    int threads = 1;         ///< worker threads, >= 1
    std::uint64_t seed = 1;  ///< fixes every random choice of the run
};

}  // namespace synchrony::core

// Draws progress on stderr: a bar with time left on a terminal; elsewhere log lines, and a line a minute when asked.
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

#include "synchrony/core/progress.hpp"

namespace synchrony::cli {

class TerminalProgress final : public core::Progress {
  public:
    /// `quiet` drops log lines as well; `lines`: a line a minute where stderr is no terminal.
    TerminalProgress(bool quiet, bool lines);
    void begin(std::string_view task, std::uint64_t total) override;
    void advance(std::uint64_t steps, std::string_view note = {}) override;
    void end() override;
    void log(std::string_view line) override;

  private:
    void draw();
    void erase();
    void say_line();

    using Clock = std::chrono::steady_clock;
    std::mutex mutex_;
    const bool quiet_;
    const bool terminal_;
    const bool lines_;
    bool running_ = false;
    std::string task_;
    std::string note_;
    std::uint64_t total_ = 0;
    std::uint64_t done_ = 0;
    Clock::time_point started_;
    Clock::time_point drawn_;
};

}  // namespace synchrony::cli

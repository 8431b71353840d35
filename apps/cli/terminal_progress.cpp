#include "terminal_progress.hpp"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace synchrony::cli {
namespace {

constexpr std::chrono::milliseconds redraw_every{100};
constexpr std::chrono::milliseconds line_every = std::chrono::minutes(1);
constexpr int bar_columns = 24;

std::string clock_text(double seconds) {
    const auto whole = std::lround(seconds);
    char text[32];
    if (whole >= 3600)
        std::snprintf(text, sizeof text, "%ld:%02ld:%02ld", whole / 3600, whole / 60 % 60, whole % 60);
    else
        std::snprintf(text, sizeof text, "%ld:%02ld", whole / 60, whole % 60);
    return text;
}

}  // namespace

TerminalProgress::TerminalProgress(bool quiet, bool lines)
    : quiet_(quiet), terminal_(!quiet && ::isatty(STDERR_FILENO) == 1), lines_(lines && !quiet && !terminal_) {}

void TerminalProgress::begin(std::string_view task, std::uint64_t total) {
    const std::lock_guard lock(mutex_);
    running_ = true;
    task_ = task;
    note_.clear();
    total_ = total;
    done_ = 0;
    started_ = drawn_ = Clock::now();
    draw();
}

void TerminalProgress::advance(std::uint64_t steps, std::string_view note) {
    const std::lock_guard lock(mutex_);
    done_ += steps;
    if (!note.empty()) note_ = note;
    const auto now = Clock::now();
    if (now - drawn_ < (lines_ ? line_every : redraw_every)) return;
    drawn_ = now;
    if (lines_)
        say_line();
    else
        draw();
}

void TerminalProgress::end() {
    const std::lock_guard lock(mutex_);
    erase();
    running_ = false;
}

void TerminalProgress::log(std::string_view line) {
    const std::lock_guard lock(mutex_);
    if (quiet_) return;
    erase();
    std::fprintf(stderr, "%.*s\n", static_cast<int>(line.size()), line.data());
    draw();
}

void TerminalProgress::erase() {
    if (terminal_ && running_) std::fputs("\r\033[K", stderr);
}

void TerminalProgress::say_line() {
    const double elapsed = std::chrono::duration<double>(Clock::now() - started_).count();
    std::string text = task_ + ": " + std::to_string(done_) + (total_ > 0 ? " of " + std::to_string(total_) : "") +
                       ", " + clock_text(elapsed);
    if (total_ > 0 && done_ > 0 && done_ < total_)
        text += ", " + clock_text(elapsed * static_cast<double>(total_ - done_) / static_cast<double>(done_)) + " left";
    std::fprintf(stderr, "%s\n", text.c_str());
}

void TerminalProgress::draw() {
    if (!terminal_ || !running_) return;
    const double elapsed = std::chrono::duration<double>(Clock::now() - started_).count();
    if (total_ == 0) {
        std::fprintf(stderr, "\r\033[K%s  %llu  %s  %s", task_.c_str(), static_cast<unsigned long long>(done_),
                     clock_text(elapsed).c_str(), note_.c_str());
    } else {
        const double share = std::min(1.0, static_cast<double>(done_) / static_cast<double>(total_));
        const int filled = static_cast<int>(share * bar_columns);
        std::string bar(static_cast<std::size_t>(filled), '#');
        bar.resize(bar_columns, '.');
        const std::string left = share > 0 ? clock_text(elapsed * (1 - share) / share) + " left" : "";
        std::fprintf(stderr, "\r\033[K%s [%s] %3.0f%%  %s  %s", task_.c_str(), bar.c_str(), share * 100, left.c_str(),
                     note_.c_str());
    }
    std::fflush(stderr);
}

}  // namespace synchrony::cli

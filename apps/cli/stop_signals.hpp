// The signals that stop the program.
#pragma once

#include "synchrony/core/progress.hpp"

namespace synchrony::cli {

/// From now on the first Ctrl-C, or what a system sends in its place, asks the work to stop and to keep what it can be
/// resumed from; what has not stopped within 1.4 s is ended where it stands. The second ends the program at once.
void listen_to_signals();

/// What the first one requests.
[[nodiscard]] const core::Cancel& stop_request();
/// The signal that asked the program to stop; 0: none.
[[nodiscard]] int stop_signal();

inline constexpr int signal_exit_base = 128;  ///< as shells say which signal ended a program

}  // namespace synchrony::cli

// A connection with bounds in time and bytes: no client, however slow or long-winded, holds a thread for longer than
// the limits say.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

#include "synchrony/server/server.hpp"

namespace synchrony::server {

class Connection {
  public:
    /// The descriptor is not owned. `stopping` ends every wait within a fifth of a second.
    Connection(int descriptor, const Limits& limits, const std::atomic<bool>& stopping)
        : descriptor_(descriptor), limits_(limits), stopping_(stopping) {}

    /// Waits until the next request begins; false where none comes in time.
    [[nodiscard]] bool wait_for_request();
    /// The request's head begins: its time and its bytes count from here.
    void begin_head();
    /// The head has ended: from here the body's time counts.
    void begin_body();

    /// Bytes read, 0 at the end, -1 on a fault, too late or too much.
    [[nodiscard]] long read(char* to, std::size_t most);
    [[nodiscard]] long write(const char* from, std::size_t count);
    [[nodiscard]] bool readable();
    [[nodiscard]] bool writable();

    [[nodiscard]] bool was_too_slow() const { return too_slow_; }
    /// Says that the connection must end after this reply, as where its body was not read.
    void close_afterwards() { close_ = true; }
    [[nodiscard]] bool closes() const { return close_; }
    /// Takes what the client still sends for a moment, so that the reply is not lost by a reset.
    void drain();
    /// The same of what has arrived already, without waiting for more: for the thread that accepts.
    void drain_sent();
    [[nodiscard]] int descriptor() const { return descriptor_; }

  private:
    using Clock = std::chrono::steady_clock;
    [[nodiscard]] bool wait(short events, Clock::time_point until) const;
    [[nodiscard]] bool fill(Clock::time_point until);

    const int descriptor_;
    const Limits& limits_;
    const std::atomic<bool>& stopping_;
    std::string buffer_;
    std::size_t next_ = 0;  ///< of buffer_
    Clock::time_point deadline_ = Clock::time_point::max();
    bool in_head_ = false, too_slow_ = false, close_ = false;
    std::size_t head_bytes_ = 0;
};

}  // namespace synchrony::server

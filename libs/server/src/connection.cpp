#include "connection.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace synchrony::server {
namespace {

constexpr std::chrono::milliseconds slice{200};  // how soon a stopping server is noticed
constexpr std::size_t buffer_bytes = std::size_t{64} * 1024;
constexpr std::size_t most_drained_bytes = std::size_t{4} << 20;
constexpr std::chrono::milliseconds longest_drain{500};

}  // namespace

bool Connection::wait(short events, Clock::time_point until) const {
    while (!stopping_) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now());
        if (left.count() <= 0) return false;
        pollfd watched{descriptor_, events, 0};
        const int found = ::poll(&watched, 1, static_cast<int>(std::min(left, slice).count()));
        if (found > 0) return true;
        if (found < 0 && errno != EINTR) return false;
    }
    return false;
}

bool Connection::fill(Clock::time_point until) {
    if (!wait(POLLIN, until)) return false;
    buffer_.resize(buffer_bytes);
    next_ = 0;
    const auto got = ::recv(descriptor_, buffer_.data(), buffer_.size(), 0);
    buffer_.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    return got > 0;
}

bool Connection::wait_for_request() {
    return next_ < buffer_.size() || fill(Clock::now() + limits_.idle_time);
}

void Connection::begin_head() {
    in_head_ = true;
    head_bytes_ = 0;
    deadline_ = Clock::now() + limits_.head_time;
}

void Connection::begin_body() {
    in_head_ = false;
    deadline_ = Clock::now() + limits_.body_time;
}

long Connection::read(char* to, std::size_t most) {
    if (next_ >= buffer_.size()) {
        const auto now = Clock::now();
        if (!fill(std::min(deadline_, now + limits_.stall_time))) {
            too_slow_ = too_slow_ || Clock::now() >= std::min(deadline_, now + limits_.stall_time);
            close_ = true;
            return -1;
        }
    }
    const auto count = std::min(most, buffer_.size() - next_);
    if (in_head_ && (head_bytes_ += count) > limits_.head_bytes) {
        close_ = true;
        return -1;
    }
    std::memcpy(to, buffer_.data() + next_, count);
    next_ += count;
    return static_cast<long>(count);
}

long Connection::write(const char* from, std::size_t count) {
    std::size_t sent = 0;
    while (sent < count) {
        if (!wait(POLLOUT, Clock::now() + limits_.stall_time)) return -1;
        const auto some = ::send(descriptor_, from + sent, count - sent, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (some < 0 && errno != EAGAIN && errno != EINTR) return -1;
        if (some > 0) sent += static_cast<std::size_t>(some);
    }
    return static_cast<long>(sent);
}

bool Connection::readable() {
    return next_ < buffer_.size() || wait(POLLIN, Clock::now() + limits_.stall_time);
}

bool Connection::writable() {
    return wait(POLLOUT, Clock::now() + limits_.stall_time);
}

void Connection::drain() {
    ::shutdown(descriptor_, SHUT_WR);
    const auto until = Clock::now() + longest_drain;
    for (std::size_t bytes = 0; bytes < most_drained_bytes && fill(until);) bytes += buffer_.size();
    next_ = buffer_.size();
}

void Connection::drain_sent() {
    ::shutdown(descriptor_, SHUT_WR);
    constexpr std::chrono::milliseconds moment{20};
    const auto until = Clock::now() + moment;
    for (std::size_t bytes = 0; bytes < buffer_bytes && fill(until);) bytes += buffer_.size();
}

}  // namespace synchrony::server

// Bytes of bodies that are being received, over all connections.
#pragma once

#include <atomic>
#include <cstddef>

namespace synchrony::server {

class BodyBudget {
  public:
    explicit BodyBudget(std::size_t most) : most_(most) {}
    [[nodiscard]] bool take(std::size_t bytes) {
        if (taken_.fetch_add(bytes) + bytes <= most_) return true;
        taken_ -= bytes;
        return false;
    }
    void give_back(std::size_t bytes) { taken_ -= bytes; }

  private:
    const std::size_t most_;
    std::atomic<std::size_t> taken_{0};
};

class TakenBytes {
  public:
    explicit TakenBytes(BodyBudget& budget) : budget_(budget) {}
    TakenBytes(const TakenBytes&) = delete;
    TakenBytes& operator=(const TakenBytes&) = delete;
    ~TakenBytes() { budget_.give_back(bytes_); }
    [[nodiscard]] bool more(std::size_t bytes) {
        if (!budget_.take(bytes)) return false;
        bytes_ += bytes;
        return true;
    }

  private:
    BodyBudget& budget_;
    std::size_t bytes_ = 0;
};

}  // namespace synchrony::server

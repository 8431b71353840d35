// Ids of what had to go for newer ones, so that whoever asks for one is told that it was there.
#pragma once

#include <algorithm>
#include <deque>
#include <string>
#include <utility>

namespace synchrony::server {

/// Bounded; under the mutex of whoever holds it.
class DroppedIds {
  public:
    void add(std::string id) {
        constexpr std::size_t remembered = 1000;
        ids_.push_back(std::move(id));
        if (ids_.size() > remembered) ids_.pop_front();
    }
    [[nodiscard]] bool contains(const std::string& id) const { return std::ranges::find(ids_, id) != ids_.end(); }

  private:
    std::deque<std::string> ids_;
};

}  // namespace synchrony::server

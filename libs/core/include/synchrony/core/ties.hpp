// Things that belong together, directly or through others (disjoint sets, union-find).
#pragma once

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <vector>

namespace synchrony::core {

/// Numbers below `count`, at first each by itself; a group is known by its lowest.
class Ties {
  public:
    explicit Ties(std::size_t count) : lower_(count) { std::iota(lower_.begin(), lower_.end(), std::size_t{0}); }
    [[nodiscard]] std::size_t size() const { return lower_.size(); }
    [[nodiscard]] std::size_t group(std::size_t i) {
        while (lower_[i] != i) i = lower_[i] = lower_[lower_[i]];  // so that no chain is walked twice
        return i;
    }
    void tie(std::size_t one, std::size_t other) {
        const auto a = group(one), b = group(other);
        lower_[std::max(a, b)] = std::min(a, b);
    }

  private:
    std::vector<std::size_t> lower_;
};

}  // namespace synchrony::core

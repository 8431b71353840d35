// A signal whose beginning may be forgotten: indices stay those of the whole signal.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace synchrony::beats {

template <typename T>
class Rolling {
  public:
    [[nodiscard]] std::int64_t begin() const { return begin_; }
    [[nodiscard]] std::int64_t end() const { return begin_ + static_cast<std::int64_t>(values_.size()); }

    void push(T value) { values_.push_back(value); }
    void append(std::span<const T> values) { values_.insert(values_.end(), values.begin(), values.end()); }

    /// Samples [from, to), which must be held.
    [[nodiscard]] std::span<const T> range(std::int64_t from, std::int64_t to) const {
        return std::span<const T>(values_).subspan(static_cast<std::size_t>(from - begin_),
                                                   static_cast<std::size_t>(to - from));
    }

    /// Forgets what lies before `index`. Called once a window, so moving the rest is cheap.
    void forget_before(std::int64_t index) {
        const auto count = std::clamp<std::int64_t>(index - begin_, 0, static_cast<std::int64_t>(values_.size()));
        values_.erase(values_.begin(), values_.begin() + count);
        begin_ += count;
    }

  private:
    std::vector<T> values_;
    std::int64_t begin_ = 0;
};

}  // namespace synchrony::beats

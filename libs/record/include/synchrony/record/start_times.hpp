// Which of two recordings came first, where their times may say the day alone.
#pragma once

#include <compare>
#include <cstddef>
#include <string_view>

namespace synchrony::record {

/// Of two Ecg::start_time. Unordered where both are of one day and one of them (or both) says no more than the day.
[[nodiscard]] inline std::partial_ordering compare_start_times(std::string_view one, std::string_view other) {
    constexpr std::size_t day = 10;
    const auto by_day = one.substr(0, day) <=> other.substr(0, day);
    if (std::is_neq(by_day)) return by_day;
    if (one.size() <= day || other.size() <= day) return std::partial_ordering::unordered;
    return one <=> other;
}

/// Whether it says more than the day.
[[nodiscard]] inline bool has_time_of_day(std::string_view start_time) {
    constexpr std::size_t day = 10;
    return start_time.size() > day;
}

}  // namespace synchrony::record

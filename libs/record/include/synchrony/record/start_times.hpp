// Which of two recordings came first, where their times may say the day alone, and clocks stand in time zones.
#pragma once

#include <compare>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace synchrony::record {

/// When a recording began: Ecg::start_time and FileFacts::zone_minutes.
struct Start {
    std::string time;                 ///< ISO 8601, of the clock where it was recorded
    std::optional<int> zone_minutes;  ///< ahead of Coordinated Universal Time
    friend bool operator==(const Start&, const Start&) = default;
};

/// In Coordinated Universal Time where both say their zone and the time of day, else by their clocks. Unordered where
/// both are of one day and one of them (or both) says no more than the day.
[[nodiscard]] std::partial_ordering compare_starts(const Start& one, const Start& other);

/// Texts in whose order the starts of one patient's recordings lie: in Coordinated Universal Time where all say their
/// zone and the time of day, else of their clocks, so that they have one order whichever two are compared.
[[nodiscard]] std::vector<std::string> comparable_times(std::span<const Start> starts);

/// Of two such texts. Unordered where both are of one day and one of them (or both) says no more than the day.
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

/// "+01:00" of 60; "-03:30" of -210.
[[nodiscard]] std::string zone_text(int minutes);

/// "2026-11-22T14:50:00+01:00"; the time alone where the zone is not said.
[[nodiscard]] std::string with_zone(const std::string& start_time, const std::optional<int>& zone_minutes);

}  // namespace synchrony::record

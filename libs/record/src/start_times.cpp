#include "synchrony/record/start_times.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>

#include "synchrony/core/text.hpp"
#include "synchrony/record/identity.hpp"

namespace synchrony::record {
namespace {

constexpr int hour_min = 60, day_min = 24 * hour_min;

bool says_moment(const Start& start) {
    return start.zone_minutes && has_time_of_day(start.time);
}

/// "2026-11-22T13:50:00" of "2026-11-22T14:50:00" an hour ahead; as it is where it is no such text.
std::string in_universal_time(const Start& start) {
    constexpr std::size_t hour_at = 11, minute_at = 14, second_at = 16, two = 2;
    if (start.time.size() < second_at) return start.time;
    const auto hour = core::number_from<int>(std::string_view(start.time).substr(hour_at, two));
    const auto minute = core::number_from<int>(std::string_view(start.time).substr(minute_at, two));
    if (!hour || !minute) return start.time;
    const int minutes = *hour * hour_min + *minute - *start.zone_minutes;
    const int days = minutes < 0 ? -1 - (-1 - minutes) / day_min : minutes / day_min;
    const auto day = moved_by_days(start.time.substr(0, hour_at - 1), days);
    if (!day) return start.time;
    const int of_day = minutes - days * day_min;
    std::array<char, 32> clock{};
    std::snprintf(clock.data(), clock.size(), "T%02d:%02d", of_day / hour_min, of_day % hour_min);
    return *day + clock.data() + start.time.substr(second_at);
}

}  // namespace

std::partial_ordering compare_starts(const Start& one, const Start& other) {
    const std::array<Start, 2> both{one, other};
    const auto times = comparable_times(both);
    return compare_start_times(times.front(), times.back());
}

std::vector<std::string> comparable_times(std::span<const Start> starts) {
    const bool all = std::ranges::all_of(starts, says_moment);
    std::vector<std::string> times;
    for (const auto& start : starts) times.push_back(all ? in_universal_time(start) : start.time);
    return times;
}

std::string zone_text(int minutes) {
    const int ahead = std::abs(minutes);
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%c%02d:%02d", minutes < 0 ? '-' : '+', ahead / hour_min, ahead % hour_min);
    return text.data();
}

std::string with_zone(const std::string& start_time, const std::optional<int>& zone_minutes) {
    return zone_minutes && has_time_of_day(start_time) ? start_time + zone_text(*zone_minutes) : start_time;
}

}  // namespace synchrony::record

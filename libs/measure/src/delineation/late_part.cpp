#include "delineation/late_part.hpp"

#include <algorithm>
#include <cmath>

namespace synchrony::measure::delineation {
namespace {

constexpr double late_part = 0.05;  // of the peak
constexpr int beyond_marks = samples_of_ms(40);
constexpr double still_part = 0.25;  // of the late part's own largest velocity
constexpr int still_width = samples_of_ms(10), still_reach = samples_of_ms(48);

constexpr double doubtful_part = 0.04, doubtful_fall = 0.2, doubtful_rise = 0.6;
constexpr int doubtful_from = samples_of_ms(10), doubtful_reach = samples_of_ms(60), fall_reach = samples_of_ms(64);

// A largest velocity with lower ones before and a still signal after.
bool stands_out(const Velocity& v, int from, int at) {
    if (v.at(at) < v.at(at - 1) || v.at(at) < v.at(at + 1)) return false;
    return v.lowest_mean(from, at, 1) <= doubtful_rise * v.at(at) &&
           v.lowest_mean(at, at + fall_reach, 1) <= doubtful_fall * v.at(at);
}

}  // namespace

std::optional<double> end_of_late_part(const Velocity& v, const ReadEnd& read) {
    const int from = static_cast<int>(std::lround(read.end)) + 1;
    const int to = std::min(read.latest_mark + beyond_marks, v.to() - 1);
    const double sure = std::max(late_part * read.peak, read.threshold);
    if (to <= from || v.at(to) >= sure) return std::nullopt;  // still rising: the T wave
    const auto end = crossing(v, to, from, 1, sure, read.threshold, read.quiet);
    if (!end || *end > read.latest_mark + beyond_marks) return std::nullopt;
    const int at = static_cast<int>(*end);
    const bool still = v.lowest_mean(at, at + still_reach, still_width) <= still_part * v.largest(from, to);
    return still ? end : std::nullopt;
}

std::optional<double> end_of_doubtful_part(const Velocity& v, const ReadEnd& read) {
    const int end = static_cast<int>(read.end);
    const int to = std::min(end + doubtful_reach, v.to() - still_width);
    for (int i = end + doubtful_from; i < to; ++i)
        if (v.at(i) >= doubtful_part * read.peak && stands_out(v, end, i))
            return crossing(v, i, i, 1, 0.0, 0.5 * v.at(i), read.quiet);
    return std::nullopt;
}

}  // namespace synchrony::measure::delineation

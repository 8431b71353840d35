// What the plots of an evaluation have in common.
#pragma once

#include <array>
#include <optional>
#include <string>

#include "synchrony/draw/figure.hpp"
#include "synchrony/stats/confidence_intervals.hpp"

namespace synchrony::report {

inline constexpr double chance_auc = 0.5;

inline constexpr double figure_width_mm = 100.0;  // wide enough to read beside another, narrow enough for a phone
inline constexpr double legend_row_mm = 5.0;
inline constexpr draw::Colour line_of_reference{0.55, 0.55, 0.55};

/// Dashes of the i-th line, so that lines are told apart without colours.
[[nodiscard]] inline double line_dash_mm(std::size_t i) {
    constexpr std::array<double, 4> dashes = {0.0, 2.4, 0.9, 4.5};
    return dashes[i % dashes.size()];
}

/// The i-th mark.
[[nodiscard]] inline draw::Marker line_marker(std::size_t i) {
    constexpr std::array<draw::Marker, 4> markers = {draw::Marker::disc, draw::Marker::square, draw::Marker::triangle,
                                                     draw::Marker::diamond};
    return markers[i % markers.size()];
}

/// The shapes begin again, so that eight are told apart.
[[nodiscard]] inline bool marker_is_hollow(std::size_t i) {
    return i % 8 >= 4;
}

/// "0.68 to 0.83"
[[nodiscard]] std::string limits_text(const stats::Interval& interval, int decimals);
/// With the mark of limits by another method.
[[nodiscard]] std::string marked_limits(const stats::Interval& interval, int decimals);

/// "0.77 (0.68 to 0.83)"
[[nodiscard]] std::string estimate_text(double value, const std::optional<stats::Interval>& interval, int decimals);

/// "0.031", "< 0.001"; an en dash where there is none.
[[nodiscard]] std::string p_text(const std::optional<double>& p);

/// "rows of 45 people": what patients are where some people have several rows.
[[nodiscard]] std::string rows_of(std::size_t people);

/// "57.1 %"; `whole` is not 0.
[[nodiscard]] std::string percent_of(std::size_t part, std::size_t whole);

}  // namespace synchrony::report

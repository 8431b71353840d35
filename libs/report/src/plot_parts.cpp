#include "plot_parts.hpp"

#include "synchrony/core/counted.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/draw/ticks.hpp"

namespace synchrony::report {

std::string limits_text(const stats::Interval& interval, int decimals) {
    return draw::fixed_text(interval.low, decimals) + " to " + draw::fixed_text(interval.high, decimals);
}

std::string marked_limits(const stats::Interval& interval, int decimals) {
    return limits_text(interval, decimals) + std::string(stats::method_mark(interval));
}

std::string estimate_text(double value, const std::optional<stats::Interval>& interval, int decimals) {
    auto text = draw::fixed_text(value, decimals);
    if (!interval) return text;
    return text + " (" + limits_text(*interval, decimals) + ")" + std::string(stats::method_mark(interval));
}

std::string p_text(const std::optional<double>& p) {
    if (!p) return "\u2013";
    return core::p_value_text(*p);
}

std::string rows_of(std::size_t people) {
    return "rows of " + core::counted(people, "person", "people");
}

std::string percent_of(std::size_t part, std::size_t whole) {
    return draw::fixed_text(100.0 * static_cast<double>(part) / static_cast<double>(whole), 1) + " %";
}

}  // namespace synchrony::report

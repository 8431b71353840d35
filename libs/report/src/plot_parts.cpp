#include "plot_parts.hpp"

#include "synchrony/core/text.hpp"
#include "synchrony/draw/ticks.hpp"

namespace synchrony::report {

std::string estimate_text(double value, const std::optional<stats::Interval>& interval, int decimals) {
    std::string text = draw::fixed_text(value, decimals);
    if (!interval) return text;
    text += " (" + draw::fixed_text(interval->low, decimals);
    return text + " to " + draw::fixed_text(interval->high, decimals) + ")" + std::string(stats::method_mark(interval));
}

std::string p_text(const std::optional<double>& p) {
    if (!p) return "\u2013";
    return core::p_value_text(*p);
}

}  // namespace synchrony::report

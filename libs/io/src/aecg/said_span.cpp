#include "aecg/said_span.hpp"

#include "aecg/values.hpp"

namespace synchrony::io::aecg {

SaidSpan said_span_of(pugi::xml_node series) {
    const auto interval = child_of(series, "effectiveTime");
    const auto low = attribute_of(child_of(interval, "low"), "value");
    const auto high = attribute_of(child_of(interval, "high"), "value");
    SaidSpan said;
    said.begin = parse_moment(low);
    const auto width = quantity_of(child_of(interval, "width"));
    if (const auto unit_s = width ? seconds_per(width->unit) : std::nullopt) {
        said.duration_s = width->value * *unit_s;
        said.exact = true;
    } else if (const auto end = parse_moment(high); end && said.begin) {
        said.duration_s = end->seconds_since(*said.begin);
        said.exact = low.find('.') != low.npos && high.find('.') != high.npos;
    }
    constexpr double longest_s = 1e7;  // no recorder runs for months
    if (!(said.duration_s > 0 && said.duration_s < longest_s)) return {};
    return said;
}

}  // namespace synchrony::io::aecg

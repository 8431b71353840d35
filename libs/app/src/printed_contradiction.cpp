#include "printed_contradiction.hpp"

#include <cmath>

#include "synchrony/sheet/measure_words.hpp"

namespace synchrony::app {

std::optional<report::Caution> printed_contradiction(const measure::Measurements& measured,
                                                     const std::optional<double>& printed_qrs_ms) {
    constexpr double most_apart_ms = 20.0;
    const auto& ours = measured.intervals.qrs_ms;
    if (!ours || !printed_qrs_ms || std::abs(*ours - *printed_qrs_ms) <= most_apart_ms) return std::nullopt;
    return report::Caution{"The device printed a QRS duration of " + sheet::quantity(printed_qrs_ms, 0, "ms") + ", " +
                               sheet::quantity(ours, 0, "ms") + " were measured here: look at the median beats.",
                           false, report::About::recording};
}

}  // namespace synchrony::app

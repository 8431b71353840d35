#include "moved_boundaries.hpp"

#include <algorithm>
#include <cmath>
#include <span>

#include "formatted.hpp"

namespace synchrony::measure {
namespace {

core::Error moved_wrongly(const char* what, std::string got, const char* expected) {
    return {core::ErrorKind::usage, what, "moved boundaries", std::move(got), expected, {}};
}

std::string in_ms(double seconds, int decimals) {
    return formatted("%.*f ms", decimals, 1000.0 * seconds);
}

/// Moves the ends of one wave; whether any was moved. A wave that was not found is made where both are given.
core::Result<bool> move_wave(Measurements& m, const MovedBoundaries& to, std::span<const MovableBoundary> ends,
                             const char* name) {
    const auto is_moved = [&](const MovableBoundary& b) { return (to.*b.moved_s).has_value(); };
    if (std::ranges::none_of(ends, is_moved)) return false;
    const auto& was = m.measured_global.*ends.front().wave;
    if (!was && !std::ranges::all_of(ends, is_moved))
        return core::fail(moved_wrongly("a wave that was not found is set by one end alone", name, "both of its ends"));
    Wave wave = was.value_or(Wave{});
    for (const auto& b : ends) {
        if (!is_moved(b)) continue;
        const double moved_s = *(to.*b.moved_s);
        wave.*b.time_s = m.median_r_s + moved_s;
        m.moved.push_back({b.name, was ? std::optional((*was).*b.time_s - m.median_r_s) : std::nullopt, moved_s});
    }
    m.global.*ends.front().wave = wave;
    return true;
}

/// The peak of a moved wave: a new wave's where it usually is, and in any case within the wave.
void set_peak(Wave& wave, bool is_new, double usual_s) {
    if (is_new) wave.peak_s = usual_s;
    wave.peak_s = std::clamp(wave.peak_s, wave.onset_s, std::max(wave.onset_s, wave.end_s));
}

struct Boundary {
    double at_s = 0.0;  ///< from the beat's first sample
    std::string_view name;
    bool moved = false;
    bool may_touch = false;  ///< the one before it
};

/// The boundaries in the order that they must have, between the beat's ends.
std::vector<Boundary> boundaries_of(const Measurements& m, const MovedBoundaries& to) {
    std::vector<Boundary> all{{0.0, "the beat's begin"}};
    for (const auto& b : movable_boundaries)
        if (const auto& wave = m.global.*b.wave)
            all.push_back({(*wave).*b.time_s, b.name, (to.*b.moved_s).has_value(), b.time_s == &Wave::onset_s});
    all.push_back({m.median_beat.duration_s(), "the beat's end", false, true});
    return all;
}

/// Measured boundaries are left as they are; one that was moved must keep its place between its neighbours.
core::Result<void> in_order(const Measurements& m, const MovedBoundaries& to) {
    const auto all = boundaries_of(m, to);
    for (std::size_t i = 1; i < all.size(); ++i) {
        const auto& [before, after] = std::pair(all[i - 1], all[i]);
        if (!before.moved && !after.moved) continue;
        if (after.may_touch ? before.at_s <= after.at_s : before.at_s < after.at_s) continue;
        return core::fail(
            moved_wrongly("boundaries are out of order",
                          std::string(after.name) + " at " + in_ms(after.at_s - m.median_r_s, 1) + ", " +
                              std::string(before.name) + " at " + in_ms(before.at_s - m.median_r_s, 1),
                          "p_onset, p_end, qrs_onset, qrs_end, t_peak, t_end in this order, within the beat"));
    }
    return {};
}

// Ours: shorter or longer is a slip of the hand, not a QRS complex.
constexpr double shortest_qrs_s = 0.04, longest_qrs_s = 0.3;

core::Result<void> qrs_can_be(const Measurements& m) {
    constexpr double rounding_s = 1e-9;
    const double duration_s = m.global.qrs->end_s - m.global.qrs->onset_s;
    if (duration_s >= shortest_qrs_s - rounding_s && duration_s <= longest_qrs_s + rounding_s) return {};
    return core::fail(moved_wrongly("no QRS complex is so short or so long",
                                    "a QRS duration of " + in_ms(duration_s, 1),
                                    "40 to 300 ms from qrs_onset to qrs_end"));
}

/// "60 ms after R": the moment that every place counts from.
std::string from_r(double seconds) {
    return in_ms(std::abs(seconds), 0) + (seconds < 0.0 ? " before R" : " after R");
}

}  // namespace

core::Result<void> move_boundaries(Measurements& m, const MovedBoundaries& to) {
    m.measured_global = m.global;
    if (!to.any()) return {};
    const auto& was = m.measured_global;
    const std::span ends(movable_boundaries);
    SYNCHRONY_ASSIGN(const bool p, move_wave(m, to, ends.subspan(0, 2), "P wave"));
    SYNCHRONY_ASSIGN(const bool qrs, move_wave(m, to, ends.subspan(2, 2), "QRS complex"));
    SYNCHRONY_ASSIGN(const bool t, move_wave(m, to, ends.subspan(4, 2), "T wave"));
    if (p) set_peak(*m.global.p, !was.p, 0.5 * (m.global.p->onset_s + m.global.p->end_s));
    if (qrs) set_peak(*m.global.qrs, !was.qrs, m.median_r_s);
    if (t && !was.t) m.global.t->onset_s = m.global.qrs ? m.global.qrs->end_s : m.median_r_s;
    SYNCHRONY_TRY(in_order(m, to));
    if (qrs) SYNCHRONY_TRY(qrs_can_be(m));
    if (m.global.t) {
        auto& wave = *m.global.t;
        if (m.global.qrs) wave.onset_s = std::max(wave.onset_s, m.global.qrs->end_s);
        wave.onset_s = std::min(wave.onset_s, wave.peak_s);
    }
    return {};
}

void flag_moved(Measurements& m) {
    for (const auto& moved : m.moved) {
        std::string was = "none was measured";
        if (moved.measured_s) was = "measured " + from_r(*moved.measured_s);
        if (moved.name.starts_with("qrs_") && m.measured_global.qrs)
            was += ", QRS " + in_ms(m.measured_global.qrs->end_s - m.measured_global.qrs->onset_s, 0);
        const auto* boundary = std::ranges::find(movable_boundaries, moved.name, &MovableBoundary::name);
        m.flags.push_back({"moved_boundary", std::string(boundary->words) + " moved by hand to " +
                                                 from_r(moved.moved_s) + " (" + was + ")"});
    }
}

}  // namespace synchrony::measure

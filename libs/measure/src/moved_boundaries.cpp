#include "moved_boundaries.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace synchrony::measure {
namespace {

core::Error moved_wrongly(const char* what, std::string got, const char* expected) {
    return {core::ErrorKind::usage, what, "moved boundaries", std::move(got), expected, {}};
}

std::string in_ms(double seconds) {
    char text[48];
    std::snprintf(text, sizeof text, "%.1f ms", 1000.0 * seconds);
    return text;
}

/// Sets one end of a wave, and says so. Times of `wave` count from the beat's first sample, those moved from R.
void move_end(std::optional<double> to_s, const char* name, std::optional<double> measured, double r_s, double& end,
              std::vector<MovedBoundary>& said) {
    if (!to_s) return;
    end = r_s + *to_s;
    said.push_back({name, measured ? std::optional(*measured - r_s) : std::nullopt, *to_s});
}

/// The wave to be changed: the one found, or a new one whose two ends must both be given.
core::Result<Wave> wave_to_move(const std::optional<Wave>& found, bool both_given, const char* name) {
    if (found) return *found;
    if (both_given) return Wave{};
    return core::fail(moved_wrongly("a wave that was not found is set by one end alone", name, "both of its ends"));
}

struct Boundary {
    double at_s = 0.0;  ///< from the beat's first sample
    std::string_view name;
    bool moved = false;
    bool may_touch = false;  ///< the one before it
};

/// The boundaries in the order that they must have, between the beat's ends.
std::vector<Boundary> boundaries_of(const Measurements& m) {
    const auto moved = [&](std::string_view name) {
        return std::ranges::find(m.moved, name, &MovedBoundary::name) != m.moved.end();
    };
    std::vector<Boundary> all{{0.0, "the beat's begin"}};
    const auto add = [&](double at_s, std::string_view name, bool may_touch) {
        all.push_back({at_s, name, moved(name), may_touch});
    };
    if (m.global.p) {
        add(m.global.p->onset_s, "p_onset", true);
        add(m.global.p->end_s, "p_end", false);
    }
    if (m.global.qrs) {
        add(m.global.qrs->onset_s, "qrs_onset", true);
        add(m.global.qrs->end_s, "qrs_end", false);
    }
    if (m.global.t) {
        add(m.global.t->peak_s, "t_peak", false);
        add(m.global.t->end_s, "t_end", false);
    }
    all.push_back({m.median_beat.duration_s(), "the beat's end", false, true});
    return all;
}

/// Measured boundaries are left as they are; one that was moved must keep its place between its neighbours.
core::Result<void> in_order(const Measurements& m) {
    const auto all = boundaries_of(m);
    for (std::size_t i = 1; i < all.size(); ++i) {
        const auto& [before, after] = std::pair(all[i - 1], all[i]);
        if (!before.moved && !after.moved) continue;
        if (after.may_touch ? before.at_s <= after.at_s : before.at_s < after.at_s) continue;
        return core::fail(
            moved_wrongly("boundaries are out of order",
                          std::string(after.name) + " at " + in_ms(after.at_s - m.median_r_s) + ", " +
                              std::string(before.name) + " at " + in_ms(before.at_s - m.median_r_s),
                          "p_onset, p_end, qrs_onset, qrs_end, t_peak, t_end in this order, within the beat"));
    }
    return {};
}

// Ours: shorter or longer is a slip of the hand, not a QRS complex.
constexpr double shortest_qrs_s = 0.04, longest_qrs_s = 0.3;

core::Result<void> qrs_can_be(const Measurements& m) {
    const bool moved = std::ranges::any_of(m.moved, [](const MovedBoundary& b) { return b.name.starts_with("qrs_"); });
    if (!moved || !m.global.qrs) return {};
    constexpr double rounding_s = 1e-9;
    const double duration_s = m.global.qrs->end_s - m.global.qrs->onset_s;
    if (duration_s >= shortest_qrs_s - rounding_s && duration_s <= longest_qrs_s + rounding_s) return {};
    return core::fail(moved_wrongly("no QRS complex is so short or so long", "a QRS duration of " + in_ms(duration_s),
                                    "40 to 300 ms from qrs_onset to qrs_end"));
}

std::string_view words_of_boundary(std::string_view name) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 6> words{
        std::pair{"p_onset", "P onset"}, std::pair{"p_end", "P end"},   std::pair{"qrs_onset", "QRS onset"},
        std::pair{"qrs_end", "QRS end"}, std::pair{"t_peak", "T peak"}, std::pair{"t_end", "T end"}};
    const auto found = std::ranges::find(words, name, &std::pair<std::string_view, std::string_view>::first);
    return found == words.end() ? name : found->second;
}

std::string whole_ms(double seconds) {
    char text[48];
    std::snprintf(text, sizeof text, "%.0f ms", 1000.0 * seconds);
    return text;
}

/// "60 ms after R": the moment that every place counts from.
std::string from_r(double seconds) {
    return whole_ms(std::abs(seconds)) + (seconds < 0.0 ? " before R" : " after R");
}

}  // namespace

core::Result<void> move_boundaries(Measurements& m, const MovedBoundaries& to) {
    m.measured_global = m.global;
    if (!to.any()) return {};
    const double r = m.median_r_s;
    const auto& was = m.measured_global;
    const auto ends_of = [](const std::optional<Wave>& wave, double Wave::*end) {
        return wave ? std::optional((*wave).*end) : std::nullopt;
    };
    const auto hold_peak = [](Wave& wave) {
        wave.peak_s = std::clamp(wave.peak_s, wave.onset_s, std::max(wave.onset_s, wave.end_s));
    };
    if (to.p_onset_s || to.p_end_s) {
        SYNCHRONY_ASSIGN(Wave p, wave_to_move(was.p, to.p_onset_s && to.p_end_s, "P wave"));
        move_end(to.p_onset_s, "p_onset", ends_of(was.p, &Wave::onset_s), r, p.onset_s, m.moved);
        move_end(to.p_end_s, "p_end", ends_of(was.p, &Wave::end_s), r, p.end_s, m.moved);
        if (!was.p) p.peak_s = 0.5 * (p.onset_s + p.end_s);
        hold_peak(p);
        m.global.p = p;
    }
    if (to.qrs_onset_s || to.qrs_end_s) {
        SYNCHRONY_ASSIGN(Wave qrs, wave_to_move(was.qrs, to.qrs_onset_s && to.qrs_end_s, "QRS complex"));
        move_end(to.qrs_onset_s, "qrs_onset", ends_of(was.qrs, &Wave::onset_s), r, qrs.onset_s, m.moved);
        move_end(to.qrs_end_s, "qrs_end", ends_of(was.qrs, &Wave::end_s), r, qrs.end_s, m.moved);
        if (!was.qrs) qrs.peak_s = r;
        hold_peak(qrs);
        m.global.qrs = qrs;
    }
    if (to.t_peak_s || to.t_end_s) {
        SYNCHRONY_ASSIGN(Wave t, wave_to_move(was.t, to.t_peak_s && to.t_end_s, "T wave"));
        move_end(to.t_peak_s, "t_peak", ends_of(was.t, &Wave::peak_s), r, t.peak_s, m.moved);
        move_end(to.t_end_s, "t_end", ends_of(was.t, &Wave::end_s), r, t.end_s, m.moved);
        if (!was.t) t.onset_s = m.global.qrs ? m.global.qrs->end_s : r;
        m.global.t = t;
    }
    SYNCHRONY_TRY(in_order(m));
    SYNCHRONY_TRY(qrs_can_be(m));
    if (m.global.t) {
        auto& t = *m.global.t;
        if (m.global.qrs) t.onset_s = std::max(t.onset_s, m.global.qrs->end_s);
        t.onset_s = std::min(t.onset_s, t.peak_s);
    }
    return {};
}

void flag_moved(Measurements& m) {
    for (const auto& moved : m.moved) {
        std::string was = "none was measured";
        if (moved.measured_s) was = "measured " + from_r(*moved.measured_s);
        if (moved.name.starts_with("qrs_") && m.measured_global.qrs)
            was += ", QRS " + whole_ms(m.measured_global.qrs->end_s - m.measured_global.qrs->onset_s);
        m.flags.push_back({"moved_boundary", std::string(words_of_boundary(moved.name)) + " moved by hand to " +
                                                 from_r(moved.moved_s) + " (" + was + ")"});
    }
}

}  // namespace synchrony::measure

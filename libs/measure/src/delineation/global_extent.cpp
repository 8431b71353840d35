#include "delineation/global_extent.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "delineation/late_part.hpp"
#include "delineation/velocity.hpp"

namespace synchrony::measure::delineation {
namespace {

constexpr double not_there = std::numeric_limits<double>::quiet_NaN();
constexpr double p_onset_place = 7.0 / 11.0;  // of the leads' marks in order: the 8th of twelve
constexpr double marked_place = 3.0 / 11.0;   // the 4th

// How far the T wave's end lies behind the third latest of the leads' ends at most, twice as far behind the fourth ...
constexpr double t_end_step = 5.0 * samples_per_ms;
constexpr std::size_t t_end_steps = 3;

// Where the velocity is looked at, ms from the leads' marks, and how far its reading may leave them.
constexpr int noise_before = samples_of_ms(120), noise_before_reach = samples_of_ms(5);
constexpr int noise_after_from = samples_of_ms(5), noise_after_to = samples_of_ms(80);
constexpr int doubt_after_to = samples_of_ms(150);  // a slow wall dies away so late
constexpr int noise_before_width = samples_of_ms(20), noise_after_width = samples_of_ms(30);
constexpr int search_beyond = samples_of_ms(15);
constexpr double out_of_second_onset = samples_of_ms(3), out_of_second_end = samples_of_ms(5);
constexpr double into_median = samples_of_ms(15), into_third = samples_of_ms(10);

// Marks of the leads that have a say, ascending: usable ones, or all when none is.
std::vector<double> marks_of(const Signals& s, const std::vector<LeadMarks>& leads, Boundary b) {
    std::vector<double> v;
    for (const bool all : {false, true}) {
        for (std::size_t l = 0; l < leads.size(); ++l)
            if ((all || s.leads[l].usable) && std::isfinite(leads[l][b])) v.push_back(leads[l][b]);
        if (!v.empty()) break;
    }
    std::sort(v.begin(), v.end());
    return v;
}

// Linear between the marks; place 0 is the first, 1 the last.
double at_place(const std::vector<double>& v, double place) {
    if (v.empty()) return not_there;
    const double u = std::clamp(place, 0.0, 1.0) * static_cast<double>(v.size() - 1);
    const auto i = static_cast<std::size_t>(u);
    const double f = u - static_cast<double>(i);
    return i + 1 < v.size() ? v[i] + f * (v[i + 1] - v[i]) : v[i];
}

struct Sorted {
    std::vector<double> onsets, ends;
    double latest_end = 0.0;  // of the leads that begin with the others
};

// A lead that begins long after the others (recorded out of time, or nearly isoelectric) says nothing of the end.
constexpr double begins_with_others = samples_of_ms(30);

double latest_end(const Signals& s, const std::vector<LeadMarks>& leads, const Sorted& m) {
    const double onset = at_place(m.onsets, 0.5);
    double last = at_place(m.ends, 0.5);
    for (std::size_t l = 0; l < leads.size(); ++l)
        if (s.leads[l].usable && leads[l][Boundary::qrs_onset] <= onset + begins_with_others &&
            leads[l][Boundary::qrs_end] > last)
            last = leads[l][Boundary::qrs_end];
    return last;
}

// A lead that begins so long before all others, or begins and ends so long after them, was recorded at another time
// (late_lead.cpp has the recordings): a heart's late wall begins with the others.
constexpr double out_of_time = samples_of_ms(out_of_time_ms);
constexpr std::size_t fewest_in_time = 6;

/// The signals with such a lead silenced; empty where there is none.
std::optional<Signals> without_lead_out_of_time(const Signals& s, const std::vector<LeadMarks>& leads,
                                                const Sorted& m) {
    if (m.onsets.size() <= fewest_in_time || m.ends.size() != m.onsets.size()) return std::nullopt;
    const double onset = m.onsets[m.onsets.size() / 2];
    for (std::size_t l = 0; l < leads.size(); ++l) {
        if (!s.leads[l].usable) continue;
        const double own_onset = leads[l][Boundary::qrs_onset];
        const bool late =
            own_onset - onset >= out_of_time && leads[l][Boundary::qrs_end] - m.ends[m.ends.size() - 2] >= out_of_time;
        const bool early = m.onsets[1] - own_onset >= out_of_time;
        if (!late && !early) continue;
        Signals rest = s;
        rest.leads[l].usable = false;
        return rest;
    }
    return std::nullopt;
}

// By the leads' marks where the velocity says nothing.
Extent by_velocity(const Signals& s, const Sorted& m, const ExtentOptions& o) {
    const auto sample = [](double x) { return static_cast<int>(std::lround(x)); };
    const double mid_onset = at_place(m.onsets, 0.5), mid_end = at_place(m.ends, 0.5);
    const int first = sample(m.onsets.front()), last = sample(m.ends.back());
    const Velocity v = spatial_velocity(s, sample(mid_onset) - noise_before, last + noise_after_to, o.smoothing_ms);
    Extent e{at_place(m.onsets, marked_place), at_place(m.ends, 1.0 - marked_place)};
    if (v.v.empty()) return e;
    const double peak = v.largest(sample(mid_onset), sample(mid_end));
    if (peak <= 0.0) return e;
    const int quiet = samples_of_ms(o.quiet_ms);
    const double before =
        v.lowest_mean(sample(mid_onset) - noise_before, first + noise_before_reach, noise_before_width);
    const double after = v.lowest_mean(last - noise_after_from, last + noise_after_to, noise_after_width);
    const double onset_at = std::max(o.onset_part * peak, o.onset_noise * before);
    const double end_at = std::max(o.end_part * peak, o.end_noise * after);
    const auto sure = [&](double threshold) { return std::max(o.start_part * peak, o.start_threshold * threshold); };
    if (const auto x = crossing(v, first - search_beyond, sample(mid_end), -1, sure(onset_at), onset_at, quiet))
        e.onset = std::clamp(*x, at_place(m.onsets, 1.0 / 11.0) - out_of_second_onset, mid_onset + into_median);
    if (const auto x = crossing(v, last + search_beyond, sample(mid_onset), 1, sure(end_at), end_at, quiet)) {
        const double most = at_place(m.ends, 10.0 / 11.0) + out_of_second_end;
        e.end = std::clamp(*x, std::max(mid_end - into_median, at_place(m.ends, 9.0 / 11.0) - into_third), most);
    }
    ReadEnd read{e.end, sample(m.latest_end), peak, end_at, quiet};
    if (const auto late = end_of_late_part(v, read)) read.end = e.end = std::max(e.end, *late);
    const Velocity on = spatial_velocity(s, sample(mid_onset), last + doubt_after_to, o.smoothing_ms);
    if (on.v.empty()) return e;
    if (const auto doubtful = end_of_doubtful_part(on, read)) e.doubtful_end = *doubtful;
    return e;
}

}  // namespace

Extent global_extent(const Signals& s, const std::vector<LeadMarks>& leads, const ExtentOptions& o) {
    Sorted m{marks_of(s, leads, Boundary::qrs_onset), marks_of(s, leads, Boundary::qrs_end)};
    if (m.onsets.empty() || m.ends.empty()) return {};
    if (const auto rest = without_lead_out_of_time(s, leads, m)) return global_extent(*rest, leads, o);
    m.latest_end = latest_end(s, leads, m);
    return by_velocity(s, m, o);
}

double global_p_onset(const Signals& s, const std::vector<LeadMarks>& leads) {
    return at_place(marks_of(s, leads, Boundary::p_onset), p_onset_place);
}

double global_t_end(const Signals& s, const std::vector<LeadMarks>& leads) {
    const auto ends = marks_of(s, leads, Boundary::t_end);
    if (ends.empty()) return not_there;
    if (ends.size() < enough_leads_to_mark) return ends.back();
    const std::size_t second = ends.size() - 2;
    double end = ends[second];
    for (std::size_t step = 1; step <= t_end_steps; ++step)
        end = std::min(end, ends[second - step] + static_cast<double>(step) * t_end_step);
    return end;
}

}  // namespace synchrony::measure::delineation

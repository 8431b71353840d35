#include "delineation/decode.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "delineation/consensus.hpp"
#include "synchrony/core/median.hpp"

namespace synchrony::measure::delineation {
namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();
constexpr double least_part_of_wave = samples_of_ms(8);  // peak to onset and to end

// All posteriors of one boundary, [beat][lead].
Grid posteriors(Boundary b, const Signals& s, const std::vector<BeatFrame>& frames, const std::vector<BeatMarks>& marks,
                const Network& network) {
    Grid grid;
    grid.leads = static_cast<int>(s.leads.size());
    for (std::size_t beat = 0; beat < frames.size(); ++beat) {
        const int onset = static_cast<int>(std::lround(marks[beat].global[Boundary::qrs_onset]));
        const int end = static_cast<int>(std::lround(marks[beat].global[Boundary::qrs_end]));
        for (int l = 0; l < grid.leads; ++l) {
            const Window w = make_window(b, s, l, frames[beat], onset, end);
            grid.cells.push_back(make_posterior(w, scores(b, network, w), s.leads[static_cast<std::size_t>(l)].usable));
        }
    }
    return grid;
}

double median_mark(std::vector<double> v) {
    return v.empty() ? none : core::median(std::span(v));
}

// What the usable leads say, or all leads when none is usable.
std::vector<double> voices(const Signals& s, const BeatMarks& m, Boundary b) {
    std::vector<double> v;
    for (const bool all : {false, true}) {
        for (std::size_t l = 0; l < m.leads.size(); ++l)
            if ((all || s.leads[l].usable) && std::isfinite(m.leads[l][b])) v.push_back(m.leads[l][b]);
        if (!v.empty()) break;
    }
    return v;
}

void mark_wave(const Signals& s, const std::vector<BeatFrame>& frames, const Networks& nets,
               std::array<Boundary, 3> parts, std::vector<BeatMarks>& marks) {
    std::vector<float> certainty(frames.size() * s.leads.size(), 1.0F);
    for (const Boundary b : parts) {
        Grid grid = posteriors(b, s, frames, marks, *nets[static_cast<std::size_t>(b)]);
        if (may_be_absent(b)) certainty = presence(grid);
        agree(grid, wave_agreement);
        for (std::size_t beat = 0; beat < frames.size(); ++beat)
            for (int l = 0; l < grid.leads; ++l)
                marks[beat].leads[static_cast<std::size_t>(l)][b] = decode(b, grid.cell(static_cast<int>(beat), l));
    }
    for (std::size_t beat = 0, i = 0; beat < frames.size(); ++beat)
        for (LeadMarks& m : marks[beat].leads) {
            const float c = certainty[i++];
            if (is_p(parts[0])) m.p_certainty = c;
            if (c < 0.5F || !std::isfinite(m[parts[0]]) || !std::isfinite(m[parts[1]]) || !std::isfinite(m[parts[2]])) {
                for (const Boundary b : parts) m[b] = none;
                continue;
            }
            m[parts[0]] = std::min(m[parts[0]], m[parts[1]] - least_part_of_wave);
            m[parts[2]] = std::max(m[parts[2]], m[parts[1]] + least_part_of_wave);
        }
}

// Over leads: the second earliest and the second latest, so that one lead that is off decides nothing. Annotators'
// outermost lead lies further out than that; `shift_ms` is by how much on LUDB, for recordings with enough leads to
// leave one out.
struct Outermost {
    std::size_t rank;  // 0: the very first or last
    double shift_ms;   // outward
};
constexpr Outermost qrs_first{1, 3.0};
constexpr Outermost qrs_last{1, 6.0};
constexpr Outermost wave_outermost{1, 0.0};

double outermost(std::vector<double> v, const Outermost& o, bool latest) {
    if (v.empty()) return none;
    std::sort(v.begin(), v.end());
    if (latest) std::reverse(v.begin(), v.end());
    if (v.size() < enough_leads_to_mark) return v.front();
    return v[o.rank] + (latest ? 1.0 : -1.0) * o.shift_ms * samples_per_ms;
}

void mark_global(const Signals& s, BeatMarks& m) {
    m.global[Boundary::qrs_onset] = outermost(voices(s, m, Boundary::qrs_onset), qrs_first, false);
    m.global[Boundary::qrs_end] = outermost(voices(s, m, Boundary::qrs_end), qrs_last, true);
    for (const Boundary b : {Boundary::p_onset, Boundary::t_onset})
        m.global[b] = outermost(voices(s, m, b), wave_outermost, false);
    for (const Boundary b : {Boundary::p_end, Boundary::t_end})
        m.global[b] = outermost(voices(s, m, b), wave_outermost, true);
    for (const Boundary b : {Boundary::p_peak, Boundary::t_peak}) m.global[b] = median_mark(voices(s, m, b));
    // A P wave stands in the beat when at least half of the leads show it.
    std::vector<double> p;
    for (std::size_t l = 0; l < m.leads.size(); ++l)
        if (s.leads[l].usable) p.push_back(m.leads[l].p_certainty);
    m.global.p_certainty = p.empty() ? 0.0F : static_cast<float>(median_mark(p));
    if (m.global.p_certainty < 0.5F)
        for (const Boundary b : {Boundary::p_onset, Boundary::p_peak, Boundary::p_end}) m.global[b] = none;
}

}  // namespace

Networks trained_networks() {
    Networks n{};
    for (int b = 0; b < boundary_count; ++b) n[static_cast<std::size_t>(b)] = &trained(static_cast<Boundary>(b));
    return n;
}

std::vector<BeatMarks> mark_qrs(const Signals& s, const std::vector<BeatFrame>& frames, const Networks& nets) {
    LeadMarks empty;
    empty.at.fill(none);
    std::vector<BeatMarks> marks(frames.size(),
                                 BeatMarks{.leads = std::vector<LeadMarks>(s.leads.size(), empty), .global = empty});
    for (std::size_t beat = 0; beat < frames.size(); ++beat)
        for (const Boundary b : {Boundary::qrs_onset, Boundary::qrs_end}) marks[beat].global[b] = frames[beat].centre;
    for (const Boundary b : {Boundary::qrs_onset, Boundary::qrs_end}) {
        Grid grid = posteriors(b, s, frames, marks, *nets[static_cast<std::size_t>(b)]);
        if (b == Boundary::qrs_end) agree(grid, qrs_agreement);
        for (std::size_t beat = 0; beat < frames.size(); ++beat)
            for (int l = 0; l < grid.leads; ++l)
                marks[beat].leads[static_cast<std::size_t>(l)][b] = decode(b, grid.cell(static_cast<int>(beat), l));
    }
    for (std::size_t beat = 0; beat < frames.size(); ++beat)
        for (const Boundary b : {Boundary::qrs_onset, Boundary::qrs_end}) {
            const double m = median_mark(voices(s, marks[beat], b));
            marks[beat].global[b] = std::isfinite(m) ? m : frames[beat].centre;
        }
    return marks;
}

std::vector<BeatMarks> mark(const Signals& s, const std::vector<BeatFrame>& frames, const Networks& nets) {
    std::vector<BeatMarks> marks = mark_qrs(s, frames, nets);
    mark_wave(s, frames, nets, {Boundary::p_onset, Boundary::p_peak, Boundary::p_end}, marks);
    mark_wave(s, frames, nets, {Boundary::t_onset, Boundary::t_peak, Boundary::t_end}, marks);
    for (BeatMarks& m : marks) mark_global(s, m);
    return marks;
}

}  // namespace synchrony::measure::delineation

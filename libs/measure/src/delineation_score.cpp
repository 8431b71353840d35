#include "synchrony/measure/delineation_score.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace synchrony::measure {
namespace {

constexpr double match_window_s = 0.150;  // ANSI/AAMI EC57 beat matching; LUDB papers use it for boundaries
constexpr double same_beat_s = 0.100;     // R peaks of one beat in different leads
constexpr int wfdb_p_wave = 24, wfdb_t_wave = 27, wfdb_open = 39, wfdb_close = 40;  // ecgcodes.h

std::optional<WaveKind> kind_of(int code) {
    if (code == wfdb_p_wave) return WaveKind::p;
    if (code == wfdb_t_wave) return WaveKind::t;
    if (record::is_beat(code)) return WaveKind::qrs;
    return std::nullopt;
}

double median_of(std::vector<double> v) {
    std::sort(v.begin(), v.end());
    const std::size_t n = v.size();
    return n % 2 == 1 ? v[n / 2] : 0.5 * (v[n / 2 - 1] + v[n / 2]);
}

struct Pair {
    std::size_t reference, test;
    double distance;
};

// Nearest first, one to one.
std::vector<Pair> match(const std::vector<const ReferenceWave*>& reference,
                        const std::vector<const ReferenceWave*>& test) {
    std::vector<Pair> candidates;
    for (std::size_t i = 0; i < reference.size(); ++i)
        for (std::size_t j = 0; j < test.size(); ++j) {
            const double d = std::abs(reference[i]->peak_s - test[j]->peak_s);
            if (d <= match_window_s) candidates.push_back({i, j, d});
        }
    std::sort(candidates.begin(), candidates.end(),
              [](const Pair& a, const Pair& b) { return a.distance < b.distance; });
    std::vector<char> used_reference(reference.size(), 0), used_test(test.size(), 0);
    std::vector<Pair> pairs;
    for (const Pair& c : candidates) {
        if (used_reference[c.reference] || used_test[c.test]) continue;
        used_reference[c.reference] = used_test[c.test] = 1;
        pairs.push_back(c);
    }
    return pairs;
}

BoundaryScore summary(std::int64_t matched, std::int64_t missed, std::int64_t extra, double sum, double squares) {
    BoundaryScore s;
    const auto n = static_cast<double>(matched);
    s.n = matched;
    s.mean_ms = sum / n;
    s.sd_ms = std::sqrt(std::max(0.0, squares / n - s.mean_ms * s.mean_ms));
    s.sensitivity = n / (n + static_cast<double>(missed));
    s.positive_predictivity = n / (n + static_cast<double>(extra));
    return s;
}

}  // namespace

std::vector<ReferenceWave> waves_of_annotations(std::span<const record::Annotation> a, double fs) {
    std::vector<ReferenceWave> waves;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const auto kind = kind_of(a[i].code);
        if (!kind) continue;
        ReferenceWave w{*kind, static_cast<double>(a[i].sample) / fs, std::nullopt, std::nullopt};
        if (i > 0 && a[i - 1].code == wfdb_open) w.onset_s = static_cast<double>(a[i - 1].sample) / fs;
        if (i + 1 < a.size() && a[i + 1].code == wfdb_close) w.end_s = static_cast<double>(a[i + 1].sample) / fs;
        waves.push_back(w);
    }
    return waves;
}

std::vector<ReferenceWave> waves_of_lead(const Delineation& d, std::size_t lead) {
    std::vector<ReferenceWave> waves;
    const auto put = [&](WaveKind kind, const std::optional<Wave>& w) {
        if (w) waves.push_back({kind, w->peak_s, w->onset_s, w->end_s});
    };
    for (const auto& beat : d.beats) {
        put(WaveKind::p, beat.leads[lead].p);
        put(WaveKind::qrs, beat.leads[lead].qrs);
        put(WaveKind::t, beat.leads[lead].t);
    }
    return waves;
}

void DelineationScorer::add_lead(const std::vector<ReferenceWave>& reference, const std::vector<ReferenceWave>& test,
                                 WaveKind kind) {
    if (reference.empty()) return;
    double first = std::numeric_limits<double>::infinity(), last = -first;
    std::vector<const ReferenceWave*> r, t;
    for (const auto& w : reference) {
        first = std::min(first, w.onset_s.value_or(w.peak_s));
        last = std::max(last, w.end_s.value_or(w.peak_s));
        if (w.kind == kind) r.push_back(&w);
    }
    for (const auto& w : test)
        if (w.kind == kind) t.push_back(&w);
    std::vector<char> found(r.size(), 0), explained(t.size(), 0);
    Wavewise& tally = tallies_[static_cast<std::size_t>(kind)];
    const auto count = [](Tally& c, std::optional<double> expected, std::optional<double> got) {
        if (!expected || !got) return;
        const double e = (*got - *expected) * 1000.0;
        if (std::abs(e) > match_window_s * 1000.0) {
            ++c.missed;
            ++c.extra;
            return;
        }
        ++c.matched;
        c.sum += e;
        c.sum_squares += e * e;
    };
    for (const Pair& p : match(r, t)) {
        found[p.reference] = explained[p.test] = 1;
        count(tally.onset, r[p.reference]->onset_s, t[p.test]->onset_s);
        count(tally.peak, r[p.reference]->peak_s, t[p.test]->peak_s);
        count(tally.end, r[p.reference]->end_s, t[p.test]->end_s);
    }
    for (std::size_t i = 0; i < r.size(); ++i) {
        if (found[i]) continue;
        tally.onset.missed += r[i]->onset_s ? 1 : 0;
        tally.end.missed += r[i]->end_s ? 1 : 0;
        ++tally.peak.missed;
    }
    for (std::size_t j = 0; j < t.size(); ++j) {
        if (explained[j] || t[j]->peak_s < first || t[j]->peak_s > last) continue;
        ++tally.onset.extra;
        ++tally.peak.extra;
        ++tally.end.extra;
    }
}

void DelineationScorer::add(std::span<const std::vector<ReferenceWave>> reference,
                            std::span<const std::vector<ReferenceWave>> test,
                            std::optional<double> test_global_qrs_ms) {
    for (std::size_t l = 0; l < std::min(reference.size(), test.size()); ++l)
        for (const WaveKind kind : {WaveKind::p, WaveKind::qrs, WaveKind::t}) add_lead(reference[l], test[l], kind);
    const auto expected = reference_qrs_duration_ms(reference);
    if (expected && test_global_qrs_ms) duration_errors_ms_.push_back(*test_global_qrs_ms - *expected);
}

DelineationScore DelineationScorer::score() const {
    const auto of = [](const Tally& c) { return summary(c.matched, c.missed, c.extra, c.sum, c.sum_squares); };
    DelineationScore s;
    const Wavewise &p = tallies_[0], &q = tallies_[1], &t = tallies_[2];
    s.p_onset = of(p.onset), s.p_peak = of(p.peak), s.p_end = of(p.end);
    s.qrs_onset = of(q.onset), s.qrs_peak = of(q.peak), s.qrs_end = of(q.end);
    s.t_onset = of(t.onset), s.t_peak = of(t.peak), s.t_end = of(t.end);
    double sum = 0.0, squares = 0.0, absolute = 0.0;
    for (const double e : duration_errors_ms_) sum += e, squares += e * e, absolute += std::abs(e);
    const auto n = static_cast<double>(duration_errors_ms_.size());
    s.qrs_duration.n = static_cast<std::int64_t>(duration_errors_ms_.size());
    s.qrs_duration.mean_ms = sum / n;
    s.qrs_duration.sd_ms = std::sqrt(std::max(0.0, squares / n - sum / n * (sum / n)));
    s.qrs_duration.mae_ms = absolute / n;
    return s;
}

std::optional<double> reference_qrs_duration_ms(std::span<const std::vector<ReferenceWave>> reference) {
    struct Complex {
        const ReferenceWave* wave;
        std::size_t lead;
    };
    std::vector<Complex> all;
    for (std::size_t l = 0; l < reference.size(); ++l)
        for (const auto& w : reference[l])
            if (w.kind == WaveKind::qrs) all.push_back({&w, l});
    std::sort(all.begin(), all.end(),
              [](const Complex& a, const Complex& b) { return a.wave->peak_s < b.wave->peak_s; });
    std::vector<std::vector<double>> onsets(reference.size()), ends(reference.size());
    for (std::size_t i = 0; i < all.size();) {
        std::size_t j = i + 1;
        while (j < all.size() && all[j].wave->peak_s - all[j - 1].wave->peak_s < same_beat_s) ++j;
        std::vector<double> beat_onsets;
        for (std::size_t k = i; k < j; ++k)
            if (all[k].wave->onset_s) beat_onsets.push_back(*all[k].wave->onset_s);
        if (2 * beat_onsets.size() >= reference.size()) {
            const double zero = median_of(beat_onsets);
            for (std::size_t k = i; k < j; ++k) {
                if (all[k].wave->onset_s) onsets[all[k].lead].push_back(*all[k].wave->onset_s - zero);
                if (all[k].wave->end_s) ends[all[k].lead].push_back(*all[k].wave->end_s - zero);
            }
        }
        i = j;
    }
    double first = std::numeric_limits<double>::infinity(), last = -first;
    for (const auto& o : onsets)
        if (!o.empty()) first = std::min(first, median_of(o));
    for (const auto& e : ends)
        if (!e.empty()) last = std::max(last, median_of(e));
    if (!std::isfinite(first) || !std::isfinite(last)) return std::nullopt;
    return (last - first) * 1000.0;
}

}  // namespace synchrony::measure

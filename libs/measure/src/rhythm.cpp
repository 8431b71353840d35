#include "synchrony/measure/rhythm.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include "synchrony/beats/rr.hpp"
#include "synchrony/core/nth_value.hpp"

namespace synchrony::measure {
namespace {

constexpr std::size_t fewest_intervals = 4;

double middle_of(std::vector<double> v) {
    return v.empty() ? 0.0 : core::nth_value(v, v.size() / 2);
}

double mean_of(std::span<const double> v) {
    return v.empty() ? 0.0 : std::accumulate(v.begin(), v.end(), 0.0) / static_cast<double>(v.size());
}

// Coefficient of sample entropy, made for series as short as twelve beats (Lake and Moorman, Am J Physiol Heart Circ
// Physiol 2011;300:H319, doi:10.1152/ajpheart.00561.2010): templates of one interval, the tolerance wide enough for a
// number of matches, its width and the mean interval taken out again.
constexpr double first_tolerance_s = 0.03;  // of the paper
constexpr double tolerance_growth = 1.25;
constexpr std::int64_t least_matches = 5;    // of the paper
constexpr std::size_t most_partners = 5000;  // of an interval, those that follow: a day takes as long as 24 hours

double sample_entropy_coefficient(std::span<const double> rr) {
    const auto n = rr.size();
    if (n < fewest_intervals) return 0.0;
    const auto alike = [&](std::size_t a, std::size_t b, double tolerance) {
        return std::abs(rr[a] - rr[b]) <= tolerance;
    };
    std::int64_t one = 0, two = 0;
    double tolerance = first_tolerance_s;
    for (;; tolerance *= tolerance_growth) {
        one = two = 0;
        for (std::size_t a = 0; a + 1 < n; ++a)
            for (std::size_t b = a + 1; b + 1 < std::min(n, a + most_partners); ++b) {
                if (!alike(a, b, tolerance)) continue;
                ++one;
                two += alike(a + 1, b + 1, tolerance) ? 1 : 0;
            }
        const auto pairs = static_cast<std::int64_t>((n - 1) * (n - 2) / 2);
        if (two >= std::min(least_matches, pairs)) break;
    }
    return -std::log(static_cast<double>(two) / static_cast<double>(one)) + std::log(2.0 * tolerance) -
           std::log(mean_of(rr));
}

// Of the intervals in ascending order the first k are short and the others long: the split that leaves least scatter.
double scatter_within_groups(std::vector<double> rr) {
    const auto n = static_cast<double>(rr.size());
    if (rr.size() < fewest_intervals) return 0.0;
    std::sort(rr.begin(), rr.end());
    const double mean = mean_of(rr);
    double all = 0.0;
    for (const double x : rr) all += (x - mean) * (x - mean);
    double between = 0.0, sum = 0.0;  // the most that two groups' means explain
    for (std::size_t k = 1; k < rr.size(); ++k) {
        sum += rr[k - 1] - mean;
        const auto in = static_cast<double>(k);
        between = std::max(between, sum * sum * n / (in * (n - in)));
    }
    constexpr double groups = 2.0;
    return std::sqrt(std::max(0.0, all - between) / (n - groups)) / mean;
}

// The place of the P wave, before the QRS onset: PR intervals of 0.3 s and, at high rates, none of the QRS complex
// before.
constexpr double p_place_s = 0.28;
constexpr double p_gap_s = 0.01;
constexpr double p_place_rr = 0.45;       // of the median RR at most
constexpr double p_place_rate_hz = 50.0;  // a P wave of 0.1 s needs no more
constexpr std::int64_t fewest_beats_for_p = 3;
constexpr std::size_t most_beats_for_p = 60;
constexpr double long_from = 0.6;  // of the intervals are shorter than a long one: of a bigeminy the pauses are left
constexpr double timely = 0.8;     // of the median RR: sooner than that a beat is premature ...
constexpr double untimely_most = 0.3;  // ... unless so many beats are: an irregular rhythm has none

struct AtrialWindow {
    std::int64_t begin = 0;  // samples from R
    std::int64_t step = 1;   // samples averaged to one
    std::int64_t count = 0;  // of averages
};

/// Averages over `step` samples, their straight line taken away.
std::vector<double> atrial_piece(const std::vector<float>& x, std::int64_t from, const AtrialWindow& place) {
    std::vector<double> piece(static_cast<std::size_t>(place.count));
    for (std::size_t k = 0; k < piece.size(); ++k) {
        const auto* first = x.data() + from + static_cast<std::int64_t>(k) * place.step;
        piece[k] = std::accumulate(first, first + place.step, 0.0) / static_cast<double>(place.step);
    }
    const double n = static_cast<double>(piece.size()), centre = 0.5 * (n - 1.0);
    double moment = 0.0;
    for (std::size_t k = 0; k < piece.size(); ++k) moment += (static_cast<double>(k) - centre) * piece[k];
    const double slope = 12.0 * moment / (n * (n * n - 1.0)), mean = mean_of(piece);
    for (std::size_t k = 0; k < piece.size(); ++k) piece[k] -= mean + slope * (static_cast<double>(k) - centre);
    return piece;
}

/// Not more than so many, evenly spread over a long recording.
std::vector<std::int64_t> some_of(std::vector<std::int64_t> beats) {
    if (beats.size() <= most_beats_for_p) return beats;
    std::vector<std::int64_t> some;
    for (std::size_t i = 0; i < most_beats_for_p; ++i) some.push_back(beats[i * beats.size() / most_beats_for_p]);
    return some;
}

/// The beats that come when they are due.
std::vector<std::int64_t> timely_beats(std::span<const std::int64_t> peaks, double rr) {
    std::vector<std::int64_t> due;
    for (std::size_t i = 0; i < peaks.size(); ++i)
        if (i == 0 || static_cast<double>(peaks[i] - peaks[i - 1]) >= timely * rr) due.push_back(peaks[i]);
    const auto early = static_cast<double>(peaks.size() - due.size());
    if (early > untimely_most * static_cast<double>(peaks.size())) return {peaks.begin(), peaks.end()};
    return due;
}

AtrialWindow window_before(double qrs_onset_before_r_s, double rr_s, double rate_hz) {
    const double length_s = std::min(p_place_s, p_place_rr * rr_s - qrs_onset_before_r_s);
    AtrialWindow place;
    place.step = std::max<std::int64_t>(1, std::llround(rate_hz / p_place_rate_hz));
    place.count = std::llround(length_s * rate_hz) / place.step;
    place.begin = -std::llround((qrs_onset_before_r_s + p_gap_s) * rate_hz) - place.count * place.step;
    return place;
}

/// Those whose window lies in the recording.
std::vector<std::int64_t> inside(std::span<const std::int64_t> peaks, const AtrialWindow& place, std::int64_t samples) {
    std::vector<std::int64_t> beats;
    for (const auto peak : peaks)
        if (peak + place.begin >= 0 && peak < samples) beats.push_back(peak);
    return beats;
}

/// Share of the windows before `beats` that is the same in each.
double repeated_share(const record::Ecg& ecg, std::span<const std::int64_t> beats, const AtrialWindow& place) {
    constexpr std::int64_t fewest_averages = 4;
    if (static_cast<std::int64_t>(beats.size()) < fewest_beats_for_p || place.count < fewest_averages) return 0.0;
    double repeated = 0.0, all = 0.0;
    for (const auto& lead : ecg.leads) {
        std::vector<double> sum(static_cast<std::size_t>(place.count), 0.0);
        double of_lead = 0.0, n = 0.0;
        for (const auto beat : beats) {
            if (!lead.is_valid(beat + place.begin, beat + place.begin + place.count * place.step)) continue;
            ++n;
            const auto piece = atrial_piece(lead.samples, beat + place.begin, place);
            for (std::size_t k = 0; k < piece.size(); ++k) {
                sum[k] += piece[k];
                of_lead += piece[k] * piece[k];
            }
        }
        // The mean of n beats holds all that repeats and an n-th of what does not.
        repeated -= of_lead;
        for (const double s : sum) repeated += s * s;
        all += (n - 1.0) * of_lead;
    }
    return all > 0.0 ? repeated / all : 0.0;
}

// Logistic regression on evidence of MIT-BIH's fibrillation and other pieces (a tenth of the weight of a recording
// each) and the Challenge's recordings; PTB-XL and LUDB had no part in it. The changes of the intervals added nothing
// to their entropy; the two shares of what repeats got weights so alike that their mean does.
constexpr double af_bias = 5.59;
constexpr double af_entropy_weight = 1.24;
constexpr double af_scatter_weight = 1.12;  // of its logarithm
constexpr double af_repeats_weight = -5.67;
constexpr double af_certainty_weight = -1.35;
constexpr double least_scatter = 0.005;  // below it a rhythm is as regular as a recorder can say

}  // namespace

void add_intervals(RhythmEvidence& evidence, std::span<const double> rr_s) {
    std::vector<double> rr, change;
    for (std::size_t i = 0; i < rr_s.size(); ++i) {
        if (rr_s[i] > beats::longest_rr_s) continue;
        if (i > 0 && rr_s[i - 1] <= beats::longest_rr_s) change.push_back(std::abs(rr_s[i] - rr_s[i - 1]));
        rr.push_back(rr_s[i]);
    }
    evidence.intervals = static_cast<int>(rr.size());
    if (rr.empty()) return;
    const double mean = mean_of(rr);
    evidence.rr_change_mean = mean_of(change) / mean;
    evidence.rr_change_median = middle_of(change) / mean;
    evidence.rr_entropy = sample_entropy_coefficient(rr);
    evidence.rr_within_groups = scatter_within_groups(rr);
}

double p_repeats(const record::Ecg& ecg, std::span<const std::int64_t> r_peaks, double qrs_onset_before_r_s) {
    const double rate_hz = ecg.sampling_frequency_hz;
    const double rr_s = beats::median_rr_s(r_peaks, rate_hz);
    if (!(rr_s > 0.0)) return 0.0;
    const auto place = window_before(qrs_onset_before_r_s, rr_s, rate_hz);
    const auto due = timely_beats(r_peaks, rr_s * rate_hz);
    return repeated_share(ecg, some_of(inside(due, place, ecg.sample_count())), place);
}

double p_repeats_after_long(const record::Ecg& ecg, std::span<const std::int64_t> r_peaks,
                            double qrs_onset_before_r_s) {
    std::vector<std::int64_t> rr;
    for (std::size_t i = 1; i < r_peaks.size(); ++i) rr.push_back(r_peaks[i] - r_peaks[i - 1]);
    if (rr.empty()) return 0.0;
    auto sorted = rr;
    const auto least = sorted.begin() + static_cast<std::ptrdiff_t>(long_from * static_cast<double>(sorted.size() - 1));
    std::nth_element(sorted.begin(), least, sorted.end());
    std::vector<std::int64_t> late;
    for (std::size_t i = 0; i < rr.size(); ++i)
        if (rr[i] >= *least) late.push_back(r_peaks[i + 1]);
    const double rate_hz = ecg.sampling_frequency_hz;
    const auto place = window_before(qrs_onset_before_r_s, static_cast<double>(*least) / rate_hz, rate_hz);
    return repeated_share(ecg, some_of(inside(late, place, ecg.sample_count())), place);
}

double atrial_fibrillation_log_odds(const RhythmEvidence& e) {
    if (e.intervals < static_cast<int>(fewest_intervals)) return -std::numeric_limits<double>::infinity();
    const double repeats = 0.5 * (e.p_repeats + e.p_repeats_after_long);
    return af_bias + af_entropy_weight * e.rr_entropy +
           af_scatter_weight * std::log(std::max(e.rr_within_groups, least_scatter)) + af_repeats_weight * repeats +
           af_certainty_weight * e.p_certainty;
}

bool likely_atrial_fibrillation(const RhythmEvidence& evidence) {
    return atrial_fibrillation_log_odds(evidence) > 0.0;
}

}  // namespace synchrony::measure

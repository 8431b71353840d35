#include "atrial_waves.hpp"

#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <optional>
#include <string_view>
#include <vector>

#include "synchrony/core/nth_value.hpp"

namespace synchrony::measure {
namespace {

// Set with MIT-BIH's second-degree block (record 231), PTB-XL 00959 and all other recordings in view:
// docs/results/quality.md.
constexpr double atrial_rate_hz = 100.0;  // a P wave needs no more
constexpr double atrial_window_s = 0.14;  // most of a P wave and some level beside it
constexpr double after_qrs_s = 0.06, after_t_s = 0.04;
constexpr double least_likeness = 0.8;  // correlation over all leads
constexpr double most_gain = 1.8;       // larger or smaller waves are others
constexpr double shortest_pp_s = 0.33;  // flutter waves come faster
constexpr double step_tolerance = 0.15;
constexpr int most_hidden = 2;  // waves in a row under QRS and T
constexpr std::size_t fewest_waves = 5;
constexpr double least_in_step = 0.8;   // of the distances
constexpr double least_per_qrs = 1.25;  // 5:4
constexpr double most_related = 0.7;    // mean resultant length of the distances to the next QRS, in steps
// Flutter: 240 to 350/min, on drugs from 190 (Saoudi, Eur Heart J 2001;22:1162). It is irregular where the AV node
// conducts every second wave, then every third; its distances are whole steps all the same, which of distances by
// chance three in ten are. LUDB 103 has 95 in a hundred, of 347 others the next 79. Two leads are too few to tell a
// shape.
constexpr double shortest_flutter_s = 0.17, longest_flutter_s = 0.33;
constexpr std::size_t fewest_flutter_waves = 10, fewest_flutter_leads = 6;
constexpr double flutter_in_step = 0.85;
constexpr double longest_piece_s = 30.0, piece_s = 20.0;
constexpr std::int64_t most_pieces = 15;
constexpr double least_pieces_part = 0.2;

/// The signal in windows, each without its straight lines; only those that hold no part of a beat.
struct AtrialSignal {
    std::size_t leads = 0;
    Eigen::MatrixXf windows;           // a column each: all leads, one after the other
    std::vector<std::size_t> firsts;   // by column: the window's first sample
    std::vector<Eigen::Index> column;  // by first sample; -1 where the window holds a part of a beat
    Eigen::VectorXf sizes;             // root of the sum of squares, by column
    std::vector<Eigen::Index> tried;   // columns that no larger one lies near
    Eigen::MatrixXf products;          // of every window with every one of these, a column each
    double sample_s = 0.0;
    [[nodiscard]] double time_of(std::size_t i) const { return static_cast<double>(i) * sample_s; }
    [[nodiscard]] bool holds_beat(double time_s) const {
        const auto i = static_cast<std::size_t>(std::max(0.0, time_s / sample_s));
        return i < column.size() && column[i] < 0;
    }
    /// 0 where the window holds a part of a beat.
    [[nodiscard]] float size_at(std::size_t i) const { return column[i] < 0 ? 0.0F : sizes[column[i]]; }
};

using Values = Eigen::Map<const Eigen::VectorXf>;

std::vector<float> slower(const std::vector<float>& x, std::int64_t step) {
    std::vector<float> y(x.size() / static_cast<std::size_t>(step));
    for (std::size_t i = 0; i < y.size(); ++i) {
        const auto* from = x.data() + i * static_cast<std::size_t>(step);
        y[i] = std::accumulate(from, from + step, 0.0F) / static_cast<float>(step);
    }
    return y;
}

/// Of each lead as many values as `ramp` has, from sample `at` on, each without its straight line.
void put_without_lines(const std::vector<std::vector<float>>& leads, std::size_t at, const Eigen::VectorXf& ramp,
                       float* shape) {
    const auto n = ramp.size();
    Eigen::Map<Eigen::MatrixXf> all(shape, n, static_cast<Eigen::Index>(leads.size()));
    for (Eigen::Index lead = 0; lead < all.cols(); ++lead) {
        const Values x(leads[static_cast<std::size_t>(lead)].data() + at, n);
        all.col(lead) = x.array() - x.mean();
        all.col(lead) -= ramp.dot(x) * ramp;
    }
}

/// A rising line of that many values, mean 0, sum of squares 1.
Eigen::VectorXf rising_line(std::size_t n) {
    return Eigen::VectorXf::LinSpaced(static_cast<Eigen::Index>(n), -1.0F, 1.0F).normalized();
}

/// QRS and T of the median beat taken away at each beat, without a step at T end.
std::vector<float> without_ventricles(std::vector<float> x, const std::vector<float>& median, double rate_hz,
                                      std::span<const std::int64_t> r_peaks, const VentricularBeat& beat) {
    const auto last = static_cast<std::int64_t>(median.size()) - 1;
    const auto index = [&](double s) { return std::clamp<std::int64_t>(std::llround(s * rate_hz), 0, last); };
    const auto r = index(beat.r_s), to = index(beat.t_end_s);
    for (const auto peak : r_peaks)
        for (auto k = index(beat.qrs_onset_s); k <= to; ++k) {
            const auto at = peak + k - r;
            if (at < 0 || at >= static_cast<std::int64_t>(x.size())) continue;
            x[static_cast<std::size_t>(at)] -=
                median[static_cast<std::size_t>(k)] - median[static_cast<std::size_t>(to)];
        }
    return x;
}

/// By sample: whether it lies between two beats.
std::vector<char> between_beats(std::size_t count, double sample_s, std::span<const double> r_s, double after_r_s,
                                double before_r_s) {
    std::vector<char> between(count, 0);
    for (std::size_t b = 0; b + 1 < r_s.size(); ++b) {
        const auto from = static_cast<std::size_t>(std::max(0.0, std::ceil((r_s[b] + after_r_s) / sample_s)));
        const auto to = static_cast<std::size_t>(std::max(0.0, (r_s[b + 1] - before_r_s) / sample_s));
        for (auto i = from; i < std::min(to, count); ++i) between[i] = 1;
    }
    return between;
}

/// Columns of the windows that no larger one lies near.
std::vector<Eigen::Index> largest_nearby(const AtrialSignal& signal) {
    constexpr double nearby_s = 0.05;
    const auto reach = static_cast<std::size_t>(nearby_s / signal.sample_s);
    std::vector<Eigen::Index> largest;
    for (std::size_t i = reach; i + reach < signal.column.size(); ++i) {
        if (signal.column[i] < 0) continue;
        float around = 0.0F;
        for (std::size_t k = i - reach; k <= i + reach; ++k) around = std::max(around, signal.size_at(k));
        if (signal.size_at(i) >= around) largest.push_back(signal.column[i]);
    }
    return largest;
}

/// All products at once: one by one they were half of the time here.
void multiply(AtrialSignal& signal) {
    signal.tried = largest_nearby(signal);
    Eigen::MatrixXf shapes(signal.windows.rows(), static_cast<Eigen::Index>(signal.tried.size()));
    for (std::size_t k = 0; k < signal.tried.size(); ++k)
        shapes.col(static_cast<Eigen::Index>(k)) = signal.windows.col(signal.tried[k]);
    signal.products = signal.windows.transpose() * shapes;
}

AtrialSignal atrial_signal(const record::Ecg& ecg, std::span<const std::int64_t> r_peaks, std::span<const double> r_s,
                           const VentricularBeat& beat, bool under_t) {
    const double rate_hz = ecg.sampling_frequency_hz;
    const auto step = std::max<std::int64_t>(1, std::llround(rate_hz / atrial_rate_hz));
    AtrialSignal signal;
    signal.sample_s = static_cast<double>(step) / rate_hz;
    const auto length = static_cast<std::size_t>(std::llround(atrial_window_s / signal.sample_s));
    std::vector<std::vector<float>> leads;
    for (const auto& lead : ecg.leads) {
        const auto* median = beat.median.find_lead(lead.name);
        if (median == nullptr || median->samples.empty()) continue;
        leads.push_back(slower(
            under_t ? without_ventricles(lead.samples, median->samples, rate_hz, r_peaks, beat) : lead.samples, step));
    }
    signal.leads = leads.size();
    if (length < 3 || leads.empty() || leads.front().size() <= length) return signal;
    const auto count = leads.front().size();
    const double after_s = under_t ? beat.qrs_end_s + after_qrs_s : beat.t_end_s + after_t_s;
    const auto between = between_beats(count, signal.sample_s, r_s, after_s - beat.r_s, beat.r_s - beat.qrs_onset_s);
    signal.column.assign(count - length, -1);
    std::size_t clear = 0;  // samples between beats up to here
    for (std::size_t i = 0; i < count; ++i) {
        clear = between[i] != 0 ? clear + 1 : 0;
        if (clear < length || i + 1 - length >= signal.column.size()) continue;
        signal.column[i + 1 - length] = static_cast<Eigen::Index>(signal.firsts.size());
        signal.firsts.push_back(i + 1 - length);
    }
    const auto ramp = rising_line(length);
    signal.windows.resize(static_cast<Eigen::Index>(leads.size() * length),
                          static_cast<Eigen::Index>(signal.firsts.size()));
    for (std::size_t c = 0; c < signal.firsts.size(); ++c)
        put_without_lines(leads, signal.firsts[c], ramp, signal.windows.col(static_cast<Eigen::Index>(c)).data());
    signal.sizes = signal.windows.colwise().norm();
    multiply(signal);
    return signal;
}

/// Windows like a shape.
struct AlikeWaves {
    std::vector<std::size_t> at;
    float energy = 0.0F;  // of their parts that the shape explains
};

/// Of a shape of that size, whose inner product with every window is given.
AlikeWaves waves_like(const AtrialSignal& signal, const Eigen::Ref<const Eigen::VectorXf>& products, float size,
                      double shortest_s) {
    constexpr auto gain = static_cast<float>(most_gain);
    std::vector<std::pair<float, std::size_t>> hits;
    for (Eigen::Index c = 0; c < products.size(); ++c) {
        const float own = signal.sizes[c];
        if (!(own > 0.0F) || own * gain < size || own > size * gain) continue;
        const float likeness = products[c] / (size * own);
        if (likeness >= static_cast<float>(least_likeness))
            hits.emplace_back(likeness, signal.firsts[static_cast<std::size_t>(c)]);
    }
    std::sort(hits.rbegin(), hits.rend());
    const auto apart = static_cast<std::int64_t>(shortest_s / signal.sample_s);
    AlikeWaves waves;
    for (const auto& [likeness, i] : hits) {
        const auto near = [&, at = static_cast<std::int64_t>(i)](std::size_t other) {
            return std::abs(at - static_cast<std::int64_t>(other)) < apart;
        };
        if (std::any_of(waves.at.begin(), waves.at.end(), near)) continue;
        waves.at.push_back(i);
        waves.energy += likeness * likeness * signal.size_at(i) * signal.size_at(i);
    }
    std::sort(waves.at.begin(), waves.at.end());
    return waves;
}

Eigen::VectorXf mean_shape(const AtrialSignal& signal, const AlikeWaves& waves) {
    Eigen::VectorXf mean = Eigen::VectorXf::Zero(signal.windows.rows());
    for (const auto i : waves.at) mean += signal.windows.col(signal.column[i]) / static_cast<float>(waves.at.size());
    return mean;
}

/// The waves of one shape that explain most of what lies between the beats, no nearer to each other than that.
AlikeWaves commonest_waves(const AtrialSignal& signal, double shortest_s) {
    AlikeWaves best;
    for (std::size_t k = 0; k < signal.tried.size(); ++k) {
        auto waves = waves_like(signal, signal.products.col(static_cast<Eigen::Index>(k)),
                                signal.sizes[signal.tried[k]], shortest_s);
        if (waves.energy > best.energy) best = std::move(waves);
    }
    if (best.at.empty()) return best;
    const Eigen::VectorXf mean = mean_shape(signal, best);
    return waves_like(signal, signal.windows.transpose() * mean, mean.norm(), shortest_s);
}

/// The distance that most neighbouring waves have: of those near the shortest fifth, the median.
double usual_step(std::vector<double> apart) {
    constexpr std::size_t shortest_part = 5;
    constexpr double near = 0.2;
    const double low = core::nth_value(apart, apart.size() / shortest_part);
    std::erase_if(apart, [&](double d) { return std::abs(d - low) > near * low; });
    return core::nth_value(apart, apart.size() / 2);
}

/// 1 where all waves lie equally far, in steps, before the next R peak; near 0 where they lie anywhere.
double related_to_beats(std::span<const double> waves_s, std::span<const double> r_s, double step_s) {
    double c = 0.0, s = 0.0;
    int n = 0;
    for (const double t : waves_s) {
        const auto next = std::upper_bound(r_s.begin(), r_s.end(), t);
        if (next == r_s.end()) continue;
        const double phase = 2.0 * std::numbers::pi * (*next - t) / step_s;
        c += std::cos(phase), s += std::sin(phase), ++n;
    }
    return n > 0 ? std::hypot(c, s) / n : 1.0;
}

/// When the waves come, and how far they lie apart, s.
struct WaveTimes {
    std::vector<double> at, apart;
};
WaveTimes times_of(const AtrialSignal& signal, const AlikeWaves& waves) {
    WaveTimes times;
    for (const auto i : waves.at) times.at.push_back(signal.time_of(i));
    for (std::size_t i = 1; i < times.at.size(); ++i) times.apart.push_back(times.at[i] - times.at[i - 1]);
    return times;
}

/// QRS complexes between the first wave and the last.
std::ptrdiff_t beats_among(const std::vector<double>& times, std::span<const double> r_s) {
    return std::upper_bound(r_s.begin(), r_s.end(), times.back()) -
           std::upper_bound(r_s.begin(), r_s.end(), times.front());
}

/// How many steps a distance is, at least one; empty where it is no whole number of them.
std::optional<int> whole_steps(double apart_s, double step_s) {
    const int n = std::max(1, static_cast<int>(std::lround(apart_s / step_s)));
    return std::abs(apart_s - n * step_s) <= step_tolerance * step_s ? std::optional(n) : std::nullopt;
}

/// Waves in step; hidden ones, which lie where a beat does, counted.
AtrialWaves counted(const AtrialSignal& signal, std::span<const double> r_s) {
    AtrialWaves found;
    const auto waves = commonest_waves(signal, shortest_pp_s);
    if (waves.at.size() < fewest_waves) return found;
    const auto [times, apart] = times_of(signal, waves);
    const double step_s = usual_step(apart);
    int in_step = 0, steps = 0;
    for (std::size_t i = 0; i < apart.size(); ++i) {
        const auto n = whole_steps(apart[i], step_s);
        bool hidden = n && *n <= most_hidden + 1;  // all between
        for (int k = 1; hidden && k < *n; ++k) hidden = signal.holds_beat(times[i] + apart[i] * k / *n);
        in_step += hidden ? 1 : 0;
        steps += hidden ? *n : 1;
    }
    const auto beats = beats_among(times, r_s);
    if (beats == 0 || in_step < least_in_step * static_cast<double>(apart.size())) return found;
    found.per_qrs = steps / static_cast<double>(beats);
    found.rate_bpm = 60.0 / step_s;
    found.unrelated = related_to_beats(times, r_s, step_s) < most_related;
    found.more_than_qrs = found.per_qrs >= least_per_qrs;
    return found;
}

/// Waves as fast as flutter's, most of them at whole steps, and more of them seen than there are beats.
AtrialWaves flutter(const AtrialSignal& signal, std::span<const double> r_s) {
    AtrialWaves found;
    if (signal.leads < fewest_flutter_leads) return found;
    const auto waves = commonest_waves(signal, shortest_flutter_s);
    if (waves.at.size() < fewest_flutter_waves) return found;
    const auto [times, apart] = times_of(signal, waves);
    const double step_s = usual_step(apart);
    const auto beats = static_cast<double>(beats_among(times, r_s)), distances = static_cast<double>(apart.size());
    const auto in_step = std::ranges::count_if(apart, [&](double s) { return whole_steps(s, step_s).has_value(); });
    if (step_s > longest_flutter_s || static_cast<double>(in_step) < flutter_in_step * distances ||
        distances < least_per_qrs * beats)
        return found;
    found.flutter = true;
    found.rate_bpm = 60.0 / step_s;
    return found;
}

AtrialWaves of_piece(const record::Ecg& ecg, std::span<const std::int64_t> r_peaks, const VentricularBeat& beat) {
    std::vector<double> r_s;
    for (const auto peak : r_peaks) r_s.push_back(static_cast<double>(peak) / ecg.sampling_frequency_hz);
    for (const bool under_t : {false, true}) {
        const auto signal = atrial_signal(ecg, r_peaks, r_s, beat, under_t);
        const auto found = counted(signal, r_s);
        if (found.more_than_qrs && (!under_t || found.unrelated)) return found;
        if (const auto fast = flutter(signal, r_s); fast.flutter) return fast;
    }
    return {};
}

}  // namespace

AtrialWaves atrial_waves(const record::Ecg& ecg, std::span<const std::int64_t> r_peaks, const VentricularBeat& beat) {
    if (ecg.duration_s() <= longest_piece_s) return of_piece(ecg, r_peaks, beat);
    const auto length = std::llround(piece_s * ecg.sampling_frequency_hz), all = ecg.sample_count() / length;
    const auto pieces = std::min<std::int64_t>(all, most_pieces);
    std::vector<AtrialWaves> more;
    for (std::int64_t i = 0; i < pieces; ++i) {
        const auto from = i * all / pieces * length;
        std::vector<std::int64_t> peaks;
        for (const auto peak : r_peaks)
            if (peak >= from && peak < from + length) peaks.push_back(peak - from);
        const auto found = of_piece(record::excerpt(ecg, {from, from + length}), peaks, beat);
        if (found.faster_than_qrs()) more.push_back(found);
    }
    if (static_cast<double>(more.size()) < least_pieces_part * static_cast<double>(pieces)) return {};
    return more.empty() ? AtrialWaves{} : more[more.size() / 2];
}

}  // namespace synchrony::measure

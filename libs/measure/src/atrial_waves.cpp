#include "atrial_waves.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
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
constexpr double longest_piece_s = 30.0, piece_s = 20.0;
constexpr std::int64_t most_pieces = 15;
constexpr double least_pieces_part = 0.2;

using WaveShape = std::vector<float>;  // all leads, one after the other

/// The signal in windows, each without its straight lines. One that holds a part of a beat is empty.
struct AtrialSignal {
    std::vector<WaveShape> windows;  // by first sample
    std::vector<float> sizes;        // root of the sum of squares
    double sample_s = 0.0;
    [[nodiscard]] double time_of(std::size_t i) const { return static_cast<double>(i) * sample_s; }
    [[nodiscard]] bool holds_beat(double time_s) const {
        const auto i = static_cast<std::size_t>(std::max(0.0, time_s / sample_s));
        return i < windows.size() && windows[i].empty();
    }
};

float inner(const WaveShape& a, const WaveShape& b) {
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0F);
}

std::vector<float> slower(const std::vector<float>& x, std::int64_t step) {
    std::vector<float> y(x.size() / static_cast<std::size_t>(step));
    for (std::size_t i = 0; i < y.size(); ++i) {
        const auto* from = x.data() + i * static_cast<std::size_t>(step);
        y[i] = std::accumulate(from, from + step, 0.0F) / static_cast<float>(step);
    }
    return y;
}

void append_without_line(WaveShape& shape, const float* x, std::size_t n) {
    const float centre = 0.5F * static_cast<float>(n - 1);
    float mean = 0.0F, moment = 0.0F, spread = 0.0F;
    for (std::size_t k = 0; k < n; ++k) {
        const float at = static_cast<float>(k) - centre;
        mean += x[k] / static_cast<float>(n), moment += at * x[k], spread += at * at;
    }
    for (std::size_t k = 0; k < n; ++k)
        shape.push_back(x[k] - mean - moment / spread * (static_cast<float>(k) - centre));
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
    if (length < 3 || leads.empty() || leads.front().size() <= length) return signal;
    const auto count = leads.front().size();
    const double after_s = under_t ? beat.qrs_end_s + after_qrs_s : beat.t_end_s + after_t_s;
    const auto between = between_beats(count, signal.sample_s, r_s, after_s - beat.r_s, beat.r_s - beat.qrs_onset_s);
    signal.windows.resize(count - length);
    signal.sizes.resize(count - length);
    std::size_t clear = 0;  // samples between beats up to here
    for (std::size_t i = 0; i < count; ++i) {
        clear = between[i] != 0 ? clear + 1 : 0;
        if (clear < length || i + 1 - length >= signal.windows.size()) continue;
        const auto at = i + 1 - length;
        for (const auto& lead : leads) append_without_line(signal.windows[at], lead.data() + at, length);
        signal.sizes[at] = std::sqrt(inner(signal.windows[at], signal.windows[at]));
    }
    return signal;
}

/// Windows like a shape.
struct AlikeWaves {
    std::vector<std::size_t> at;
    float energy = 0.0F;  // of their parts that the shape explains
};

AlikeWaves waves_like(const AtrialSignal& signal, const WaveShape& shape) {
    const float size = std::sqrt(inner(shape, shape)), gain = static_cast<float>(most_gain);
    std::vector<std::pair<float, std::size_t>> hits;
    for (std::size_t i = 0; i < signal.windows.size(); ++i) {
        const float own = signal.sizes[i];
        if (signal.windows[i].empty() || !(own > 0.0F) || own * gain < size || own > size * gain) continue;
        const float likeness = inner(shape, signal.windows[i]) / (size * own);
        if (likeness >= static_cast<float>(least_likeness)) hits.emplace_back(likeness, i);
    }
    std::sort(hits.rbegin(), hits.rend());
    const auto apart = static_cast<std::int64_t>(shortest_pp_s / signal.sample_s);
    AlikeWaves waves;
    for (const auto& [likeness, i] : hits) {
        const auto near = [&, at = static_cast<std::int64_t>(i)](std::size_t other) {
            return std::abs(at - static_cast<std::int64_t>(other)) < apart;
        };
        if (std::any_of(waves.at.begin(), waves.at.end(), near)) continue;
        waves.at.push_back(i);
        waves.energy += likeness * likeness * signal.sizes[i] * signal.sizes[i];
    }
    std::sort(waves.at.begin(), waves.at.end());
    return waves;
}

WaveShape mean_shape(const AtrialSignal& signal, const AlikeWaves& waves) {
    WaveShape mean(signal.windows[waves.at.front()].size(), 0.0F);
    for (const auto i : waves.at)
        for (std::size_t k = 0; k < mean.size(); ++k)
            mean[k] += signal.windows[i][k] / static_cast<float>(waves.at.size());
    return mean;
}

/// The waves of one shape that explain most of what lies between the beats.
AlikeWaves commonest_waves(const AtrialSignal& signal) {
    constexpr double alone_s = 0.05;  // a window is tried where no larger one lies nearer
    const auto reach = static_cast<std::size_t>(alone_s / signal.sample_s);
    AlikeWaves best;
    for (std::size_t i = reach; i + reach < signal.windows.size(); ++i) {
        if (signal.windows[i].empty()) continue;
        const auto from = signal.sizes.begin() + static_cast<std::ptrdiff_t>(i - reach);
        if (signal.sizes[i] < *std::max_element(from, from + static_cast<std::ptrdiff_t>(2 * reach + 1))) continue;
        auto waves = waves_like(signal, signal.windows[i]);
        if (waves.energy > best.energy) best = std::move(waves);
    }
    return best.at.empty() ? best : waves_like(signal, mean_shape(signal, best));
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

/// Waves in step; hidden ones, which lie where a beat does, counted.
AtrialWaves counted(const AtrialSignal& signal, const AlikeWaves& waves, std::span<const double> r_s) {
    AtrialWaves found;
    if (waves.at.size() < fewest_waves) return found;
    std::vector<double> times, apart;
    for (const auto i : waves.at) times.push_back(signal.time_of(i));
    for (std::size_t i = 1; i < times.size(); ++i) apart.push_back(times[i] - times[i - 1]);
    const double step_s = usual_step(apart);
    int in_step = 0, steps = 0;
    for (std::size_t i = 0; i < apart.size(); ++i) {
        const int n = std::max(1, static_cast<int>(std::lround(apart[i] / step_s)));
        bool hidden = true;  // all between
        for (int k = 1; k < n; ++k) hidden = hidden && signal.holds_beat(times[i] + apart[i] * k / n);
        const bool fits = n <= most_hidden + 1 && hidden && std::abs(apart[i] - n * step_s) <= step_tolerance * step_s;
        in_step += fits ? 1 : 0;
        steps += fits ? n : 1;
    }
    const auto beats = std::upper_bound(r_s.begin(), r_s.end(), times.back()) -
                       std::upper_bound(r_s.begin(), r_s.end(), times.front());
    if (beats == 0 || in_step < least_in_step * static_cast<double>(apart.size())) return found;
    found.per_qrs = steps / static_cast<double>(beats);
    found.rate_bpm = 60.0 / step_s;
    found.unrelated = related_to_beats(times, r_s, step_s) < most_related;
    found.more_than_qrs = found.per_qrs >= least_per_qrs;
    return found;
}

AtrialWaves of_piece(const record::Ecg& ecg, std::span<const std::int64_t> r_peaks, const VentricularBeat& beat) {
    std::vector<double> r_s;
    for (const auto peak : r_peaks) r_s.push_back(static_cast<double>(peak) / ecg.sampling_frequency_hz);
    for (const bool under_t : {false, true}) {
        const auto signal = atrial_signal(ecg, r_peaks, r_s, beat, under_t);
        const auto found = counted(signal, commonest_waves(signal), r_s);
        if (found.more_than_qrs && (!under_t || found.unrelated)) return found;
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
        if (found.more_than_qrs) more.push_back(found);
    }
    if (static_cast<double>(more.size()) < least_pieces_part * static_cast<double>(pieces)) return {};
    return more.empty() ? AtrialWaves{} : more[more.size() / 2];
}

}  // namespace synchrony::measure

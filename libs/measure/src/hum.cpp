#include "hum.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <cstdint>
#include <numbers>

namespace synchrony::measure {
namespace {

using Complex = std::complex<double>;

constexpr std::array<double, 2> mains_hz = {50.0, 60.0};
constexpr double highest_part = 0.45;  // of the sampling frequency: nearer to its half the tone is not resolved
constexpr double least_uv = 5.0;       // an electrocardiograph's step (IEC 60601-2-25): less is not worth subtracting
constexpr double least_share = 0.05;   // of the power outside the QRS complexes: less is not to be told from noise
constexpr double hum_block_s = 0.02;   // in which it is asked whether the lead is quiet
constexpr double loud_times = 3.0;     // a block of more than so many times the median root mean square is not quiet
constexpr double hum_hop_s = 0.1;      // between fits
constexpr double search_window_s = 0.4,
                 hum_window_s = 0.8;  // the first resolves +-2 Hz of drift, the second averages noise
constexpr double furthest_hz = 2.0;   // from 50 or 60 Hz; grids keep within 0.5 Hz, recorders' clocks add little
constexpr double rough_part = 0.6;    // of least_uv that the first look must find for a closer one
constexpr int highest_harmonic = 3;   // transformers in saturation give the second and third
constexpr int hum_passes = 3;         // each finds the quiet stretches better than the one before
constexpr double uv_per_mv = 1000.0;

/// The mean over one mains period: whole samples, and at both ends a part of one.
struct PeriodMean {
    PeriodMean(double fs, double hz)
        : reach(static_cast<std::int64_t>(std::floor((fs / hz - 1.0) / 2.0))),
          end_weight((fs / hz - 1.0) / 2.0 - static_cast<double>(reach)),
          length(fs / hz) {}

    /// x less its mean; ends are held.
    [[nodiscard]] std::vector<float> without(const std::vector<float>& x) const {
        const auto n = static_cast<std::int64_t>(x.size());
        const auto at = [&](std::int64_t i) {
            return static_cast<double>(x[static_cast<std::size_t>(std::clamp<std::int64_t>(i, 0, n - 1))]);
        };
        std::vector<float> y(x.size());
        double sum = 0.0;
        for (std::int64_t k = -reach; k <= reach; ++k) sum += at(k);
        for (std::int64_t i = 0; i < n; ++i) {
            const double mean = (sum + end_weight * (at(i - reach - 1) + at(i + reach + 1))) / length;
            y[static_cast<std::size_t>(i)] = static_cast<float>(at(i) - mean);
            sum += at(i + reach + 1) - at(i - reach);
        }
        return y;
    }
    /// What `without` does to a sine of angular frequency w a sample.
    [[nodiscard]] double gain(double w) const {
        double sum = 1.0;
        for (std::int64_t k = 1; k <= reach; ++k) sum += 2.0 * std::cos(w * static_cast<double>(k));
        sum += 2.0 * end_weight * std::cos(w * static_cast<double>(reach + 1));
        return 1.0 - sum / length;
    }

    std::int64_t reach;
    double end_weight;
    double length;
};

/// A lead on its way: `y` is what is left of it without its mean over a period, `quiet` where no QRS complex is.
struct QuietLead {
    std::vector<float> y;
    std::vector<char> quiet;
    double quiet_rms = 0.0;  ///< mV

    void find_quiet(const std::vector<float>& residual, const record::Lead& lead, std::size_t block);
};

void QuietLead::find_quiet(const std::vector<float>& residual, const record::Lead& lead, std::size_t block) {
    const std::size_t blocks = residual.size() / block;
    std::vector<float> power(blocks, 0.0F);
    for (std::size_t b = 0; b < blocks; ++b) {
        for (std::size_t i = b * block; i < (b + 1) * block; ++i) power[b] += residual[i] * residual[i];
        power[b] /= static_cast<float>(block);
    }
    std::vector<float> counted;
    std::vector<char> valid(blocks, 1);
    for (const auto& gap : lead.invalid)
        for (auto b = static_cast<std::size_t>(gap.begin) / block;
             b < blocks && b <= static_cast<std::size_t>(gap.end) / block; ++b)
            valid[b] = 0;
    for (std::size_t b = 0; b < blocks; ++b)
        if (valid[b]) counted.push_back(power[b]);
    quiet.assign(residual.size(), 0);
    quiet_rms = 0.0;
    if (counted.empty()) return;
    const auto middle = counted.begin() + static_cast<std::ptrdiff_t>(counted.size() / 2);
    std::nth_element(counted.begin(), middle, counted.end());
    const float limit = *middle * static_cast<float>(loud_times * loud_times);
    double sum = 0.0;
    std::size_t count = 0;
    for (std::size_t b = 0; b < blocks; ++b) {
        const bool before = b > 0 && power[b - 1] > limit, after = b + 1 < blocks && power[b + 1] > limit;
        if (!valid[b] || power[b] > limit || before || after) continue;
        std::fill_n(quiet.begin() + static_cast<std::ptrdiff_t>(b * block), block, 1);
        sum += static_cast<double>(power[b]);
        ++count;
    }
    quiet_rms = count > 0 ? std::sqrt(sum / static_cast<double>(count)) : std::sqrt(static_cast<double>(*middle));
}

/// cos and sin of the mains at every sample.
struct Carrier {
    std::vector<float> cosine, sine;
    Carrier(std::size_t n, double w) : cosine(n), sine(n) {
        constexpr std::size_t exact = 256;  // the recurrence is set right so often
        Complex now(1.0, 0.0);
        const Complex step = std::polar(1.0, w);
        for (std::size_t i = 0; i < n; ++i, now *= step) {
            if (i % exact == 0) now = std::polar(1.0, w * static_cast<double>(i));
            cosine[i] = static_cast<float>(now.real());
            sine[i] = static_cast<float>(now.imag());
        }
    }
};

/// Sums of a least-squares fit of a cos + b sin.
struct Normal {
    double cc = 0, cs = 0, ss = 0, yc = 0, ys = 0;
    void add(const Normal& o, double weight) {
        cc += weight * o.cc, cs += weight * o.cs, ss += weight * o.ss, yc += weight * o.yc, ys += weight * o.ys;
    }
    /// a - ib, so that its angle turns with the frequency; nothing where too little was quiet.
    [[nodiscard]] bool solve(double least_samples, Complex& c) const {
        const double det = cc * ss - cs * cs;
        if (cc + ss < least_samples || det < 0.01 * cc * ss) return false;
        c = {(yc * ss - ys * cs) / det, -(ys * cc - yc * cs) / det};
        return true;
    }
};

/// The hum's complex amplitude every `hop` samples, from Hann windows of `window` samples over what is quiet.
std::vector<Complex> fitted_hum(const QuietLead& lead, const Carrier& carrier, std::size_t hop, std::size_t window) {
    const std::size_t n = lead.y.size(), hops = (n + hop - 1) / hop;
    std::vector<Normal> pieces(hops);
    for (std::size_t i = 0; i < n; ++i) {
        if (!lead.quiet[i]) continue;
        Normal& p = pieces[i / hop];
        const double c = carrier.cosine[i], s = carrier.sine[i], y = lead.y[i];
        p.cc += c * c, p.cs += c * s, p.ss += s * s, p.yc += y * c, p.ys += y * s;
    }
    // The centre of a piece is its middle; the window's weights are taken there.
    const auto reach = static_cast<std::ptrdiff_t>(window / 2 / hop);
    std::vector<Complex> amplitude(hops);
    std::vector<char> known(hops, 0);
    for (std::size_t h = 0; h < hops; ++h) {
        Normal sum;
        for (std::ptrdiff_t k = -reach; k <= reach; ++k) {
            const auto at = static_cast<std::ptrdiff_t>(h) + k;
            if (at < 0 || at >= static_cast<std::ptrdiff_t>(hops)) continue;
            const double angle = std::numbers::pi * static_cast<double>(k) / static_cast<double>(reach + 1);
            sum.add(pieces[static_cast<std::size_t>(at)], 0.5 + 0.5 * std::cos(angle));
        }
        known[h] = sum.solve(0.1 * static_cast<double>(window), amplitude[h]) ? 1 : 0;
    }
    // Where nothing was quiet the nearest known fit holds.
    std::ptrdiff_t last = -1;
    for (std::size_t h = 0; h < hops; ++h) {
        if (!known[h]) continue;
        for (std::size_t k = static_cast<std::size_t>(last + 1); k < h; ++k)
            amplitude[k] = last >= 0 && k - static_cast<std::size_t>(last) < h - k
                               ? amplitude[static_cast<std::size_t>(last)]
                               : amplitude[h];
        last = static_cast<std::ptrdiff_t>(h);
    }
    for (std::size_t k = static_cast<std::size_t>(last + 1); k < hops; ++k)
        amplitude[k] = last >= 0 ? amplitude[static_cast<std::size_t>(last)] : Complex{};
    return amplitude;
}

/// Subtracts the sine whose amplitude, known at the middle of every hop, is taken straight between.
void subtract_hum(std::vector<float>& x, const std::vector<Complex>& amplitude, const Carrier& carrier, std::size_t hop,
                  double scale) {
    const auto hops = amplitude.size();
    for (std::size_t i = 0; i < x.size(); ++i) {
        const double place = std::clamp((static_cast<double>(i) + 0.5) / static_cast<double>(hop) - 0.5, 0.0,
                                        static_cast<double>(hops - 1));
        const auto h = std::min(static_cast<std::size_t>(place), hops - 1);
        const Complex next = amplitude[std::min(h + 1, hops - 1)];
        const Complex c = amplitude[h] + (place - static_cast<double>(h)) * (next - amplitude[h]);
        x[i] -= static_cast<float>(scale * (c.real() * static_cast<double>(carrier.cosine[i]) -
                                            c.imag() * static_cast<double>(carrier.sine[i])));
    }
}

double median_magnitude_of(const std::vector<Complex>& amplitude) {
    std::vector<double> sizes;
    for (const auto& c : amplitude) sizes.push_back(std::abs(c));
    if (sizes.empty()) return 0.0;
    const auto middle = sizes.begin() + static_cast<std::ptrdiff_t>(sizes.size() / 2);
    std::nth_element(sizes.begin(), middle, sizes.end());
    return *middle;
}

/// One mains frequency in all leads of a recording.
class HumOf {
  public:
    HumOf(const record::Ecg& ecg, double nominal_hz)
        : ecg_(ecg),
          fs_(ecg.sampling_frequency_hz),
          hz_(nominal_hz),
          nominal_hz_(nominal_hz),
          mean_(fs_, nominal_hz),
          block_(static_cast<std::size_t>(std::max(2.0, std::round(hum_block_s * fs_)))),
          hop_(static_cast<std::size_t>(std::max(1.0, std::round(hum_hop_s * fs_)))) {}

    /// Fits; false where no lead can hold hum worth a word.
    bool find() {
        bool any = false;
        for (const auto& lead : ecg_.leads) {
            QuietLead q;
            q.y = mean_.without(lead.samples);
            q.find_quiet(q.y, lead, block_);
            any = any || std::numbers::sqrt2 * uv_per_mv * q.quiet_rms >= least_uv;
            leads_.push_back(std::move(q));
        }
        if (!any || !search_frequency()) return false;
        for (int m = 1; m <= highest_harmonic && m * hz_ <= highest_part * fs_; ++m)
            tones_.push_back({Carrier(leads_.front().y.size(), m * angular()), 1.0 / mean_.gain(m * angular())});
        for (std::size_t l = 0; l < leads_.size(); ++l) fit(l);
        return true;
    }
    [[nodiscard]] double strongest_uv() const {
        double most = 0.0;
        for (const auto& hum : found_) most = std::max(most, hum.amplitude_uv);
        return most;
    }
    [[nodiscard]] const std::vector<Hum>& found() const { return found_; }
    void take_away(record::Ecg& ecg) const {
        for (std::size_t l = 0; l < ecg.leads.size(); ++l)
            for (std::size_t m = 0; m < amplitudes_[l].size(); ++m)
                subtract_hum(ecg.leads[l].samples, amplitudes_[l][m], tones_[m].carrier, hop_, tones_[m].scale);
    }

  private:
    [[nodiscard]] double angular() const { return 2.0 * std::numbers::pi * hz_ / fs_; }
    [[nodiscard]] std::size_t samples(double seconds) const { return static_cast<std::size_t>(seconds * fs_); }

    /// How the phase turns from fit to fit, over all leads, is how far the mains is from its nominal frequency. False
    /// where no lead holds enough of it.
    bool search_frequency() {
        const Carrier carrier(leads_.front().y.size(), angular());
        Complex turn;
        for (const auto& lead : leads_) {
            const auto c = fitted_hum(lead, carrier, hop_, samples(search_window_s));
            for (std::size_t h = 1; h < c.size(); ++h) turn += c[h] * std::conj(c[h - 1]);
            rough_uv_.push_back(uv_per_mv * median_magnitude_of(c));
        }
        const double off_hz = std::arg(turn) * fs_ / (2.0 * std::numbers::pi * static_cast<double>(hop_));
        hz_ = nominal_hz_ + std::clamp(off_hz, -furthest_hz, furthest_hz);
        return *std::max_element(rough_uv_.begin(), rough_uv_.end()) >= rough_part * least_uv;
    }

    void fit(std::size_t l) {
        auto& lead = leads_[l];
        found_.emplace_back();
        amplitudes_.emplace_back();
        if (rough_uv_[l] < rough_part * least_uv) return;
        // What is left after one tone is what the next is fitted to. Without the first there are no others.
        for (std::size_t m = 0; m < tones_.size(); ++m) {
            std::vector<Complex> amplitude;
            auto residual = lead.y;
            for (int pass = 0; pass < (m == 0 ? hum_passes : 1); ++pass) {
                amplitude = fitted_hum(lead, tones_[m].carrier, hop_, samples(hum_window_s));
                residual = lead.y;
                subtract_hum(residual, amplitude, tones_[m].carrier, hop_, 1.0);
                lead.find_quiet(residual, ecg_.leads[l], block_);
            }
            const double size = median_magnitude_of(amplitude);
            const double power = 0.5 * size * size, uv = uv_per_mv * size * tones_[m].scale;
            const bool there = uv >= least_uv && power >= least_share * (lead.quiet_rms * lead.quiet_rms + power);
            if (m == 0 && !there) return;
            if (m == 0) found_.back() = {hz_, uv};
            if (!there) amplitude.assign(amplitude.size(), Complex{});
            amplitudes_.back().push_back(std::move(amplitude));
            if (there) lead.y = std::move(residual);
        }
    }

    struct Tone {
        Carrier carrier;
        double scale;  ///< from the tone in y to that in the lead
    };

    const record::Ecg& ecg_;
    double fs_;
    double hz_;
    double nominal_hz_;
    PeriodMean mean_;
    std::size_t block_;
    std::size_t hop_;
    std::vector<QuietLead> leads_;
    std::vector<double> rough_uv_;
    std::vector<Tone> tones_;                                    ///< the mains and its harmonics
    std::vector<std::vector<std::vector<Complex>>> amplitudes_;  ///< [lead][tone][hop]
    std::vector<Hum> found_;
};

}  // namespace

std::vector<Hum> remove_hum(record::Ecg& ecg) {
    constexpr double shortest_s = 1.0;
    std::vector<Hum> hums(ecg.leads.size());
    const bool alike = std::all_of(ecg.leads.begin(), ecg.leads.end(), [&](const auto& lead) {
        return static_cast<std::int64_t>(lead.samples.size()) == ecg.sample_count();
    });
    if (!alike || ecg.leads.empty() || ecg.duration_s() < shortest_s) return hums;
    // The stronger of the two is taken away first: its traces would be found at the other.
    std::vector<double> left;
    for (const double hz : mains_hz)
        if (hz <= highest_part * ecg.sampling_frequency_hz) left.push_back(hz);
    while (!left.empty()) {
        std::vector<HumOf> tried;
        for (const double hz : left) tried.emplace_back(ecg, hz);
        std::size_t best = 0;
        double most = 0.0;
        for (std::size_t i = 0; i < tried.size(); ++i)
            if (tried[i].find() && tried[i].strongest_uv() > most) {
                most = tried[i].strongest_uv();
                best = i;
            }
        if (most == 0.0) break;
        for (std::size_t l = 0; l < hums.size(); ++l)
            if (tried[best].found()[l].amplitude_uv > hums[l].amplitude_uv) hums[l] = tried[best].found()[l];
        tried[best].take_away(ecg);
        left.erase(left.begin() + static_cast<std::ptrdiff_t>(best));
    }
    return hums;
}

}  // namespace synchrony::measure

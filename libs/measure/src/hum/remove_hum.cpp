#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <numbers>

#include "hum.hpp"
#include "hum/sine_fit.hpp"

namespace synchrony::measure {
namespace {

using namespace hum;

constexpr std::array<double, 2> mains_hz = {50.0, 60.0};
constexpr double highest_part = 0.45;  // of the sampling frequency: nearer to its half the tone is not resolved
constexpr double least_uv = 5.0;       // an electrocardiograph's step (IEC 60601-2-25): less is not worth subtracting
constexpr double least_share = 0.05;   // of the power outside the QRS complexes: less is not to be told from noise
constexpr double hum_block_s = 0.02;   // in which it is asked whether the lead is quiet
constexpr double hum_hop_s = 0.1;      // between fits
constexpr double search_window_s = 0.4,
                 hum_window_s = 0.8;  // the first resolves +-2 Hz of drift, the second averages noise
constexpr double furthest_hz = 2.0;   // from 50 or 60 Hz; grids keep within 0.5 Hz, recorders' clocks add little
constexpr double rough_part = 0.6;    // of least_uv that the first look must find for a closer one
constexpr int highest_harmonic = 3;   // transformers in saturation give the second and third
constexpr int hum_passes = 3;         // each finds the quiet stretches better than the one before
constexpr double uv_per_mv = 1000.0;

/// The leads of a recording in fours.
std::vector<std::span<record::Lead>> in_fours(record::Ecg& ecg) {
    std::vector<std::span<record::Lead>> fours;
    const std::span<record::Lead> leads(ecg.leads);
    for (std::size_t l = 0; l < leads.size(); l += lanes)
        fours.push_back(leads.subspan(l, std::min(lanes, leads.size() - l)));
    return fours;
}

/// One mains frequency in all leads of a recording.
class HumOf {
  public:
    /// `signals` are the leads side by side.
    HumOf(const std::vector<std::span<record::Lead>>& fours, const std::vector<FourSignals>& signals, double fs,
          double nominal_hz)
        : fours_(fours),
          signals_(signals),
          samples_(signals.front().size()),
          fs_(fs),
          hz_(nominal_hz),
          nominal_hz_(nominal_hz),
          mean_(fs_, nominal_hz),
          block_(static_cast<std::size_t>(std::max(2.0, std::round(hum_block_s * fs_)))),
          hop_(static_cast<std::size_t>(std::max(1.0, std::round(hum_hop_s * fs_)))) {}

    /// Fits; false where no lead can hold hum worth a word.
    bool find() {
        bool any = false;
        for (std::size_t q = 0; q < fours_.size(); ++q) {
            QuietLeads four{.y = mean_.without(signals_[q]), .block = block_, .quiet = {}, .quiet_rms = {}};
            four.find_quiet(four.y, fours_[q]);
            for (const double rms : four.quiet_rms) any = any || std::numbers::sqrt2 * uv_per_mv * rms >= least_uv;
            leads_.push_back(std::move(four));
        }
        if (!any || !search_frequency()) return false;
        for (int m = 1; m <= highest_harmonic && m * hz_ <= highest_part * fs_; ++m)
            tones_.push_back({Carrier(samples_, m * angular()), 1.0 / mean_.gain(m * angular())});
        amplitudes_.resize(fours_.size());
        for (std::size_t q = 0; q < fours_.size(); ++q) fit(q);
        return true;
    }
    [[nodiscard]] double strongest_uv() const {
        double most = 0.0;
        for (const auto& hum : found_) most = std::max(most, hum.amplitude_uv);
        return most;
    }
    [[nodiscard]] const std::vector<Hum>& found() const { return found_; }
    /// From the leads and from what they are side by side.
    void take_away(std::vector<FourSignals>& signals) const {
        for (std::size_t q = 0; q < fours_.size(); ++q) {
            for (std::size_t m = 0; m < amplitudes_[q].size(); ++m)
                subtract_hum(signals[q], amplitudes_[q][m], tones_[m].carrier, hop_, tones_[m].scale);
            for (std::size_t l = 0; l < fours_[q].size() && !amplitudes_[q].empty(); ++l) {
                if (amplitudes_[q].front()[l].empty()) continue;
                for (std::size_t i = 0; i < samples_; ++i) fours_[q][l].samples[i] = signals[q][i][l];
            }
        }
    }

  private:
    [[nodiscard]] double angular() const { return 2.0 * std::numbers::pi * hz_ / fs_; }
    [[nodiscard]] std::size_t samples(double seconds) const { return static_cast<std::size_t>(seconds * fs_); }

    /// How the phase turns from fit to fit, over all leads, is how far the mains is from its nominal frequency. False
    /// where no lead holds enough of it.
    bool search_frequency() {
        const Carrier carrier(samples_, angular());
        Complex turn;
        for (std::size_t q = 0; q < fours_.size(); ++q) {
            const auto amplitudes = fitted_hum(leads_[q], carrier, hop_, samples(search_window_s));
            for (std::size_t l = 0; l < fours_[q].size(); ++l) {
                const auto& c = amplitudes[l];
                for (std::size_t h = 1; h < c.size(); ++h) turn += c[h] * std::conj(c[h - 1]);
                rough_uv_.push_back(uv_per_mv * median_magnitude(c));
            }
        }
        const double off_hz = std::arg(turn) * fs_ / (2.0 * std::numbers::pi * static_cast<double>(hop_));
        hz_ = nominal_hz_ + std::clamp(off_hz, -furthest_hz, furthest_hz);
        return *std::max_element(rough_uv_.begin(), rough_uv_.end()) >= rough_part * least_uv;
    }

    /// What is left after one tone is what the next is fitted to. Without the first there are no others.
    void fit(std::size_t q) {
        auto& four = leads_[q];
        std::array<bool, lanes> hums{};
        for (std::size_t l = 0; l < fours_[q].size(); ++l) {
            found_.emplace_back();
            hums[l] = rough_uv_[q * lanes + l] >= rough_part * least_uv;
        }
        for (std::size_t m = 0; m < tones_.size(); ++m) {
            if (std::none_of(hums.begin(), hums.end(), [](bool hum) { return hum; })) return;
            std::array<Amplitudes, lanes> amplitude;
            FourSignals residual;
            for (int pass = 0; pass < (m == 0 ? hum_passes : 1); ++pass) {
                amplitude = fitted_hum(four, tones_[m].carrier, hop_, samples(hum_window_s));
                residual = four.y;
                subtract_hum(residual, amplitude, tones_[m].carrier, hop_, 1.0);
                four.find_quiet(residual, fours_[q]);
            }
            for (std::size_t l = 0; l < lanes; ++l) {
                if (!hums[l]) {
                    amplitude[l].clear();
                    continue;
                }
                const double size = median_magnitude(amplitude[l]);
                const double power = 0.5 * size * size, uv = uv_per_mv * size * tones_[m].scale;
                const double rest = four.quiet_rms[l] * four.quiet_rms[l];
                const bool there = uv >= least_uv && power >= least_share * (rest + power);
                if (m == 0) {
                    hums[l] = there;
                    if (there) found_[q * lanes + l] = {hz_, uv};
                }
                if (!there)
                    amplitude[l].clear();
                else
                    for (std::size_t i = 0; i < samples_; ++i) four.y[i][l] = residual[i][l];
            }
            amplitudes_[q].push_back(std::move(amplitude));
        }
    }

    struct Tone {
        Carrier carrier;
        double scale;  ///< from the tone in y to that in the lead
    };

    const std::vector<std::span<record::Lead>>& fours_;
    const std::vector<FourSignals>& signals_;
    std::size_t samples_;
    double fs_;
    double hz_;
    double nominal_hz_;
    PeriodMean mean_;
    std::size_t block_;
    std::size_t hop_;
    std::vector<QuietLeads> leads_;                                       ///< [four]
    std::vector<double> rough_uv_;                                        ///< [lead]
    std::vector<Tone> tones_;                                             ///< the mains and its harmonics
    std::vector<std::vector<std::array<Amplitudes, lanes>>> amplitudes_;  ///< [four][tone][lane]; empty: no such tone
    std::vector<Hum> found_;                                              ///< [lead]
};

}  // namespace

std::vector<Hum> remove_hum(record::Ecg& ecg) {
    constexpr double shortest_s = 1.0;
    std::vector<Hum> hums(ecg.leads.size());
    const bool alike = std::all_of(ecg.leads.begin(), ecg.leads.end(), [&](const auto& lead) {
        return static_cast<std::int64_t>(lead.samples.size()) == ecg.sample_count();
    });
    if (!alike || ecg.leads.empty() || ecg.duration_s() < shortest_s) return hums;
    const auto fours = in_fours(ecg);
    std::vector<FourSignals> signals;
    for (const auto& four : fours) signals.push_back(side_by_side(four));
    // The stronger of the two is taken away first: its traces would be found at the other.
    std::vector<double> left;
    for (const double hz : mains_hz)
        if (hz <= highest_part * ecg.sampling_frequency_hz) left.push_back(hz);
    while (!left.empty()) {
        std::vector<HumOf> tried;
        for (const double hz : left) tried.emplace_back(fours, signals, ecg.sampling_frequency_hz, hz);
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
        tried[best].take_away(signals);
        left.erase(left.begin() + static_cast<std::ptrdiff_t>(best));
    }
    return hums;
}

}  // namespace synchrony::measure

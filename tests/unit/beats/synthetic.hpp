// ECGs made of Gaussian waves at known times.
#pragma once

#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

namespace synchrony::test {

/// Normal noise of the given standard deviation, mV.
inline std::vector<float> noise(std::size_t samples, double sd_mv, std::uint32_t seed) {
    std::mt19937 engine(seed);
    std::normal_distribution<float> normal(0.0F, static_cast<float>(sd_mv));
    std::vector<float> all(samples);
    for (auto& sample : all) sample = normal(engine);
    return all;
}

struct SyntheticEcg {
    double rate_hz = 360;
    double seconds = 10;
    double r_mv = 1.0;
    double qrs_s = 0.08;  ///< width of the QRS at its foot
    double p_mv = 0.12;
    double t_mv = 0.25;
    double noise_mv = 0.01;
    std::vector<double> beats_s{};  ///< times of the R peaks

    /// Beats at `first_s` and then every `rr_s`, while their T wave still fits.
    void regular(double first_s, double rr_s) {
        for (double t = first_s; t < seconds - 0.45; t += rr_s) beats_s.push_back(t);
    }

    [[nodiscard]] std::vector<float> lead() const {
        auto samples = noise(static_cast<std::size_t>(seconds * rate_hz), noise_mv, 1);
        const auto wave = [&](double centre_s, double sd_s, double amplitude_mv) {
            const auto from = static_cast<std::int64_t>(std::floor((centre_s - 6 * sd_s) * rate_hz));
            const auto to = static_cast<std::int64_t>(std::ceil((centre_s + 6 * sd_s) * rate_hz));
            for (auto i = std::max<std::int64_t>(0, from); i <= to && i < static_cast<std::int64_t>(samples.size());
                 ++i) {
                const double z = (static_cast<double>(i) / rate_hz - centre_s) / sd_s;
                samples[static_cast<std::size_t>(i)] += static_cast<float>(amplitude_mv * std::exp(-0.5 * z * z));
            }
        };
        for (std::size_t i = 0; i < beats_s.size(); ++i) {
            const double rr_s = i > 0 ? beats_s[i] - beats_s[i - 1] : 0.8;
            const double qt = std::min(1.0, std::sqrt(rr_s));  // the T wave comes sooner at a high rate
            if (rr_s > 0.4) wave(beats_s[i] - 0.16, 0.02, p_mv);
            wave(beats_s[i], qrs_s / 6, r_mv);
            wave(beats_s[i] + qrs_s / 2.5, qrs_s / 8, -0.2 * r_mv);
            wave(beats_s[i] + 0.30 * qt, 0.045 * qt, t_mv);
        }
        return samples;
    }
};

}  // namespace synchrony::test

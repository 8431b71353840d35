#include "recorder_responses.hpp"

#include <array>
#include <cmath>
#include <numbers>

namespace synchrony::nn {
namespace {

// AHA/ACC/HRS 2007 (Kligfield): 0.05 Hz for diagnosis, up to 0.67 Hz with linear phase, 0.5 Hz in monitors.
constexpr std::array<double, 3> highpasses_hz{0.0, 0.05, 0.5};
// The same: 150 Hz for adults; 100 Hz of older machines; 40 Hz "muscle filters" and monitors (IEC 60601-2-27), 25 to 35
// Hz the strong setting of several makers.
constexpr std::array<double, 5> lowpasses_hz{0.0, 150.0, 100.0, 40.0, 30.0};
constexpr std::array<double, 3> notches_hz{0.0, 50.0, 60.0};
// -3 dB width of 5 Hz at 50 Hz: a recorder's hum filter that settles within a fifth of a second.
constexpr double notch_q = 10.0;
constexpr std::array<double, 3> samplings_hz{0.0, 250.0, 125.0};
constexpr double anti_alias_share = 0.4;
constexpr int anti_alias_order = 8;
// Steps of the average over the window's spectrum, a bin of the window's own length and less.
constexpr int steps_a_bin = 4;
constexpr int bins_each_side = 3;  // of the window; a Hann window's main lobe has two

double lowpass_power(double hz, double cutoff_hz, int order) {
    return cutoff_hz <= 0.0 ? 1.0 : 1.0 / (1.0 + std::pow(hz / cutoff_hz, 2 * order));
}

double power(const RecorderFilters& filters, double signed_hz) {
    const double hz = std::abs(signed_hz);
    double result = lowpass_power(hz, filters.lowpass_hz, 2) *
                    lowpass_power(hz, anti_alias_share * filters.sampling_hz, anti_alias_order);
    if (filters.highpass_hz > 0.0) result *= hz * hz / (hz * hz + filters.highpass_hz * filters.highpass_hz);
    if (filters.notch_hz > 0.0) {
        const double off = hz * hz - filters.notch_hz * filters.notch_hz;
        const double width = hz * filters.notch_hz / notch_q;
        result *= off * off / (off * off + width * width);
    }
    return result;
}

/// Power of a Hann window's transform, `bins` of its own length from its middle; 1 there.
double hann_power(double bins) {
    const auto sinc = [](double x) { return x == 0.0 ? 1.0 : std::sin(std::numbers::pi * x) / (std::numbers::pi * x); };
    const double amplitude = sinc(bins) + 0.5 * (sinc(bins - 1.0) + sinc(bins + 1.0));
    return amplitude * amplitude;
}

}  // namespace

std::vector<float> row_response(const RecorderFilters& filters, const features::SpectrogramRecipe& recipe) {
    const double bin_hz = recipe.sampling_frequency_hz / recipe.window_samples;
    std::vector<float> rows;
    for (int row = 0; row < recipe.height; ++row) {
        double sum = 0.0, weights = 0.0;
        for (int step = -bins_each_side * steps_a_bin; step <= bins_each_side * steps_a_bin; ++step) {
            const double bins = static_cast<double>(step) / steps_a_bin;
            const double weight = hann_power(bins);
            sum += weight * power(filters, recipe.row_hz(row) + bins * bin_hz);
            weights += weight;
        }
        rows.push_back(static_cast<float>(std::sqrt(sum / weights)));
    }
    return rows;
}

RecorderResponses recorder_responses(const features::SpectrogramRecipe& recipe) {
    RecorderResponses responses;
    responses.height = static_cast<std::size_t>(recipe.height);
    for (const double highpass : highpasses_hz)
        for (const double lowpass : lowpasses_hz)
            for (const double notch : notches_hz)
                for (const double sampling : samplings_hz) {
                    const auto rows = row_response({highpass, lowpass, notch, sampling}, recipe);
                    responses.rows.insert(responses.rows.end(), rows.begin(), rows.end());
                }
    return responses;
}

}  // namespace synchrony::nn

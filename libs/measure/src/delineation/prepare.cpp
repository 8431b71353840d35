#include "delineation/prepare.hpp"

#include <algorithm>
#include <cmath>

#include "synchrony/core/nth_value.hpp"
#include "synchrony/dsp/resample.hpp"
#include "synchrony/dsp/sos.hpp"
#include "synchrony/dsp/sos_filter.hpp"

namespace synchrony::measure::delineation {
namespace {

constexpr double flat_swing_mv = 0.02;  // a lead whose samples all lie this close is not connected
constexpr int highpass_order = 2;       // zero phase doubles it
// Noise of a lead: median absolute fast slope, mV/s. QRS slopes are 30 to 300 mV/s; above this the edges drown.
constexpr double noisy_slope = 8.0;
// ... unless the QRS complexes still stand out of it by this ratio.
constexpr double least_ratio = 6.0;

double median_magnitude(const std::vector<float>& v) {
    std::vector<float> a;
    a.reserve(v.size() / 4 + 1);
    for (std::size_t i = 0; i < v.size(); i += 4) a.push_back(std::abs(v[i]));  // a quarter of the samples tell enough
    return core::nth_value(a, a.size() / 2);
}

double high_magnitude(const std::vector<float>& v) {
    std::vector<float> a;
    for (const float x : v) a.push_back(std::abs(x));
    return core::nth_value(a, a.size() * 98 / 100);  // QRS slopes fill 2 % of the time at least
}

}  // namespace

int standard_index(std::string_view name) {
    const auto names = record::standard_leads();
    const std::string standard = record::standard_lead_name(name);
    const auto at = std::find(names.begin(), names.end(), standard);
    return at == names.end() ? -1 : static_cast<int>(at - names.begin());
}

std::vector<int> at_working_rate(std::span<const std::int64_t> samples, double fs) {
    std::vector<int> out;
    for (const auto s : samples)
        out.push_back(static_cast<int>(std::lround(static_cast<double>(s) * working_rate_hz / fs)));
    return out;
}

core::Result<Prepared> prepare(const record::Ecg& ecg, const DelineationOptions& options) {
    SYNCHRONY_ASSIGN(const dsp::Sos highpass, dsp::butterworth(highpass_order, dsp::FilterKind::highpass,
                                                               {options.highpass_hz}, working_rate_hz));
    Prepared out;
    std::vector<std::vector<float>> leads;
    std::vector<int> index;
    for (const auto& lead : ecg.leads) {
        SYNCHRONY_ASSIGN(std::vector<float> x, dsp::resample(std::span<const float>(lead.samples),
                                                             ecg.sampling_frequency_hz, working_rate_hz));
        for (float& v : x)
            if (!std::isfinite(v)) v = 0.0F;
        const auto [low, high] = std::minmax_element(x.begin(), x.end());
        out.flat.push_back(*high - *low < flat_swing_mv);
        if (options.remove_baseline) {
            SYNCHRONY_ASSIGN(const std::vector<double> y, dsp::sosfiltfilt(highpass, std::span<const float>(x)));
            std::transform(y.begin(), y.end(), x.begin(), [](double v) { return static_cast<float>(v); });
        }
        leads.push_back(std::move(x));
        index.push_back(standard_index(lead.name));
    }
    std::vector<char> all(leads.size(), 1);
    for (std::size_t l = 0; l < all.size(); ++l) all[l] = out.flat[l] == 0;
    out.signals = make_signals(leads, index, all);
    out.usable = all;
    bool changed = false;
    for (std::size_t l = 0; l < all.size(); ++l) {
        if (out.flat[l]) continue;
        const auto& fast = out.signals.leads[l].fast;
        const double noise = median_magnitude(fast);
        if (noise > noisy_slope && high_magnitude(fast) < least_ratio * noise) {
            out.usable[l] = 0;
            changed = true;
        }
    }
    if (changed) out.signals = make_signals(leads, index, out.usable);
    return out;
}

}  // namespace synchrony::measure::delineation

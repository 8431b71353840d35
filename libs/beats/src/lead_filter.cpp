#include "lead_filter.hpp"

#include <algorithm>
#include <cmath>

namespace synchrony::beats {
namespace {

/// Where the energy of the impulse response has its centre: by so much the filter delays a short wave.
std::int64_t energy_delay(const dsp::Sos& sos, double rate_hz) {
    constexpr double response_s = 2.0;  // every band used here has died down long before
    std::vector<double> response(static_cast<std::size_t>(response_s * rate_hz), 0.0);
    response.front() = 1.0;
    std::vector<dsp::SectionState> rest(sos.size());
    dsp::sosfilt(sos, response, rest);
    double energy = 0;
    double moment = 0;
    for (std::size_t i = 0; i < response.size(); ++i) {
        energy += response[i] * response[i];
        moment += static_cast<double>(i) * response[i] * response[i];
    }
    return std::llround(moment / energy);
}

}  // namespace

std::int64_t WorkRate::samples(double seconds) const {
    return std::llround(seconds * rate_hz);
}

core::Result<Bands> Bands::design(double sampling_frequency_hz, const DetectorOptions& options) {
    Bands bands;
    bands.work.step = std::max(1, static_cast<int>(std::lround(sampling_frequency_hz / options.work_rate_hz)));
    bands.work.rate_hz = sampling_frequency_hz / bands.work.step;
    const auto band = [&](double low, double high) {
        return dsp::chebyshev1(options.band_order / 2, options.band_ripple_db, dsp::FilterKind::bandpass, {low, high},
                               bands.work.rate_hz);
    };
    SYNCHRONY_ASSIGN(bands.qrs, band(options.band_low_hz, options.band_high_hz));
    SYNCHRONY_ASSIGN(bands.wide, band(options.wide_low_hz, options.wide_high_hz));
    bands.work.delay = energy_delay(bands.qrs, bands.work.rate_hz);
    bands.work.wide_delay = energy_delay(bands.wide, bands.work.rate_hz);
    return bands;
}

LeadFilter::LeadFilter(const Bands& bands) : step_(bands.work.step), qrs_filter_(bands.qrs), wide_filter_(bands.wide) {}

void LeadFilter::push(std::span<const float> samples) {
    block_.clear();
    for (const float sample : samples) {
        sum_ += sample;
        if (++summed_ < step_) continue;
        block_.push_back(sum_ / static_cast<float>(step_));
        sum_ = 0;
        summed_ = 0;
    }
    plain_.append(block_);
    filtered_ = block_;
    dsp::StreamingFilter::process_both(qrs_filter_, filtered_, wide_filter_, block_);
    qrs_.append(filtered_);
    wide_.append(block_);
}

void LeadFilter::forget_before(std::int64_t work_index) {
    plain_.forget_before(work_index);
    qrs_.forget_before(work_index);
    wide_.forget_before(work_index);
}

}  // namespace synchrony::beats

// One lead on its way to the envelope: averaged down to the work rate, then through the two bands.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "rolling.hpp"
#include "synchrony/beats/detector_options.hpp"
#include "synchrony/core/result.hpp"
#include "synchrony/dsp/sos_filter.hpp"

namespace synchrony::beats {

/// At a recording's end its last value is held so long, and for the delays: then the last beat's wave in the bands is
/// over.
inline constexpr double held_tail_s = 0.25;

/// The rates and delays that all leads share.
struct WorkRate {
    int step = 1;                 ///< samples averaged to one
    double rate_hz = 180.0;       ///< sampling frequency / step
    std::int64_t delay = 0;       ///< work samples by which the QRS band lags
    std::int64_t wide_delay = 0;  ///< and the wide band

    [[nodiscard]] std::int64_t samples(double seconds) const;
};

/// The filters, designed once for all leads.
struct Bands {
    WorkRate work;
    dsp::Sos qrs;
    dsp::Sos wide;
    [[nodiscard]] static core::Result<Bands> design(double sampling_frequency_hz, const DetectorOptions& options);
};

class LeadFilter {
  public:
    explicit LeadFilter(const Bands& bands);

    /// Raw samples in mV; all finite.
    void push(std::span<const float> samples);
    void forget_before(std::int64_t work_index);

    [[nodiscard]] const Rolling<float>& plain() const { return plain_; }  ///< averaged down, in mV
    [[nodiscard]] const Rolling<float>& qrs() const { return qrs_; }      ///< QRS band, lags by WorkRate::delay
    [[nodiscard]] const Rolling<float>& wide() const { return wide_; }    ///< wide band, lags by WorkRate::wide_delay

  private:
    int step_;
    dsp::StreamingFilter qrs_filter_;
    dsp::StreamingFilter wide_filter_;
    float sum_ = 0;
    int summed_ = 0;
    std::vector<float> block_;
    std::vector<float> filtered_;
    Rolling<float> plain_;
    Rolling<float> qrs_;
    Rolling<float> wide_;
};

}  // namespace synchrony::beats

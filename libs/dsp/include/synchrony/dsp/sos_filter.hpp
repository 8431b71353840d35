// Running second-order sections over samples: causal with a state, and zero-phase over a whole signal.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "synchrony/core/result.hpp"
#include "synchrony/dsp/sos.hpp"

namespace synchrony::dsp {

/// What one section remembers (transposed direct form II), as SciPy's zi[section, 0..1].
struct SectionState {
    double s1 = 0.0;
    double s2 = 0.0;
    friend bool operator==(const SectionState&, const SectionState&) = default;
};

/// The state in which the filter sits after an endless input of 1; equals scipy.signal.sosfilt_zi. Multiply it by the
/// first sample to start without a step.
[[nodiscard]] std::vector<SectionState> sosfilt_zi(const Sos& sos);

/// Filters `samples` in place, forward in time; equals scipy.signal.sosfilt(sos, samples, zi=state). `state` has one
/// entry a section and is left as it is after the last sample, so that a long signal can come in pieces.
void sosfilt(const Sos& sos, std::span<double> samples, std::span<SectionState> state);

/// The samples by which sosfiltfilt extends each end when it is not told: SciPy's 3 * (2 sections + 1 - the smaller of
/// the numbers of sections with b2 = 0 and with a2 = 0).
[[nodiscard]] std::size_t default_padding(const Sos& sos);

/// Zero-phase filtering in place: forward, then backward, each end extended by `padding` samples of odd reflection;
/// equals scipy.signal.sosfiltfilt(sos, samples) with its default padtype and padlen. The gain is that of the filter
/// squared. No memory grows with the signal. Errors (usage): a signal not longer than the padding.
[[nodiscard]] core::Result<void> sosfiltfilt(const Sos& sos, std::span<double> samples);
[[nodiscard]] core::Result<void> sosfiltfilt(const Sos& sos, std::span<double> samples, std::size_t padding);

/// The same for samples kept in float; computed in double throughout.
[[nodiscard]] core::Result<std::vector<double>> sosfiltfilt(const Sos& sos, std::span<const float> samples);

/// The same for signals of one length, in place, twelve side by side: each gets what it would get alone, in a fraction
/// of the time.
[[nodiscard]] core::Result<void> sosfiltfilt(const Sos& sos, std::span<std::vector<float>> signals,
                                             std::size_t padding);

/// A causal filter for signals that come in pieces of any length (monitoring, records too long for memory). The first
/// sample sets the state as if it had been there for ever, so that an offset makes no step.
class StreamingFilter {
  public:
    explicit StreamingFilter(Sos sos);
    /// Filters the next samples in place.
    void process(std::span<double> samples);
    void process(std::span<float> samples);
    /// The same as one.process(x) and other.process(y), x and y of one length, in little more than the time of one.
    static void process_both(StreamingFilter& one, std::span<float> x, StreamingFilter& other, std::span<float> y);
    /// Forgets the signal; the next sample is a first one.
    void reset() { started_ = false; }
    [[nodiscard]] const Sos& sos() const { return sos_; }

  private:
    void start(double first);
    Sos sos_;
    std::vector<SectionState> steady_;
    std::vector<SectionState> state_;
    bool started_ = false;
};

}  // namespace synchrony::dsp

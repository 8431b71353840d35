// R-peak detection by Shannon energy, from one lead or from all leads together.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "synchrony/beats/detector_options.hpp"
#include "synchrony/core/result.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::beats {

/// Raised when the detector finds other beats than before: what was kept of its beats is then made anew.
/// 1: 22 November 2026; 2: the small network; 3: the network of the wave; 4: which finds some beats by itself.
inline constexpr int detector_revision = 4;

/// A detected beat.
struct Beat {
    std::int64_t sample = 0;  ///< R peak at the record's own rate: the largest deflection of the QRS, either sign
    float strength = 0;       ///< peak of the energy envelope relative to its surroundings; about 1 for a usual beat
    friend bool operator==(const Beat&, const Beat&) = default;
};

/// Finds the beats of a signal that comes in pieces. Memory is bounded: about ten minutes of signal are held, however
/// long the recording. The beats do not depend on how the signal was cut into pieces.
///
/// Method. Each lead is averaged down to about 180 Hz and band-passed (Chebyshev type I); its Shannon energy
/// (Manikandan and Soman 2012, doi:10.1016/j.bspc.2011.03.004), relative to the lead's amplitude around, is added up
/// over the leads and smoothed to an envelope. Each maximum of the envelope is a candidate, with log-odds of being a
/// beat from its height (which is an adaptive threshold), its rank among its neighbours, its slope, its likeness to
/// surrounding beats and the noise around. The beats are the series of candidates with the largest sum of log-odds less
/// the cost of their intervals: refractory time, T-wave discrimination by slope (Pan and Tompkins 1985,
/// doi:10.1109/TBME.1985.325532) and search-back are costs of the step from one beat to the next, solved exactly by
/// dynamic programming. Each beat is then placed on the raw wave.
class BeatDetector {
  public:
    /// Errors (input): no lead or more than max_leads, a sampling frequency outside 100 to 10000 Hz; (usage): options
    /// out of their ranges.
    [[nodiscard]] static core::Result<BeatDetector> create(int leads, double sampling_frequency_hz,
                                                           const DetectorOptions& options = {});
    BeatDetector(BeatDetector&&) noexcept;
    BeatDetector& operator=(BeatDetector&&) noexcept;
    ~BeatDetector();

    /// The next samples: one span a lead, all of one length, in mV. NaN and anything beyond a kilovolt count as
    /// missing: the last valid value is held. A wrong number of leads or lengths that differ is a fault of the caller
    /// (usage).
    [[nodiscard]] core::Result<void> push(std::span<const std::span<const float>> leads);
    /// The signal is over; what is still held is decided.
    void finish();
    /// The beats decided since the last call, in order of time.
    [[nodiscard]] std::vector<Beat> take();

    static constexpr int max_leads = 64;  ///< more than any ECG has; body surface maps are not beat by beat

  private:
    class State;
    explicit BeatDetector(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

/// The R peaks of one lead, in mV, as sample indices. Errors as BeatDetector::create.
[[nodiscard]] core::Result<std::vector<std::int64_t>> detect_r_peaks(std::span<const float> lead_mv,
                                                                     double sampling_frequency_hz,
                                                                     const DetectorOptions& options = {});

/// The beats of a recording, from all its leads together or from the one that `options.lead` names. Samples that the
/// recording marks as invalid never make a beat. Errors (input): no lead, leads of different lengths; (usage): a lead
/// that the recording lacks, and those of BeatDetector::create.
[[nodiscard]] core::Result<std::vector<Beat>> detect_beats(const record::Ecg& ecg, const DetectorOptions& options = {});

}  // namespace synchrony::beats

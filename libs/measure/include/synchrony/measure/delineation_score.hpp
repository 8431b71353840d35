// How well boundaries agree with annotated ones, counted as published evaluations on LUDB and QTDB do.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "synchrony/measure/delineation.hpp"
#include "synchrony/record/annotation.hpp"

namespace synchrony::measure {

enum class WaveKind : std::uint8_t { p, qrs, t };

/// An annotated wave. Times in s; a bracket that the annotator left out is empty.
struct ReferenceWave {
    WaveKind kind = WaveKind::qrs;
    double peak_s = 0.0;
    std::optional<double> onset_s;
    std::optional<double> end_s;
};

/// The waves of an annotation file in LUDB's form: '(' wave ')' triples, wave one of N (any beat code), p, t.
[[nodiscard]] std::vector<ReferenceWave> waves_of_annotations(std::span<const record::Annotation> annotations,
                                                              double sampling_frequency_hz);

/// The same shape for a lead of a delineation.
[[nodiscard]] std::vector<ReferenceWave> waves_of_lead(const Delineation& delineation, std::size_t lead);

/// Errors are test minus reference, ms. Sensitivity and positive predictivity are fractions, NaN for 0/0.
struct BoundaryScore {
    std::int64_t n = 0;  ///< matched boundaries
    double mean_ms = 0.0;
    double sd_ms = 0.0;  ///< population
    double sensitivity = 0.0;
    double positive_predictivity = 0.0;
};

/// Global QRS duration, one value a recording.
struct DurationScore {
    std::int64_t n = 0;
    double mean_ms = 0.0;
    double sd_ms = 0.0;
    double mae_ms = 0.0;  ///< mean absolute error
};

struct DelineationScore {
    BoundaryScore qrs_onset, qrs_peak, qrs_end, p_onset, p_peak, p_end, t_onset, t_peak, t_end;
    DurationScore qrs_duration;
};

/// Adds up recordings.
///
/// A test wave matches the nearest annotated wave of its kind whose peak lies within 150 ms, one to one. Annotators
/// leave out the first and the last beats of most LUDB recordings, so only test waves between the first annotated onset
/// and the last annotated end of a lead can be false; published evaluations count so too. Boundaries that the annotator
/// left out are not counted on either side.
class DelineationScorer {
  public:
    /// `reference` and `test` by lead, same order; `test_global_qrs_ms`: the recording's QRS duration as measured.
    void add(std::span<const std::vector<ReferenceWave>> reference, std::span<const std::vector<ReferenceWave>> test,
             std::optional<double> test_global_qrs_ms);
    [[nodiscard]] DelineationScore score() const;

  private:
    struct Tally {
        std::int64_t matched = 0, missed = 0, extra = 0;
        double sum = 0.0, sum_squares = 0.0;
    };
    struct Wavewise {
        Tally onset, peak, end;
    };
    void add_lead(const std::vector<ReferenceWave>& reference, const std::vector<ReferenceWave>& test, WaveKind kind);
    Wavewise tallies_[3];
    std::vector<double> duration_errors_ms_;
};

/// The annotated global QRS duration of a recording, ms. In each beat that at least half of the leads annotate, onsets
/// and ends are counted from the beat's median onset; their medians over beats stand for each lead, so that the
/// annotator's scatter from beat to beat cancels; then earliest onset to latest end over leads. Empty without such a
/// beat.
[[nodiscard]] std::optional<double> reference_qrs_duration_ms(std::span<const std::vector<ReferenceWave>> reference);

}  // namespace synchrony::measure

// Beat-by-beat comparison of two annotation series, as ANSI/AAMI EC57 asks and WFDB's bxb does it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "synchrony/core/result.hpp"
#include "synchrony/record/annotation.hpp"

namespace synchrony::beats {

/// How a record is scored. The defaults are the standard ones of EC57; `learning_s = 0` scores the whole record.
struct ScoreOptions {
    double sampling_frequency_hz = 360.0;       ///< of both annotation series
    double match_window_s = 0.150;              ///< a pair lies no further apart (EC57; bxb's default)
    double learning_s = 300.0;                  ///< the first 5 min are not scored (EC57; bxb's default)
    std::optional<std::int64_t> record_length;  ///< samples; unknown: scoring ends at the last reference beat
};

/// What became of the beats of one record, or of many added up.
struct BeatScore {
    std::int64_t tp = 0;  ///< beats found in both series
    std::int64_t fn = 0;  ///< reference beats without a test beat
    std::int64_t fp = 0;  ///< test beats without a reference beat

    /// tp / (tp + fn); nothing when there is no reference beat.
    [[nodiscard]] std::optional<double> sensitivity() const;
    /// tp / (tp + fp); nothing when there is no test beat.
    [[nodiscard]] std::optional<double> positive_predictivity() const;
    BeatScore& operator+=(const BeatScore& other);
    friend bool operator==(const BeatScore&, const BeatScore&) = default;
};

/// Scores `test` against `reference`, both sorted by sample.
///
/// Method (ANSI/AAMI EC57, as WFDB's bxb implements it): walking through both series in time, the earlier of the two
/// current beats is paired with the other one when that lies within the match window and neither would be paired better
/// with its neighbour. Only beat annotations take part (record::is_beat). Between '[' (VFON) and ']' (VFOFF) reference
/// beats are not scored and test beats without a partner are not counted as false; an episode without an end lasts to
/// the end of the record. Test beats inside the test's own episodes do not take part. Beats missed or added during a
/// shutdown (NOISE with both signals unreadable) count like any other, as in bxb's gross figures. At the end of the
/// learning period the last test beat before it may still be paired with the first reference beat after it, and a test
/// beat within the first match window that has no partner is not counted. Errors (usage): a frequency or window that is
/// not positive, a negative learning period; (input): samples that decrease.
[[nodiscard]] core::Result<BeatScore> score_beats(std::span<const record::Annotation> reference,
                                                  std::span<const record::Annotation> test,
                                                  const ScoreOptions& options);

/// The two ways in which EC57 sums up a database, as fractions.
struct ScoreSummary {
    BeatScore total;
    std::optional<double> gross_sensitivity;              ///< every beat weighs the same
    std::optional<double> gross_positive_predictivity;    ///< every beat weighs the same
    std::optional<double> average_sensitivity;            ///< every record weighs the same
    std::optional<double> average_positive_predictivity;  ///< every record weighs the same
};

/// Sums up the scores of many records. Records for which a figure is undefined do not enter its average.
[[nodiscard]] ScoreSummary summarise(std::span<const BeatScore> scores);

}  // namespace synchrony::beats

// Where a predictor's training patients lay: how each number that it reads, or makes, was distributed among them. So
// that the program can say of other patients that they are unlike those. Summaries alone: no patient's row.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "synchrony/core/result.hpp"

namespace synchrony::model {

/// Quantiles that are kept, evenly from the smallest to the largest: every 5 %.
inline constexpr std::size_t reference_quantiles = 21;
/// Limits of what is read, far above what training makes.
inline constexpr std::size_t most_reference_columns = 1000;
inline constexpr std::size_t most_likeness_columns = 200;

/// Names of what is no column of a table but made by the predictor itself; they stand in the table of that name.
inline constexpr const char* model_table = "model";
inline constexpr const char* log_odds_column = "log_odds";            ///< of a model that had not seen the patient
inline constexpr const char* distance_column = "distance";            ///< of the inputs from the training's mean
inline constexpr const char* deep_distance_column = "deep_distance";  ///< of the deep features likewise

/// One number over the training patients.
struct ReferenceColumn {
    std::string table;   ///< "clinical", "ecg", or "model"
    std::string column;  ///< "qrs_duration_ms"
    std::size_t known = 0, missing = 0;
    double mean = 0.0;
    double sd = 0.0;                     ///< divisor n - 1; 0 for one patient
    bool two_valued = false;             ///< every value is 0 or 1: the mean says all
    std::vector<double> quantiles = {};  ///< `reference_quantiles` of them, ascending
    /// The column is of an electrical axis: mean and SD, degrees, are circular. Not in files before this was told.
    bool circular = false;
    friend bool operator==(const ReferenceColumn&, const ReferenceColumn&) = default;
};

/// How the training patients' ECGs spread over all measurements at once, and beyond which distance from them an answer
/// is withheld (stats/spread.hpp).
struct EcgLikeness {
    std::vector<std::string> columns;       ///< "qrs_duration_ms", ...
    std::vector<double> mean, sd;           ///< one a column
    std::vector<double> correlation;        ///< [column, column]
    std::optional<double> limit = {};       ///< of the measurements' distance; empty: too few patients to tell
    std::optional<double> deep_limit = {};  ///< of `deep_distance_column`; empty likewise, or no deep features
    friend bool operator==(const EcgLikeness&, const EcgLikeness&) = default;
};

struct TrainingReference {
    std::vector<ReferenceColumn> columns;
    /// Nothing for models that read no ECG and in files of programs that did not keep it.
    std::optional<EcgLikeness> likeness = {};
    /// Whose first rows the columns describe, and how many of these have the outcome; not in files before this was
    /// told, whose columns describe every row.
    std::optional<std::size_t> people = {};
    std::size_t positive_people = 0;
    /// The column, or null.
    [[nodiscard]] const ReferenceColumn* find(const std::string& table, const std::string& column) const;
    /// Errors (input): no known value, quantiles that do not ascend or are too few, values that are not finite, a
    /// column twice, a likeness whose lengths disagree, more people with the outcome than people.
    [[nodiscard]] core::Result<void> check() const;
    friend bool operator==(const TrainingReference&, const TrainingReference&) = default;
};

}  // namespace synchrony::model

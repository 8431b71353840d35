// Do a cohort's patients lie where a predictor's training patients lay? Cross-validated estimates hold for patients
// drawn as those were; elsewhere a predictor may rank worse and its probabilities may be wrong.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "synchrony/model/predictor.hpp"

namespace synchrony::app {

/// Adjusted p below this is called a difference ...
inline constexpr double shift_alpha = 0.05;
/// ... where the distribution functions are also so far apart: a tenth of the patients lies elsewhere. Below it, and
/// within twice what 21 quantiles leave open, a difference is small however sure.
inline constexpr double least_shift = 0.1;
/// Fewer known values than this are not tested.
inline constexpr std::size_t fewest_for_shift = 5;

/// One number of the predictor's reference, in the cohort and in the training.
struct InputShift {
    std::string table, column;
    std::size_t known = 0, missing = 0;
    std::optional<double> mean = {}, sd = {};
    std::size_t training_known = 0, training_missing = 0;
    double training_mean = 0.0, training_sd = 0.0;
    std::optional<double> difference =
        {};  ///< of the means, here less training, in standard deviations (root mean of both)
    std::optional<double> distance = {};  ///< Kolmogorov-Smirnov; of a yes-or-no column the difference of the shares
    std::optional<double> p = {};         ///< of that distance, Holm-adjusted over all tests; nothing: too few to test
    double missing_p = 1.0;               ///< of the shares of missing values (Fisher), likewise adjusted
    bool differs = false;                 ///< values
    bool missing_differs = false;         ///< is known more or less often
    [[nodiscard]] bool any() const { return differs || missing_differs; }
};

/// How often the outcome occurs, where it is known.
struct PrevalenceShift {
    std::size_t known = 0, positives = 0;
    double share = 0.0;
    std::size_t training_known = 0, training_positives = 0;  ///< people; rows, where the file does not know of people
    double training_share = 0.0;
    double p = 1.0;  ///< Fisher's exact test
    bool differs = false;
};

/// Some patients (all, or those of one recorder) beside the training's.
struct GroupShift {
    std::string name;  ///< cell of the column that makes groups; empty: all patients
    std::size_t patients = 0;
    std::vector<InputShift> inputs;  ///< one a column of the reference
    std::optional<PrevalenceShift> prevalence;
    std::size_t tests = 0;  ///< that the p values are adjusted for
    [[nodiscard]] std::size_t differing() const;
    /// Whether anything could be tested at all.
    [[nodiscard]] bool tested() const;
    [[nodiscard]] bool unlike() const { return differing() > 0; }
};

struct PopulationShift {
    std::string not_known;  ///< why nothing can be said; empty: it can
    std::string by;         ///< column that makes groups; empty: none
    GroupShift all;
    std::vector<GroupShift> groups;  ///< adjusted for all tests of all groups together
};

/// What is known of one patient of a cohort.
struct ShiftRow {
    std::vector<std::optional<double>> values;  ///< one a column of the reference; empty: the ECG could not be used
    std::optional<std::uint8_t> outcome;
    std::string group;
    /// Of a person with several rows one counts among all and one in each group; tests take each for a person.
    bool among_all = true;
    bool in_group = true;
};

/// `rows` beside the predictor's reference. Inputs: two-sample Kolmogorov-Smirnov, the training's distribution
/// function read off its quantiles, yes-or-no columns and missing values by Fisher's exact test, Holm over all of
/// them.
[[nodiscard]] PopulationShift population_shift(const model::Predictor& predictor, std::span<const ShiftRow> rows,
                                               const std::string& by = {});

/// Largest distance between the distribution function of the values and the one that the quantiles draw.
[[nodiscard]] double distance_from(const model::ReferenceColumn& reference, std::vector<double> values);

/// The verdict in one or two sentences, of all patients and of each group that is unlike.
[[nodiscard]] std::string shift_in_words(const PopulationShift& shift);
/// "prevalence: 16 of 198 (8 %) here, 53 of 99 (54 %) in training ..."; empty where nothing is known of it.
[[nodiscard]] std::string prevalence_in_words(const model::Predictor& predictor, const PopulationShift& shift);
/// How people call a column of the reference: "QRS duration, measured (ms)", "the model's log-odds".
[[nodiscard]] std::string reference_words(const std::string& table, const std::string& column);

[[nodiscard]] nlohmann::ordered_json to_json(const PopulationShift& shift);

}  // namespace synchrony::app

// Use case: what a predictor says of one patient, or of every patient of a cohort, and when it declines to say it.
#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "synchrony/app/explanation.hpp"
#include "synchrony/app/part_file.hpp"
#include "synchrony/app/population_shift.hpp"
#include "synchrony/cohort/cohort.hpp"
#include "synchrony/core/progress.hpp"
#include "synchrony/core/result.hpp"
#include "synchrony/eval/metrics.hpp"
#include "synchrony/io/read.hpp"
#include "synchrony/measure/measure.hpp"
#include "synchrony/model/predictor.hpp"
#include "synchrony/nn/training.hpp"
#include "synchrony/report/cohort_prediction_page.hpp"
#include "synchrony/report/paper.hpp"
#include "synchrony/report/prediction_page.hpp"

namespace synchrony::app {

/// Of the clinical columns and ECG measurements that a model reads: with more than this share missing it declines.
inline constexpr double most_missing = 0.5;
/// Deep features outside the training range beyond this share are spoken of; of 200 patients like those of the
/// training about 1 % lie outside.
inline constexpr double most_deep_outside = 0.05;
inline constexpr double interval_level = 0.95;

/// One input of the model, as it entered.
struct InputValue {
    std::string table;
    std::string column;
    double value = 0.0;  ///< given or measured; the training patients' median where `imputed`
    bool imputed = false;
    model::InputRange range;  ///< of the training patients
    bool counts = true;       ///< false: it did not vary among the training patients, the model does not use it
    bool from_ecg = false;    ///< a clinical column that was not given, as measured on this ECG
    [[nodiscard]] bool outside() const { return counts && !imputed && (value < range.low || value > range.high); }
    /// A given value that lies beyond the training's range by more than half of it: 4 to 5 standard deviations from the
    /// mean of a small cohort. Measurements of the ECG are judged together (EcgDistance).
    [[nodiscard]] bool far_outside() const {
        const double half = 0.5 * (range.high - range.low);
        return outside() && !from_ecg && table == "clinical" && (value < range.low - half || value > range.high + half);
    }
};

/// An input that is not known, and the prediction were it at either end of where most training patients lay.
struct MissingInput {
    std::string table;
    std::string column;
    model::InputRange range;  ///< 5 to 95 % of the training patients; all of them where the file keeps no quantiles
    model::InputRange probability;  ///< lower and higher of the two predictions
};

/// How far an ECG lies from the training's, over all measurements at once (Mahalanobis' distance over the root of their
/// number, about 1 for one like them) and in the network's features, and beyond what the prediction is withheld.
struct EcgDistance {
    std::optional<double> measurements, measurements_limit;
    std::optional<double> features, features_limit;
    [[nodiscard]] static bool beyond(const std::optional<double>& distance, const std::optional<double>& limit) {
        return distance && limit && *distance > *limit;
    }
    [[nodiscard]] bool unlike() const {
        return beyond(measurements, measurements_limit) || beyond(features, features_limit);
    }
};

/// A training patient like this one, and what became of him. Without identity.
struct AlikePatient {
    double distance = 0.0;  ///< of the scaled inputs; 1 is the root mean square distance of two training patients
    bool had_outcome = false;
};
inline constexpr std::size_t most_alike = 3;

struct PatientPrediction {
    std::optional<double> probability;  ///< calibrated; empty where a caution refuses
    std::optional<stats::Interval> interval;
    std::vector<report::Caution> cautions;
    std::vector<InputValue> inputs;     ///< of tables "clinical" and "ecg"; empty for networks
    std::vector<MissingInput> missing;  ///< of `inputs`, those imputed that the model uses; none where it is withheld
    double log_odds = 0.0;              ///< the model's own, before calibration
    /// Root mean square of the inputs' distances from the training's mean, in standard deviations: of the tables'
    /// columns, of the deep features; empty where there are none.
    std::optional<double> distance, deep_distance;
    std::optional<EcgDistance> ecg_distance;  ///< nothing where the predictor keeps no likeness
    std::vector<AlikePatient>
        alike;                ///< nearest first; none where the predictor keeps none or the prediction is withheld
    Explanation explanation;  ///< of the probability; not available where it is withheld
    [[nodiscard]] bool withheld() const;
};

/// A model whose calibration slope is no larger than this gives everybody nearly the same prediction, or a wrong
/// spread: a fourth of the spread that it should have.
inline constexpr double slope_near_zero = 0.25;

/// What must be said of the model before any of its numbers; empty for one that its own cross-validation speaks for.
[[nodiscard]] std::vector<std::string> doubts_of(const model::Predictor& predictor);

/// What is said of one patient beside the number: reasons, patients alike, what missing values would change. Rows of a
/// cohort are answered without.
enum class Reasons : std::uint8_t { told, left_out };

/// The prediction of a linear predictor to the values of its inputs, or of a network to its own log-odds, with the
/// cautions that follow from the model and the inputs; `flags` are those of the recording, `ecg` its measurements in
/// the order of the columns of the predictor's likeness (none: its likeness is not looked at).
[[nodiscard]] PatientPrediction linear_prediction(const model::Predictor& predictor,
                                                  std::span<const std::optional<double>> values,
                                                  std::span<const measure::Flag> flags,
                                                  std::span<const std::optional<double>> ecg = {},
                                                  Reasons reasons = Reasons::told);
[[nodiscard]] PatientPrediction network_prediction(const model::Predictor& predictor, double log_odds,
                                                   std::span<const measure::Flag> flags,
                                                   std::span<const std::optional<double>> ecg = {});

struct PredictRequest {
    std::filesystem::path predictor;
    std::filesystem::path input;                 ///< an ECG of any known format, or a cohort CSV
    io::ReadOptions reading;                     ///< of the ECG or ECGs
    std::vector<std::string> set;                ///< "lvef_pct=28"; only with an ECG
    measure::MovedBoundaries moved = {};         ///< of the ECG, by hand
    std::optional<measure::Rhythm> rhythm = {};  ///< of the ECG, for the guidelines; empty: as measured
    std::string recording;                       ///< what the page may call the ECG; empty: nothing
    std::filesystem::path page;                  ///< .html or .pdf to write, of the ECG or of the cohort; empty: none
    std::filesystem::path out;                   ///< predictions of a cohort as CSV; empty: none
    bool patient_ids = false;                    ///< name patients in `out`
    ShardRequest shard;                          ///< of a cohort: this part of its rows alone, a part of `out`
    bool identity = false;  ///< name the patient and the date on the page, where the recording says them
    report::Paper paper = report::Paper::a4;  ///< of a page that is a PDF file
    nn::Device device = nn::Device::cpu;      ///< where networks compute
    std::optional<double> prevalence;         ///< share of patients with the outcome that the predictions are for
    std::string by;  ///< column of a cohort that says whose recorder or hospital it is; empty: one of group_columns()
};

/// Columns by which a cohort's patients are compared with the training's group by group, unless one is named.
[[nodiscard]] std::span<const std::string_view> group_columns();

/// Errors (usage): what is named as the patients is a model, and what is named as the model is none. Other faults of
/// the two files are their readers'.
[[nodiscard]] core::Result<void> check_order(const std::filesystem::path& predictor,
                                             const std::filesystem::path& patients);

/// True where the file's first row names the columns patient_id and ecg.
[[nodiscard]] bool is_cohort_csv(const std::filesystem::path& path);

struct PatientOutcome {
    model::Predictor predictor;
    PatientPrediction prediction;
    measure::Measurements measurements;
    bool trained_on = false;  ///< the model was fitted on this recording
    bool simulated = false;   ///< the recording says that it is of no person
    double seconds = 0.0;     ///< from reading the predictor to the prediction
};

/// Errors: usage (a value that is not "name=value", a name that neither the model nor the guidelines use, a value out
/// of its range), input (predictor or ECG cannot be read, the ECG has fewer than twelve leads or no beats), io.
[[nodiscard]] core::Result<PatientOutcome> predict_patient(const PredictRequest& request,
                                                           const core::RunContext& context);

/// One row of a cohort.
struct PredictedPatient {
    std::size_t row = 0;   ///< of the cohort
    std::string excluded;  ///< why the ECG could not be used; empty: it was
    std::optional<PatientPrediction> prediction;
    std::optional<std::uint8_t> outcome;
    bool trained_on = false;  ///< the model was fitted on this recording
};

struct CohortOutcome {
    model::Predictor predictor;
    std::vector<PredictedPatient> predictions;
    std::vector<std::string> notes;  ///< of the cohort
    PopulationShift shift;           ///< of all whose ECG could be used
    std::size_t withheld = 0;
    std::size_t trained_on = 0;  ///< recordings that the model was fitted on
    bool same_table = false;     ///< the file is the very table that it was fitted on
    bool simulated = false;      ///< the table or a recording says that it is of no persons
    std::size_t judged = 0;      ///< answered and with a known outcome
    std::size_t positives = 0;
    /// Of those judged: `mean` of the AUC, `pooled` of the rest, `ci95` by bootstrap over patients; empty where one
    /// outcome is absent.
    std::optional<eval::Metrics> metrics;
    std::vector<eval::PatientPrediction> judged_predictions;  ///< what `metrics` are of
    std::vector<std::size_t> judged_people;                   ///< whose each is; empty: each its own
    /// Where only one shard's rows were predicted: figures and the comparison with the training are the whole cohort's,
    /// so `shift`, `judged` and `metrics` are empty.
    std::optional<core::Shard> part;
};

[[nodiscard]] core::Result<CohortOutcome> predict_cohort(const PredictRequest& request,
                                                         const core::RunContext& context);

/// The content of a cohort's page, and of what the terminal prints.
[[nodiscard]] report::CohortPredictionReport cohort_page_of(const CohortOutcome& outcome);

/// [{"text", "refuse", "about"}]
[[nodiscard]] nlohmann::ordered_json cautions_json(const std::vector<report::Caution>& cautions);
/// {"abstain", "probability", "interval", "threshold", "responds", "cautions", "inputs", "explanation", "ecg_distance",
/// "alike", "guidelines", "measurements", "model"}; probability, interval and responds are null where it abstains.
/// Names no patient and no file.
[[nodiscard]] nlohmann::ordered_json to_json(const PatientOutcome& outcome);
/// The cross-validated and the found figures, and counts; the rows stand in the CSV. Of a part "figures" and "shift"
/// are null.
[[nodiscard]] nlohmann::ordered_json to_json(const CohortOutcome& outcome);
/// What the file says of itself: outcome, training, cross-validated figures, provenance.
[[nodiscard]] nlohmann::ordered_json card_of(const model::Predictor& predictor);
/// The same in words, for pages and the terminal.
[[nodiscard]] std::vector<report::Named> card_in_words(const model::Predictor& predictor);
/// When and by which program it was trained, and the program that runs: what every page of predictions ends with.
[[nodiscard]] std::vector<report::Named> versions_in_words(const model::Predictor& predictor);
/// By which a page is known to be of a recording, without a name: the first digits of inputs::signal_digest.
[[nodiscard]] report::Named samples_in_words(const record::Ecg& ecg);

/// The same page of an ECG alone, without a model.
[[nodiscard]] report::PredictionReport page_of(const measure::Measurements& measurements, const record::Ecg& ecg,
                                               const PredictRequest& request);

/// The page's content; `ecg` is drawn.
[[nodiscard]] report::PredictionReport page_of(const PatientOutcome& outcome, const record::Ecg& ecg,
                                               const PredictRequest& request);

}  // namespace synchrony::app

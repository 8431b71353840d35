// A predictor: a fitted model with all that is needed to say one patient's probability and how far to trust it, in one
// safetensors file. Linear models stand in it as numbers; networks, and the encoder behind deep features, as the bundle
// that model/bundle.hpp describes, which other tools still read.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "synchrony/core/result.hpp"
#include "synchrony/model/bundle.hpp"
#include "synchrony/model/linear.hpp"
#include "synchrony/model/training_reference.hpp"

namespace synchrony::model {

/// The layout of the file's description that this program writes; newer ones are refused, older ones stay readable.
inline constexpr int predictor_format_version = 1;

/// Limits of what is read, far above what training makes.
inline constexpr std::size_t most_inputs = 200'000;
inline constexpr std::size_t most_members = 10'000;
inline constexpr std::size_t most_training_recordings = 1'000'000;

/// A figure with its interval, as cross-validation estimated it.
struct EstimatedFigure {
    std::optional<double> value;
    std::optional<double> low, high;  ///< 95 %, bootstrap over patients
    friend bool operator==(const EstimatedFigure&, const EstimatedFigure&) = default;
};

/// Cross-validated estimates, from patients that the models they were measured on had not seen.
struct CrossValidated {
    int folds = 0;
    int repeats = 0;
    std::uint64_t seed = 0;
    /// By name: "auc", "brier", "calibration_slope", "calibration_intercept", "accuracy", "sensitivity", "specificity",
    /// "ppv", "npv" of calibrated probabilities, where calibration and threshold for the patients of one part come from
    /// the predictions on the other parts; "uncalibrated_..." of the model's own probabilities.
    std::map<std::string, EstimatedFigure> figures;
    friend bool operator==(const CrossValidated&, const CrossValidated&) = default;
};

/// The model as it would have come out on bootstrap resamples of its patients: one entry a member.
struct Ensemble {
    std::vector<float> weights;             ///< [member, input] of scaled inputs; empty for networks
    std::vector<double> intercepts;         ///< one a member; empty for networks
    std::vector<Calibration> calibrations;  ///< one a member
    [[nodiscard]] std::size_t members() const { return calibrations.size(); }
    friend bool operator==(const Ensemble&, const Ensemble&) = default;
};

/// The training patients, for the few that are most alike to a new one: scaled inputs, as the model takes them, and
/// what became of each. No identity; kept only where the maker asked for it.
struct Neighbours {
    std::vector<float> inputs;          ///< [patient, input]
    std::vector<std::uint8_t> outcome;  ///< 0 or 1 a patient
    [[nodiscard]] std::size_t size() const { return outcome.size(); }
    friend bool operator==(const Neighbours&, const Neighbours&) = default;
};

/// Smallest and largest value of an input among the training patients.
struct InputRange {
    double low = 0.0;
    double high = 0.0;
    friend bool operator==(const InputRange&, const InputRange&) = default;
};

struct Predictor {
    std::string model;    ///< its word on the command line: "fused"
    std::string label;    ///< for people: "Logistic regression (clinical columns and ECG measurements)"
    std::string outcome;  ///< column that was predicted: "response"
    std::optional<std::string> outcome_positive;  ///< cell that counts as 1, for a text outcome

    std::optional<LinearModel> linear;  ///< empty: the bundle is the model
    std::vector<InputRange> ranges;     ///< one an input of `linear`
    std::optional<Bundle> bundle;       ///< the network, or the encoder of the deep features
    std::string feature_table;          ///< table that the encoder fills; empty: none
    std::string feature_place;          ///< where in the encoder: "layer2:2x2"
    /// How the network itself made a probability of its score; bundle->calibration is this and `calibration` in one.
    Calibration network_calibration;

    Calibration calibration;     ///< of the model's log-odds, from predictions on patients it had not seen
    double threshold = 0.5;      ///< of the calibrated probability
    std::string threshold_rule;  ///< a name of ThresholdRule
    Ensemble ensemble;

    std::size_t patients = 0;  ///< that it was fitted on
    std::size_t positives = 0;
    bool simulated = false;  ///< those patients are virtual, no persons
    /// SHA-256 of the table it was fitted on and of each recording (inputs::signal_digest), so that its own training
    /// patients are known again; empty in files of programs that did not keep them.
    std::string training_table;
    std::vector<std::string> training_recordings;
    CrossValidated cross_validated;
    Provenance provenance;
    std::vector<std::string> notes;  ///< of the training
    /// Where the training's patients lay; nothing in files of programs that did not keep it.
    std::optional<TrainingReference> reference;
    std::optional<Neighbours> neighbours;  ///< of linear models alone
    /// Share of positives that the answers are for, where it is not the training's (with_prevalence); not in the file.
    std::optional<double> assumed_prevalence;

    /// Whether a table of inputs is the encoder's.
    [[nodiscard]] bool is_deep(const std::string& table) const {
        return !feature_table.empty() && table == feature_table;
    }
    /// True where the model was fitted on that recording; an empty digest is none.
    [[nodiscard]] bool was_trained_on(const std::string& digest) const;
    [[nodiscard]] double prevalence() const { return static_cast<double>(positives) / static_cast<double>(patients); }
    /// The probability of the model's log-odds.
    [[nodiscard]] double probability(double log_odds) const;
    /// Each member's calibrated log-odds, of scaled inputs (linear) or of the network's log-odds.
    [[nodiscard]] std::vector<double> members_of_linear(std::span<const double> scaled_values) const;
    [[nodiscard]] std::vector<double> members_of_network(double log_odds) const;
    /// Of a network: its bundle with its own calibration. The weights leave the predictor, which keeps all else.
    [[nodiscard]] Bundle take_network();
    /// Errors (input): parts that do not fit each other, values that are not finite or out of range.
    [[nodiscard]] core::Result<void> check() const;
    /// The same of the linear model, its ranges and the reference alone: known before the long work of a training.
    [[nodiscard]] core::Result<void> check_fit() const;
    friend bool operator==(const Predictor&, const Predictor&) = default;
};

/// The predictor for patients of whom a share `prevalence` has the outcome, all else being alike: log-odds move by the
/// difference of the two shares' log-odds (Elkan 2001, theorem 2; Saerens et al. 2002), in the model and in its
/// members. A threshold of the rule "half" weighs errors and stays; those of other rules were found on the training's
/// probabilities and move along. Cross-validated figures that hang on the share (accuracy, PPV, NPV, Brier score), or
/// on a threshold that stays (sensitivity, specificity), lose their values. Errors (usage): not inside (0, 1).
[[nodiscard]] core::Result<Predictor> with_prevalence(Predictor predictor, double prevalence);

/// slope * x + intercept.
[[nodiscard]] double calibrated(const Calibration& calibration, double log_odds);
/// `second` of what `first` gives, as one.
[[nodiscard]] Calibration joined(const Calibration& first, const Calibration& second);

/// Writes the file atomically. An encoder's convolutions are kept in half precision, as pre-training keeps them; give
/// one that was read from such a file or rounded (rounded_to_half), else it will not be quite the one that the model
/// was fitted on. Errors: those of check(), and of the file system.
[[nodiscard]] core::Result<void> write_predictor(const std::filesystem::path& path, const Predictor& predictor);

/// Whether the file says of itself that it is a predictor; it may hold a network as well. Errors: no file of tensors.
[[nodiscard]] core::Result<bool> says_predictor(const std::filesystem::path& path);

/// Reads and checks. Errors (input): not a safetensors file, a pre-trained network (which `train` makes a predictor
/// of), another file, a newer format, a tensor that is missing, of another shape or type, and those of check().
[[nodiscard]] core::Result<Predictor> read_predictor(const std::filesystem::path& path);

}  // namespace synchrony::model

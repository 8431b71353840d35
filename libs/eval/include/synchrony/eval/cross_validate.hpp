// Fits and tests every model of a comparison on the same parts of the same patients.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "synchrony/cohort/patient_folds.hpp"
#include "synchrony/core/progress.hpp"
#include "synchrony/model/classifier.hpp"

namespace synchrony::eval {

enum class RowKind { baseline, rule, model };

/// What tells the rows of a comparison apart.
struct RowName {
    std::string name;                 ///< "ResNet-18"
    std::string features{};           ///< "spectrograms fine", "clinical", ...
    std::string pretraining{"none"};  ///< "none", "mitbih", ...
    /// "ResNet-18 (spectrograms fine, mitbih)"
    [[nodiscard]] std::string label() const;
    friend bool operator==(const RowName&, const RowName&) = default;
};

/// What a reader of the results should know of a row besides its name and kind.
struct RowFacts {
    std::string choice{};              ///< the word that asks for it ("fused"); empty: none does
    std::vector<std::string> joins{};  ///< rows, by the words that ask for them, whose inputs it has side by side
    std::string expected{};  ///< readers expect every model to be compared with it, by this name; empty: they do not
    std::string point_of{};  ///< the rule whose measurement this one cuts: a point on its curve; empty: none
    bool point = false;      ///< a rule that answers yes or no: one operating point, which ranks nobody
    bool chosen = false;     ///< made of other rows, chosen in the training parts (best_simple_rule)
    /// A guideline under a definition that readers do not expect first.
    [[nodiscard]] bool is_guideline_variant() const { return choice == "guidelines" && expected.empty(); }
    friend bool operator==(const RowFacts&, const RowFacts&) = default;
};

/// A row to be: how its model is made.
struct ModelRow {
    RowName row;
    RowKind kind = RowKind::model;
    std::function<std::unique_ptr<model::Classifier>()> make;  ///< a fresh, unfitted model
    /// Several models of this row may be fitted at once; then each gets one thread. Else they are fitted one after
    /// another, each with all threads.
    bool thread_safe = false;
    RowFacts facts{};
};

struct PatientPrediction {
    std::size_t patient = 0;  ///< row of the PatientSet
    int repeat = 0;
    int fold = 0;
    double score = 0.0;
    bool responds = false;     ///< the model's decision
    std::uint8_t outcome = 0;  ///< the truth
};

/// How a rule does on the patients that one part's rules are fitted on, by the very rule that then answers for the
/// part.
struct TrainingResult {
    int repeat = 0;
    int fold = 0;
    std::optional<double> auc;
    std::optional<double> sensitivity;
    std::optional<double> specificity;
};

struct ModelPredictions {
    RowName row;
    RowKind kind = RowKind::model;
    std::vector<PatientPrediction> predictions;  ///< by repeat, fold, patient; each patient once a repeat, but for
                                                 ///< those whom the row could not answer for
    RowFacts facts{};
    std::vector<TrainingResult> in_training{};  ///< of rules alone: one a part, by repeat and fold
};

/// A row without results, and why.
struct LeftOut {
    RowName row;
    std::string reason;
    bool failed = false;  ///< true: it went wrong; false: it declined (a rule without its column) or was not reached
};

/// Keeps what was predicted for the test part of (repeat, fold), so that a run that was killed need not begin again.
/// The keeper answers for data, settings and seed being the same. Calls come from several threads.
class PartStore {
  public:
    virtual ~PartStore() = default;
    [[nodiscard]] virtual std::optional<std::vector<PatientPrediction>> find(const RowName& row, int repeat,
                                                                             int fold) const = 0;
    [[nodiscard]] virtual core::Result<void> keep(const RowName& row, int repeat, int fold,
                                                  const std::vector<PatientPrediction>& predictions) const = 0;
};

/// How a cross-validation is run.
struct CrossValidateOptions {
    double training_share = 1.0;          ///< below 1: models are fitted on that share (see learning_curve.hpp)
    const PartStore* finished = nullptr;  ///< parts are taken from it, and kept in it where they took long
    double worth_keeping_s = 1.0;         ///< what is done sooner is rather done again than kept
};

struct CrossValidation {
    cohort::Folds folds;
    std::vector<ModelPredictions> models;  ///< in the order given
    std::vector<LeftOut> left_out;
    bool cancelled = false;  ///< the user stopped it; whole rows done by then are kept
};

/// Each model row is fitted on the training rows of every (repeat, fold) and predicts its test rows. The set that a
/// model sees has the responses of the test rows set to 0, so that no model can learn them by mistake. Seeds of fits
/// are derived from context.seed, the row's label, the repeat and the fold: neither threads nor other rows change them.
/// A row whose model refuses or fails is left out with the reason, the others go on.
/// Errors: a set that fails its check (a patient twice), folds made for another number of patients, two rows of one
/// name; a part that cannot be kept.
[[nodiscard]] core::Result<CrossValidation> cross_validate(const model::PatientSet& set, const cohort::Folds& folds,
                                                           std::span<const ModelRow> rows,
                                                           const core::RunContext& context = {},
                                                           const CrossValidateOptions& options = {});

/// The rows that a model of (repeat, fold) is fitted on.
[[nodiscard]] std::vector<std::size_t> training_part(const model::PatientSet& set, const cohort::Folds& folds,
                                                     int repeat, int fold, double training_share = 1.0);

}  // namespace synchrony::eval

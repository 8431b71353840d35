// What every way of predicting response has in common, from "everybody responds" to a fine-tuned ResNet: it is fitted
// on some patients of a set and gives each of some other patients a probability and a decision.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "synchrony/core/progress.hpp"
#include "synchrony/core/result.hpp"
#include "synchrony/features/image_set.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::model {

/// Numbers per patient: values[row * columns.size() + column], missing is NaN-free: an empty optional is stored as
/// `missing` and must be imputed inside a training part.
struct FeatureTable {
    std::vector<std::string> columns;
    std::vector<std::optional<double>> values;  ///< [patient, column], row-major
    [[nodiscard]] const std::optional<double>& at(std::size_t row, std::size_t column) const {
        return values[row * columns.size() + column];
    }
    /// Index of the column, or nothing.
    [[nodiscard]] std::optional<std::size_t> column(const std::string& name) const;
};

/// The patients of a study, one row each. Every vector has one entry a patient.
struct PatientSet {
    std::vector<record::PatientId> patients;           ///< distinct
    std::vector<std::uint8_t> response;                ///< 1 = responder (the outcome to be predicted)
    std::map<std::string, FeatureTable> tables;        ///< "clinical", "ecg", "deep:<model>", ...
    std::shared_ptr<const features::ImageSet> images;  ///< may be null; its patients are matched by PatientId
    std::string outcome_name = "response";
    /// Who is who where one person has several rows: rows of one text are one person. Empty: every row its own.
    std::vector<std::string> groups{};
    [[nodiscard]] std::size_t size() const { return patients.size(); }
    /// The person of each row, numbered from 0 in the order in which they are met: the unit that is drawn, split and
    /// tested.
    [[nodiscard]] std::vector<std::size_t> people() const;
    /// Errors: vectors or tables whose lengths disagree, a patient twice, a response that is not 0 or 1.
    [[nodiscard]] core::Result<void> check() const;
};

/// One patient's answer.
struct Prediction {
    double score = 0.0;     ///< larger = more likely to respond; a probability in [0, 1] unless the model is a rule
    bool responds = false;  ///< the decision at the model's own threshold
    bool answered = true;   ///< false: the patient lacks what a rule needs; score and decision say nothing
};

/// A way of predicting. Everything it learns (imputation, scaling, feature choice, threshold) is learnt in `fit`, from
/// the given rows alone.
class Classifier {
  public:
    virtual ~Classifier() = default;
    /// Learns from those rows of the set; any earlier fit is forgotten.
    [[nodiscard]] virtual core::Result<void> fit(const PatientSet& set, std::span<const std::size_t> rows,
                                                 const core::RunContext& context) = 0;
    /// One prediction a row, in the order of `rows`.
    [[nodiscard]] virtual core::Result<std::vector<Prediction>> predict(const PatientSet& set,
                                                                        std::span<const std::size_t> rows) = 0;
};

}  // namespace synchrony::model

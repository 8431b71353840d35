// A linear model of the log-odds as plain numbers, so that it can be kept, read by a person and applied without the
// library that fitted it.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "synchrony/core/result.hpp"

namespace synchrony::model {

/// A column that a model reads, by the table of the PatientSet that holds it.
struct LinearInput {
    std::string table;   ///< "clinical", "ecg", "deep-features"
    std::string column;  ///< "lvef_pct"
    friend bool operator==(const LinearInput&, const LinearInput&) = default;
};

/// log-odds = intercept + sum over inputs of weight * ((value, else impute) - centre) * scale. Every vector has one
/// entry an input.
struct LinearModel {
    std::vector<LinearInput> inputs;
    std::vector<double> impute;  ///< put in where the value is missing: the median of the training patients
    std::vector<double> centre;
    std::vector<double> scale;   ///< >= 0; 0 for a column without spread, which then counts nothing
    std::vector<double> weight;  ///< of the scaled value
    double intercept = 0.0;

    [[nodiscard]] std::size_t size() const { return inputs.size(); }
    /// ((value, else impute) - centre) * scale; as many values as inputs.
    [[nodiscard]] std::vector<double> scaled(std::span<const std::optional<double>> values) const;
    /// Of scaled values.
    [[nodiscard]] double log_odds(std::span<const double> scaled_values) const;
    /// Errors (input): vectors of other lengths, a value that is not finite, a negative scale, a column twice.
    [[nodiscard]] core::Result<void> check() const;
    friend bool operator==(const LinearModel&, const LinearModel&) = default;
};

}  // namespace synchrony::model

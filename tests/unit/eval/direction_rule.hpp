// The least that can learn from outcomes: which way a column points.
#pragma once

#include <memory>
#include <string>

#include "synchrony/core/random.hpp"
#include "synchrony/eval/cross_validate.hpp"

namespace synchrony::eval {

/// Says yes above 0 in a column of the table "noise", or below it where the training patients' outcomes point that way.
class DirectionRule final : public model::Classifier {
  public:
    explicit DirectionRule(std::size_t column) : column_(column) {}
    core::Result<void> fit(const model::PatientSet& set, std::span<const std::size_t> rows,
                           const core::RunContext&) override {
        double sum = 0.0;
        for (const auto row : rows) sum += value(set, row) * (set.response[row] != 0 ? 1.0 : -1.0);
        sign_ = sum < 0.0 ? -1.0 : 1.0;
        return {};
    }
    core::Result<std::vector<model::Prediction>> predict(const model::PatientSet& set,
                                                         std::span<const std::size_t> rows) override {
        std::vector<model::Prediction> answers;
        for (const auto row : rows) answers.push_back({sign_ * value(set, row), sign_ * value(set, row) > 0.0});
        return answers;
    }

  private:
    [[nodiscard]] double value(const model::PatientSet& set, std::size_t row) const {
        return *set.tables.at("noise").at(row, column_);
    }
    std::size_t column_;
    double sign_ = 1.0;
};

inline ModelRow direction_row(std::size_t column, RowKind kind) {
    return {{"direction " + std::to_string(column)},
            kind,
            [column] { return std::make_unique<DirectionRule>(column); },
            true};
}

/// Every other patient responds; standard normal columns that know nothing of it.
inline model::PatientSet noise_set(std::size_t patients, std::size_t columns, core::RandomStream& random) {
    model::PatientSet set;
    for (std::size_t k = 0; k < columns; ++k) set.tables["noise"].columns.push_back(std::to_string(k));
    for (std::size_t i = 0; i < patients; ++i) {
        set.patients.emplace_back(std::to_string(i));
        set.response.push_back(static_cast<std::uint8_t>(i % 2));
        for (std::size_t k = 0; k < columns; ++k) set.tables["noise"].values.emplace_back(random.normal());
    }
    return set;
}

}  // namespace synchrony::eval

// Models that read tables of numbers, and the rows that they have in a comparison.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "synchrony/eval/cross_validate.hpp"
#include "synchrony/model/classifier.hpp"

namespace synchrony::app {

/// Tables side by side, and of some of them a few columns only.
struct TableColumns {
    std::vector<std::string> tables;
    std::map<std::string, std::vector<std::string>> only{};
};

struct TabularMethod {
    std::string_view prefix;  ///< of the word on the command line; empty: the plain word
    const char* name;         ///< "Random forest"
    std::unique_ptr<model::Classifier> (*make)(const TableColumns& from);
};

/// The method of a word of the command line, "forest-ecg"; of one without a prefix logistic regression.
[[nodiscard]] const TabularMethod& tabular_method(std::string_view word);

[[nodiscard]] eval::ModelRow tabular_row(eval::RowName name, const TableColumns& from, const TabularMethod& method);

/// Logistic regression on one table.
[[nodiscard]] eval::ModelRow logistic_row(eval::RowName name, const std::string& table);

}  // namespace synchrony::app

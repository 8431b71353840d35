// The columns that models are given: those the program knows, and what a user adds or takes away.
#pragma once

#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "synchrony/cohort/cohort.hpp"
#include "synchrony/core/result.hpp"

namespace synchrony::cohort {

/// A column of words is one input for each of them, "site=north": 1 where it stands, 0 beside another. More words than
/// this are no categories.
inline constexpr std::size_t most_categories = 12;

/// No measurement has a larger number; as large as a model's file takes (model/src/number_bounds.hpp).
inline constexpr double largest_input = 1e30;
/// Nor a smaller one that is not 0.
inline constexpr double smallest_input = 1e-30;

/// The different words of a column of text; none of numbers.
[[nodiscard]] std::set<std::string> words_in(const Column& column);
/// Text of 2 to most_categories words that are no dates.
[[nodiscard]] bool is_category(const Column& column);

/// The known inputs (Cohort::input_columns), and of `asked`: a name adds a column of numbers, or of categories one
/// input each; "-name" takes a column away. Errors (usage): a column that is not there, dates or too many words, the
/// outcome.
[[nodiscard]] core::Result<std::vector<std::string>> chosen_inputs(const Cohort& cohort,
                                                                   std::span<const std::string> asked);

/// The value of an input of a row, by the input's name; nothing where it is missing or there is no such column.
[[nodiscard]] std::optional<double> input_value(const Cohort& cohort, const std::string& input, std::size_t row);
/// The column that an input is made of; null where there is none.
[[nodiscard]] const Column* column_of_input(const Cohort& cohort, const std::string& input);

/// Columns with values that could be inputs and are not among them: unknown ones, no outcome, no dates.
[[nodiscard]] std::vector<std::string> possible_inputs_left_out(const Cohort& cohort,
                                                                std::span<const std::string> inputs);

}  // namespace synchrony::cohort

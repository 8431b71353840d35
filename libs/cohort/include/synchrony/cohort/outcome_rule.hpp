// An outcome made of several columns: "death = 1 or transplant = 1", "lvef_12m >= 35 and nyha_12m <= 2".
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "synchrony/cohort/cohort.hpp"
#include "synchrony/core/result.hpp"

namespace synchrony::cohort {

/// Whether an outcome is written as a rule: it holds a comparison.
[[nodiscard]] bool is_outcome_rule(std::string_view text);

/// Comparisons (=, !=, <, <=, >, >=) of a column with a number or a word, joined by `and` and `or` (and binds closer)
/// and parentheses. Names and words with blanks stand in double quotes.
class OutcomeRule {
  public:
    /// Errors (usage): what cannot be read, and where; more than 64 comparisons, or 16 parentheses within each other.
    [[nodiscard]] static core::Result<OutcomeRule> parse(std::string_view text);

    /// The columns it names, each once.
    [[nodiscard]] std::vector<std::string> columns() const;
    /// Errors (usage): a column that is not there; words ordered (<), or compared with a column of numbers; sex
    /// compared with anything but F and M.
    [[nodiscard]] core::Result<void> check(const Cohort& cohort) const;
    /// The comparisons by = and != whose word or number no cell of the column holds, as errors that name some of its
    /// cells: misspelt words would else make an outcome of nobody's. A cohort on which nothing is learnt may lack a
    /// value rightly, so this is no part of `check`.
    [[nodiscard]] std::vector<core::Error> never_met(const Cohort& cohort) const;
    /// Of a row, where what is missing does not matter: one true part makes an `or` true, one false part an `and`
    /// false.
    [[nodiscard]] std::optional<bool> holds(const Cohort& cohort, std::size_t row) const;

  private:
    friend class OutcomeRuleParser;
    enum class Operator { equal, not_equal, less, at_most, greater, at_least, both, either };
    struct Node {
        Operator op = Operator::equal;
        std::string column;
        std::string word;
        std::optional<double> number;
        std::size_t left = 0, right = 0;  ///< of `both` and `either`
    };
    [[nodiscard]] std::optional<bool> value_of(const Cohort& cohort, std::size_t row, std::size_t node) const;
    std::vector<Node> nodes_;  ///< parts before what is made of them; the last is the whole
};

}  // namespace synchrony::cohort

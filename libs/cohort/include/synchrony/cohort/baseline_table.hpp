// The first table of every clinical paper: who the patients were, all together and by outcome.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "synchrony/cohort/cohort.hpp"

namespace synchrony::cohort {

enum class VariableKind : std::uint8_t {
    continuous,  ///< mean and SD
    binary,      ///< n (%) of those with 1; of `sex` those with M
    ordered,     ///< few whole numbers (NYHA class): n (%) of each
    angle,       ///< of an electrical axis: circular mean and circular SD
    category     ///< a column of few words (site): n (%) of each
};

/// How a p value was found. The rule:
/// continuous: Welch's t test where Shapiro-Wilk finds neither group away from normal (p >= 0.05 in both, or a group
/// too
///   large for it), else Mann-Whitney;
/// ordered: Mann-Whitney;
/// binary: chi-squared without Yates's correction where every expected count is 5 or more (Cochran 1954), else Fisher;
/// category: as binary where there are two words; of more, chi-squared where every expected count is 5 or more, else
/// none; angle: Mardia-Watson-Wheeler, where each group has 10 or more.
enum class BaselineTest : std::uint8_t { none, welch, mann_whitney, chi_squared, fisher, uniform_scores };
[[nodiscard]] std::string_view name_of(BaselineTest test);
/// The rule as a sentence for the foot of a table.
[[nodiscard]] std::string_view baseline_rule();
/// What "SMD" is, in one sentence.
[[nodiscard]] std::string_view baseline_difference_rule();

/// One variable in one group of patients.
struct BaselineCell {
    std::size_t present = 0;         ///< patients with a value
    std::size_t missing = 0;         ///< patients without
    std::optional<double> mean;      ///< continuous and ordered; of angles circular, in (-180, 180] degrees
    std::optional<double> sd;        ///< divisor n - 1; of angles circular
    std::optional<double> median;    ///< continuous and ordered
    std::optional<double> lower;     ///< first quartile
    std::optional<double> upper;     ///< third quartile
    std::vector<std::size_t> count;  ///< binary: one number; ordered and category: one a level
};

struct BaselineRow {
    std::string name;     ///< the column
    std::string meaning;  ///< for people; the name where the column is not known
    std::string unit;
    VariableKind kind = VariableKind::continuous;
    std::vector<double> levels;      ///< of an ordered variable, ascending
    std::vector<std::string> words;  ///< of a category, in the alphabet's order
    BaselineCell all, positives, negatives;
    BaselineTest test = BaselineTest::none;
    std::optional<double> p;  ///< two-sided, not corrected for the number of rows
    /// Standardised, positives - negatives (Austin 2009); of angles the shorter way round, by the circular SDs; of a
    /// category nothing.
    std::optional<double> difference;
    /// Lines that the row takes below its name; 0: it stands beside the name.
    [[nodiscard]] std::size_t level_count() const {
        return kind == VariableKind::category ? words.size() : levels.size();
    }
};

struct BaselineTable {
    std::string outcome_name;
    std::size_t patients = 0, positives = 0, negatives = 0;  ///< with a known outcome
    std::vector<BaselineRow> rows;
    std::vector<std::string> notes;  ///< which rows are of angles, what was left out
};

/// Of the patients whose outcome is known; columns in the file's order, less the outcome, what is known only after the
/// implant (by its rule, as a time or an event of follow-up, or by the name that an import gives these), and text. Text
/// of 2 to 12 words, each of two patients on average, is a category: a column of names is none.
[[nodiscard]] BaselineTable baseline_table(const Cohort& cohort);

/// A cell as papers print it: "61.8 ± 12.6", "56 (78.9)"; `level` of an ordered variable or a category. "-" without a
/// value.
[[nodiscard]] std::string printed(const BaselineRow& row, const BaselineCell& cell, std::size_t level = 0);
/// "0.018", "< 0.001"; "-" where there is none.
[[nodiscard]] std::string printed_p(const std::optional<double>& p);

[[nodiscard]] nlohmann::ordered_json to_json(const BaselineTable& table);
/// Header and rows for write_csv or csv_row; an ordered variable takes a row for each level, p on the first.
[[nodiscard]] std::vector<std::vector<std::string>> to_cells(const BaselineTable& table);

}  // namespace synchrony::cohort

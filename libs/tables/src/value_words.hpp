// Words for yes and no, sexes, classes and causes, in six languages.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "synchrony/cohort/columns.hpp"
#include "synchrony/tables/column_names.hpp"

namespace synchrony::tables {

/// How one column's words are read: the value for each spelling, all at once, since "M" is a man beside "F" or "W" and
/// a woman (mujer) beside "H".
class WordReader {
  public:
    /// `spellings`: the distinct cells that hold something.
    WordReader(const cohort::ColumnRule& rule, Meaning meaning, const std::vector<std::string>& spellings);
    /// The cell of the cohort CSV ("1", "F", "3"); nothing for what is not known.
    [[nodiscard]] std::optional<std::string> value_of(std::string_view spelling) const;

  private:
    [[nodiscard]] std::optional<std::string> sex_of(const std::string& word) const;
    std::string_view target_;
    cohort::ColumnKind kind_;
    Meaning meaning_;
    bool h_is_man_ = false;
    bool m_is_woman_ = false;
    bool m_is_unclear_ = false;
    bool one_is_unclear_ = false;  ///< 1 and 2 without a 0: which of them is yes?
};

/// Yes or no in any of the languages, 1 and 0, true and false.
[[nodiscard]] std::optional<bool> yes_or_no(std::string_view cell);
/// Dead or alive, in words of any of the languages.
[[nodiscard]] std::optional<bool> is_dead(std::string_view cell);
/// The words for a bundle branch block, or for none, that a column of ECG findings holds.
[[nodiscard]] bool is_block_word(std::string_view cell);
/// The cause of a heart failure, ischaemic or another.
[[nodiscard]] bool is_cause_word(std::string_view cell);
/// "Mittelwert", "SD", "Total", "n = 45": what stands in place of an id below a table.
[[nodiscard]] bool is_summary_word(std::string_view cell);

/// A missing value as people write it: core::is_missing_word and words of the other languages.
[[nodiscard]] bool is_missing_in_any_language(std::string_view cell);

}  // namespace synchrony::tables

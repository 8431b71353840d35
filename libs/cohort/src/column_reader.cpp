#include "column_reader.hpp"

#include <algorithm>
#include <cmath>

#include "synchrony/cohort/chosen_inputs.hpp"
#include "synchrony/cohort/table_dialect.hpp"
#include "synchrony/core/counted.hpp"
#include "synchrony/core/foreign_text.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::cohort {
namespace {

class ColumnReader {
  public:
    ColumnReader(const Cohort& cohort, std::string name, std::span<const std::string_view> cells,
                 const Dialect& dialect, ColumnRemarks remarks)
        : cohort_(cohort), cells_(cells), dialect_(dialect), remarks_(remarks) {
        column_.name = std::move(name);
    }

    Column known(const ColumnRule& rule) {
        column_.known = true;
        column_.kind = rule.kind;
        column_.read_as = rule.kind == ColumnKind::flag  ? "0 or 1"
                          : rule.kind == ColumnKind::sex ? "F or M"
                                                         : "numbers";
        for (std::size_t row = 0; row < cells_.size(); ++row) {
            std::optional<double> value;
            if (cells_[row].empty() || core::is_missing_word(cells_[row])) {
                ++column_.missing[std::string(cells_[row])];
            } else if (auto parsed = parse_value(number_text(cells_[row], dialect_), rule)) {
                value = *parsed;
            } else {
                const auto& error = parsed.error();
                remarks_.faults.add({cohort_.file_rows[row], column_.name, error.what, error.got, error.expected, {}});
                note_word(cells_[row]);
            }
            column_.numbers.push_back(value);
        }
        return std::move(column_);
    }

    /// Words for a missing value may stand between numbers. Among text only those count that are no category ("none"
    /// may be one).
    Column unknown() {
        std::vector<std::optional<double>> numbers;
        std::size_t values = 0, words = 0, odd = 0;
        std::string_view odd_text;
        for (const auto text : cells_) {
            numbers.push_back(parse_number(number_text(text, dialect_)));
            const bool missing = !numbers.back() && (text.empty() || core::is_missing_word(text));
            values += numbers.back() ? 1 : 0;
            words += missing && !text.empty() ? 1 : 0;
            odd += !numbers.back() && !missing ? 1 : 0;
            if (!numbers.back() && !missing && odd_text.empty()) odd_text = text;
        }
        const bool numeric = odd == 0 && (values > 0 || words == 0);
        const bool dash = dash_is_a_word(cells_);
        for (std::size_t row = 0; row < cells_.size(); ++row) {
            const auto text = cells_[row];
            const bool gone = text.empty() || (numeric ? !numbers[row].has_value() : is_not_available(text, dash));
            if (gone) ++column_.missing[std::string(text)];
            if (!numeric) column_.texts.emplace_back(gone ? std::string_view{} : text);
        }
        if (numeric) {
            column_.kind = ColumnKind::number;
            column_.numbers = std::move(numbers);
            column_.read_as = values > 0 ? "numbers" : "empty";
            take_absurd_away();
            return std::move(column_);
        }
        const auto dates = dates_in(column_.texts);
        column_.read_as = dates ? "dates, " + *dates : values > 0 || column_.present() > 0 ? "text" : "empty";
        if (!dates && values > 0 && values >= odd)  // nearly a column of numbers: likely not meant as text
            remarks_.notes.push_back("column " + column_.name + " is text: " + std::to_string(odd) + " of " +
                                     std::to_string(values + odd) + " values are no numbers, the first " +
                                     core::in_quotes(odd_text));
        return std::move(column_);
    }

  private:
    void note_word(std::string_view text) {
        auto& names = remarks_.columns_with_words;
        if (!parse_number(number_text(text, dialect_)) && (names.empty() || names.back() != column_.name))
            names.push_back(column_.name);
    }

    /// Too large: missing, for every use. Too small: nothing that could be told from 0, and what solvers never end on.
    void take_absurd_away() {
        std::vector<std::size_t> large, small;
        for (std::size_t row = 0; row < column_.numbers.size(); ++row) {
            const auto& value = column_.numbers[row];
            if (value && !(std::abs(*value) <= largest_input)) large.push_back(row);
            if (value && *value != 0.0 && std::abs(*value) < smallest_input) small.push_back(row);
        }
        note_absurd(
            large, " that no measurement has, as statistics programs write a missing one",
            {" It counts as missing; leave such cells empty", " They count as missing; leave such cells empty"});
        note_absurd(small, " nearer to 0 than any measurement", {" It counts as 0", " They count as 0"});
        for (const auto row : large) {
            column_.numbers[row].reset();
            ++column_.missing[std::string(cells_[row])];
        }
        for (const auto row : small) column_.numbers[row] = 0.0;
    }

    void note_absurd(const std::vector<std::size_t>& rows, const std::string& what,
                     const std::pair<std::string, std::string>& counts) {
        if (rows.empty()) return;
        remarks_.notes.push_back(
            "column " + column_.name + ", " + rows_words(cohort_, rows) + ": " + core::counted(rows.size(), "value") +
            what + (rows.size() > 1 ? ", the first " : ": ") + core::shortest(*column_.numbers[rows.front()]) + "." +
            (rows.size() > 1 ? counts.second : counts.first));
    }

    const Cohort& cohort_;
    std::span<const std::string_view> cells_;
    const Dialect& dialect_;
    ColumnRemarks remarks_;
    Column column_;
};

}  // namespace

Column read_column(const Cohort& cohort, std::string name, const ColumnRule* rule,
                   std::span<const std::string_view> cells, const Dialect& dialect, ColumnRemarks remarks) {
    ColumnReader reader(cohort, std::move(name), cells, dialect, remarks);
    return rule != nullptr ? reader.known(*rule) : reader.unknown();
}

}  // namespace synchrony::cohort

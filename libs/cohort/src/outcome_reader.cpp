#include "outcome_reader.hpp"

#include <algorithm>

#include "synchrony/cohort/columns.hpp"
#include "synchrony/cohort/outcome_rule.hpp"
#include "synchrony/cohort/table_dialect.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::cohort {
namespace {

class OutcomeReader {
  public:
    OutcomeReader(Cohort& cohort, const CohortOptions& options, const OutcomeCells& cells, FaultGroups& faults)
        : cohort_(cohort), options_(options), cells_(cells), faults_(faults) {}

    void read() {
        cohort_.outcome_name = options_.outcome;
        cohort_.later_columns.insert(cohort_.later_columns.end(), options_.later_columns.begin(),
                                     options_.later_columns.end());
        cohort_.outcome.assign(cells_.texts.size(), std::nullopt);
        const auto* column = cohort_.find(options_.outcome);
        if (column == nullptr && is_outcome_rule(options_.outcome)) return outcome_from_rule();
        const bool by_volumes = options_.outcome == "response";
        if (column != nullptr) outcome_from(*column);
        if (by_volumes) outcome_from_volumes(column != nullptr);
        const bool found = column != nullptr || (by_volumes && has_volumes());
        if (!found && options_.require_outcome) missing_column(by_volumes);
        if (found) note_unknown_outcomes();
    }

  private:
    void note(std::string text) { cohort_.notes.push_back(std::move(text)); }
    void fault(std::size_t row, const std::string& column, std::string what, std::string got, std::string expected,
               std::string hint = {}) {
        faults_.add({row, column, std::move(what), std::move(got), std::move(expected), std::move(hint)});
    }

    void missing_column(bool by_volumes) {
        auto hint = cohort_.meant_column(options_.outcome);
        if (hint.empty()) hint = "--outcome names another column; `synchrony predict` needs none";
        fault(cells_.header_row, {}, "the outcome column '" + options_.outcome + "' is missing", cells_.header,
              by_volumes ? "response, or lvesv_ml and lvesv_6m_ml" : options_.outcome, std::move(hint));
    }

    void note_unknown_outcomes() {
        const auto unknown =
            static_cast<std::size_t>(std::ranges::count(cohort_.outcome, std::optional<std::uint8_t>()));
        if (unknown > 0 && unknown < cells_.texts.size())
            note(std::to_string(unknown) + " of " + std::to_string(cells_.texts.size()) + " patients have no outcome");
    }

    void outcome_from_rule() {
        const auto fault_of_rule = [&](const core::Error& error) {
            fault(cells_.header_row, {}, "--outcome: " + error.what, error.got.empty() ? options_.outcome : error.got,
                  error.expected, error.where + (error.where.empty() || error.hint.empty() ? "" : ". ") + error.hint);
        };
        const auto rule = OutcomeRule::parse(options_.outcome);
        if (!rule) return fault_of_rule(rule.error());
        cohort_.outcome_columns = rule->columns();
        if (const auto fits = rule->check(cohort_); !fits) {
            if (options_.require_outcome) fault_of_rule(fits.error());
            return;
        }
        if (options_.require_outcome) report_never_met(*rule, fault_of_rule);
        for (std::size_t row = 0; row < cells_.texts.size(); ++row)
            if (const auto value = rule->holds(cohort_, row)) cohort_.outcome[row] = *value ? 1 : 0;
        note_unknown_outcomes();
    }

    /// A word that no cell holds is a misspelt one; a number may be one that nobody has (nyha = 4).
    template <typename Fault>
    void report_never_met(const OutcomeRule& rule, const Fault& fault_of_rule) {
        for (const auto& error : rule.never_met(cohort_)) {
            if (parse_number(error.got))
                note(error.where + ": no patient has " + error.got);
            else
                fault_of_rule(error);
        }
    }

    /// How a column that is not 0 and 1 becomes an outcome.
    static std::string rule_hint(const Column& column) {
        const bool blank = column.name.find(' ') != std::string::npos;
        const std::string name = blank ? "\"" + column.name + "\"" : column.name;
        if (column.kind == ColumnKind::number || column.kind == ColumnKind::integer)
            return "A rule makes an outcome of numbers: --outcome '" + name + " >= LIMIT'";
        return "A rule makes an outcome of words: --outcome '" + name + " = WORD', the word that counts as 1";
    }

    void outcome_from(const Column& column) {
        const std::string expected = options_.outcome_positive ? "any text" : "0 or 1";
        const bool dash = dash_is_a_word(cells_.texts);
        for (std::size_t row = 0; row < cells_.texts.size(); ++row) {
            const auto text = cells_.texts[row];
            if (text.empty() || is_not_available(text, dash)) continue;
            if (options_.outcome_positive)
                cohort_.outcome[row] = text == *options_.outcome_positive ? 1 : 0;
            else if (const auto value = parse_number(text); value && (*value == 0.0 || *value == 1.0))
                cohort_.outcome[row] = *value == 1.0 ? 1 : 0;
            else if (column.kind != ColumnKind::flag)  // a flag's own check has said so already
                fault(cells_.rows[row], column.name, "the outcome is neither 0 nor 1", core::in_quotes(text), expected,
                      rule_hint(column));
        }
    }

    [[nodiscard]] bool has_volumes() const {
        return cohort_.find("lvesv_ml") != nullptr && cohort_.find("lvesv_6m_ml") != nullptr;
    }

    void outcome_from_volumes(bool response_given) {
        if (!has_volumes()) return;
        const auto& before = cohort_.find("lvesv_ml")->numbers;
        const auto& later = cohort_.find("lvesv_6m_ml")->numbers;
        std::size_t disagreements = 0;
        std::size_t derived = 0;
        for (std::size_t row = 0; row < cells_.texts.size(); ++row) {
            if (!before[row] || !later[row]) continue;
            const std::uint8_t fell = *before[row] - *later[row] >= response_lvesv_fall * *before[row] ? 1 : 0;
            auto& outcome = cohort_.outcome[row];
            if (outcome)
                disagreements += *outcome != fell ? 1 : 0;
            else if (!response_given)
                outcome = fell, ++derived;
        }
        if (derived > 0)
            note("response was derived for " + std::to_string(derived) + " patients: LVESV fell by 15 % or more");
        if (disagreements > 0)
            note(std::to_string(disagreements) +
                 " patients' response disagrees with their LVESV (fall of 15 % or more); the column was kept");
    }

    Cohort& cohort_;
    const CohortOptions& options_;
    const OutcomeCells& cells_;
    FaultGroups& faults_;
};

}  // namespace

void read_outcome(Cohort& cohort, const CohortOptions& options, const OutcomeCells& cells, FaultGroups& faults) {
    OutcomeReader(cohort, options, cells, faults).read();
}

}  // namespace synchrony::cohort

#include "cohort_tables.hpp"

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "synchrony/cohort/baseline_table.hpp"
#include "synchrony/cohort/printed_baseline.hpp"
#include "synchrony/cohort/table_dialect.hpp"
#include "synchrony/core/csv_row.hpp"
#include "synchrony/eval/printed_results.hpp"
#include "text_table.hpp"

namespace synchrony::cli {
namespace {

std::string to_text(const cohort::BaselineTable& table) {
    const auto cells = cohort::to_cells(table);
    TextTable text(cells.front());
    for (std::size_t i = 1; i < cells.size(); ++i) text.add(cells[i]);
    std::string result = "outcome: " + table.outcome_name + "\n" + text.text() + std::string(cohort::baseline_rule()) +
                         " " + std::string(cohort::baseline_difference_rule()) + "\n";
    for (const auto& note : table.notes) result += "note: " + note + "\n";
    return result;
}

std::string to_csv(const cohort::BaselineTable& table) {
    std::string text;
    for (const auto& row : cohort::to_cells(table)) text += cohort::csv_row(core::harmless_cells(row));
    return text;
}

// One more than papers print, so that 0.0496 is seen to be below 0.05; no p is 0.
std::string four_decimals(double p) {
    return p < 0.00005 ? "< 0.0001" : fixed(p, 4);
}

std::string to_text(const std::vector<cohort::PrintedBaselineVerdict>& verdicts) {
    std::string text;
    std::size_t reproduced = 0, asked = 0;
    for (const auto& verdict : verdicts) {
        text += verdict.variable + ":";
        for (const auto& p : verdict.recomputed) {
            text += " " + p.test + " " + four_decimals(p.value);
            if (p.high - p.low > 5e-5) text += " (" + four_decimals(p.low) + " to " + four_decimals(p.high) + ")";
            text += p.reproduces ? " = printed;" : ";";
        }
        text += "\n";
        for (const auto& fault : verdict.contradictions) text += "  contradiction: " + fault + "\n";
        asked += verdict.recomputed.empty() ? 0U : 1U;
        reproduced += verdict.p_reproduced() ? 1U : 0U;
    }
    return text + std::to_string(reproduced) + " of " + std::to_string(asked) +
           " p values follow from the printed summaries by one of the tests\n";
}

std::string to_text(const std::vector<eval::PrintedResultVerdict>& verdicts) {
    std::string text;
    for (const auto& verdict : verdicts) {
        text += verdict.model + ": " + eval::name_of(verdict.reading) + "\n";
        for (const auto& fault : verdict.against_pooled) text += "  as one confusion matrix: " + fault + "\n";
        if (verdict.reading == eval::Reading::impossible)
            for (const auto& fault : verdict.against_fold_means)
                text += "  as means over stratified folds: " + fault + "\n";
    }
    const auto possible = std::ranges::count(verdicts, eval::Reading::pooled, &eval::PrintedResultVerdict::reading);
    return text + std::to_string(possible) + " of " + std::to_string(verdicts.size()) +
           " rows are possible as they stand\n";
}

/// Exit code: 0 where nothing contradicts, 1 where something does, so that a script can ask.
template <typename Row, typename Verdict, typename Faulty>
int answer(Shell& shell, const core::Result<std::vector<Row>>& rows, Verdict (*check)(const Row&), Faulty faulty) {
    if (!rows) return shell.complain(rows.error());
    std::vector<Verdict> verdicts;
    for (const auto& row : *rows) verdicts.push_back(check(row));
    if (shell.json())
        shell.print_json(to_json(verdicts));
    else
        shell.print(to_text(verdicts));
    return std::ranges::any_of(verdicts, faulty) ? exit_failed : exit_done;
}

int check_table(Shell& shell, const std::filesystem::path& path) {
    const auto read = cohort::read_table(path);
    if (!read) return shell.complain(read.error());
    const auto* table = &read->table;
    if (table->rows.empty())
        return shell.complain(
            {core::ErrorKind::input, "the table has a header and no rows", path.string(), {}, {}, {}});
    const bool baseline =
        std::ranges::any_of(table->header, [](const auto& name) { return cohort::trimmed(name) == "variable"; });
    if (baseline)
        return answer(shell, cohort::read_printed_baseline(*table), cohort::check_printed_row,
                      [](const cohort::PrintedBaselineVerdict& v) { return !v.contradictions.empty(); });
    return answer(shell, eval::read_printed_results(*table), eval::check_printed_row,
                  [](const eval::PrintedResultVerdict& v) { return v.reading == eval::Reading::impossible; });
}

}  // namespace

void add_table(Shell& shell, CLI::App& group) {
    struct Arguments {
        std::filesystem::path path;
        cohort::CohortOptions options;
        bool csv = false;
    };
    auto arguments = std::make_shared<Arguments>();
    arguments->options.check_files = arguments->options.require_ecg = false;  // a table needs no ECG
    CLI::App& table = shell.command(
        group, "table", "Baseline table: all patients and by outcome, p, standardised difference, missing",
        "  synchrony cohort table cohort.csv\n  synchrony cohort table cohort.csv --csv > baseline.csv",
        [&shell, arguments] {
            const auto cohort = cohort::read_cohort(arguments->path, arguments->options);
            if (!cohort) return shell.complain(cohort.error());
            auto found = cohort::baseline_table(*cohort);
            found.notes.insert(found.notes.begin(), cohort->notes.begin(), cohort->notes.end());
            if (shell.json())
                shell.print_json(cohort::to_json(found));
            else
                shell.print(arguments->csv ? to_csv(found) : to_text(found));
            return exit_done;
        });
    table.add_option("CSV", arguments->path, "Cohort CSV")->required();
    table.add_option("--outcome", arguments->options.outcome, "Column that divides the patients")
        ->capture_default_str();
    table.add_flag("--csv", arguments->csv, "Comma-separated values in place of text");
}

void add_check_table(Shell& shell, CLI::App& group) {
    auto path = std::make_shared<std::filesystem::path>();
    CLI::App& check = shell.command(group, "check-table",
                                    "Ask of a published table whether its numbers can be\nResults: columns model, "
                                    "n_pos, n_neg and any of folds, accuracy, "
                                    "sensitivity, specificity, ppv, npv, f1, tp, fp, tn, fn. Baseline: columns "
                                    "variable, n_pos, n_neg and any of mean_, sd_, "
                                    "count_, pct_ with pos, neg or all, and p. Write numbers as they are printed: 0.60 "
                                    "is not 0.6. Exit code 1 where a row "
                                    "cannot be",
                                    "  synchrony cohort check-table examples/tables/he-2023-results.csv\n"
                                    "  synchrony cohort check-table examples/tables/he-2023-baseline.csv --json",
                                    [&shell, path] { return check_table(shell, *path); });
    check.add_option("CSV", *path, "The table as a CSV")->required();
}

}  // namespace synchrony::cli

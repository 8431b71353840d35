// A printed table of results, from a CSV and to JSON.
#include <array>
#include <nlohmann/json.hpp>

#include "synchrony/eval/printed_results.hpp"

namespace synchrony::eval {
namespace {

constexpr std::uint64_t most_folds = 1000;

core::Result<PrintedResultRow> read_row(const cohort::PrintedCells& cells) {
    PrintedResultRow row;
    row.model = std::string(cells.at("model"));
    SYNCHRONY_ASSIGN(row.n_positive, cells.patients("n_pos"));
    SYNCHRONY_ASSIGN(row.n_negative, cells.patients("n_neg"));
    SYNCHRONY_ASSIGN(const auto folds, cells.count("folds"));
    if (folds && (*folds < 2 || *folds > most_folds))
        return core::fail_input("the number of folds is out of range", cells.where("folds"), std::to_string(*folds),
                                "2 to 1000");
    if (folds) row.folds = static_cast<int>(*folds);
    SYNCHRONY_ASSIGN(row.accuracy, cells.number("accuracy"));
    SYNCHRONY_ASSIGN(row.sensitivity, cells.number("sensitivity"));
    SYNCHRONY_ASSIGN(row.specificity, cells.number("specificity"));
    SYNCHRONY_ASSIGN(row.ppv, cells.number("ppv"));
    SYNCHRONY_ASSIGN(row.npv, cells.number("npv"));
    SYNCHRONY_ASSIGN(row.f1, cells.number("f1"));
    SYNCHRONY_ASSIGN(row.tp, cells.count("tp"));
    SYNCHRONY_ASSIGN(row.fp, cells.count("fp"));
    SYNCHRONY_ASSIGN(row.tn, cells.count("tn"));
    SYNCHRONY_ASSIGN(row.fn, cells.count("fn"));
    return row;
}

}  // namespace

core::Result<std::vector<PrintedResultRow>> read_printed_results(const cohort::CsvTable& table) {
    constexpr std::array needed{"model", "n_pos", "n_neg"};
    SYNCHRONY_TRY(cohort::check_printed_table(table, needed));
    std::vector<PrintedResultRow> rows;
    for (const auto& row : table.rows) {
        SYNCHRONY_ASSIGN(auto read, read_row(cohort::PrintedCells(table, row)));
        rows.push_back(std::move(read));
    }
    return rows;
}

nlohmann::ordered_json to_json(const std::vector<PrintedResultVerdict>& verdicts) {
    nlohmann::ordered_json rows = nlohmann::ordered_json::array();
    for (const auto& v : verdicts)
        rows.push_back({{"model", v.model},
                        {"reading", name_of(v.reading)},
                        {"implied_accuracy",
                         v.implied_accuracy ? nlohmann::ordered_json(*v.implied_accuracy) : nlohmann::ordered_json()},
                        {"fold_slack", v.fold_slack},
                        {"against_pooled", v.against_pooled},
                        {"against_fold_means", v.against_fold_means}});
    return rows;
}

}  // namespace synchrony::eval

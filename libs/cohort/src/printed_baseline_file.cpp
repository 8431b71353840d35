// A printed baseline table, from a CSV and to JSON.
#include <array>
#include <nlohmann/json.hpp>

#include "synchrony/cohort/printed_baseline.hpp"
#include "synchrony/cohort/printed_cells.hpp"

namespace synchrony::cohort {
namespace {

core::Result<PrintedGroup> group(const PrintedCells& cells, const std::string& suffix) {
    PrintedGroup result;
    SYNCHRONY_ASSIGN(result.mean, cells.number("mean_" + suffix));
    SYNCHRONY_ASSIGN(result.sd, cells.number("sd_" + suffix));
    SYNCHRONY_ASSIGN(result.count, cells.count("count_" + suffix));
    SYNCHRONY_ASSIGN(result.percent, cells.number("pct_" + suffix));
    if (result.sd && result.sd->value < 0.0)
        return core::fail_input("a standard deviation is negative", cells.where("sd_" + suffix), result.sd->text(),
                                "0 or more");
    return result;
}

core::Result<PrintedBaselineRow> read_row(const PrintedCells& cells) {
    PrintedBaselineRow row;
    row.variable = std::string(cells.at("variable"));
    SYNCHRONY_ASSIGN(row.n_positive, cells.patients("n_pos"));
    SYNCHRONY_ASSIGN(row.n_negative, cells.patients("n_neg"));
    SYNCHRONY_ASSIGN(row.all, group(cells, "all"));
    SYNCHRONY_ASSIGN(row.positive, group(cells, "pos"));
    SYNCHRONY_ASSIGN(row.negative, group(cells, "neg"));
    SYNCHRONY_ASSIGN(row.p, cells.number("p"));
    return row;
}

}  // namespace

core::Result<std::vector<PrintedBaselineRow>> read_printed_baseline(const CsvTable& table) {
    constexpr std::array needed{"variable", "n_pos", "n_neg"};
    SYNCHRONY_TRY(check_printed_table(table, needed));
    std::vector<PrintedBaselineRow> rows;
    for (const auto& row : table.rows) {
        SYNCHRONY_ASSIGN(auto read, read_row(PrintedCells(table, row)));
        rows.push_back(std::move(read));
    }
    return rows;
}

nlohmann::ordered_json to_json(const std::vector<PrintedBaselineVerdict>& verdicts) {
    nlohmann::ordered_json rows = nlohmann::ordered_json::array();
    for (const auto& verdict : verdicts) {
        nlohmann::ordered_json tests = nlohmann::ordered_json::array();
        for (const auto& p : verdict.recomputed)
            tests.push_back(
                {{"test", p.test}, {"p", p.value}, {"low", p.low}, {"high", p.high}, {"reproduces", p.reproduces}});
        rows.push_back(
            {{"variable", verdict.variable}, {"recomputed", tests}, {"contradictions", verdict.contradictions}});
    }
    return rows;
}

}  // namespace synchrony::cohort

#include "known_settings.hpp"

#include "synchrony/cohort/columns.hpp"
#include "synchrony/cohort/csv_table.hpp"
#include "synchrony/cohort/printed_cells.hpp"

namespace synchrony::study {
namespace {

/// What a setting reached, summed over tasks and halves.
struct Reached {
    std::string setting;
    double sum = 0.0;
};

void add_reached(std::vector<Reached>& all, const std::string& setting, double auc) {
    auto found = std::ranges::find(all, setting, &Reached::setting);
    if (found == all.end()) found = all.insert(all.end(), {setting, 0.0});
    found->sum += auc;
}

}  // namespace

core::Result<KnownSettings> read_known_settings(const std::filesystem::path& run) {
    SYNCHRONY_ASSIGN(const auto table, cohort::read_csv(run / "settings.csv"));
    constexpr std::array columns{"method", "setting", "auc_half_a", "auc_half_b"};
    SYNCHRONY_TRY(cohort::check_printed_table(table, columns));
    std::map<std::string, std::vector<Reached>> reached;
    for (const auto& row : table.rows) {
        const cohort::PrintedCells cells(table, row);
        for (const auto* half : {"auc_half_a", "auc_half_b"}) {
            const auto auc = cohort::parse_number(cells.at(half));
            if (!auc)
                return core::fail_input("an AUC cannot be read", cells.where(half), std::string(cells.at(half)),
                                        "a number");
            add_reached(reached[std::string(cells.at("method"))], std::string(cells.at("setting")), *auc);
        }
    }
    KnownSettings known;
    for (auto& [method, all] : reached) {
        std::ranges::stable_sort(all, std::greater<>{}, &Reached::sum);
        for (const auto& one : all) known[method].push_back(one.setting);
    }
    return known;
}

}  // namespace synchrony::study

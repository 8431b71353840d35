#include "synchrony/cohort/ecg_stretch.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace synchrony::cohort {
namespace {

constexpr double longest_s = 1e9;  // thirty years; bounds the arithmetic with samples
constexpr const char *start_column = "start_s", *length_column = "length_s";

constexpr std::array stretch_rules{
    ColumnRule{start_column, ColumnKind::number, 0.0, longest_s, "s", "start of the ECG in a long recording"},
    ColumnRule{length_column, ColumnKind::number, 1.0, longest_s, "s", "length of the ECG in a long recording"},
};

std::optional<double> number_of(const Cohort& cohort, const char* name, std::size_t row) {
    const auto* column = cohort.find(name);
    return column != nullptr && row < column->numbers.size() ? column->numbers[row] : std::nullopt;
}

}  // namespace

EcgStretch ecg_stretch(const Cohort& cohort, std::size_t row) {
    return {number_of(cohort, start_column, row), number_of(cohort, length_column, row)};
}

const ColumnRule* stretch_rule(std::string_view column) {
    const auto found = std::ranges::find(stretch_rules, column, &ColumnRule::name);
    return found == stretch_rules.end() ? nullptr : &*found;
}

std::size_t join_stretches(Cohort& cohort) {
    std::map<std::filesystem::path, std::size_t> row_of;
    std::size_t joined = 0;
    if (cohort.find(start_column) == nullptr && cohort.find(length_column) == nullptr) return 0;
    for (std::size_t row = 0; row < cohort.size(); ++row) {
        if (cohort.ecgs[row].empty()) continue;
        const auto [first, is_new] = row_of.emplace(cohort.ecgs[row], row);
        const auto own = cohort.groups[row];
        if (is_new || own == cohort.groups[first->second]) continue;
        ++joined;
        std::ranges::replace(cohort.groups, own, std::string(cohort.groups[first->second]));
    }
    return joined;
}

}  // namespace synchrony::cohort

#include "synchrony/model/classifier.hpp"

#include <algorithm>
#include <cmath>

namespace synchrony::model {
namespace {

core::Result<void> check_table(const std::string& name, const FeatureTable& table, std::size_t patients) {
    const std::string where = "table '" + name + "'";
    if (table.values.size() != patients * table.columns.size())
        return core::fail_input(
            "the table has the wrong number of values", where, std::to_string(table.values.size()),
            std::to_string(patients) + " patients x " + std::to_string(table.columns.size()) + " columns");
    auto names = table.columns;
    std::ranges::sort(names);
    if (const auto twice = std::ranges::adjacent_find(names); twice != names.end())
        return core::fail_input("a column stands twice in the table", where, *twice, "distinct columns");
    const auto bad = std::ranges::find_if(table.values, [](const auto& v) { return v && !std::isfinite(*v); });
    if (bad == table.values.end()) return {};
    const auto at = static_cast<std::size_t>(bad - table.values.begin());
    return core::fail_input("a value is not finite",
                            where + ", row " + std::to_string(at / table.columns.size()) + ", column " +
                                table.columns[at % table.columns.size()],
                            std::to_string(**bad), "a number, or no value where it is missing");
}

}  // namespace

std::optional<std::size_t> FeatureTable::column(const std::string& name) const {
    const auto found = std::ranges::find(columns, name);
    if (found == columns.end()) return std::nullopt;
    return static_cast<std::size_t>(found - columns.begin());
}

std::vector<std::size_t> PatientSet::people() const {
    std::map<std::string, std::size_t> seen;
    std::vector<std::size_t> person;
    for (std::size_t row = 0; row < size(); ++row)
        person.push_back(groups.empty() ? row : seen.emplace(groups[row], seen.size()).first->second);
    return person;
}

core::Result<void> PatientSet::check() const {
    if (response.size() != patients.size())
        return core::fail_input("responses and patients differ in number", "patient set",
                                std::to_string(response.size()) + " responses",
                                std::to_string(patients.size()) + " patients");
    if (!groups.empty() && groups.size() != patients.size())
        return core::fail_input("groups and patients differ in number", "patient set",
                                std::to_string(groups.size()) + " groups",
                                std::to_string(patients.size()) + " patients");
    if (const auto odd = std::ranges::find_if(response, [](auto r) { return r > 1; }); odd != response.end())
        return core::fail_input("a response is neither 0 nor 1",
                                "patient set, row " + std::to_string(odd - response.begin()), std::to_string(*odd),
                                "0 or 1");
    std::map<record::PatientId, std::size_t> seen;
    for (std::size_t row = 0; row < patients.size(); ++row) {
        const auto [first, is_new] = seen.emplace(patients[row], row);
        // Rows, not the identifier itself: errors are logged, and identifiers are not for logs.
        if (!is_new)
            return core::fail_input("a patient stands twice in the set", "patient set, row " + std::to_string(row),
                                    "the patient of row " + std::to_string(first->second), "each patient once");
    }
    for (const auto& [name, table] : tables) SYNCHRONY_TRY(check_table(name, table, patients.size()));
    return {};
}

}  // namespace synchrony::model

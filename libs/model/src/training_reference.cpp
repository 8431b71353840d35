#include "synchrony/model/training_reference.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

namespace synchrony::model {

const ReferenceColumn* TrainingReference::find(const std::string& table, const std::string& column) const {
    const auto found =
        std::ranges::find_if(columns, [&](const auto& c) { return c.table == table && c.column == column; });
    return found == columns.end() ? nullptr : &*found;
}

core::Result<void> TrainingReference::check() const {
    if (columns.size() > most_reference_columns)
        return core::fail_input("too many columns", "reference", std::to_string(columns.size()),
                                "at most " + std::to_string(most_reference_columns));
    std::set<std::pair<std::string, std::string>> seen;
    for (const auto& c : columns) {
        const std::string where = "reference, " + c.table + " " + c.column;
        if (!seen.insert({c.table, c.column}).second) return core::fail_input("a column stands there twice", where);
        if (c.known == 0) return core::fail_input("no training patient had a value", where);
        if (!std::isfinite(c.mean) || !std::isfinite(c.sd) || c.sd < 0.0 ||
            !std::ranges::all_of(c.quantiles, [](double q) { return std::isfinite(q); }))
            return core::fail_input("value is not finite", where);
        if (c.quantiles.size() != reference_quantiles || !std::ranges::is_sorted(c.quantiles))
            return core::fail_input("quantiles are no quantiles", where, std::to_string(c.quantiles.size()),
                                    std::to_string(reference_quantiles) + ", ascending");
    }
    return {};
}

}  // namespace synchrony::model

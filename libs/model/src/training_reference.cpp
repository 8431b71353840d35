#include "synchrony/model/training_reference.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "number_bounds.hpp"

namespace synchrony::model {
namespace {

core::Result<void> check_likeness(const EcgLikeness& likeness) {
    const auto n = likeness.columns.size();
    if (n > most_likeness_columns)
        return core::fail_input("too many columns", "likeness", std::to_string(n),
                                "at most " + std::to_string(most_likeness_columns));
    if (likeness.mean.size() != n || likeness.sd.size() != n || likeness.correlation.size() != n * n)
        return core::fail_input("vectors of other lengths than the columns", "likeness");
    const auto good = [](const std::optional<double>& limit) { return !limit || (in_bounds(*limit) && *limit >= 0.0); };
    if (!std::ranges::all_of(likeness.mean, in_bounds) || !std::ranges::all_of(likeness.correlation, in_bounds) ||
        !std::ranges::all_of(likeness.sd, is_deviation) || !good(likeness.limit) || !good(likeness.deep_limit))
        return core::fail_input(std::string(fault_of_number) + ", or below 0", "likeness");
    return {};
}

}  // namespace

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
        if (c.known > most_rows || c.missing > most_rows)
            return core::fail_input("more patients than any table has", where,
                                    std::to_string(std::max(c.known, c.missing)),
                                    "at most " + std::to_string(most_rows));
        if (!in_bounds(c.mean) || !is_deviation(c.sd) || !std::ranges::all_of(c.quantiles, in_bounds))
            return core::fail_input(fault_of_number, where);
        if (c.quantiles.size() != reference_quantiles || !std::ranges::is_sorted(c.quantiles))
            return core::fail_input("quantiles are no quantiles", where, std::to_string(c.quantiles.size()),
                                    std::to_string(reference_quantiles) + ", ascending");
    }
    if (people && *people > most_rows)
        return core::fail_input("more people than any table has", "reference", std::to_string(*people),
                                "at most " + std::to_string(most_rows));
    if (people && positive_people > *people)
        return core::fail_input("more people have the outcome than there are", "reference",
                                std::to_string(positive_people), "at most " + std::to_string(*people));
    if (likeness) return check_likeness(*likeness);
    return {};
}

}  // namespace synchrony::model

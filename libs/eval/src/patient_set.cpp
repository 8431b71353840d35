#include "synchrony/eval/patient_set.hpp"

#include <algorithm>

#include "synchrony/cohort/chosen_inputs.hpp"
#include "synchrony/cohort/later_names.hpp"

namespace synchrony::eval {
namespace {

core::Result<void> check_column(const cohort::Cohort& cohort, const std::string& name) {
    const auto wrong = [&](std::string what) {
        return core::fail({core::ErrorKind::usage, std::move(what), "column " + name, {}, {}, {}});
    };
    const auto* column = cohort::column_of_input(cohort, name);
    if (column == nullptr)
        return core::fail({core::ErrorKind::usage,
                           "the cohort has no such column",
                           "column " + name,
                           {},
                           {},
                           cohort.meant_column(name)});
    if (cohort.is_of_outcome(column->name)) return wrong("the outcome cannot be an input");
    const auto* rule = cohort::find_rule(name);
    if (rule != nullptr && rule->after_implant) return wrong("the column is known only after the implant");
    if (rule == nullptr && cohort::sounds_later(column->name))
        return core::fail({core::ErrorKind::usage,
                           "the column's name speaks of the time after the implant",
                           "column " + name,
                           {},
                           "what was known before the implant",
                           "Rename it if it was"});
    const bool category = column->name != name;  // "site=north"
    if (column->kind == cohort::ColumnKind::text && !category) return wrong("the column holds text");
    return {};
}

}  // namespace

core::Result<LabelledSet> labelled_set(const cohort::Cohort& cohort, const PatientSetOptions& options) {
    const auto columns = options.columns.empty() ? cohort.input_columns() : options.columns;
    for (const auto& name : columns) SYNCHRONY_TRY(check_column(cohort, name));
    LabelledSet result;
    result.cohort_rows = cohort.labelled_rows();
    if (result.cohort_rows.empty())
        return core::fail_input("no patient has an outcome", cohort.path.filename().string(), "none",
                                "0 or 1 in column " + cohort.outcome_name);
    auto& set = result.set;
    set.outcome_name = cohort.outcome_name;
    model::FeatureTable clinical{columns, {}};
    for (const auto row : result.cohort_rows) {
        set.patients.push_back(cohort.patients[row]);
        set.response.push_back(*cohort.outcome[row]);
        result.groups.push_back(cohort.groups[row]);
        set.groups.push_back(cohort.groups[row]);
        for (const auto& name : columns) clinical.values.push_back(cohort::input_value(cohort, name, row));
    }
    if (!columns.empty()) set.tables["clinical"] = std::move(clinical);
    SYNCHRONY_TRY(set.check());
    return result;
}

}  // namespace synchrony::eval

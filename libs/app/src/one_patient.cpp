#include "one_patient.hpp"

#include <algorithm>
#include <set>

#include "predictor_run.hpp"
#include "synchrony/core/decimal_comma.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/inputs/clinical.hpp"

namespace synchrony::app {
namespace {

/// Clinical values that guidelines ask for, whatever the model reads.
const std::vector<std::string> asked_by_guidelines{"lvef_pct", "nyha", "sex", "ischemic"};

std::string list_of(const std::vector<std::string>& names) {
    return names.empty() ? "none" : core::joined(names);
}

core::Error value_usage(std::string what, std::string where, std::string got, std::string expected) {
    return {core::ErrorKind::usage, std::move(what), std::move(where), std::move(got), std::move(expected), {}};
}

}  // namespace

core::Result<cohort::Cohort> one_patient(const std::filesystem::path& ecg, const std::vector<std::string>& set,
                                         const model::Predictor* predictor) {
    cohort::Cohort cohort;
    cohort.path = ecg;
    if (predictor != nullptr) cohort.outcome_name = predictor->outcome;
    cohort.patients.emplace_back("patient");
    cohort.ecgs = {ecg};
    cohort.groups = {"patient"};
    cohort.outcome = {std::nullopt};
    const auto of_model = predictor != nullptr ? clinical_inputs(*predictor) : std::vector<std::string>();
    std::set<std::string> seen;
    for (const auto& pair : set) {
        const auto equal = pair.find('=');
        const std::string name = pair.substr(0, equal);
        if (equal == std::string::npos || name.empty())
            return core::fail(value_usage("not a value", "--set", pair, "name=value, as lvef_pct=28"));
        const bool known = std::ranges::find(of_model, name) != of_model.end() ||
                           std::ranges::find(asked_by_guidelines, name) != asked_by_guidelines.end();
        const auto* rule = cohort::find_rule(name);
        if (!known || rule == nullptr || rule->after_implant)
            return core::fail(value_usage(
                predictor != nullptr ? "the model does not read such a value"
                                     : "guidelines do not ask for such a value",
                "--set", name,
                "of the model: " + list_of(of_model) + "; of the guidelines: " + list_of(asked_by_guidelines)));
        if (!seen.insert(name).second) return core::fail(value_usage("a value is given twice", "--set", name, "once"));
        auto value = cohort::parse_value(pair.substr(equal + 1), *rule);
        if (!value) {
            auto error = value.error();
            error.kind = core::ErrorKind::usage;
            error.where = "--set " + name;
            error.hint = core::decimal_point_hint(pair);
            return core::fail(std::move(error));
        }
        cohort.columns.push_back({name, rule->kind, true, {*value}, {}, {}, {}});
    }
    return cohort;
}

void take_sex(const record::Ecg& ecg, cohort::Cohort& cohort) {
    const auto sex = inputs::sex_in(ecg);
    if (sex == measure::Sex::unknown || cohort.find("sex") != nullptr) return;
    cohort.columns.push_back(
        {"sex", cohort::ColumnKind::sex, true, {sex == measure::Sex::male ? 1.0 : 0.0}, {}, {}, {}});
}

}  // namespace synchrony::app

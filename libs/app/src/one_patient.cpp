#include "one_patient.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "predictor_run.hpp"
#include "synchrony/cohort/chosen_inputs.hpp"
#include "synchrony/core/decimal_comma.hpp"
#include "synchrony/core/nearest_word.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/inputs/clinical.hpp"
#include "synchrony/record/identity.hpp"

namespace synchrony::app {
namespace {

/// Clinical values that guidelines ask for, whatever the model reads.
const std::vector<std::string> asked_by_guidelines{"lvef_pct", "nyha", "sex", "ischemic"};

std::string list_of(const std::vector<std::string>& names) {
    return names.empty() ? "none" : core::joined(names);
}

core::Error value_usage(std::string what, std::string where, std::string got, std::string expected,
                        std::string hint = {}) {
    return {core::ErrorKind::usage, std::move(what),     std::move(where),
            std::move(got),         std::move(expected), std::move(hint)};
}

/// Inputs that the training made of a column of words: "site=north", "site=south" of "site".
std::vector<std::string> words_of(const std::string& name, const std::vector<std::string>& of_model) {
    std::vector<std::string> words;
    for (const auto& input : of_model)
        if (input.starts_with(name + "=")) words.push_back(input.substr(name.size() + 1));
    return words;
}

cohort::Column number_column(const std::string& name, cohort::ColumnKind kind, double value) {
    return {name, kind, cohort::find_rule(name) != nullptr, {value}, {}, {}, {}};
}

/// A column that the program does not know and the training was given by --inputs: a number, or one of the words that
/// the training knew. "site=north=1" is how the page says one of the words.
core::Result<cohort::Column> chosen_value(const std::string& pair, const std::vector<std::string>& of_model) {
    for (const auto& input : of_model) {
        if (!pair.starts_with(input + "=")) continue;
        const auto text = pair.substr(input.size() + 1);
        const auto value = cohort::parse_number(text);
        const bool word = input.find('=') != std::string::npos;
        if (value && !(std::abs(*value) <= cohort::largest_input))
            return core::fail(
                value_usage("no measurement has such a value", "--set " + input, "'" + text + "'", "at most 1e30"));
        if (!value || (word && *value != 0.0 && *value != 1.0)) {
            auto error = value_usage(word ? "the value is not one of the two allowed" : "the value is no number",
                                     "--set " + input, "'" + text + "'", word ? "1 or 0" : "a number");
            error.hint = core::decimal_point_hint(pair);
            return core::fail(std::move(error));
        }
        const auto name = input.substr(0, input.find('='));
        if (word && *value == 1.0)
            return cohort::Column{name, cohort::ColumnKind::text, false, {}, {input.substr(name.size() + 1)}, {}, {}};
        return number_column(input, cohort::ColumnKind::number, *value);
    }
    const auto name = pair.substr(0, pair.find('='));
    const auto words = words_of(name, of_model);
    const auto word = pair.substr(name.size() + 1);
    if (std::ranges::find(words, word) == words.end())
        return core::fail(value_usage("the training knew no such word", "--set " + name, "'" + word + "'",
                                      core::joined(words) + "; leave it out where none is true",
                                      core::did_you_mean(word, words)));
    return cohort::Column{name, cohort::ColumnKind::text, false, {}, {word}, {}, {}};
}

core::Result<cohort::Column> value_of(const std::string& pair, const std::vector<std::string>& of_model,
                                      bool has_model) {
    const auto equal = pair.find('=');
    const std::string name = pair.substr(0, equal);
    if (equal == std::string::npos || name.empty())
        return core::fail(value_usage("not a value", "--set", pair, "name=value, as lvef_pct=28"));
    const bool of_it = std::ranges::find(of_model, name) != of_model.end();
    const auto* rule = cohort::find_rule(name);
    if (rule == nullptr && (of_it || !words_of(name, of_model).empty())) return chosen_value(pair, of_model);
    const bool known = of_it || std::ranges::find(asked_by_guidelines, name) != asked_by_guidelines.end();
    if (!known || rule == nullptr || rule->after_implant) {
        auto names = of_model;
        names.insert(names.end(), asked_by_guidelines.begin(), asked_by_guidelines.end());
        return core::fail(value_usage(
            has_model ? "the model does not read such a value" : "guidelines do not ask for such a value", "--set",
            name, "of the model: " + list_of(of_model) + "; of the guidelines: " + list_of(asked_by_guidelines),
            core::did_you_mean(name, names)));
    }
    auto text = pair.substr(equal + 1);
    if (rule->kind == cohort::ColumnKind::flag && (text == "true" || text == "false"))
        text = text == "true" ? "1" : "0";
    auto value = cohort::parse_value(text, *rule);
    if (!value) {
        auto error = value.error();
        error.kind = core::ErrorKind::usage;
        error.where = "--set " + name;
        error.hint = core::decimal_point_hint(pair);
        return core::fail(std::move(error));
    }
    return number_column(name, rule->kind, *value);
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
        SYNCHRONY_ASSIGN(auto column, value_of(pair, of_model, predictor != nullptr));
        if (!seen.insert(column.name).second)
            return core::fail(value_usage("a value is given twice", "--set", column.name, "once"));
        cohort.columns.push_back(std::move(column));
    }
    return cohort;
}

void take_sex_and_age(const record::Ecg& ecg, cohort::Cohort& cohort) {
    const auto sex = inputs::sex_in(ecg);
    if (sex != measure::Sex::unknown && cohort.find("sex") == nullptr)
        cohort.columns.push_back(number_column("sex", cohort::ColumnKind::sex, sex == measure::Sex::male ? 1.0 : 0.0));
    const auto& years = ecg.facts.patient.age_years;
    if (years && cohort.find("age_y") == nullptr)
        cohort.columns.push_back(number_column("age_y", cohort::find_rule("age_y")->kind, record::told_age(*years)));
}

}  // namespace synchrony::app

// One patient's prediction, from an ECG and the values given with it.
#include "synchrony/app/predict.hpp"
#include "synchrony/core/text.hpp"

#include <algorithm>
#include <chrono>
#include <set>

#include "predictor_run.hpp"
#include "synchrony/inputs/clinical.hpp"
#include "synchrony/io/read.hpp"
#include "synchrony/record/limb_leads.hpp"
#include "synchrony/sheet/twelve_leads.hpp"

namespace synchrony::app {
namespace {

/// Clinical values that guidelines ask for, whatever the model reads.
const std::vector<std::string> asked_by_guidelines{"lvef_pct", "nyha", "sex", "ischemic"};

std::string list_of(const std::vector<std::string>& names) {
    return names.empty() ? "none" : core::joined(names);
}

core::Error usage(std::string what, std::string where, std::string got, std::string expected) {
    return {core::ErrorKind::usage, std::move(what), std::move(where), std::move(got), std::move(expected), {}};
}

/// A cohort of this one patient.
core::Result<cohort::Cohort> cohort_of(const PredictRequest& request, const model::Predictor& predictor) {
    cohort::Cohort cohort;
    cohort.path = request.input;
    cohort.outcome_name = predictor.outcome;
    cohort.patients.emplace_back("patient");
    cohort.ecgs = {request.input};
    cohort.groups = {"patient"};
    cohort.outcome = {std::nullopt};
    const auto of_model = clinical_inputs(predictor);
    std::set<std::string> seen;
    for (const auto& pair : request.set) {
        const auto equal = pair.find('=');
        const std::string name = pair.substr(0, equal);
        if (equal == std::string::npos || name.empty())
            return core::fail(usage("not a value", "--set", pair, "name=value, as lvef_pct=28"));
        const bool known = std::ranges::find(of_model, name) != of_model.end() ||
                           std::ranges::find(asked_by_guidelines, name) != asked_by_guidelines.end();
        const auto* rule = cohort::find_rule(name);
        if (!known || rule == nullptr || rule->after_implant)
            return core::fail(
                usage("the model does not read such a value", "--set", name,
                      "of the model: " + list_of(of_model) + "; of the guidelines: " + list_of(asked_by_guidelines)));
        if (!seen.insert(name).second) return core::fail(usage("a value is given twice", "--set", name, "once"));
        auto value = cohort::parse_value(pair.substr(equal + 1), *rule);
        if (!value) {
            auto error = value.error();
            error.kind = core::ErrorKind::usage;
            error.where = "--set " + name;
            return core::fail(std::move(error));
        }
        cohort.columns.push_back({name, rule->kind, true, {*value}, {}, {}, {}});
    }
    return cohort;
}

/// The recording's own word on the sex, where the command line has none.
void take_sex(const record::Ecg& ecg, cohort::Cohort& cohort) {
    const auto sex = inputs::sex_in(ecg);
    if (sex == measure::Sex::unknown || cohort.find("sex") != nullptr) return;
    cohort.columns.push_back(
        {"sex", cohort::ColumnKind::sex, true, {sex == measure::Sex::male ? 1.0 : 0.0}, {}, {}, {}});
}

}  // namespace

core::Result<PatientOutcome> predict_patient(const PredictRequest& request, const core::RunContext& context) {
    const auto started = std::chrono::steady_clock::now();
    PatientOutcome outcome;
    SYNCHRONY_ASSIGN(outcome.predictor, model::read_predictor(request.predictor));
    if (!request.by.empty()) return core::fail(usage("--by is for a cohort CSV", "--by", request.by, "no --by"));
    if (request.prevalence) {
        SYNCHRONY_ASSIGN(outcome.predictor, model::with_prevalence(std::move(outcome.predictor), *request.prevalence));
    }
    SYNCHRONY_ASSIGN(auto cohort, cohort_of(request, outcome.predictor));
    SYNCHRONY_ASSIGN(auto read, io::read_ecg(request.input, request.reading));
    const auto ecg = record::with_limb_leads(std::move(read));
    SYNCHRONY_TRY(sheet::require_twelve_leads(ecg, "a prediction", request.input.string()));
    take_sex(ecg, cohort);
    SYNCHRONY_ASSIGN(auto rows, predict_rows(outcome.predictor, cohort, {0}, request.reading, context));
    outcome.answer = std::move(*rows.answers.front());  // the only patient was used, else it was an error
    outcome.measurements = std::move(*rows.recordings.front().measurements);
    outcome.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
    if (!request.page.empty()) SYNCHRONY_TRY(report::write_prediction(page_of(outcome, ecg, request), request.page));
    return outcome;
}

}  // namespace synchrony::app

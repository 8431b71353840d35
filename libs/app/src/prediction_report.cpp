// From a prediction to the content of its page.
#include "synchrony/app/predict.hpp"
#include "synchrony/cohort/columns.hpp"
#include "synchrony/core/clock.hpp"
#include "synchrony/core/version.hpp"
#include "synchrony/sheet/measure_words.hpp"
#include "value_words.hpp"

namespace synchrony::app {
namespace {

using report::MeasuredValue;
using report::Named;
using sheet::quantity;

std::optional<double> vector_value(const measure::Measurements& m, double measure::VectorMeasures::*field) {
    return m.vectors ? std::optional((*m.vectors).*field) : std::nullopt;
}

std::string outcome_words(const std::string& outcome) {
    return outcome == "response" ? "respond" : "have the outcome \u201c" + outcome + "\u201d";
}

std::vector<report::GuidelineSays> guidelines_of(const measure::Measurements& m) {
    std::vector<report::GuidelineSays> says;
    for (const auto& answer : m.guidelines) {
        report::GuidelineSays one;
        one.guideline = std::string(answer.title);
        if (answer.recommendation) one.recommendation = std::string(measure::name_of(*answer.recommendation));
        one.reasons.push_back(answer.sentence + (answer.sentence.ends_with('.') ? "" : "."));
        std::string from;
        for (const auto& reason : answer.reasons) from += (from.empty() ? "From " : ", ") + reason;
        if (!from.empty()) one.reasons.push_back(from + ".");
        says.push_back(std::move(one));
    }
    return says;
}

// Usual values of adults: normal limits of the AHA/ACCF/HRS recommendations 2009 (QRS, parts III and IV: QTc, axis),
// PR of the same series. QRS area has no normal limit that all agree on.
std::vector<MeasuredValue> measured_values(const measure::Measurements& m) {
    const auto& i = m.intervals;
    std::vector<MeasuredValue> values{
        {"Heart rate", quantity(m.heart_rate_bpm, 0, "/min"), "60 to 100/min", ""},
        {"PR interval", quantity(i.pr_ms, 0, "ms"), "120 to 200 ms", ""},
        {"QRS duration", quantity(i.qrs_ms, 0, "ms"), "below 120 ms", ""},
        {"QT interval", quantity(i.qt_ms, 0, "ms"), "", ""},
        {"QTc, Fridericia", quantity(i.qtc ? std::optional(i.qtc->fridericia_ms) : std::nullopt, 0, "ms"),
         "below 450 ms, women 460 ms", ""},
        {"QRS axis", quantity(m.axes.qrs_deg, 0, "°"), "\u221230 to 90°", ""},
        {"QRS area", quantity(vector_value(m, &measure::VectorMeasures::qrs_area_uvs), 0, "µV s"), "", ""},
        {"Spatial QRS-T angle", quantity(vector_value(m, &measure::VectorMeasures::qrs_t_angle_mean_deg), 0, "°"), "",
         ""}};
    for (const auto* finding : m.conduction.all())
        if (finding->name.starts_with("lbbb"))
            values.push_back({sheet::finding_title(*finding), std::string(measure::name_of(finding->answer)), "", ""});
    for (const auto& finding : sheet::other_findings(m)) values.push_back({finding, "yes", "", ""});
    return values;
}

// The rule's words less what is true of every input.
std::string clinical_name(const std::string& column) {
    constexpr std::string_view plain = " before the implant";
    const auto* rule = cohort::find_rule(column);
    std::string name = rule == nullptr ? column : std::string(rule->meaning);
    if (name.ends_with(plain)) name.resize(name.size() - plain.size());
    return name;
}

std::vector<MeasuredValue> given_values(const PatientAnswer& answer) {
    std::vector<MeasuredValue> values;
    for (const auto& input : answer.inputs) {
        if (input.table != "clinical" || !input.counts) continue;
        std::string value = value_text(input.column, input.value);
        if (input.imputed) value = "not known, taken as " + value;
        if (input.from_ecg) value += ", measured on this ECG";
        if (input.outside()) value += ", outside the training range";
        values.push_back({clinical_name(input.column), std::move(value), "", ""});
    }
    return values;
}

std::string figure_words(const model::Predictor& p, const std::string& name) {
    const auto found = p.cross_validated.figures.find(name);
    return found == p.cross_validated.figures.end() ? "not defined" : estimate_words(found->second);
}

}  // namespace

std::vector<Named> card_in_words(const model::Predictor& p) {
    const auto& cv = p.cross_validated;
    const std::string how = std::to_string(cv.folds) + "-fold by patient, " + std::to_string(cv.repeats) +
                            (cv.repeats == 1 ? " repeat" : " repeats") +
                            ", calibration fitted on the other parts; 95 % intervals by bootstrap over patients";
    std::vector<Named> card{
        {"Outcome", p.outcome},
        {"Fitted on", std::to_string(p.patients) + " patients, " + std::to_string(p.positives) + " with the outcome"},
        {"Cross-validation", how},
        {"Holds for", std::string(holds_for) + ". Elsewhere AUC and calibration may be worse" +
                          (p.reference ? "; `synchrony predict` of a cohort says whether it is like the training's"
                                       : "; this file holds no reference of its training patients to compare with")},
        {"AUC", figure_words(p, "auc")},
        {"Brier score", figure_words(p, "brier") + "; before calibration " + figure_words(p, "uncalibrated_brier")},
        {"Calibration slope", figure_words(p, "calibration_slope") + "; before calibration " +
                                  figure_words(p, "uncalibrated_calibration_slope")},
        {"Sensitivity", figure_words(p, "sensitivity")},
        {"Specificity", figure_words(p, "specificity")},
        {"Threshold", sheet::quantity(p.threshold, 2, "") + ", rule: " + p.threshold_rule},
        {"The interval", p.linear
                             ? "Covers other draws of the training patients (" + std::to_string(p.ensemble.members()) +
                                   " bootstrap refits). It leaves out the choice of the model and its penalty, values "
                                   "that were put in, errors of measurement, other populations, and what the inputs "
                                   "cannot tell of this patient."
                             : "Covers other draws of the patients behind the calibration only (" +
                                   std::to_string(p.ensemble.members()) +
                                   " resamples); it leaves out the fitting of the network, so it is too narrow."},
        {"Not for", "decisions about patients; hospitals, recorders or patients unlike those of the training"}};
    for (const auto& note : p.notes) card.push_back({"Note", note});
    return card;
}

std::vector<Named> versions_in_words(const model::Predictor& p) {
    return {{"Trained", p.provenance.date.substr(0, 10) + ", program " + p.provenance.program_version},
            {"Program", std::string(core::version()) + ", " + std::string(core::build_description())}};
}

report::PredictionReport page_of(const PatientOutcome& outcome, const record::Ecg& ecg, const PredictRequest& request) {
    const auto& p = outcome.predictor;
    report::PredictionReport page;
    if (p.outcome != "response") page.title = "Prediction of the outcome \u201c" + p.outcome + "\u201d";
    page.recording = request.recording;
    page.date = core::utc_now().substr(0, 10);
    page.outcome = outcome_words(p.outcome);
    page.probability = outcome.answer.probability;
    page.interval = outcome.answer.interval;
    page.interval_level = interval_level;
    page.threshold = p.threshold;
    page.base_rate = p.assumed_prevalence.value_or(p.prevalence());
    if (p.assumed_prevalence) page.base_rate_words = "prevalence that the answer is for";
    page.cautions = outcome.answer.cautions;
    page.guidelines = guidelines_of(outcome.measurements);
    page.measurements = measured_values(outcome.measurements);
    page.given = given_values(outcome.answer);
    page.ecg = ecg;
    page.ecg->record_name.clear();
    page.ecg->comments.clear();
    page.sheet.title = "12-lead ECG";
    page.sheet.cautions = sheet::cautions(outcome.measurements);
    page.sheet.heart_rate_per_min = outcome.measurements.heart_rate_bpm;
    page.model = p.label;
    page.model_card = card_in_words(p);
    page.versions = versions_in_words(p);
    return page;
}

}  // namespace synchrony::app

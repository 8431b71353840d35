// From a prediction to the content of its page.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <functional>

#include "identity_lines.hpp"
#include "printed_contradiction.hpp"
#include "synchrony/app/predict.hpp"
#include "synchrony/cohort/columns.hpp"
#include "synchrony/core/clock.hpp"
#include "synchrony/core/counted.hpp"
#include "synchrony/core/logistic.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/core/version.hpp"
#include "synchrony/draw/ticks.hpp"
#include "synchrony/inputs/cohort_images.hpp"
#include "synchrony/measure/flag_words.hpp"
#include "synchrony/measure/found_rhythm.hpp"
#include "synchrony/record/simulated.hpp"
#include "synchrony/sheet/measure_words.hpp"
#include "synchrony/sheet/twelve_leads.hpp"
#include "synchrony/stats/logistic.hpp"
#include "value_words.hpp"

namespace synchrony::app {
namespace {

constexpr std::size_t most_missing_shown = 4;

using report::MeasuredValue;
using report::Named;
using sheet::quantity;

std::optional<double> vector_value(const measure::Measurements& m, double measure::VectorMeasures::*field) {
    return m.vectors ? std::optional((*m.vectors).*field) : std::nullopt;
}

std::string outcome_words(const std::string& outcome) {
    return outcome == "response" ? "respond" : "have the outcome \u201c" + outcome + "\u201d";
}

std::string with_capital(std::string words) {
    if (!words.empty() && words.front() >= 'a' && words.front() <= 'z')
        words.front() = static_cast<char>(words.front() - 'a' + 'A');
    return words;
}

/// With a capital and a full stop.
std::string sentence(std::string words) {
    words = with_capital(std::move(words));
    return words.ends_with('.') || words.ends_with('?') ? words : words + ".";
}

/// The answer's sentence; what stands in place of a class is not said twice.
std::string sentence_of(const measure::GuidelineAnswer& answer) {
    constexpr std::string_view said = "not assessable: ";
    return sentence(answer.sentence.starts_with(said) ? answer.sentence.substr(said.size()) : answer.sentence);
}

std::vector<report::GuidelineSays> guidelines_of(const measure::Measurements& m) {
    std::vector<report::GuidelineSays> says;
    for (const auto& answer : m.guidelines) {
        report::GuidelineSays one;
        one.guideline = std::string(answer.title);
        if (answer.recommendation) one.recommendation = std::string(measure::name_of(*answer.recommendation));
        if (!answer.missing.empty()) one.instead = "not assessable";
        if (!answer.withheld.empty()) one.instead = "withheld";  // whatever else is missing
        one.reasons.push_back(sentence_of(answer));
        std::string from;
        for (const auto& reason : answer.reasons) from += (from.empty() ? "From " : ", ") + reason;
        if (!from.empty()) one.reasons.push_back(from + ".");
        says.push_back(std::move(one));
    }
    return says;
}

/// "505 ms, above": what lies outside the usual values beside it, as it is printed.
void mark_unusual(const measure::Measurements& m, std::vector<MeasuredValue>& values) {
    const auto mark = [&](std::string_view name, const std::optional<double>& value, double least, double most) {
        const auto found = std::ranges::find(values, name, &MeasuredValue::name);
        if (!value || found == values.end() || found->usual.empty()) return;
        const double printed = std::round(*value);
        if (printed < least) found->value += ", below";
        if (printed > most) found->value += ", above";
    };
    const bool woman = m.morphology.sex == measure::Sex::female;
    mark("Heart rate", m.heart_rate_bpm, 60.0, 100.0);
    mark("PR interval", m.intervals.pr_ms, 120.0, 200.0);
    mark("QRS duration", m.intervals.qrs_ms, 0.0, 119.0);
    mark("QTc, Fridericia", m.intervals.qtc ? std::optional(m.intervals.qtc->fridericia_ms) : std::nullopt, 0.0,
         woman ? 459.0 : 449.0);
    mark("QRS axis", m.axes.qrs_deg, -30.0, 90.0);
}

// Usual values of adults: normal limits of the AHA/ACCF/HRS recommendations 2009 (QRS, parts III and IV: QTc, axis),
// PR of the same series. QRS area has no normal limit that all agree on.
std::vector<MeasuredValue> measured_values(const measure::Measurements& m, const record::PrintedMeasurements& printed) {
    const auto& i = m.intervals;
    const auto device = [](const std::optional<double>& value, const std::string& unit) {
        return value ? "the device printed " + quantity(value, 0, unit) : std::string();
    };
    std::vector<MeasuredValue> values{
        {"Rhythm", with_capital(std::string(measure::words_of(measure::found_rhythm(m)))), "", ""},
        {"Heart rate", quantity(m.heart_rate_bpm, 0, "/min"), "60 to 100/min",
         device(printed.heart_rate_per_min, "/min")},
        {"PR interval", quantity(i.pr_ms, 0, "ms"), "120 to 200 ms", device(printed.pr_ms, "ms")},
        {"QRS duration", quantity(i.qrs_ms, 0, "ms"), "below 120 ms", device(printed.qrs_ms, "ms")},
        {"QT interval", quantity(i.qt_ms, 0, "ms"), "", device(printed.qt_ms, "ms")},
        {"QTc, Fridericia", quantity(i.qtc ? std::optional(i.qtc->fridericia_ms) : std::nullopt, 0, "ms"),
         "below 450, women 460 ms", ""},
        {"QRS axis", quantity(m.axes.qrs_deg, 0, "°"), "\u221230 to 90°", device(printed.qrs_axis_deg, "°")},
        {"QRS area", quantity(vector_value(m, &measure::VectorMeasures::qrs_area_uvs), 0, "µV s"), "", ""},
        {"Spatial QRS-T angle", quantity(vector_value(m, &measure::VectorMeasures::qrs_t_angle_mean_deg), 0, "°"), "",
         ""}};
    if (const auto jt = i.jt_beside_wide_qrs_ms()) {
        auto& qtc = *std::ranges::find(values, "QTc, Fridericia", &MeasuredValue::name);
        qtc.usual.clear();  // of narrow complexes
        qtc.note = "JT " + quantity(*jt, 0, "ms") + ": the wide QRS is part of QT";
    }
    mark_unusual(m, values);
    values.push_back({"LBBB", sheet::lbbb_words(m.conduction), "", ""});
    for (const auto& found : sheet::found_beside_lbbb(m))
        values.push_back({found.title, found.borderline ? "borderline" : "yes", "", ""});
    return values;
}

std::vector<MeasuredValue> given_values(const PatientPrediction& answer) {
    std::vector<MeasuredValue> values;
    for (const auto& input : answer.inputs) {
        if (input.table != "clinical" || !input.counts || input.imputed) continue;  // what is missing is told apart
        if (input.from_ecg && !input.outside()) continue;                           // among the measurements
        std::string value = value_text(input.column, input.value);
        if (input.from_ecg) value += ", measured on this ECG";
        if (input.outside()) value += ", outside the training range";
        values.push_back({with_capital(input_label(input.table, input.column)), std::move(value), "", ""});
    }
    return values;
}

/// To two digits, or whole: where most patients lay needs no more.
std::string short_value(const std::string& column, double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.2g", value);
    const double rounded = std::abs(value) < 100.0 ? std::strtod(text, nullptr) : std::round(value);
    return value_text(column, rounded);
}

/// Those that could move the answer most, at most `most_missing_shown`; of the others how far at most.
void add_missing_values(const PatientPrediction& answer, report::PredictionReport& page) {
    const auto width = [](const MissingInput& input) { return input.probability.high - input.probability.low; };
    auto missing = answer.missing;
    std::ranges::stable_sort(missing, std::greater<>{}, width);
    for (std::size_t i = 0; i < std::min(missing.size(), most_missing_shown); ++i) {
        const auto& input = missing[i];
        const bool flag = input.range.low == 0.0 && input.range.high == 1.0;
        page.missing.push_back({with_capital(input_label(input.table, input.column)),
                                short_value(input.column, input.range.low), short_value(input.column, input.range.high),
                                flag, input.probability.low, input.probability.high});
    }
    if (missing.size() <= most_missing_shown) return;
    page.missing_rest = "Each of " + core::counted(missing.size() - most_missing_shown, "other missing value") +
                        " would move the probability by " + draw::fixed_text(width(missing[most_missing_shown]), 2) +
                        " at most.";
}

/// Smaller ones would be bars that nobody sees.
constexpr double least_reason = 0.005;
constexpr std::size_t most_reasons = 8;
constexpr std::size_t most_inputs_of_reason = 2;

std::string reason_value(const InputContribution& input, double value) {
    const auto* rule = cohort::find_rule(input.name);
    if (rule != nullptr && (rule->kind == cohort::ColumnKind::flag || rule->kind == cohort::ColumnKind::sex))
        return value_text(input.name, value);
    return with_unit(draw::significant_text(value, 3), input.unit);
}

/// "QRS duration 172 ms (150 ms)": the value and the training's median.
std::string reason_detail(const GroupContribution& group) {
    std::string text;
    std::size_t told = 0;
    std::vector<std::string> labels;  // a cohort's column and the program's measurement may be of one thing
    for (const auto& input : group.inputs) {
        if (std::abs(input.contribution) < least_reason || told == most_inputs_of_reason) break;
        if (std::ranges::find(labels, input.label) != labels.end()) continue;
        labels.push_back(input.label);
        if (input.value && input.reference)
            core::append_word(text, input.label + " " + reason_value(input, *input.value) + " (" +
                                        reason_value(input, *input.reference) + ")");
        ++told;
    }
    return text;
}

/// Largest first; the smallest of many as one.
void add_reasons(const Explanation& explanation, report::PredictionReport& page) {
    page.reasons_note = explanation.note;
    double rest = 0.0;
    for (const auto& group : explanation.groups) {
        if (std::abs(group.contribution) < least_reason) continue;
        if (page.reasons.size() == most_reasons) {
            rest += group.contribution;
            continue;
        }
        report::Reason reason{std::string(cohort::label_of(group.group)), group.contribution, {}, reason_detail(group)};
        if (group.interval) reason.interval = stats::Interval{group.interval->low, group.interval->high};
        page.reasons.push_back(std::move(reason));
    }
    if (rest != 0.0) page.reasons.push_back({"All others", rest, {}, {}});
    if (!explanation.available()) return;
    page.reasons_note =
        "What speaks for and against it, as log-odds and (\u00d7) as odds, beside a patient with the "
        "training patients' median of every input, whose probability is " +
        draw::fixed_text(core::logistic(*explanation.base_log_odds), 2) +
        "; the sum is the answer. Thin lines: 95 % interval over other draws of those patients. It is "
        "what the model rests on, not what causes the outcome.";
    std::string details;
    for (const auto& reason : page.reasons)
        if (!reason.detail.empty()) core::append_word(details, reason.detail, "; ");
    if (!details.empty()) page.reasons_note += " In brackets the median: " + details + ".";
}

/// "... had the outcome (0.41), had it not (0.52), ..."
std::string alike_words(const std::vector<AlikePatient>& alike) {
    if (alike.empty()) return {};
    std::string each;
    for (const auto& patient : alike)
        core::append_word(each, std::string(patient.had_outcome ? "had the outcome" : "had it not") + " (" +
                                    draw::fixed_text(patient.distance, 2) + ")");
    return "The " + core::counted(alike.size(), "training patient") +
           " most alike by the model's inputs, nearest first (1 is as far as two of them usually are): " + each + ".";
}

std::string figure_words(const model::Predictor& p, const std::string& name) {
    const auto found = p.cross_validated.figures.find(name);
    if (found == p.cross_validated.figures.end()) return "not defined";
    if (!found->second.value && p.assumed_prevalence) return "not known at this prevalence";
    return estimate_words(found->second);
}

std::string fitted_words(const model::Predictor& p) {
    return core::counted(p.patients, p.simulated ? "simulated patient" : "patient") + ", " +
           std::to_string(p.positives) + " with the outcome";
}

/// What the answer rests on, as one sentence: the card says the rest.
std::string rests_on(const model::Predictor& p) {
    std::string text = "It rests on " + fitted_words(p) + ". Expected from cross-validation, 95 % interval: AUC " +
                       figure_words(p, "auc") + ", sensitivity " + figure_words(p, "sensitivity") + ", specificity " +
                       figure_words(p, "specificity") + ", calibration slope (1 is right) " +
                       figure_words(p, "calibration_slope") + ", for patients drawn as they were.";
    return text + (p.linear ? " The interval covers other draws of those patients; not other hospitals, nor what is "
                              "missing or measured wrongly."
                            : " The interval leaves out the fitting of the network, so it is too narrow.");
}

/// What the page of one patient bears; `synchrony info` and the JSON say all.
std::vector<Named> short_card(const model::Predictor& p) {
    return {{"Threshold", sheet::quantity(p.threshold, 2, "") + ", rule: " + p.threshold_rule},
            {"Not for",
             "decisions about patients; hospitals, recorders or patients unlike those of the training. "
             "`synchrony info` says more of the model."}};
}

}  // namespace

std::vector<Named> card_in_words(const model::Predictor& p) {
    const auto& cv = p.cross_validated;
    const std::string how = std::to_string(cv.folds) + "-fold by patient, " +
                            core::counted(static_cast<std::uint64_t>(cv.repeats), "repeat") +
                            ", calibration fitted on the other parts; 95 % intervals by bootstrap over patients, "
                            "of shares after Korn and Graubard, exact or score limits where all resamples agree";
    std::vector<Named> card{
        {"Outcome", p.outcome},
        {"Fitted on", fitted_words(p)},
        {"Cross-validation", how},
        {"Holds for", std::string(holds_for) + ". Elsewhere AUC and calibration may be worse" +
                          (p.reference ? "; `synchrony predict` of a cohort says whether it is like the training's"
                                       : "; this file holds no reference of its training patients to compare with")},
        {"AUC", figure_words(p, "auc")},
        {"Brier score", figure_words(p, "brier")},
        {"Calibration slope", figure_words(p, "calibration_slope") + ", of the probabilities as they are given"},
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

Named samples_in_words(const record::Ecg& ecg) {
    constexpr std::size_t shown = 8;
    return {"ECG", "SHA-256 of its samples begins with " + inputs::signal_digest(ecg).substr(0, shown)};
}

report::PredictionReport page_of(const measure::Measurements& measurements, const record::Ecg& ecg,
                                 const PredictRequest& request) {
    report::PredictionReport page;
    page.title = sheet::name_of_ecg(ecg) + ": report";
    page.with_model = false;
    page.recording = request.recording;
    page.date = core::utc_now().substr(0, 10);
    page.paper = request.paper;
    page.guidelines = guidelines_of(measurements);
    page.measurements = measured_values(measurements, ecg.facts.printed);
    for (const auto& flag : measurements.flags)
        page.cautions.push_back(
            {sentence(measure::flag_words(flag.name) + (flag.detail.empty() ? "" : ": " + flag.detail)), flag.refuse,
             flag.models_only ? report::About::rhythm : report::About::recording});
    for (const auto& warning : measurements.warnings)
        page.cautions.push_back({sentence(warning), false, report::About::recording});
    if (auto caution = printed_contradiction(measurements, ecg.facts.printed.qrs_ms)) page.cautions.push_back(*caution);
    if (record::is_simulated(ecg))
        page.cautions.push_back({std::string(record::simulated_words) + ".", false, report::About::model});
    page.ecg = ecg;
    page.ecg->record_name.clear();
    page.ecg->comments.clear();
    page.sheet.title = sheet::name_of_ecg(ecg);
    page.sheet.cautions = sheet::cautions(measurements);
    page.sheet.heart_rate_per_min = measurements.heart_rate_bpm;
    const auto letters =
        request.page.extension() == ".pdf" ? Letters::drawn : Letters::as_text;  // browsers have more fonts
    if (request.identity)
        for (const auto& line : identity_lines(ecg, letters)) core::append_word(page.recording, line);
    page.versions = {{"Program", std::string(core::version()) + ", " + std::string(core::build_description())},
                     samples_in_words(ecg)};
    return page;
}

report::PredictionReport page_of(const PatientOutcome& outcome, const record::Ecg& ecg, const PredictRequest& request) {
    const auto& p = outcome.predictor;
    auto page = page_of(outcome.measurements, ecg, request);
    page.with_model = true;
    page.title = p.outcome == "response" ? report::PredictionReport().title
                                         : "Prediction of the outcome \u201c" + p.outcome + "\u201d";
    page.outcome = outcome_words(p.outcome);
    page.probability = outcome.prediction.probability;
    page.interval = outcome.prediction.interval;
    page.interval_level = interval_level;
    page.threshold = p.threshold;
    page.base_rate = p.assumed_prevalence.value_or(p.prevalence());
    if (p.assumed_prevalence) page.base_rate_words = "prevalence that the answer is for";
    page.cautions = outcome.prediction.cautions;
    add_missing_values(outcome.prediction, page);
    add_reasons(outcome.prediction.explanation, page);
    if (p.bundle && !outcome.prediction.withheld()) page.reasons_note += std::string(" ") + no_map_words;
    page.alike = alike_words(outcome.prediction.alike);
    page.doubtful_model = !doubts_of(p).empty();
    page.rests_on = rests_on(p);
    page.given = given_values(outcome.prediction);
    page.model = p.label;
    page.model_card = short_card(p);
    page.versions = versions_in_words(p);
    page.versions.push_back(samples_in_words(ecg));
    return page;
}

}  // namespace synchrony::app

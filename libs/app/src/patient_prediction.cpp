// One patient's prediction from a predictor and the patient's values: probability, interval, and every reason for
// caution.
#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "likeness.hpp"
#include "reference_values.hpp"
#include "synchrony/app/predict.hpp"
#include "synchrony/core/counted.hpp"
#include "synchrony/core/logistic.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/draw/ticks.hpp"
#include "synchrony/eval/results.hpp"
#include "synchrony/measure/flag_words.hpp"
#include "synchrony/stats/bootstrap.hpp"
#include "synchrony/stats/logistic.hpp"
#include "value_words.hpp"

namespace synchrony::app {
namespace {

using report::Caution;

constexpr double chance_auc = 0.5;

std::string percent_words(double share) {
    return draw::fixed_text(100.0 * share, 1) + " %";
}

void caution_recording(std::span<const measure::Flag> flags, std::vector<Caution>& cautions) {
    for (const auto& flag : flags) {
        std::string text =
            "The recording: " + measure::flag_words(flag.name) + (flag.detail.empty() ? "" : ", " + flag.detail);
        if (!text.ends_with('?')) text += '.';
        if (flag.models_only) text += " The model was never shown such a rhythm.";
        cautions.push_back(
            {std::move(text), flag.refuse, flag.models_only ? report::About::rhythm : report::About::recording});
    }
}

void caution_missing(const std::vector<InputValue>& inputs, std::vector<Caution>& cautions) {
    std::string names;
    std::size_t missing = 0, used = 0;
    for (const auto& input : inputs) {
        if (!input.counts) continue;
        ++used;
        if (!input.imputed) continue;
        ++missing;
        core::append_word(names, input_label(input.table, input.column));
    }
    if (missing == 0) return;
    const std::string share = std::to_string(missing) + " of the " + std::to_string(used) + " inputs";
    if (static_cast<double>(missing) > most_missing * static_cast<double>(used))
        cautions.push_back({"Too little is known: " + share + " are missing (" + names + ").", true});
    else
        cautions.push_back({"Not known, so the training patients' median was put in for " + share + ": " + names +
                                ". The interval does not show what that leaves open.",
                            false, report::About::inputs});
}

/// "training patients 50 to 80 y"; of one value alone "no" is no range.
std::string seen_words(const InputValue& input) {
    const auto low = input_text(input.table, input.column, input.range.low),
               high = input_text(input.table, input.column, input.range.high);
    return low == high ? "of all training patients it was " + low : "training patients " + low + " to " + high;
}

void caution_outside(const std::vector<InputValue>& inputs, double deep_outside, std::vector<Caution>& cautions) {
    std::set<std::pair<std::string, bool>> said;  // a cohort's column and the program's measurement may be of one thing
    for (const auto& input : inputs) {
        if (!input.outside()) continue;
        if (!said.emplace(input_label(input.table, input.column), input.far_outside()).second) continue;
        const bool far = input.far_outside();
        cautions.push_back({std::string(far ? "Far outside" : "Outside") + " what the model has seen: " +
                                input_label(input.table, input.column) + (input.from_ecg ? ", measured here, " : " ") +
                                input_text(input.table, input.column, input.value) + "; " + seen_words(input) +
                                (far ? ". The model knows no such patients, so it declines." : "."),
                            far});
    }
    if (deep_outside > most_deep_outside)
        cautions.push_back({"The ECG's images differ from those of the training: " +
                                std::to_string(std::lround(100.0 * deep_outside)) +
                                " % of the network's features lie outside the range seen there.",
                            false});
}

/// Said where no training patient, left out of the training's mean, lay so far away.
void caution_unlike(const model::Predictor& predictor, const PatientPrediction& prediction,
                    std::vector<Caution>& cautions) {
    if (!predictor.reference) return;
    const auto look = [&](const std::optional<double>& distance, const char* column, const std::string& what) {
        const auto* seen = predictor.reference->find(model::model_table, column);
        if (!distance || seen == nullptr || *distance <= seen->quantiles.back()) return;
        // As a ratio: inputs count by their weight in the model, so the number has no unit of its own.
        const double ratio = seen->quantiles.back() > 0.0 ? *distance / seen->quantiles.back() : 0.0;
        cautions.push_back({"Unlike the training patients: " + what + " lie " +
                                (ratio > 0.0 ? draw::fixed_text(ratio, 2) + " times as far from their mean as"
                                             : std::string("further from their mean than")) +
                                " those of the furthest of " + std::to_string(seen->known) + " training patients.",
                            false});
    };
    look(prediction.distance, model::distance_column, "the inputs");
    look(prediction.deep_distance, model::deep_distance_column, "the network's features of this ECG");
}

void caution_prevalence(const model::Predictor& predictor, std::vector<Caution>& cautions) {
    if (!predictor.assumed_prevalence) return;
    cautions.push_back({"The probability is for patients of whom " + percent_words(*predictor.assumed_prevalence) +
                            " have the outcome, as was asked for; of the training patients " +
                            percent_words(predictor.prevalence()) + " had it.",
                        false});
}

void caution_model(const model::Predictor& predictor, std::vector<Caution>& cautions) {
    for (auto& doubt : doubts_of(predictor)) cautions.push_back({std::move(doubt), false, report::About::model});
}

void caution_threshold(const model::Predictor& predictor, const PatientPrediction& prediction,
                       std::vector<Caution>& cautions) {
    if (prediction.interval && prediction.interval->low < predictor.threshold &&
        prediction.interval->high >= predictor.threshold)
        cautions.push_back({"Undecided: the interval includes the threshold.", false, report::About::answer});
}

/// Where most of the training patients lay.
model::InputRange usual_range(const model::Predictor& predictor, std::size_t input) {
    const auto& [table, column] = predictor.linear->inputs[input];
    const auto* seen = predictor.reference ? predictor.reference->find(table, column) : nullptr;
    if (seen == nullptr || seen->quantiles.size() < 3) return predictor.ranges[input];
    if (seen->two_valued) return {0.0, 1.0};
    return {seen->quantiles[1], seen->quantiles[seen->quantiles.size() - 2]};  // 5 and 95 %
}

/// The predictions at either end of what a missing value usually is; the other values stay as they are.
MissingInput what_it_would_change(const model::Predictor& predictor, std::vector<double> scaled, std::size_t input) {
    const auto& linear = *predictor.linear;
    MissingInput missing{linear.inputs[input].table, linear.inputs[input].column, usual_range(predictor, input), {}};
    const auto prediction_at = [&](double value) {
        scaled[input] = (value - linear.centre[input]) * linear.scale[input];
        return predictor.probability(linear.log_odds(scaled));
    };
    const double low = prediction_at(missing.range.low);
    const double high = prediction_at(missing.range.high);
    missing.probability = {std::min(low, high), std::max(low, high)};
    return missing;
}

void set_interval(std::vector<double> log_odds, PatientPrediction& prediction) {
    const auto interval = stats::percentile_interval(log_odds, interval_level);
    if (!interval) return;
    // Members with other patients may all lie on one side of the model itself; the interval then reaches to it.
    prediction.interval = stats::Interval{std::min(core::logistic(interval->low), *prediction.probability),
                                          std::max(core::logistic(interval->high), *prediction.probability)};
}

/// Of the recording, as it reached the prediction.
struct SeenEcg {
    std::span<const measure::Flag> flags;
    std::span<const std::optional<double>> measurements;
};

void caution_likeness(const model::Predictor& predictor, const SeenEcg& ecg, PatientPrediction& prediction) {
    prediction.ecg_distance = ecg_distance(predictor, ecg.measurements, prediction.deep_distance);
    if (!prediction.ecg_distance) return;
    auto words = unlike_words(predictor, *prediction.ecg_distance, ecg.measurements);
    if (!words.empty()) prediction.cautions.push_back({std::move(words), true, report::About::likeness});
}

void finish(const model::Predictor& predictor, double deep_outside, const SeenEcg& ecg, PatientPrediction& prediction) {
    caution_recording(ecg.flags, prediction.cautions);
    caution_likeness(predictor, ecg, prediction);
    caution_missing(prediction.inputs, prediction.cautions);
    caution_outside(prediction.inputs, deep_outside, prediction.cautions);
    caution_unlike(predictor, prediction, prediction.cautions);
    caution_prevalence(predictor, prediction.cautions);
    caution_threshold(predictor, prediction, prediction.cautions);
    caution_model(predictor, prediction.cautions);
    std::stable_partition(prediction.cautions.begin(), prediction.cautions.end(),
                          [](const Caution& caution) { return caution.about == report::About::model; });
    std::stable_partition(prediction.cautions.begin(), prediction.cautions.end(),
                          [](const Caution& caution) { return caution.refuse; });  // what decides is said first
    if (!prediction.withheld()) return;
    prediction.probability.reset();
    prediction.interval.reset();
    prediction.missing.clear();
    prediction.alike.clear();
    prediction.explanation = no_explanation("The answer is withheld, so there is none to explain.");
}

}  // namespace

std::vector<std::string> doubts_of(const model::Predictor& predictor) {
    const auto& figures = predictor.cross_validated.figures;
    std::vector<std::string> doubts;
    if (const auto auc = figures.find("auc"); auc != figures.end() && auc->second.value)
        if (auc->second.low.value_or(0.0) <= chance_auc)
            doubts.push_back("This model was not shown to be better than chance: expected from cross-validation, AUC " +
                             estimate_words(auc->second) +
                             ", where 0.50 is a coin. Its probabilities should not be relied on.");
    const auto slope = figures.find("calibration_slope");
    if (!(predictor.calibration.slope > 0.0))
        doubts.emplace_back("This model did not rank unseen patients at all; it gives everybody the same probability.");
    else if (slope != figures.end() && slope->second.value && *slope->second.value <= slope_near_zero)
        doubts.push_back("Differences between this model's probabilities say next to nothing: calibration slope " +
                         estimate_words(slope->second) +
                         " expected from cross-validation, where 1 is right and 0 is no information.");
    const auto rarer = std::min(predictor.positives, predictor.patients - predictor.positives);
    if (rarer < eval::few_people)
        doubts.push_back("Only " + core::counted(rarer, "training patient") +
                         (rarer == predictor.positives ? " had the outcome" : " did not have the outcome") +
                         ": the figures expected of the model may be luck, and their intervals are too narrow.");
    for (const auto& [figure, called] : {std::pair("sensitivity", "nobody"), std::pair("specificity", "everybody")}) {
        const auto found = figures.find(figure);
        if (found != figures.end() && found->second.value == 0.0)
            doubts.push_back("At its threshold, " + draw::fixed_text(predictor.threshold, 2) + ", the model called " +
                             called + " with" + (found->first == "sensitivity" ? "" : "out") +
                             " the outcome positive: its yes or no says nothing. `train --threshold` sets another.");
    }
    return doubts;
}

bool PatientPrediction::withheld() const {
    return std::ranges::any_of(cautions, [](const auto& caution) { return caution.refuse; });
}

PatientPrediction linear_prediction(const model::Predictor& predictor, std::span<const std::optional<double>> values,
                                    std::span<const measure::Flag> flags, std::span<const std::optional<double>> ecg,
                                    Reasons reasons) {
    const auto& linear = *predictor.linear;
    PatientPrediction prediction;
    std::size_t deep_inputs = 0, deep_outside = 0;
    std::vector<std::size_t> open;  // inputs that are not known
    for (std::size_t i = 0; i < linear.size(); ++i) {
        const auto& [table, column] = linear.inputs[i];
        InputValue input{table,
                         column,
                         values[i].value_or(linear.impute[i]),
                         !values[i].has_value(),
                         predictor.ranges[i],
                         linear.scale[i] > 0.0};
        if (!predictor.is_deep(table)) {
            if (input.imputed && input.counts) open.push_back(i);
            prediction.inputs.push_back(std::move(input));
            continue;
        }
        ++deep_inputs;
        deep_outside += input.outside() ? 1 : 0;
    }
    const auto scaled = linear.scaled(values);
    const auto distances = distances_of(predictor, values, scaled);
    prediction.distance = distances.inputs;
    prediction.deep_distance = distances.deep;
    prediction.log_odds = linear.log_odds(scaled);
    prediction.probability = predictor.probability(prediction.log_odds);
    set_interval(predictor.members_of_linear(scaled), prediction);
    if (reasons == Reasons::told) {
        for (const auto input : open) prediction.missing.push_back(what_it_would_change(predictor, scaled, input));
        prediction.explanation = explain_linear(predictor, values);
        prediction.alike = alike_patients(predictor, scaled, most_alike);
    }
    const double share = deep_inputs == 0 ? 0.0 : static_cast<double>(deep_outside) / static_cast<double>(deep_inputs);
    finish(predictor, share, {flags, ecg}, prediction);
    return prediction;
}

PatientPrediction network_prediction(const model::Predictor& predictor, double log_odds,
                                     std::span<const measure::Flag> flags, std::span<const std::optional<double>> ecg) {
    PatientPrediction prediction;
    prediction.log_odds = log_odds;
    prediction.probability = predictor.probability(log_odds);
    set_interval(predictor.members_of_network(log_odds), prediction);
    prediction.explanation = no_explanation("A network's answer is no sum of inputs that could be told apart.");
    finish(predictor, 0.0, {flags, ecg}, prediction);
    return prediction;
}

}  // namespace synchrony::app

#include "synchrony/model/predictor.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "number_bounds.hpp"
#include "synchrony/core/logistic.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/model/threshold_rule.hpp"

namespace synchrony::model {
namespace {

using core::fail_input;

/// Two ways of joining a network's own calibration with the cross-validated one may differ by rounding.
constexpr double least_difference = 1e-9;

bool sound(const Calibration& c) {
    return in_bounds(c.slope) && in_bounds(c.intercept);
}

/// No calibration turns the order of the patients round.
bool rising(const Calibration& c) {
    return sound(c) && c.slope >= 0.0;
}

bool alike(double a, double b) {
    return std::abs(a - b) <= least_difference * std::max({1.0, std::abs(a), std::abs(b)});
}

core::Result<void> check_ensemble(const Predictor& p) {
    const auto& e = p.ensemble;
    const auto members = e.members();
    if (members > most_members)
        return fail_input("too many members", "ensemble", std::to_string(members),
                          "at most " + std::to_string(most_members));
    const std::size_t inputs = p.linear ? p.linear->size() : 0;
    const std::size_t intercepts = p.linear ? members : 0;
    if (e.weights.size() != members * inputs || e.intercepts.size() != intercepts)
        return fail_input(
            "members do not fit the model", "ensemble",
            std::to_string(e.weights.size()) + " weights, " + std::to_string(e.intercepts.size()) + " intercepts",
            std::to_string(members * inputs) + " and " + std::to_string(intercepts));
    const bool good = std::ranges::all_of(e.weights, in_bounds) && std::ranges::all_of(e.intercepts, in_bounds) &&
                      std::ranges::all_of(e.calibrations, rising);
    if (!good) return fail_input(std::string(fault_of_number) + ", or a slope below 0", "ensemble");
    return {};
}

core::Result<void> check_linear(const Predictor& p) {
    SYNCHRONY_TRY(p.linear->check());
    if (p.linear->size() > most_inputs)
        return fail_input("too many inputs", "inputs", std::to_string(p.linear->size()),
                          "at most " + std::to_string(most_inputs));
    if (p.ranges.size() != p.linear->size())
        return fail_input("ranges do not fit the inputs", "ranges", std::to_string(p.ranges.size()),
                          std::to_string(p.linear->size()));
    for (const auto& range : p.ranges)
        if (!in_bounds(range.low) || !in_bounds(range.high) || range.low > range.high)
            return fail_input("a range is no range", "ranges");
    const bool deep = std::ranges::any_of(p.linear->inputs, [&](const auto& i) { return i.table == p.feature_table; });
    if (deep != p.bundle.has_value() || deep == p.feature_table.empty())
        return fail_input("inputs and encoder do not fit", "feature_table", p.feature_table,
                          "a table of the inputs, and the encoder that fills it; or neither");
    return {};
}

core::Result<void> check_network(const Predictor& p) {
    if (!p.bundle) return fail_input("neither weights of inputs nor a network", "predictor");
    if (p.bundle->architecture.outputs != 1 || p.bundle->architecture.lead_pooling == LeadPooling::none)
        return fail_input("the network does not give a patient's probability", "architecture",
                          std::to_string(p.bundle->architecture.outputs) + " outputs, pooling " +
                              std::string(name_of(p.bundle->architecture.lead_pooling)),
                          "1 output, leads joined");
    if (!p.feature_table.empty() || !p.ranges.empty())
        return fail_input("a network does not read tables", "feature_table", p.feature_table);
    const auto both = joined(p.network_calibration, p.calibration);
    if (!sound(p.network_calibration) || !alike(both.slope, p.bundle->calibration.slope) ||
        !alike(both.intercept, p.bundle->calibration.intercept) || p.bundle->decision_threshold != p.threshold)
        return fail_input("the network's calibration or threshold is not the predictor's", "calibration");
    return {};
}

core::Result<void> check_neighbours(const Predictor& p) {
    const auto& neighbours = *p.neighbours;
    if (!p.linear || neighbours.size() == 0 || neighbours.size() > p.patients ||
        neighbours.inputs.size() != neighbours.size() * p.linear->size())
        return fail_input(
            "patients that are kept do not fit the model", "neighbours",
            std::to_string(neighbours.size()) + " patients, " + std::to_string(neighbours.inputs.size()) + " values");
    if (!std::ranges::all_of(neighbours.inputs, in_bounds) ||
        !std::ranges::all_of(neighbours.outcome, [](std::uint8_t o) { return o <= 1; }))
        return fail_input(std::string(fault_of_number) + ", or an outcome neither 0 nor 1", "neighbours");
    return {};
}

/// These texts are shown on terminals, where control characters are commands.
core::Result<void> check_texts(const Predictor& p) {
    std::vector<std::string> texts{p.model,         p.label,          p.outcome,         p.feature_table,
                                   p.feature_place, p.threshold_rule, p.provenance.date, p.provenance.program_version};
    texts.insert(texts.end(), p.notes.begin(), p.notes.end());
    texts.insert(texts.end(), p.provenance.data_sets.begin(), p.provenance.data_sets.end());
    if (p.linear)
        for (const auto& input : p.linear->inputs) texts.insert(texts.end(), {input.table, input.column});
    if (p.reference)
        for (const auto& column : p.reference->columns) texts.insert(texts.end(), {column.table, column.column});
    if (p.reference && p.reference->likeness)
        texts.insert(texts.end(), p.reference->likeness->columns.begin(), p.reference->likeness->columns.end());
    for (const auto& text : texts)
        for (const char c : text)
            if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
                return fail_input("a control character in a text", "predictor", std::to_string(int{c}));
    return {};
}

core::Result<void> check_threshold(const Predictor& p) {
    if (!(p.threshold >= 0.0 && p.threshold <= 1.0))
        return fail_input("threshold out of range", "threshold", std::to_string(p.threshold), "0 to 1");
    const auto rule = threshold_rule_named(p.threshold_rule);
    if (!rule) return fail_input(rule.error().what, "threshold", p.threshold_rule, rule.error().expected);
    if (*rule == ThresholdRule::half && p.threshold != 0.5)
        return fail_input("a threshold of the rule 'half' is not one half", "threshold", core::shortest(p.threshold),
                          "0.5");
    return {};
}

/// A person may stand in several rows, which are the patients here; no person without one.
core::Result<void> check_people(const Predictor& p) {
    const std::size_t people = p.reference->people.value_or(1), positive = p.reference->positive_people;
    if (people == 0 || people > p.patients || positive > p.positives)
        return fail_input("people do not fit the patients", "reference",
                          std::to_string(people) + " people, " + std::to_string(positive) + " with the outcome",
                          "1 to " + std::to_string(p.patients) + ", at most " + std::to_string(p.positives));
    return {};
}

/// All but the line of calibration are shares: an AUC of 7 is no estimate.
core::Result<void> check_figures(const CrossValidated& cv) {
    for (const auto& [name, figure] : cv.figures) {
        const bool line = name.ends_with("calibration_slope") || name.ends_with("calibration_intercept");
        const auto sound_or_none = [line](const std::optional<double>& v) {
            return !v || (line ? in_bounds(*v) : *v >= 0.0 && *v <= 1.0);
        };
        if (!sound_or_none(figure.value) || !sound_or_none(figure.low) || !sound_or_none(figure.high))
            return fail_input(line ? fault_of_number : "no share of patients or pairs", "figure " + name,
                              core::shortest(figure.value.value_or(0.0)), line ? "" : "0 to 1");
        if (figure.low && figure.high && *figure.low > *figure.high)
            return fail_input("an interval ends before it begins", "figure " + name);
    }
    return {};
}

/// What cross-validation found at the training's share of positives and does not hold at another one; where the
/// threshold stays while probabilities move, neither do sensitivity and specificity.
void forget_figures_of_training_share(CrossValidated& cross_validated, bool threshold_moved) {
    std::vector<const char*> names{
        "accuracy", "ppv", "npv", "brier", "uncalibrated_brier", "uncalibrated_calibration_intercept"};
    if (!threshold_moved) names.insert(names.end(), {"sensitivity", "specificity"});
    for (const char* name : names)
        if (const auto found = cross_validated.figures.find(name); found != cross_validated.figures.end())
            found->second = {};
}

}  // namespace

double calibrated(const Calibration& calibration, double log_odds) {
    return calibration.slope * log_odds + calibration.intercept;
}

Calibration joined(const Calibration& first, const Calibration& second) {
    return {second.slope * first.slope, second.slope * first.intercept + second.intercept};
}

core::Result<Predictor> with_prevalence(Predictor predictor, double prevalence) {
    if (!(prevalence > 0.0 && prevalence < 1.0))
        return core::fail({core::ErrorKind::usage, "no share of patients", "--prevalence", core::shortest(prevalence),
                           "above 0 and below 1", "0.13 for 13 of 100 patients with the outcome"});
    const double shift = core::logit(prevalence) - core::logit(predictor.prevalence());
    predictor.calibration.intercept += shift;
    for (auto& calibration : predictor.ensemble.calibrations) calibration.intercept += shift;
    const bool inside = predictor.threshold > 0.0 && predictor.threshold < 1.0;
    const bool moves = predictor.threshold_rule != name_of(ThresholdRule::half);
    if (moves && inside) predictor.threshold = core::logistic(core::logit(predictor.threshold) + shift);
    if (shift != 0.0) forget_figures_of_training_share(predictor.cross_validated, moves);
    predictor.assumed_prevalence = prevalence;
    return predictor;
}

bool Predictor::was_trained_on(const std::string& digest) const {
    return !digest.empty() &&
           std::find(training_recordings.begin(), training_recordings.end(), digest) != training_recordings.end();
}

double Predictor::probability(double log_odds) const {
    return core::logistic(calibrated(calibration, log_odds));
}

std::vector<double> Predictor::members_of_linear(std::span<const double> scaled_values) const {
    std::vector<double> answers;
    const std::size_t inputs = scaled_values.size();
    for (std::size_t m = 0; m < ensemble.members(); ++m) {
        double sum = 0.0;
        for (std::size_t i = 0; i < inputs; ++i)
            sum += static_cast<double>(ensemble.weights[m * inputs + i]) * scaled_values[i];
        answers.push_back(calibrated(ensemble.calibrations[m], sum + ensemble.intercepts[m]));
    }
    return answers;
}

std::vector<double> Predictor::members_of_network(double log_odds) const {
    std::vector<double> answers;
    for (const auto& calibration_of_member : ensemble.calibrations)
        answers.push_back(calibrated(calibration_of_member, log_odds));
    return answers;
}

Bundle Predictor::take_network() {
    auto tensors = std::exchange(bundle->tensors, {});
    Bundle own = *bundle;
    own.tensors = std::move(tensors);
    own.calibration = network_calibration;
    return own;
}

core::Result<void> Predictor::check_fit() const {
    if (linear) {
        SYNCHRONY_TRY(check_linear(*this));
    }
    return reference ? reference->check() : core::Result<void>();
}

core::Result<void> Predictor::check() const {
    if (linear) {
        SYNCHRONY_TRY(check_linear(*this));
    } else {
        SYNCHRONY_TRY(check_network(*this));
    }
    if (bundle) SYNCHRONY_TRY(bundle->check());
    if (reference) {
        SYNCHRONY_TRY(reference->check());
        SYNCHRONY_TRY(check_people(*this));
    }
    if (neighbours) SYNCHRONY_TRY(check_neighbours(*this));
    SYNCHRONY_TRY(check_ensemble(*this));
    SYNCHRONY_TRY(check_figures(cross_validated));
    SYNCHRONY_TRY(check_texts(*this));
    if (!rising(calibration))
        return fail_input(
            "calibration out of range", "calibration",
            "slope " + core::shortest(calibration.slope) + ", intercept " + core::shortest(calibration.intercept),
            "a slope of 0 or more, and none beyond 1e30");
    SYNCHRONY_TRY(check_threshold(*this));
    if (patients > most_rows)
        return fail_input("more patients than any table has", "patients", std::to_string(patients),
                          "at most " + std::to_string(most_rows));
    if (cross_validated.folds < 0 || cross_validated.repeats < 0)
        return fail_input("a count below 0", "cross_validation",
                          std::to_string(std::min(cross_validated.folds, cross_validated.repeats)), "0 or more");
    if (positives == 0 || positives >= patients)
        return fail_input("fitted on one class only", "patients",
                          std::to_string(positives) + " of " + std::to_string(patients), "both outcomes");
    return {};
}

}  // namespace synchrony::model

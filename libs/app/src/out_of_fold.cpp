#include "out_of_fold.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "synchrony/core/logistic.hpp"
#include "synchrony/ml/calibrate.hpp"
#include "synchrony/stats/logistic.hpp"
#include "synchrony/stats/probability.hpp"

namespace synchrony::app {

using model::ThresholdRule;

namespace {

using Predictions = std::vector<eval::PatientPrediction>;

model::Calibration as_calibration(const ml::Sigmoid& sigmoid) {
    return {sigmoid.slope, sigmoid.offset};
}

double probability(const model::Calibration& calibration, double score) {
    return core::logistic(model::calibrated(calibration, log_odds_of(score)));
}

std::vector<std::uint8_t> outcomes(std::span<const eval::PatientPrediction> predictions) {
    std::vector<std::uint8_t> labels;
    for (const auto& p : predictions) labels.push_back(p.outcome);
    return labels;
}

// A patient's predictions in all repeats weigh as one patient.
struct Weighted {
    std::vector<double> log_odds, weights;
    std::vector<std::uint8_t> labels;
    Weighted(std::span<const eval::PatientPrediction> predictions, int repeats, std::span<const double> patient_weights)
        : labels(outcomes(predictions)) {
        for (const auto& p : predictions) {
            const double of_patient = patient_weights.empty() ? 1.0 : patient_weights[p.patient];
            log_odds.push_back(log_odds_of(p.score));
            weights.push_back(of_patient / static_cast<double>(repeats));
        }
    }
};

// The figures of a predictor, by the place where the estimate stands.
using Estimate = std::optional<double> eval::Figure::*;
struct CrossValidatedFigure {
    const char* name;
    eval::Figure eval::Metrics::*figure;
    Estimate estimate;
    bool of_own_too;  ///< worth telling before calibration
};
// The AUC is the mean over folds, which its interval is of; pooled it would compare scores of different folds' curves.
constexpr std::array cross_validated_list{
    CrossValidatedFigure{"auc", &eval::Metrics::auc, &eval::Figure::mean, true},
    CrossValidatedFigure{"brier", &eval::Metrics::brier, &eval::Figure::pooled, true},
    CrossValidatedFigure{"calibration_slope", &eval::Metrics::calibration_slope, &eval::Figure::pooled, true},
    CrossValidatedFigure{"calibration_intercept", &eval::Metrics::calibration_intercept, &eval::Figure::pooled, true},
    CrossValidatedFigure{"accuracy", &eval::Metrics::accuracy, &eval::Figure::pooled, false},
    CrossValidatedFigure{"sensitivity", &eval::Metrics::sensitivity, &eval::Figure::pooled, false},
    CrossValidatedFigure{"specificity", &eval::Metrics::specificity, &eval::Figure::pooled, false},
    CrossValidatedFigure{"ppv", &eval::Metrics::ppv, &eval::Figure::pooled, false},
    CrossValidatedFigure{"npv", &eval::Metrics::npv, &eval::Figure::pooled, false}};

model::EstimatedFigure estimate(const eval::Metrics& metrics, const CrossValidatedFigure& listed) {
    const auto& figure = metrics.*listed.figure;
    model::EstimatedFigure result;
    result.value = figure.*listed.estimate;
    if (!result.value) result.value = figure.mean;
    if (figure.ci95) {
        result.low = figure.ci95->low;
        result.high = figure.ci95->high;
    }
    return result;
}

}  // namespace

double log_odds_of(double probability) {
    return core::logit(std::clamp(probability, stats::least_probability, 1.0 - stats::least_probability));
}

model::Calibration calibrate(std::span<const eval::PatientPrediction> predictions, int repeats,
                             std::span<const double> patient_weights) {
    const Weighted w(predictions, repeats, patient_weights);
    return as_calibration(ml::least_recalibration(w.log_odds, w.labels, w.weights));
}

model::Calibration platt_curve(std::span<const eval::PatientPrediction> predictions, int repeats,
                               std::span<const double> patient_weights) {
    const Weighted w(predictions, repeats, patient_weights);
    return as_calibration(ml::fit_rising_sigmoid(w.log_odds, w.labels, w.weights));
}

double threshold_by(ThresholdRule rule, std::span<const eval::PatientPrediction> predictions,
                    const model::Calibration& calibration) {
    if (rule == ThresholdRule::half) return 0.5;
    const auto labels = outcomes(predictions);
    if (rule == ThresholdRule::prevalence)
        return static_cast<double>(std::ranges::count(labels, std::uint8_t{1})) / static_cast<double>(labels.size());
    std::vector<double> scores;
    for (const auto& p : predictions) scores.push_back(probability(calibration, p.score));
    return ml::youden_threshold(scores, labels);
}

std::vector<eval::PatientPrediction> cross_fitted(std::span<const eval::PatientPrediction> predictions,
                                                  ThresholdRule rule) {
    std::map<std::pair<int, int>, Predictions> others;  // of each part, the predictions on the rest of its repeat
    for (const auto& p : predictions) others[{p.repeat, p.fold}];
    for (auto& [part, rest] : others)
        for (const auto& p : predictions)
            if (p.repeat == part.first && p.fold != part.second) rest.push_back(p);
    std::map<std::pair<int, int>, std::pair<model::Calibration, double>> fitted;
    for (const auto& [part, rest] : others) {
        const auto calibration = calibrate(rest, 1);
        fitted[part] = {calibration, threshold_by(rule, rest, calibration)};
    }
    Predictions result(predictions.begin(), predictions.end());
    for (auto& p : result) {
        const auto& [calibration, threshold] = fitted[{p.repeat, p.fold}];
        p.score = probability(calibration, p.score);
        p.responds = p.score >= threshold;
    }
    return result;
}

std::map<std::string, model::EstimatedFigure> cross_validated_figures(
    std::span<const eval::PatientPrediction> own, std::span<const eval::PatientPrediction> calibrated,
    std::size_t patients, const core::RunContext& context, std::span<const std::size_t> people) {
    eval::MetricOptions options;
    options.people.assign(people.begin(), people.end());
    options.threads = context.threads;
    options.seed = context.seed;
    const auto of_own = eval::score_predictions(own, patients, options);
    const auto of_calibrated = eval::score_predictions(calibrated, patients, options);
    std::map<std::string, model::EstimatedFigure> figures;
    for (const auto& listed : cross_validated_list) {
        figures[listed.name] = estimate(of_calibrated, listed);
        if (listed.of_own_too) figures[std::string("uncalibrated_") + listed.name] = estimate(of_own, listed);
    }
    return figures;
}

}  // namespace synchrony::app

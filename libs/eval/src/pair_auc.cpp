#include "pair_auc.hpp"

#include <map>
#include <utility>

#include "synchrony/stats/auc.hpp"

namespace synchrony::eval {

PairAuc::PairAuc(std::span<const PatientPrediction> predictions) {
    std::map<std::pair<int, int>, Fold> parts;
    for (const auto& p : predictions) {
        auto& fold = parts[{p.repeat, p.fold}];
        fold.patients.push_back(p.patient);
        fold.scores.push_back(p.score);
        fold.labels.push_back(p.outcome);
    }
    for (auto& [part, fold] : parts) {
        fold.order = stats::ascending_order(fold.scores);
        folds_.push_back(std::move(fold));
    }
}

std::optional<double> PairAuc::weighted(std::span<const double> weights) const {
    stats::PairCount sum;
    std::vector<double> local;
    for (const auto& fold : folds_) {
        local.clear();
        for (const auto patient : fold.patients) local.push_back(weights[patient]);
        const auto pairs = stats::weighted_pairs(fold.scores, fold.labels, local, fold.order);
        sum.concordant += pairs.concordant;
        sum.all += pairs.all;
    }
    if (sum.all <= 0.0) return std::nullopt;
    return sum.concordant / sum.all;
}

std::optional<double> PairAuc::plain(std::size_t patients) const {
    return weighted(std::vector<double>(patients, 1.0));
}

std::vector<double> PairAuc::of_folds() const {
    std::vector<double> values;
    for (const auto& fold : folds_)
        if (const auto value = stats::auc(fold.scores, fold.labels)) values.push_back(*value);
    return values;
}

}  // namespace synchrony::eval

#include "tabular.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <set>

#include "synchrony/core/logistic.hpp"
#include "synchrony/core/random.hpp"
#include "synchrony/stats/auc.hpp"
#include "synchrony/stats/logistic.hpp"
#include "synchrony/stats/stratified_folds.hpp"

namespace synchrony::ml {
namespace {

double log_loss(std::span<const double> log_odds, std::span<const std::uint8_t> labels) {
    double sum = 0.0;
    for (std::size_t i = 0; i < labels.size(); ++i) sum += stats::softplus(labels[i] != 0 ? -log_odds[i] : log_odds[i]);
    return sum / static_cast<double>(labels.size());
}

Eigen::MatrixXd take(const Eigen::MatrixXd& rows, std::span<const std::size_t> wanted) {
    Eigen::MatrixXd part(static_cast<Eigen::Index>(wanted.size()), rows.cols());
    for (std::size_t i = 0; i < wanted.size(); ++i)
        part.row(static_cast<Eigen::Index>(i)) = rows.row(static_cast<Eigen::Index>(wanted[i]));
    return part;
}

/// The person of each of those rows (a row drawn twice is one person): inner folds must not part them either.
std::vector<std::size_t> people_of(const model::PatientSet& set, std::span<const std::size_t> rows) {
    const auto person = set.people();
    std::vector<std::size_t> people;
    for (const auto row : rows) people.push_back(person[row]);
    return people;
}

/// People in the class that has fewer.
std::size_t fewest_people(std::span<const std::uint8_t> labels, std::span<const std::size_t> people) {
    std::array<std::set<std::size_t>, 2> of_class;
    for (std::size_t i = 0; i < labels.size(); ++i) of_class[labels[i] != 0 ? 1 : 0].insert(people[i]);
    return std::min(of_class[0].size(), of_class[1].size());
}

/// Large groups can leave the rest of a fold with one class, on which nothing can be fitted.
bool every_part_has_both(std::span<const std::uint8_t> labels, std::span<const int> fold_of, int folds) {
    for (int fold = 0; fold < folds; ++fold) {
        std::array<bool, 2> there{};
        for (std::size_t i = 0; i < labels.size(); ++i)
            if (fold_of[i] != fold) there[labels[i] != 0 ? 1 : 0] = true;
        if (!there[0] || !there[1]) return false;
    }
    return true;
}

}  // namespace

std::vector<std::vector<double>> Tabular::inner_decisions(const Eigen::MatrixXd& raw,
                                                          std::span<const std::uint8_t> labels,
                                                          std::span<const std::size_t> people, std::uint64_t seed) {
    const auto smaller = static_cast<std::ptrdiff_t>(fewest_people(labels, people));
    const int folds = static_cast<int>(std::min<std::ptrdiff_t>(options_.inner_folds, smaller));
    const bool needed =
        options_.costs.size() > 1 || options_.threshold != ThresholdChoice::half || !learner_->gives_log_odds();
    if (folds < 2 || !needed) return {};
    std::vector<std::size_t> each(labels.size());
    std::iota(each.begin(), each.end(), std::size_t{0});
    auto random = core::RandomStream(seed).child("inner folds");
    const auto fold_of = stats::stratified_folds(labels, people, folds, random);
    if (!every_part_has_both(labels, fold_of, folds)) return {};
    std::vector<std::vector<double>> decisions(options_.costs.size(), std::vector<double>(labels.size()));
    for (int fold = 0; fold < folds; ++fold) {
        std::vector<std::size_t> training;
        std::vector<std::size_t> test;
        std::vector<std::uint8_t> training_labels;
        for (const auto i : each) {
            (fold_of[i] == fold ? test : training).push_back(i);
            if (fold_of[i] != fold) training_labels.push_back(labels[i]);
        }
        Preprocessor inner;  // scaling, too, must not see the inner test part
        const Eigen::MatrixXd training_raw = take(raw, training);
        inner.fit(training_raw, training_labels, options_.keep, columns_);
        learner_->prepare(inner.apply(training_raw));
        const Eigen::MatrixXd test_rows = inner.apply(take(raw, test));
        for (std::size_t c = 0; c < options_.costs.size(); ++c) {
            learner_->seed(core::RandomStream(seed).child("inner fit", static_cast<std::uint64_t>(fold)).seed());
            learner_->train(training_labels, options_.costs[c]);
            const Eigen::VectorXd decided = learner_->decide(test_rows);
            for (std::size_t i = 0; i < test.size(); ++i) decisions[c][test[i]] = decided(static_cast<Eigen::Index>(i));
        }
    }
    return decisions;
}

void Tabular::choose(const std::vector<std::vector<double>>& decisions, std::span<const std::uint8_t> labels) {
    slope_ = 1.0;
    offset_ = 0.0;
    threshold_ = 0.5;
    cost_ = options_.costs[options_.costs.size() / 2];
    if (decisions.empty()) return;
    std::size_t best = 0;
    double best_loss = std::numeric_limits<double>::infinity();
    for (std::size_t c = 0; c < decisions.size(); ++c) {
        const double loss = learner_->gives_log_odds() ? log_loss(decisions[c], labels)
                                                       : -stats::auc(decisions[c], labels).value_or(0.5);
        if (loss < best_loss) best = c, best_loss = loss;  // costs ascend: of equals the stronger penalty stays
    }
    cost_ = options_.costs[best];
    if (!learner_->gives_log_odds()) {
        const auto sigmoid = fit_sigmoid(decisions[best], labels);
        // A falling curve on the inner folds is noise; turning the model round would be overfitting to it.
        slope_ = std::max(sigmoid.slope, 0.0);
        offset_ = sigmoid.offset;
    }
    if (options_.threshold == ThresholdChoice::half) return;
    std::vector<double> scores;
    for (const double decision : decisions[best]) scores.push_back(probability(decision));
    threshold_ = youden_threshold(scores, labels);
}

double Tabular::probability(double decision) const {
    return core::logistic(slope_ * decision + offset_);
}

core::Result<void> Tabular::fit(const model::PatientSet& set, std::span<const std::size_t> rows,
                                const core::RunContext& context) {
    fitted_ = false;
    if (options_.costs.empty() || std::ranges::any_of(options_.costs, [](double c) { return !(c > 0.0); }))
        return core::fail({core::ErrorKind::usage, "the costs are not positive numbers", "model options", {}, {}, {}});
    std::ranges::sort(options_.costs);
    SYNCHRONY_ASSIGN(const Eigen::MatrixXd raw, gather(set, rows, options_));
    std::vector<std::uint8_t> labels;
    for (const auto row : rows) labels.push_back(set.response[row]);
    const auto [low, high] = std::ranges::minmax(labels);
    if (labels.empty() || low == high)
        return core::fail({core::ErrorKind::refused, "the training part has one class only", "model", {}, "both", {}});
    columns_ = *gathered_columns(set, options_);  // gather found them
    choose(inner_decisions(raw, labels, people_of(set, rows), context.seed), labels);
    preprocessor_.fit(raw, labels, options_.keep, columns_);
    learner_->prepare(preprocessor_.apply(raw));
    learner_->seed(core::RandomStream(context.seed).child("fit").seed());
    learner_->train(labels, cost_);
    fitted_ = true;
    return {};
}

core::Result<std::vector<model::Prediction>> Tabular::predict(const model::PatientSet& set,
                                                              std::span<const std::size_t> rows) const {
    if (!fitted_) return core::fail({core::ErrorKind::usage, "the model was not fitted", "model", {}, {}, {}});
    SYNCHRONY_ASSIGN(const Eigen::MatrixXd raw, gather(set, rows, options_));
    const Eigen::VectorXd decisions = learner_->decide(preprocessor_.apply(raw));
    std::vector<model::Prediction> answers;
    for (const double decision : decisions) {
        const double score = probability(decision);
        answers.push_back({score, score >= threshold_});
    }
    return answers;
}

core::Result<Contributions> Tabular::contributions(const model::PatientSet& set,
                                                   std::span<const std::size_t> rows) const {
    if (!fitted_) return core::fail({core::ErrorKind::usage, "the model was not fitted", "model", {}, {}, {}});
    SYNCHRONY_ASSIGN(const Eigen::MatrixXd raw, gather(set, rows, options_));
    const Eigen::MatrixXd parts = learner_->contributions(preprocessor_.apply(raw));
    if (parts.rows() != raw.rows())
        return core::fail({core::ErrorKind::usage, "the model is not explained", "model", {}, "boosted trees", {}});
    Contributions contributions;
    contributions.columns = columns_;
    contributions.parts.assign(rows.size() * columns_.size(), 0.0);
    const auto& kept = preprocessor_.kept();
    for (Eigen::Index row = 0; row < parts.rows(); ++row) {
        const auto first = static_cast<std::size_t>(row) * columns_.size();
        for (std::size_t k = 0; k < kept.size(); ++k)
            contributions.parts[first + static_cast<std::size_t>(kept[k])] =
                slope_ * parts(row, static_cast<Eigen::Index>(k));
        contributions.base.push_back(slope_ * parts(row, parts.cols() - 1) + offset_);
    }
    return contributions;
}

std::vector<double> Tabular::coefficients() const {
    if (!fitted_) return {};
    std::vector<double> all(columns_.size(), 0.0);
    if (learner_->weights().size() == 0) return all;  // a learner without weights
    const Eigen::VectorXd weights = learner_->weights().cwiseProduct(preprocessor_.shrink());
    for (Eigen::Index k = 0; k < weights.size(); ++k)
        all[static_cast<std::size_t>(preprocessor_.kept()[static_cast<std::size_t>(k)])] = weights(k);
    return all;
}

std::optional<model::LinearModel> Tabular::linear() const {
    const Eigen::VectorXd weights = fitted_ ? learner_->weights() : Eigen::VectorXd();
    if (weights.size() == 0 || !learner_->gives_log_odds()) return std::nullopt;
    model::LinearModel linear;
    const auto& kept = preprocessor_.kept();
    for (std::size_t k = 0; k < kept.size(); ++k) {
        const auto column = preprocessor_.column(kept[k]);
        linear.inputs.push_back(columns_[static_cast<std::size_t>(kept[k])]);
        linear.impute.push_back(column.median);
        linear.centre.push_back(column.mean);
        linear.scale.push_back(column.factor);
        linear.weight.push_back(weights(static_cast<Eigen::Index>(k)));
    }
    // At the centre of every column the decision is the intercept.
    Eigen::MatrixXd centre = Eigen::MatrixXd::Zero(1, weights.size());
    linear.intercept = learner_->decide(centre)(0);
    return linear;
}

}  // namespace synchrony::ml

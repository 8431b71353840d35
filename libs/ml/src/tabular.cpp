#include "tabular.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

#include "synchrony/core/random.hpp"
#include "synchrony/stats/auc.hpp"
#include "synchrony/stats/folds.hpp"

namespace synchrony::ml {
namespace {

double expit(double x) {
    return x >= 0.0 ? 1.0 / (1.0 + std::exp(-x)) : std::exp(x) / (1.0 + std::exp(x));
}

/// log(1 + exp(x)) without overflow.
double softplus(double x) {
    return std::max(x, 0.0) + std::log1p(std::exp(-std::abs(x)));
}

double log_loss(std::span<const double> log_odds, std::span<const std::uint8_t> labels) {
    double sum = 0.0;
    for (std::size_t i = 0; i < labels.size(); ++i) sum += softplus(labels[i] != 0 ? -log_odds[i] : log_odds[i]);
    return sum / static_cast<double>(labels.size());
}

Eigen::MatrixXd take(const Eigen::MatrixXd& rows, std::span<const std::size_t> wanted) {
    Eigen::MatrixXd part(static_cast<Eigen::Index>(wanted.size()), rows.cols());
    for (std::size_t i = 0; i < wanted.size(); ++i)
        part.row(static_cast<Eigen::Index>(i)) = rows.row(static_cast<Eigen::Index>(wanted[i]));
    return part;
}

/// The cut between two scores that maximises sensitivity + specificity; of equals the nearest to 1/2.
double youden_threshold(std::span<const double> scores, std::span<const std::uint8_t> labels) {
    std::vector<double> cuts(scores.begin(), scores.end());
    std::ranges::sort(cuts);
    double best = 0.5;
    double best_index = -1.0;
    for (std::size_t i = 0; i + 1 < cuts.size(); ++i) {
        const double cut = 0.5 * (cuts[i] + cuts[i + 1]);
        double hits = 0.0, positives = 0.0, rejected = 0.0, negatives = 0.0;
        for (std::size_t k = 0; k < labels.size(); ++k) {
            (labels[k] != 0 ? positives : negatives) += 1.0;
            if (labels[k] != 0 && scores[k] >= cut) hits += 1.0;
            if (labels[k] == 0 && scores[k] < cut) rejected += 1.0;
        }
        const double index = hits / positives + rejected / negatives - 1.0;
        const bool nearer = index == best_index && std::abs(cut - 0.5) < std::abs(best - 0.5);
        if (index > best_index || nearer) best = cut, best_index = index;
    }
    return best;
}

/// A number for each row, the same for rows of one group: they are one person, whom inner folds must not part either.
std::vector<std::size_t> people_of(const model::PatientSet& set, std::span<const std::size_t> rows) {
    std::map<std::string, std::size_t> seen;
    std::vector<std::size_t> people;
    for (std::size_t i = 0; i < rows.size(); ++i)
        people.push_back(set.groups.empty() ? i : seen.emplace(set.groups[rows[i]], i).first->second);
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

Sigmoid fit_sigmoid(std::span<const double> decisions, std::span<const std::uint8_t> labels) {
    constexpr int most_steps = 100;
    constexpr double small = 1e-10;
    const auto positives = static_cast<double>(std::ranges::count_if(labels, [](auto l) { return l != 0; }));
    const double negatives = static_cast<double>(labels.size()) - positives;
    const double high = (positives + 1.0) / (positives + 2.0);
    const double low = 1.0 / (negatives + 2.0);
    const auto target = [&](std::size_t i) { return labels[i] != 0 ? high : low; };
    const auto loss = [&](Sigmoid s) {
        double sum = 0.0;
        for (std::size_t i = 0; i < labels.size(); ++i) {
            const double x = s.slope * decisions[i] + s.offset;
            sum += softplus(x) - target(i) * x;
        }
        return sum;
    };
    Sigmoid s{0.0, std::log((positives + 1.0) / (negatives + 1.0))};
    for (int step = 0; step < most_steps; ++step) {
        double g_slope = 0.0, g_offset = 0.0, h_ss = small, h_so = 0.0, h_oo = small;
        for (std::size_t i = 0; i < labels.size(); ++i) {
            const double p = expit(s.slope * decisions[i] + s.offset);
            const double weight = p * (1.0 - p);
            g_slope += (p - target(i)) * decisions[i];
            g_offset += p - target(i);
            h_ss += weight * decisions[i] * decisions[i];
            h_so += weight * decisions[i];
            h_oo += weight;
        }
        if (std::abs(g_slope) + std::abs(g_offset) < small) break;
        const double determinant = h_ss * h_oo - h_so * h_so;
        const double d_slope = (h_oo * g_slope - h_so * g_offset) / determinant;
        const double d_offset = (h_ss * g_offset - h_so * g_slope) / determinant;
        double length = 1.0;  // halved until the loss falls
        const double before = loss(s);
        while (length > small && loss({s.slope - length * d_slope, s.offset - length * d_offset}) > before)
            length *= 0.5;
        if (length <= small) break;
        s = {s.slope - length * d_slope, s.offset - length * d_offset};
    }
    return s;
}

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
        inner.fit(training_raw, training_labels, options_.keep);
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
    return expit(slope_ * decision + offset_);
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
    choose(inner_decisions(raw, labels, people_of(set, rows), context.seed), labels);
    preprocessor_.fit(raw, labels, options_.keep);
    learner_->prepare(preprocessor_.apply(raw));
    learner_->seed(core::RandomStream(context.seed).child("fit").seed());
    learner_->train(labels, cost_);
    columns_ = static_cast<std::size_t>(raw.cols());
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

std::vector<double> Tabular::coefficients() const {
    if (!fitted_) return {};
    const Eigen::VectorXd weights = learner_->weights() * preprocessor_.shrink();
    std::vector<double> all(columns_, 0.0);
    for (Eigen::Index k = 0; k < weights.size(); ++k)
        all[static_cast<std::size_t>(preprocessor_.kept()[static_cast<std::size_t>(k)])] = weights(k);
    return all;
}

}  // namespace synchrony::ml

#include "synchrony/eval/compare.hpp"

#include <algorithm>

#include "pair_auc.hpp"
#include "synchrony/eval/metrics.hpp"
#include "synchrony/stats/auc.hpp"

namespace synchrony::eval {
namespace {

const ModelPredictions* best_of(const CrossValidation& run, RowKind kind, std::size_t patients) {
    const ModelPredictions* best = nullptr;
    double best_auc = -1.0;
    for (const auto& row : run.models) {
        if (row.kind != kind) continue;
        const double area = PairAuc(row.predictions).plain(patients).value_or(-1.0);
        if (best == nullptr || area > best_auc) best = &row, best_auc = area;
    }
    return best;
}

/// What models are compared with.
struct Reference {
    const ModelPredictions* row = nullptr;
    std::string question;
};

std::vector<Reference> references_of(const CrossValidation& run, std::size_t patients) {
    std::vector<Reference> references;
    for (const auto& row : run.models)
        if (row.facts.chosen) references.push_back({&row, "model against the best simple rule"});
    for (const auto& row : run.models)
        if (!row.facts.expected.empty()) references.push_back({&row, "model against " + row.facts.expected});
    if (!references.empty()) return references;
    if (const auto* rule = best_of(run, RowKind::rule, patients)) return {{rule, "model against the best rule"}};
    if (const auto* floor = best_of(run, RowKind::baseline, patients)) return {{floor, "model against the baseline"}};
    return {};
}

const ModelPredictions* without_pretraining(const CrossValidation& run, const RowName& row) {
    const auto found = std::ranges::find_if(
        run.models, [wanted = RowName{row.name, row.features, "none"}](const auto& m) { return m.row == wanted; });
    return found == run.models.end() ? nullptr : &*found;
}

const ModelPredictions* of_choice(const CrossValidation& run, const std::string& choice) {
    const auto found = std::ranges::find_if(run.models, [&](const auto& m) { return m.facts.choice == choice; });
    return found == run.models.end() ? nullptr : &*found;
}

/// Each patient's mean score; patients whom the row did not test are left at nothing.
std::vector<std::optional<double>> mean_scores(const ModelPredictions& row, std::size_t patients) {
    std::vector<double> sum(patients, 0.0);
    std::vector<double> count(patients, 0.0);
    for (const auto& p : row.predictions) {
        sum[p.patient] += p.score;
        count[p.patient] += 1.0;
    }
    std::vector<std::optional<double>> means(patients);
    for (std::size_t i = 0; i < patients; ++i)
        if (count[i] > 0.0) means[i] = sum[i] / count[i];
    return means;
}

std::optional<stats::AucComparison> pooled_delong(const ModelPredictions& first, const ModelPredictions& second,
                                                  std::span<const std::size_t> people) {
    const auto patients = people.size();
    const auto of_first = mean_scores(first, patients);
    const auto of_second = mean_scores(second, patients);
    std::vector<std::uint8_t> outcome(patients, 0);
    for (const auto& p : first.predictions) outcome[p.patient] = p.outcome;
    std::vector<double> a, b;
    std::vector<std::uint8_t> labels;
    std::vector<std::size_t> rows;
    for (std::size_t i = 0; i < patients; ++i) {
        if (!of_first[i] || !of_second[i]) continue;
        a.push_back(*of_first[i]);
        b.push_back(*of_second[i]);
        labels.push_back(outcome[i]);
        rows.push_back(i);
    }
    return stats::delong_paired(a, b, labels, stats::units_among(people, rows));
}

using Tested = std::pair<int, std::size_t>;  // repeat, patient

std::vector<Tested> tested_in(const ModelPredictions& row) {
    std::vector<Tested> tested;
    for (const auto& p : row.predictions) tested.emplace_back(p.repeat, p.patient);
    std::ranges::sort(tested);
    return tested;
}

/// The row's predictions of those whom the other answered for too.
ModelPredictions where_also(const std::vector<Tested>& other, ModelPredictions row) {
    std::erase_if(row.predictions, [&](const auto& p) {
        return !std::ranges::binary_search(other, Tested{p.repeat, p.patient});
    });
    return row;
}

std::optional<Comparison> difference(const ModelPredictions& all_of_first, const ModelPredictions& all_of_second,
                                     std::string question, std::size_t patients, const MetricOptions& options) {
    const auto first = where_also(tested_in(all_of_second), all_of_first);
    const auto second = where_also(tested_in(all_of_first), all_of_second);
    const PairAuc a(first.predictions);
    const PairAuc b(second.predictions);
    const auto at = [&](std::span<const double> weights) -> std::optional<double> {
        const auto area_a = a.weighted(weights);
        const auto area_b = b.weighted(weights);
        if (!area_a || !area_b) return std::nullopt;
        return *area_a - *area_b;
    };
    const auto observed = at(std::vector<double>(patients, 1.0));
    if (!observed) return std::nullopt;
    const auto people = stats::units_of_rows(options.people, patients);
    const auto drawn = stats::bootstrap_units(people, at, core::RandomStream(options.seed).child("metrics"),
                                              {options.resamples, options.threads});
    auto interval = stats::spread_interval(drawn);
    auto p = stats::bootstrap_p(drawn);
    if (!interval && p) {  // the same difference in every resample
        const auto classes = people_of_classes(first.predictions, people);
        const auto area_first = *a.plain(patients), area_second = *b.plain(patients);
        interval = stats::auc_difference_interval(area_first, area_second, classes.positive, classes.negative);
        p = stats::auc_difference_p(area_first, area_second, classes.positive, classes.negative);
    }
    Comparison found{first.row, second.row, std::move(question), *observed, interval, p, {}, {}, {}, {}, 0};
    found.patients = patients_in(first.predictions);
    if (first.facts.chosen || second.facts.chosen) return found;
    if (const auto pooled = pooled_delong(first, second, people))
        found.delong_difference = pooled->difference, found.delong_p = pooled->p;
    return found;
}

struct PairToCompare {
    const ModelPredictions* first;
    const ModelPredictions* second;
    std::string question;
};

std::vector<PairToCompare> pairs_to_compare(const CrossValidation& run, std::size_t patients) {
    std::vector<PairToCompare> pairs;
    const auto references = references_of(run, patients);
    for (const auto& row : run.models) {
        if (row.kind != RowKind::model) continue;
        for (const auto& reference : references) pairs.push_back({&row, reference.row, reference.question});
        for (const auto& part : row.facts.joins)
            if (const auto* alone = of_choice(run, part))
                pairs.push_back({&row, alone, "joined inputs against one of them"});
        if (row.row.pretraining == "none") continue;
        if (const auto* scratch = without_pretraining(run, row.row))
            pairs.push_back({&row, scratch, "pre-training against none"});
    }
    return pairs;
}

void correct(std::vector<Comparison>& comparisons, std::optional<double> Comparison::*p,
             std::optional<double> Comparison::*corrected) {
    std::vector<double> p_values;
    for (const auto& c : comparisons)
        if (c.*p) p_values.push_back(*(c.*p));
    const auto adjusted = stats::holm_adjusted(p_values);
    std::size_t next = 0;
    for (auto& c : comparisons)
        if (c.*p) c.*corrected = adjusted[next++];
}

}  // namespace

std::vector<Comparison> compare(const CrossValidation& run, std::size_t patients, const MetricOptions& given) {
    const auto pairs = pairs_to_compare(run, patients);
    auto options = given;
    options.resamples = std::max(given.resamples, pairs.size() * resamples_a_comparison);
    std::vector<Comparison> comparisons;
    for (const auto& [first, second, question] : pairs)
        if (auto c = difference(*first, *second, question, patients, options)) comparisons.push_back(std::move(*c));
    correct(comparisons, &Comparison::p, &Comparison::p_holm);
    correct(comparisons, &Comparison::delong_p, &Comparison::delong_p_holm);
    return comparisons;
}

}  // namespace synchrony::eval

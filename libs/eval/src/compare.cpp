#include "synchrony/eval/compare.hpp"

#include <algorithm>

#include "pair_auc.hpp"

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

const ModelPredictions* without_pretraining(const CrossValidation& run, const RowName& row) {
    const auto found = std::ranges::find_if(
        run.models, [wanted = RowName{row.name, row.features, "none"}](const auto& m) { return m.row == wanted; });
    return found == run.models.end() ? nullptr : &*found;
}

std::optional<Comparison> difference(const ModelPredictions& first, const ModelPredictions& second,
                                     std::string question, std::size_t patients, const MetricOptions& options) {
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
    const auto drawn = stats::bootstrap(patients, at, core::RandomStream(options.seed).child("metrics"),
                                        {options.resamples, options.threads});
    return Comparison{first.row,
                      second.row,
                      std::move(question),
                      *observed,
                      stats::percentile_interval(drawn),
                      stats::bootstrap_p(drawn),
                      std::nullopt};
}

void correct(std::vector<Comparison>& comparisons) {
    std::vector<double> p_values;
    for (const auto& c : comparisons)
        if (c.p) p_values.push_back(*c.p);
    const auto adjusted = stats::holm_adjusted(p_values);
    std::size_t next = 0;
    for (auto& c : comparisons)
        if (c.p) c.p_holm = adjusted[next++];
}

}  // namespace

std::vector<Comparison> compare(const CrossValidation& run, std::size_t patients, const MetricOptions& options) {
    std::vector<Comparison> comparisons;
    const auto add = [&](const ModelPredictions& first, const ModelPredictions& second, const char* question) {
        if (auto c = difference(first, second, question, patients, options)) comparisons.push_back(std::move(*c));
    };
    const auto* rule = best_of(run, RowKind::rule, patients);
    const auto* floor = rule != nullptr ? rule : best_of(run, RowKind::baseline, patients);
    for (const auto& row : run.models) {
        if (row.kind != RowKind::model) continue;
        if (floor != nullptr)
            add(row, *floor, rule != nullptr ? "model against the best rule" : "model against the baseline");
        if (row.row.pretraining == "none") continue;
        if (const auto* scratch = without_pretraining(run, row.row)) add(row, *scratch, "pre-training against none");
    }
    correct(comparisons);
    return comparisons;
}

}  // namespace synchrony::eval

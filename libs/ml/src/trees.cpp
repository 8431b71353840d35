#include "synchrony/ml/trees.hpp"

#include <algorithm>

#include "tabular.hpp"

namespace synchrony::ml {
namespace {

TabularOptions common(const TreeOptions& options, std::vector<double> costs) {
    TabularOptions tabular;
    tabular.tables = options.tables;
    tabular.columns = options.columns;
    tabular.keep = options.keep;
    tabular.inner_folds = options.inner_folds;
    tabular.threshold = options.threshold;
    tabular.costs = std::move(costs);
    return tabular;
}

/// The frame's cost is the weight of the fit against smoothness: one over the leaf size.
std::vector<double> costs_of(const std::vector<int>& leaf_sizes) {
    std::vector<double> costs;
    for (const int size : leaf_sizes) costs.push_back(1.0 / static_cast<double>(std::max(size, 1)));
    return costs;
}

BoostingShape shape_of(const BoostingOptions& options) {
    return {options.learning_rate, options.depth, options.row_share, options.column_share};
}

}  // namespace

RandomForest::RandomForest(const ForestOptions& options)
    : TabularModel(
          std::make_unique<Tabular>(common(options, costs_of(options.leaf_sizes)), forest_learner(options.trees))) {}

Boosting::Boosting(const BoostingOptions& options)
    : TabularModel(std::make_unique<Tabular>(common(options, {options.rounds.begin(), options.rounds.end()}),
                                             boosting_learner(shape_of(options)))) {}

core::Result<Contributions> Boosting::contributions(const model::PatientSet& set,
                                                    std::span<const std::size_t> rows) const {
    return tabular().contributions(set, rows);
}

}  // namespace synchrony::ml

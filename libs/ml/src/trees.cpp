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

}  // namespace

// The frame's cost is the weight of the fit against smoothness: one over the leaf size.
RandomForest::RandomForest(ForestOptions options) {
    std::vector<double> costs;
    for (const int size : options.leaf_sizes) costs.push_back(1.0 / static_cast<double>(std::max(size, 1)));
    tabular_ = std::make_unique<Tabular>(common(options, std::move(costs)), forest_learner(options.trees));
}
RandomForest::~RandomForest() = default;

core::Result<void> RandomForest::fit(const model::PatientSet& set, std::span<const std::size_t> rows,
                                     const core::RunContext& context) {
    return tabular_->fit(set, rows, context);
}
core::Result<std::vector<model::Prediction>> RandomForest::predict(const model::PatientSet& set,
                                                                   std::span<const std::size_t> rows) {
    return tabular_->predict(set, rows);
}

Boosting::Boosting(BoostingOptions options) {
    const std::vector<double> costs(options.rounds.begin(), options.rounds.end());
    tabular_ = std::make_unique<Tabular>(
        common(options, costs),
        boosting_learner({options.learning_rate, options.depth, options.row_share, options.column_share}));
}
Boosting::~Boosting() = default;

core::Result<void> Boosting::fit(const model::PatientSet& set, std::span<const std::size_t> rows,
                                 const core::RunContext& context) {
    return tabular_->fit(set, rows, context);
}
core::Result<std::vector<model::Prediction>> Boosting::predict(const model::PatientSet& set,
                                                               std::span<const std::size_t> rows) {
    return tabular_->predict(set, rows);
}

}  // namespace synchrony::ml

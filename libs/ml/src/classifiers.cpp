#include "synchrony/ml/classifiers.hpp"

#include "tabular.hpp"

namespace synchrony::ml {

TabularModel::TabularModel(std::unique_ptr<Tabular> tabular) : tabular_(std::move(tabular)) {}
TabularModel::~TabularModel() = default;

core::Result<void> TabularModel::fit(const model::PatientSet& set, std::span<const std::size_t> rows,
                                     const core::RunContext& context) {
    return tabular_->fit(set, rows, context);
}

core::Result<std::vector<model::Prediction>> TabularModel::predict(const model::PatientSet& set,
                                                                   std::span<const std::size_t> rows) {
    return tabular_->predict(set, rows);
}

LogisticRegression::LogisticRegression(TabularOptions options)
    : TabularModel(std::make_unique<Tabular>(std::move(options), logistic_learner())) {}

double LogisticRegression::cost() const {
    return tabular().cost();
}
double LogisticRegression::threshold() const {
    return tabular().threshold();
}
std::vector<double> LogisticRegression::coefficients() const {
    return tabular().coefficients();
}
core::Result<model::LinearModel> LogisticRegression::linear() const {
    if (auto linear = tabular().linear()) return *std::move(linear);
    return core::fail({core::ErrorKind::usage, "the model was not fitted", "model", {}, {}, {}});
}

SupportVectorMachine::SupportVectorMachine(TabularOptions options)
    : TabularModel(std::make_unique<Tabular>(std::move(options), gaussian_svm_learner())) {}

}  // namespace synchrony::ml

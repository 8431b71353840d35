#include "synchrony/ml/classifiers.hpp"

#include "tabular.hpp"

namespace synchrony::ml {

LogisticRegression::LogisticRegression(TabularOptions options)
    : tabular_(std::make_unique<Tabular>(std::move(options), logistic_learner())) {}
LogisticRegression::~LogisticRegression() = default;

core::Result<void> LogisticRegression::fit(const model::PatientSet& set, std::span<const std::size_t> rows,
                                           const core::RunContext& context) {
    return tabular_->fit(set, rows, context);
}

core::Result<std::vector<model::Prediction>> LogisticRegression::predict(const model::PatientSet& set,
                                                                         std::span<const std::size_t> rows) {
    return tabular_->predict(set, rows);
}

double LogisticRegression::cost() const {
    return tabular_->cost();
}
double LogisticRegression::threshold() const {
    return tabular_->threshold();
}
std::vector<double> LogisticRegression::coefficients() const {
    return tabular_->coefficients();
}

SupportVectorMachine::SupportVectorMachine(TabularOptions options)
    : tabular_(std::make_unique<Tabular>(std::move(options), gaussian_svm_learner())) {}
SupportVectorMachine::~SupportVectorMachine() = default;

core::Result<void> SupportVectorMachine::fit(const model::PatientSet& set, std::span<const std::size_t> rows,
                                             const core::RunContext& context) {
    return tabular_->fit(set, rows, context);
}

core::Result<std::vector<model::Prediction>> SupportVectorMachine::predict(const model::PatientSet& set,
                                                                           std::span<const std::size_t> rows) {
    return tabular_->predict(set, rows);
}

}  // namespace synchrony::ml

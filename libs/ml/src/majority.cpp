#include "synchrony/ml/majority.hpp"

namespace synchrony::ml {

core::Result<void> Majority::fit(const model::PatientSet& set, std::span<const std::size_t> rows,
                                 const core::RunContext&) {
    if (rows.empty()) return core::fail_input("there are no training patients", "majority");
    std::size_t responders = 0;
    for (const auto row : rows) responders += set.response[row];
    prevalence_ = static_cast<double>(responders) / static_cast<double>(rows.size());
    return {};
}

core::Result<std::vector<model::Prediction>> Majority::predict(const model::PatientSet&,
                                                               std::span<const std::size_t> rows) {
    return std::vector<model::Prediction>(rows.size(), {prevalence_, prevalence_ >= 0.5});
}

}  // namespace synchrony::ml

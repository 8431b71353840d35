// Does a row hold for women, without LBBB, with ischaemia?
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "synchrony/eval/metrics.hpp"

namespace synchrony::eval {

struct Subgroup {
    std::string name;                  ///< "women", "QRS >= 150 ms"
    std::vector<std::uint8_t> member;  ///< one entry a patient of the set, 1 = belongs
};

/// Women and men, LBBB or not, ischaemic or not, QRS >= 150 ms or less: those that the tables "clinical" (first) or
/// "ecg" allow and that hold somebody. A patient without the value belongs to neither half.
[[nodiscard]] std::vector<Subgroup> standard_subgroups(const model::PatientSet& set);

/// Fewer of either class than this and a subgroup gets counts only.
inline constexpr std::size_t least_of_a_class = 5;

struct SubgroupFigures {
    std::string name;
    std::size_t patients = 0;
    std::size_t positives = 0;
    Metrics metrics;  ///< brief; AUC from pairs tested in one fold. Empty where a class is too small
};
[[nodiscard]] std::vector<SubgroupFigures> measure_subgroups(std::span<const PatientPrediction> predictions,
                                                             std::span<const Subgroup> subgroups,
                                                             const MetricOptions& options = {});

}  // namespace synchrony::eval

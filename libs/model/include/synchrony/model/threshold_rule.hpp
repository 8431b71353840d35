#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "synchrony/core/result.hpp"

namespace synchrony::model {

/// How a calibrated probability becomes a decision.
enum class ThresholdRule : std::uint8_t {
    half,        ///< 1/2, as ml::ThresholdChoice::half: the rule of the logistic regressions in `evaluate`
    prevalence,  ///< the share of positives, as the networks decide
    youden       ///< most sensitivity + specificity on unseen patients
};
/// Errors (usage): no such rule.
[[nodiscard]] core::Result<ThresholdRule> threshold_rule_named(std::string_view name);
[[nodiscard]] std::string_view name_of(ThresholdRule rule);

}  // namespace synchrony::model

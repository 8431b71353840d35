#include "synchrony/model/threshold_rule.hpp"

#include <array>

namespace synchrony::model {
namespace {

constexpr std::array<std::string_view, 3> rule_names{"half", "prevalence", "youden"};

}  // namespace

core::Result<ThresholdRule> threshold_rule_named(std::string_view name) {
    for (std::size_t i = 0; i < rule_names.size(); ++i)
        if (rule_names[i] == name) return static_cast<ThresholdRule>(i);
    return core::fail({core::ErrorKind::usage,
                       "unknown rule of the threshold",
                       {},
                       std::string(name),
                       "half, prevalence or youden",
                       {}});
}

std::string_view name_of(ThresholdRule rule) {
    return rule_names[static_cast<std::size_t>(rule)];
}

}  // namespace synchrony::model

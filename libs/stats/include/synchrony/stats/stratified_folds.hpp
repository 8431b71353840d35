// Deals items to folds so that groups stay whole and every fold looks like the whole.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "synchrony/core/random.hpp"

namespace synchrony::stats {

/// The fold, in [0, folds), of each item. Items of one group share a fold; each label is spread over the folds as
/// evenly as whole groups allow (exactly to within one item when every group is one item, and the fold sizes too).
/// `labels` (any small numbers) and `groups` (any numbers) have one entry an item; folds >= 1.
[[nodiscard]] std::vector<int> stratified_folds(std::span<const std::uint8_t> labels,
                                                std::span<const std::size_t> groups, int folds,
                                                core::RandomStream& random);

}  // namespace synchrony::stats

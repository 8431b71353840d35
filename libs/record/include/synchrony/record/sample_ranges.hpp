// Lists of stretches of a signal, sorted and disjoint, as Lead::invalid is.
#pragma once

#include <vector>

#include "synchrony/record/ecg.hpp"

namespace synchrony::record {

/// What lies in either list, in any order; sorted and disjoint. Stretches that touch are one.
[[nodiscard]] std::vector<SampleRange> in_either(std::vector<SampleRange> a, const std::vector<SampleRange>& b);

}  // namespace synchrony::record

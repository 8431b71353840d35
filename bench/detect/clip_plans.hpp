// Which clips are cut from which recordings.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "clips.hpp"

namespace synchrony::detect_bench {

inline constexpr int both_halves = -1;

struct Plan {
    const Source* source = nullptr;
    std::vector<std::size_t> leads;
    std::int64_t from = 0;
    std::vector<std::string> disturbance;  // by lead
    std::uint32_t seed = 0;
};

/// Clips of one half (or both), a `thin`-th of them; of MIT-BIH alone without `with_twelve`. For a report single leads
/// only, of MIT-BIH the first signal: its beats were marked there.
[[nodiscard]] std::vector<Plan> plans_of(const std::vector<Source>& sources, int half, bool with_twelve, int thin,
                                         std::uint32_t seed, bool report = false);

}  // namespace synchrony::detect_bench

// What parts are called, and by what a file is known as one.
#pragma once

#include <string>

#include "synchrony/core/shard.hpp"

namespace synchrony::app {

inline constexpr const char* part_mark = "synchrony_part";
inline constexpr int part_version = 2;  ///< 1 had no sum
inline constexpr const char* part_infix = ".part-";
/// Joined in memory alone: what simulation.json is made from.
inline constexpr const char* tally_name = "simulation.tally";

/// "measurements.csv.part-2-of-8"
[[nodiscard]] inline std::string part_name(const std::string& name, const core::Shard& shard) {
    return name + part_infix + std::to_string(shard.number) + "-of-" + std::to_string(shard.count);
}

}  // namespace synchrony::app

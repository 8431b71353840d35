// The file beside a virtual cohort by which it is known as one.
#pragma once

#include <filesystem>
#include <string>

#include "synchrony/core/result.hpp"

namespace synchrony::app {

inline constexpr const char* simulation_file = "simulation.json";
/// Its field "what".
inline constexpr const char* virtual_patients = "virtual patients, no persons";

/// Writes it for a cohort that shards made, from their joined tallies: a line of facts in JSON, then "0.25 1" a
/// patient.
[[nodiscard]] core::Result<void> write_joined_simulation(const std::filesystem::path& folder, const std::string& tally,
                                                         const std::string& command);

}  // namespace synchrony::app

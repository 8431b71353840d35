// The file beside a virtual cohort by which it is known as one.
#pragma once

#include <cstdint>
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "synchrony/app/simulate.hpp"
#include "synchrony/core/result.hpp"

namespace synchrony::app {

inline constexpr const char* simulation_file = "simulation.json";
/// Its field "what".
inline constexpr const char* virtual_patients = "virtual patients, no persons";

/// What is kept of every patient.
struct Tally {
    std::vector<double> probabilities;
    std::vector<std::uint8_t> responses;
};

/// Without the time that it took.
[[nodiscard]] SimulateReport report_of(const Tally& tally, double chance_sd_pct);

/// The file beside a cohort, with what decides it (`facts`).
[[nodiscard]] core::Result<void> write_simulation_facts(const std::filesystem::path& folder, const std::string& command,
                                                        const SimulateReport& report,
                                                        const nlohmann::ordered_json& facts);

/// Writes it for a cohort that shards made, from their joined tallies: a line of facts in JSON, then "0.25 1" a
/// patient.
[[nodiscard]] core::Result<void> write_joined_simulation(const std::filesystem::path& folder, const std::string& tally,
                                                         const std::string& command);

}  // namespace synchrony::app

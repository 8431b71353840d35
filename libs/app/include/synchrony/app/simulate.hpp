// Use case: write a cohort of virtual CRT patients: table, ECGs, and the truth beside them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "synchrony/app/part_file.hpp"
#include "synchrony/core/progress.hpp"
#include "synchrony/core/result.hpp"
#include "synchrony/sim/patient.hpp"

namespace synchrony::app {

struct SimulateRequest {
    std::uint64_t patients = 71;
    std::string preset = "nanjing";
    sim::PatientOptions options;
    std::filesystem::path out;  ///< folder: cohort.csv, truth.csv, simulation.json, ecg/ID.hea .dat .atr
    std::string command;        ///< for provenance
    ShardRequest shard;         ///< asked: this part of the patients alone, and parts of the tables
};

struct SimulateReport {
    std::uint64_t patients = 0;
    std::uint64_t responders = 0;
    double attainable_auc = 0.0;  ///< of the true probabilities of these patients
    double realised_auc = 0.0;    ///< of the same against what happened; NaN with one class only
    double chance_sd_pct = 0.0;
    double seconds = 0.0;
};

/// At most this many patients at once.
inline constexpr std::uint64_t most_patients = 10'000'000;

/// Memory does not grow with the number of patients but for 8 bytes each. Files appear whole or not at all, cohort.csv
/// and truth.csv last; the same seed writes the same files whatever the number of threads. Errors: usage (no patient,
/// too many, unknown preset, rate not 250 to 1000 Hz), io, cancelled.
[[nodiscard]] core::Result<SimulateReport> simulate(const SimulateRequest& request, const core::RunContext& context);

/// The report with what was asked for.
[[nodiscard]] nlohmann::ordered_json to_json(const SimulateRequest& request, const SimulateReport& report,
                                             std::uint64_t seed);

}  // namespace synchrony::app

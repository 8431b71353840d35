// Use case: the tests that a map of the ECG (ecg_map.hpp) must pass before anybody is shown one.
#pragma once

#include <array>
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "synchrony/app/ecg_map.hpp"
#include "synchrony/core/progress.hpp"
#include "synchrony/core/result.hpp"
#include "synchrony/io/read.hpp"

namespace synchrony::app {

struct ScoreExplanationRequest {
    std::filesystem::path predictor;   ///< a linear model on deep features, or a network that is one (as_linear())
    std::filesystem::path cohort_csv;  ///< patients with ECGs; outcomes are not read
    io::ReadOptions reading;
    MapOptions map;
    std::size_t patients = 0;  ///< the first of the cohort; 0: all
};

/// Mean over patients with its 95 % bootstrap interval.
struct MeanOverPatients {
    double mean = 0.0, low = 0.0, high = 0.0;
};

/// Shares of the log-odds' deletion after which they are compared.
inline constexpr std::array deletion_shares{0.1, 0.2, 0.3, 0.5, 0.7};

struct ExplanationScore {
    std::size_t patients = 0;
    /// Spearman's rank correlation, over leads and parts, with the map of the same predictor whose encoder's weights
    /// were shuffled within each tensor, and whose head's were (Adebayo et al., NeurIPS 2018).
    MeanOverPatients shuffled_encoder, shuffled_head;
    /// How far the log-odds fall when the parts that speak most for the outcome are made straight first, and in random
    /// order; by share of parts. A fall that a map foretells is larger.
    std::array<MeanOverPatients, deletion_shares.size()> guided, random;
    MeanOverPatients gain;  ///< mean over the shares of guided less random
    /// Part of the map's absolute values, and what chance would give it: by the parts' durations, by the number of
    /// leads.
    MeanOverPatients in_qrs, in_qrs_chance;
    MeanOverPatients in_lateral_leads;  ///< I, aVL, V5, V6
    double in_lateral_leads_chance = 4.0 / 12.0;
    MeanOverPatients in_second_half;  ///< of what lies in the QRS complex; 1/2 by chance
    /// The same of the shuffled encoder: what comes of the shape of the ECG alone.
    MeanOverPatients in_qrs_shuffled, in_lateral_leads_shuffled, in_second_half_shuffled;
    double flat_most = 0.0;  ///< largest absolute value of the map of a recording that is constant
    /// Changes with the weights, foretells what taking parts away does, is flat on a constant recording.
    [[nodiscard]] bool follows_the_model() const;
    /// Lies in the QRS complex and in the lateral leads, more than by chance and than with shuffled weights. Only of
    /// patients whose outcome is a late lateral wall does that say anything.
    [[nodiscard]] bool finds_the_place() const;
    [[nodiscard]] bool passes() const { return follows_the_model() && finds_the_place(); }
};

/// Limits of follows_the_model(): a map that hardly changes with the weights explains the ECG's shape and not the
/// model.
inline constexpr double most_like_shuffled = 0.5;
inline constexpr double largest_flat = 1e-6;  ///< log-odds: rounding of single precision

/// Errors: those of read_predictor, of ecg_map and of reading the cohort; cancelled. Recordings that cannot be used are
/// left out.
[[nodiscard]] core::Result<ExplanationScore> score_explanation(const ScoreExplanationRequest& request,
                                                               const core::RunContext& context);

[[nodiscard]] nlohmann::ordered_json to_json(const ExplanationScore& score);

}  // namespace synchrony::app

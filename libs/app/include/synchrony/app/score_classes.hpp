// Use case: how well a pre-trained network tells the AAMI classes of a beat-annotated database, record by record.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "synchrony/app/class_scores.hpp"
#include "synchrony/core/progress.hpp"
#include "synchrony/core/result.hpp"
#include "synchrony/inputs/beat_images.hpp"
#include "synchrony/model/bundle.hpp"
#include "synchrony/nn/training.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::app {

/// Records of MIT-BIH's published split that are scored; paced records never are.
enum class ScoredPart { ds1, ds2, all };
[[nodiscard]] std::string_view name_of(ScoredPart part);
[[nodiscard]] core::Result<ScoredPart> scored_part_named(std::string_view name);

struct ScoreClassesRequest {
    std::filesystem::path model;     ///< bundle whose outputs are N, S, V, F, Q
    std::filesystem::path database;  ///< folder with RECORDS and atr annotations; empty: datasets::data_folder("mitdb")
    ScoredPart part = ScoredPart::ds2;  ///< looked at only where records are MIT-BIH's
    datasets::BeatSource beats = datasets::BeatSource::annotations;
    double excerpt_s = 0;  ///< above 0: each record in pieces of that length, each as if it were all there is
    nn::Device device = nn::Device::cpu;  ///< where the network answers
    std::filesystem::path predictions;    ///< CSV with the probabilities of every beat; empty: none
};

struct ScoreClassesReport {
    ClassScores classes;
    std::string split;            ///< what the bundle says of the records that it has seen
    std::optional<bool> leaking;  ///< has_taught
    std::size_t records = 0;
    std::size_t excerpts = 0;                        ///< scored ones; 0: whole records
    std::int64_t beats_left_out = 0;                 ///< annotated beats in pieces too short, or without images
    std::int64_t missed_beats = 0, extra_beats = 0;  ///< of the detector, within what is scored
};

/// Whether one of these records, or another of the same person, has taught the network or chosen its weights: by the
/// names in its provenance, so that a record of one name in another database counts too. Nothing where it is not known:
/// files from before the names are judged by their words, which tell it of the published split of MIT-BIH alone.
[[nodiscard]] std::optional<bool> has_taught(const model::Provenance& network,
                                             std::span<const record::PatientId> records);

/// Shortest excerpt, s: a few beats at any rate.
inline constexpr double least_excerpt_s = 4;
inline constexpr double most_excerpt_s = 1e6;

/// Errors (usage): excerpts out of range, a folder without a record of that part; (input): a bundle of other outputs, a
/// record that cannot be read; cancelled.
[[nodiscard]] core::Result<ScoreClassesReport> score_classes(const ScoreClassesRequest& request,
                                                             const core::RunContext& context);

}  // namespace synchrony::app

// Use case: compare beat annotations of a detector with reference annotations, over records of a database.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "synchrony/beats/score.hpp"
#include "synchrony/core/progress.hpp"
#include "synchrony/core/result.hpp"

namespace synchrony::app {

struct ScoreBeatsRequest {
    std::vector<std::filesystem::path> records;  ///< "mitdb/100": where header and reference lie
    std::string reference = "atr";               ///< annotator of the truth
    std::string test = "qrs";                    ///< annotator to be scored
    std::filesystem::path test_folder;           ///< where RECORD.TEST lies; empty: beside the record
    double match_window_s = 0.150;               ///< EC57
    double learning_s = 300.0;                   ///< 0: the whole record counts
};

struct RecordScore {
    std::string record;
    beats::BeatScore score;  ///< after the learning period
    beats::BeatScore whole;  ///< of the whole record
};

struct ScoreBeatsReport {
    std::vector<RecordScore> records;  ///< in the order asked for
    beats::ScoreSummary summary;       ///< after the learning period
    beats::ScoreSummary whole;         ///< of the whole records
    double learning_s = 0;
};

/// Scores every record; the first record that cannot be scored ends it with its error.
[[nodiscard]] core::Result<ScoreBeatsReport> score_beats(const ScoreBeatsRequest& request,
                                                         const core::RunContext& context);

}  // namespace synchrony::app

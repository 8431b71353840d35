// Use case: compare our wave boundaries and QRS durations with those of annotators, over a folder of records.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "synchrony/core/progress.hpp"
#include "synchrony/core/result.hpp"
#include "synchrony/measure/delineation_score.hpp"

namespace synchrony::app {

struct ScoreDelineationRequest {
    std::filesystem::path folder;  ///< as annotated_folder.hpp describes it
};

struct ScoreDelineationReport {
    std::size_t records = 0;
    std::size_t leads = 0;            ///< annotated ones
    measure::DelineationScore score;  ///< of each beat in each lead; QRS duration: median over the beats
    measure::DurationScore median_beat_qrs_duration;  ///< as `measure` prints it
    struct NotMeasured {
        std::string record;
        std::string reason;
    };
    std::vector<NotMeasured> not_measured;  ///< their annotated waves count as missed
};

/// Errors: the folder or a record cannot be read; cancelled. A record that is readable but refuses to be measured does
/// not end it.
[[nodiscard]] core::Result<ScoreDelineationReport> score_delineation(const ScoreDelineationRequest& request,
                                                                     const core::RunContext& context);

}  // namespace synchrony::app

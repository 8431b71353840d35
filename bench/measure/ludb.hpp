// A folder in LUDB's shape, read whole: RECORDS, data/<n>.hea, one annotator a lead.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "synchrony/core/result.hpp"
#include "synchrony/measure/delineation_score.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::measure_bench {

struct LudbRecord {
    int number = 0;
    record::Ecg ecg;
    std::vector<std::vector<measure::ReferenceWave>> waves;  ///< by lead
};

[[nodiscard]] core::Result<std::vector<LudbRecord>> read_ludb(const std::filesystem::path& folder);

}  // namespace synchrony::measure_bench

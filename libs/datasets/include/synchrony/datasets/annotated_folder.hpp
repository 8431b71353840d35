// A folder in the shape of LUDB: RECORDS names the records, and each lead has an annotation file of its own, whose
// ending is the lead's name in small letters ("1.i", "1.avr", "1.v6").
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "synchrony/core/result.hpp"
#include "synchrony/measure/delineation_score.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::datasets {

/// The records that `folder`/RECORDS lists, one a line, as paths without ending. Errors: no such file (io), no record,
/// a record outside the folder, more than 10^6 of them (input).
[[nodiscard]] core::Result<std::vector<std::filesystem::path>> records_of_folder(const std::filesystem::path& folder);

struct AnnotatedRecord {
    std::string name;  ///< "13"
    record::Ecg ecg;
    std::vector<std::vector<measure::ReferenceWave>> waves;  ///< by lead of `ecg`; empty where a lead is not annotated
};

/// Errors: the record or an annotation file cannot be read, no lead is annotated (input).
[[nodiscard]] core::Result<AnnotatedRecord> read_annotated_record(const std::filesystem::path& record);

/// All of a folder in memory; the first record that cannot be read ends it.
[[nodiscard]] core::Result<std::vector<AnnotatedRecord>> read_annotated_folder(const std::filesystem::path& folder);

}  // namespace synchrony::datasets

// A hospital's table and its folder of recordings made one: which ECG is whose.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "synchrony/app/table_import.hpp"
#include "synchrony/core/progress.hpp"

namespace synchrony::app {

/// Gives every patient of the table the recording that is theirs, in a column `ecg`, named relative to request.out: by
/// the id in the file, else, where the file has none or no file's id is the table's, by its path (PatientIds). Of a
/// patient's several recordings the one that request.which_ecg says; where the day of the implant is known, none after
/// that day, and the last before it. Counts and what to look at are added to the notes. Errors: folders that cannot be
/// read, cancelled, no recording of anybody in the table, and a choice that nobody can make: several recordings without
/// a word which, or without their times.
[[nodiscard]] core::Result<JoinedRecordings> join_recordings(tables::ImportedTable& imported,
                                                             const TableImportRequest& request,
                                                             const core::RunContext& context);

}  // namespace synchrony::app

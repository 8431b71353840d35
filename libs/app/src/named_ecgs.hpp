// ECGs that a hospital's table names itself: are they of before the implant?
#pragma once

#include "synchrony/app/table_import.hpp"
#include "synchrony/core/progress.hpp"
#include "synchrony/core/result.hpp"
#include "synchrony/tables/import_table.hpp"

namespace synchrony::app {

/// Notes of `imported` say which of the ECGs that its column `ecg` names, relative to the table, were recorded after
/// the day of the implant, on it, or bear no date. Nothing where `days` (as ImportedTable::implant_dates) are empty;
/// an ECG that cannot be read is passed over, `cohort check` names it. Errors: cancelled.
[[nodiscard]] core::Result<void> note_named_ecgs(tables::ImportedTable& imported, const std::vector<std::string>& days,
                                                 const TableImportRequest& request, const core::RunContext& context);

}  // namespace synchrony::app

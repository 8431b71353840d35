// Which columns of a table are ECG leads, which is the time, and which are something else.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "synchrony/core/result.hpp"
#include "synchrony/io/csv_recording.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::io::csv {

enum class ColumnKind : std::uint8_t { time, lead, other };

struct Column {
    std::string name;                  ///< without the unit
    std::optional<std::string> unit;   ///< where the name says one
    std::optional<double> millivolts;  ///< that 1 of `unit` is, where that is a unit of voltage
    ColumnKind kind = ColumnKind::other;
    std::vector<double> values;  ///< NaN where missing
    bool said_missing = false;   ///< by a word, not by an empty cell
    bool holds_text = false;
    bool never_lead = false;  ///< said to be another signal
    bool lead_name = false;   ///< its name is an ECG lead's, as the names of the table stand together
};

/// The columns of these names (empty ones in a table without a header). Fails (input) on a lead whose name holds a unit
/// that is none of voltage, (usage) on a time column that is not there.
[[nodiscard]] core::Result<std::vector<Column>> columns_of(const std::vector<std::string>& names,
                                                           const CsvOptions& options, const std::string& where);

/// Names by options.lead_names the columns of a table that names no lead: all but times, or all but those and the first
/// column. Fails (usage) where their number differs; warns where the table names leads itself.
[[nodiscard]] core::Result<void> name_leads(std::vector<std::string>& names, const CsvOptions& options,
                                            const std::string& where, std::vector<record::Warning>& warnings);

/// Takes times and numbers of samples from among the leads, with a warning: 50 values or more that rise all along, each
/// within one step of evenly spaced ones (rounded times are not quite even). Leads by their names or units stay.
void set_counters_aside(std::vector<Column>& columns, std::vector<record::Warning>& warnings);

/// Seconds that 1 in a time column of this name is.
[[nodiscard]] double unit_of_time_name(const std::string& name);

}  // namespace synchrony::io::csv

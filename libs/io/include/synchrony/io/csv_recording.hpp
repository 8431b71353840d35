// ECGs as tables of text: one row a sample, one column a lead. Quoting as in RFC 4180.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "synchrony/core/result.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::io {

/// The dialect of a table. What is left empty is told from the file. Columns become leads by their names
/// (record::is_lead_name, in any spelling) or by a unit of voltage in them ("ch1 [uV]") unless they are named as
/// another signal (record::names_other_signal) or in a comment "# other signal: ch1"; other columns are
/// Ecg::other_signals, and those that hold text or nothing are left out. A lead in a unit that is none of voltage is
/// refused.
struct CsvOptions {
    /// ',', ';', tab, or ' ' for one or more blanks; empty: the one of these that divides the first rows alike.
    std::optional<char> separator = {};
    std::optional<bool> header =
        {};  ///< whether the first row names the columns; empty: it does when a cell is no number
    /// ',' where numbers are written so; empty: told from the numbers where all are of one kind, else '.'.
    std::optional<char> decimal_point = {};
    /// Name of the column that holds the time; empty: a column named time, t, time_s, time (s), time_ms, ... if any.
    std::string time_column = {};
    double time_unit_s = 0.0;  ///< seconds that 1 in the time column is; 0: from its name (ms), else 1
    /// Sampling frequency, Hz; overrides the time column. One of the two must be there.
    std::optional<double> sampling_frequency_hz = {};
    /// Of leads whose columns name none: mV, uV, V or nV; empty: mV. Stored as mV. Where it is given and no column is a
    /// lead by its name, all columns are.
    std::optional<std::string> unit = {};
    /// Of a table that names no lead: its columns in their order, but for the time; or all but a first column that
    /// counts. Fails (usage) where their number differs; not used, with a warning, where the table names leads itself.
    std::vector<std::string> lead_names = {};
    std::vector<std::string> other_signals = {};      ///< columns that are no leads whatever their names and units say
    std::int64_t max_values = std::int64_t{1} << 28;  ///< cells that are read at most
};

/// Parses a table. Empty cells and words for a missing value (NaN, NA, ...; with a warning) are invalid samples.
/// `where` names the file in messages, which give line and column of a fault.
[[nodiscard]] core::Result<record::Ecg> parse_csv(std::string_view text, const std::string& where,
                                                  const CsvOptions& options = {});
[[nodiscard]] core::Result<record::Ecg> read_csv(const std::filesystem::path& path, const CsvOptions& options = {});

/// Writes time (s) and all leads in mV, and other signals in their unit; invalid samples as empty cells.
[[nodiscard]] core::Result<void> write_csv(const std::filesystem::path& path, const record::Ecg& ecg);

}  // namespace synchrony::io

// The WFDB header (.hea): the record line, signal lines, segment lines and comments, with every optional field.
// Source: G. B. Moody, WFDB Applications Guide, header(5), https://physionet.org/physiotools/wag/header-5.htm
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "synchrony/core/result.hpp"

namespace synchrony::io::wfdb {

/// One signal line. Absent fields are empty; the functions give what header(5) says stands in for them.
struct SignalSpec {
    std::string file_name;                    ///< "100.dat"; "~" for a signal without samples (layout headers)
    int format = 16;                          ///< 8 16 24 32 61 80 160 212 310 311 508 516 524; 0 without samples
    int samples_per_frame = 1;                ///< 1 to max_samples_per_frame
    std::optional<std::int64_t> skew;         ///< samples by which this signal lags signal 0
    std::optional<std::int64_t> byte_offset;  ///< bytes before the first sample; samples in FLAC formats
    std::optional<double> gain;               ///< ADC units per physical unit; absent or 0: not calibrated
    std::optional<std::int32_t> baseline;     ///< ADC value of 0 physical units
    std::string units;                        ///< empty when not given
    std::optional<int> adc_resolution;        ///< bits
    std::optional<std::int32_t> adc_zero;     ///< ADC value at mid-range
    std::optional<std::int32_t> initial_value;
    std::optional<std::uint16_t> checksum;  ///< low 16 bits of the sum of all samples in the file
    std::optional<std::int64_t> block_size;
    std::string description;
    bool other = false;  ///< no ECG whatever its unit and name: a comment "other signal: NAME" says so, which we write

    [[nodiscard]] bool calibrated() const { return gain && *gain != 0.0; }
    /// ADC units per physical unit; 200 when the signal is not calibrated (WFDB_DEFGAIN).
    [[nodiscard]] double effective_gain() const { return calibrated() ? *gain : 200.0; }
    [[nodiscard]] std::int32_t effective_baseline() const { return baseline.value_or(adc_zero.value_or(0)); }
    [[nodiscard]] std::int32_t effective_initial_value() const { return initial_value.value_or(adc_zero.value_or(0)); }
    [[nodiscard]] std::string effective_units() const { return units.empty() ? "mV" : units; }
    /// Skew in frames, as the WFDB library rounds it.
    [[nodiscard]] std::int64_t skew_frames() const {
        return (2 * skew.value_or(0) + samples_per_frame) / (std::int64_t{2} * samples_per_frame);
    }
};

/// One segment line of a multi-segment record.
struct SegmentSpec {
    std::string name;         ///< record name of the segment; "~" for a gap
    std::int64_t frames = 0;  ///< length
    [[nodiscard]] bool is_gap() const { return name == "~"; }
};

/// A header. A multi-segment record's header has segments and no signals of its own.
struct Header {
    std::string record_name;  ///< without the folders that some writers put before it
    bool multi_segment = false;
    int signal_count = 0;               ///< as the record line says
    double frame_frequency_hz = 250.0;  ///< frames per second; 250 when absent (WFDB_DEFFREQ)
    bool frequency_given = false;
    std::optional<double> counter_frequency_hz;
    std::optional<double> base_counter;
    std::optional<std::int64_t> frames;  ///< samples per signal at one sample a frame; absent or 0: not said
    std::string base_time;               ///< "19:46:25.757" as it stands there; may be empty
    std::string base_date;               ///< "26/10/1994" (day/month/year); may be empty
    bool date_unreadable = false;        ///< something stands for a date and is none, or of no century
    std::vector<SignalSpec> signals;
    std::vector<SegmentSpec> segments;
    std::vector<std::string> comments;  ///< without '#' and the blanks around, before and after the record line
    std::vector<std::string> warnings;  ///< fields that nobody needs and that are not as header(5) has them: left out

    /// A variable-layout record: its first segment has no samples and lists all signals of the record.
    [[nodiscard]] bool variable_layout() const { return multi_segment && !segments.empty() && segments[0].frames == 0; }
    /// "1994-10-26T08:26:04", or the day alone where no time of day is given, when that is a day of the calendar. A
    /// year of two digits names no century, so there is none then.
    [[nodiscard]] std::optional<std::string> start_time() const;
    /// "08:26:04" when the time is one of a day, with or without a date.
    [[nodiscard]] std::optional<std::string> clock_time() const;
};

/// A frame (all signals together) has at most this many samples; a larger claim is refused. Our bound, not WFDB's.
inline constexpr int max_samples_per_frame = 1 << 20;
/// More signals or segments than this do not occur (MIMIC's longest records have some thousand segments). Our bound.
inline constexpr int max_signals = 4096;
inline constexpr int max_segments = 1 << 20;

/// Parses the text of a header; `where` names it in messages.
[[nodiscard]] core::Result<Header> parse_header(std::string_view text, const std::string& where);

/// Reads the header of `record`: "mitdb/100", or "mitdb/100.hea".
[[nodiscard]] core::Result<Header> read_header(const std::filesystem::path& record);

/// The text of a header, lines ended by LF.
[[nodiscard]] std::string format_header(const Header& header);

/// The patient's id that a reader finds in comments, "Patient: P00001"; empty where it finds none.
[[nodiscard]] std::string patient_id_of(const std::vector<std::string>& comments);

}  // namespace synchrony::io::wfdb

// The recording as every room above io sees it: leads in mV at one sampling frequency, invalid stretches named.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace synchrony::record {

/// Who the recording belongs to. A type of its own, so that sets, folds and predictions cannot be built without it
/// and a record name is never taken for a patient by accident. Not printed to logs or reports unless asked for.
class PatientId {
  public:
    explicit PatientId(std::string value) : value_(std::move(value)) {}
    [[nodiscard]] const std::string& value() const { return value_; }
    friend bool operator==(const PatientId&, const PatientId&) = default;
    friend auto operator<=>(const PatientId&, const PatientId&) = default;

  private:
    std::string value_;
};

/// Samples [begin, end).
struct SampleRange {
    std::int64_t begin = 0;
    std::int64_t end = 0;
    friend bool operator==(const SampleRange&, const SampleRange&) = default;
};

/// One signal. ECG leads are in mV; a signal of another kind keeps its file's unit.
struct Lead {
    std::string name;            ///< standard spelling where known: I II III aVR aVL aVF V1..V6 MLII ...
    std::string unit = "mV";     ///< "mV" for ECG leads, else what the file says ("mmHg", "NU")
    std::vector<float> samples;  ///< in `unit`; inside `invalid` ranges the last valid value is held (0 before any)
    std::vector<SampleRange> invalid;  ///< sorted, disjoint: samples that the file marks as missing
};

/// A recording. All of `leads` share one sampling frequency and length.
struct Ecg {
    double sampling_frequency_hz = 0.0;  ///< > 0
    std::vector<Lead> leads;             ///< ECG leads, in the file's order
    std::vector<Lead> other_signals;    ///< pressures, respiration, ...: never fed to ECG methods; same rate and length
    std::string format;                 ///< which reader made it: "wfdb", "csv", ...
    std::string record_name;            ///< the record's own name inside its file, may be empty
    std::vector<std::string> comments;  ///< free text of the file, as it stands there
    std::vector<std::string> warnings;  ///< what the reader had to mend or found odd ("checksum of V5 differs")
    std::optional<std::string> start_time;  ///< "2026-11-22T14:50:00" when the file says so

    /// Samples per lead; 0 when there is no lead.
    [[nodiscard]] std::int64_t sample_count() const {
        return leads.empty() ? 0 : static_cast<std::int64_t>(leads.front().samples.size());
    }
    [[nodiscard]] double duration_s() const { return static_cast<double>(sample_count()) / sampling_frequency_hz; }
    /// The lead of that name (any case), or null.
    [[nodiscard]] const Lead* find_lead(std::string_view name) const;
};

/// A stretch of a recording as if nothing else had been recorded: samples of all signals, invalid stretches cut to it.
/// `range` is held within the recording. The start time is left out.
[[nodiscard]] Ecg excerpt(const Ecg& ecg, SampleRange range);

/// The twelve standard leads in the order of a printed ECG: I II III aVR aVL aVF V1..V6.
[[nodiscard]] std::span<const std::string_view> standard_leads();

/// The standard spelling of a lead's name ("avr" -> "aVR", "ECG lead II" -> "II", "MLII" stays); the name itself when
/// unknown.
[[nodiscard]] std::string standard_lead_name(std::string_view name);

/// How many mV one `unit` is, for units of voltage ("mV", "uV", "µV", "nV", "V", any case of the letter V); empty for
/// others.
[[nodiscard]] std::optional<double> millivolts_per(std::string_view unit);

}  // namespace synchrony::record

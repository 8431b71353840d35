// The recording as every room above io sees it: leads in mV at one sampling frequency, invalid stretches named.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "synchrony/record/file_facts.hpp"
#include "synchrony/record/lead_names.hpp"

namespace synchrony::record {

/// Who the recording belongs to. A type of its own, so that sets, folds and predictions cannot be built without it
/// and a record name is never taken for a patient by accident. Not printed to logs or reports unless asked for.
class PatientId {
  public:
    explicit PatientId(std::string value) : value_(std::move(value)) {}
    [[nodiscard]] const std::string& value() const { return value_; }
    friend bool operator==(const PatientId&, const PatientId&) = default;
    friend auto operator<=>(const PatientId&, const PatientId&) = default;  // NOLINT(modernize-use-nullptr)

  private:
    std::string value_;
};

/// Samples [begin, end).
struct SampleRange {
    std::int64_t begin = 0;
    std::int64_t end = 0;
    friend bool operator==(const SampleRange&, const SampleRange&) = default;
};

/// What a reader had to mend, to assume, or found odd. It stands beside every number made from the recording.
struct Warning {
    std::string text;  ///< "checksum of V5 differs ...", without a full stop
    /// Why no prediction should be made from such a recording ("gain_not_given", "checksum_differs"); empty where the
    /// warning only has to be said.
    std::string doubt;

    Warning(std::string says, std::string why = {}) : text(std::move(says)), doubt(std::move(why)) {}  // NOLINT
    Warning(const char* says) : text(says) {}                                                          // NOLINT
    friend bool operator==(const Warning&, const Warning&) = default;
};

/// One signal. ECG leads are in mV; a signal of another kind keeps its file's unit.
struct Lead {
    std::string name;         ///< standard spelling where known: I II III aVR aVL aVF V1..V6 MLII ...
    std::string unit = "mV";  ///< "mV" for ECG leads, else what the file says ("mmHg"); empty: none
    /// In `unit`. Inside `invalid` ranges the last valid value is held, before any the first (0 where there is none),
    /// so that the mark of a missing sample makes no step.
    std::vector<float> samples;
    std::vector<SampleRange> invalid;  ///< sorted, disjoint: samples that the file marks as missing
    bool derived = false;              ///< computed from other leads (with_limb_leads), not recorded

    /// Samples that hold a measurement.
    [[nodiscard]] std::int64_t valid_samples() const;
    /// Whether one of samples [begin, end) is marked as missing; those before the first and behind the last are not.
    [[nodiscard]] bool misses(std::int64_t begin, std::int64_t end) const;
    /// Whether all of samples [begin, end) are there and hold a measurement.
    [[nodiscard]] bool is_valid(std::int64_t begin, std::int64_t end) const;
};

/// Fills the invalid ranges of a lead as Lead::samples promises. For readers, which call it last.
void hold_over_invalid(Lead& lead);

/// A recording. All of `leads` share one sampling frequency and length.
struct Ecg {
    double sampling_frequency_hz = 0.0;  ///< > 0
    std::vector<Lead> leads;             ///< ECG leads, in the file's order
    std::vector<Lead> other_signals;    ///< pressures, respiration, ...: never fed to ECG methods; same rate and length
    std::string format;                 ///< which reader made it: "wfdb", "csv", ...
    std::string record_name;            ///< the record's own name inside its file, may be empty
    std::vector<std::string> comments;  ///< free text of the file, as it stands there
    std::vector<Warning> warnings;      ///< the reader's
    std::optional<std::string> start_time;  ///< "2026-11-22T14:50:00", or the day alone (start_times.hpp)
    FileFacts facts;                        ///< device, filters, printed measurements, patient
    /// Median or representative beats that the device stored beside the rhythm: recordings of their own, never mixed
    /// with it; they hold no facts. Empty for most formats.
    std::vector<Ecg> stored_beats;

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

/// Where no lead holds a sample, and nobody knows what was: the ranges that are invalid in all leads, in order of time.
[[nodiscard]] std::vector<SampleRange> missing_in_all_leads(const Ecg& ecg);

/// The twelve standard leads in the order of a printed ECG: I II III aVR aVL aVF V1..V6.
[[nodiscard]] std::span<const std::string_view> standard_leads();

/// The eight from which the other four of them follow: I II V1..V6.
[[nodiscard]] std::span<const std::string_view> independent_leads();

}  // namespace synchrony::record

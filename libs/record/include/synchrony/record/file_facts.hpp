// What a recording's file says beside the samples: device, filters, what the device printed, whose it is.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "synchrony/record/lead_measurements.hpp"

namespace synchrony::record {

/// The electrocardiograph or recorder. Empty where the file does not say.
struct Device {
    std::string manufacturer;
    std::string model;
    std::string software;
    friend bool operator==(const Device&, const Device&) = default;
};

/// Filters that the samples went through before they were stored, as the file says.
struct Filters {
    std::optional<double> high_pass_hz;  ///< baseline filter: what is slower is damped
    std::optional<double> low_pass_hz;   ///< muscle filter: what is faster is damped
    std::optional<double> notch_hz;      ///< mains filter
    friend bool operator==(const Filters&, const Filters&) = default;
};

/// What the device measured and printed, in ms, degrees and 1/min. Never used in place of our measurements; shown
/// beside them.
struct PrintedMeasurements {
    std::optional<double> heart_rate_per_min;
    std::optional<double> p_ms;  ///< duration of the P wave
    std::optional<double> pr_ms;
    std::optional<double> qrs_ms;
    std::optional<double> qt_ms;
    std::optional<double> qtc_ms;
    std::optional<double> p_axis_deg;
    std::optional<double> qrs_axis_deg;
    std::optional<double> t_axis_deg;
    std::vector<LeadMeasurements> leads;  ///< lead by lead, where the file holds such
    std::vector<std::string> statements;  ///< "Sinus rhythm", ...: as printed, a line each
    /// The device's own, where a person confirmed or changed them afterwards and the file holds both.
    std::vector<std::string> original_statements;
    friend bool operator==(const PrintedMeasurements&, const PrintedMeasurements&) = default;
};

/// Whose recording it is, as the file says. Identifying, except sex: never printed unless the user asks.
struct PatientFields {
    std::string id;
    std::string name;
    std::string birth_date;           ///< "1956-04-30"; empty where unknown
    std::string sex;                  ///< "female", "male" or empty
    std::optional<double> age_years;  ///< at the recording
    /// The name as the file writes it in ideographs and by its sound, as DICOM has them; the first may be empty. Not
    /// shown: to know where it stands elsewhere.
    std::vector<std::string> other_spellings = {};
    std::string born_in = {};  ///< "1956" or "1956-04", where the file says no day of birth; else empty
    /// Names and numbers that the file has beside those: a maiden name, the number of the order. Not shown either.
    std::vector<std::string> other_names = {};
    std::vector<std::string> other_ids = {};
    /// Of what a file may be asked for.
    friend bool operator==(const PatientFields& a, const PatientFields& b) {
        return std::tie(a.id, a.name, a.birth_date, a.sex, a.age_years, a.other_spellings, a.born_in) ==
               std::tie(b.id, b.name, b.birth_date, b.sex, b.age_years, b.other_spellings, b.born_in);
    }
};

/// Two ages of one person, as a file, a table or dates say them, lie far apart from so many years on: completed years
/// may differ by one where an age was entered before a birthday.
inline constexpr double far_age_years = 2.0;

/// What the file notes at a time: an annotation of EDF+, an event mark. Free text, which may name the patient.
struct Note {
    double time_s = 0.0;               ///< from the first sample
    std::optional<double> duration_s;  ///< empty: a moment
    std::string text;
    friend bool operator==(const Note&, const Note&) = default;
};

/// In which order the file writes day and month, where its form leaves that open.
enum class DateOrder : std::uint8_t {
    said,         ///< by the form (2020-04-05), by another date of the file, or day and month are one number
    month_first,  ///< 04-22-2020: no other order makes a date
    day_first,    ///< 22-04-2020
    either,       ///< 04-05-2020; read month first
    unreadable    ///< something stands there, and is no date
};

/// All of it.
struct FileFacts {
    std::string format_version;  ///< "1.03", "SCP-ECG 2.0"; empty where the format has no versions
    std::string gain_source;     ///< where the scale comes from: "channel sensitivity", "--unit"; empty: not said
    Device device;
    Filters filters;
    PrintedMeasurements printed;
    PatientFields patient;
    std::vector<double>
        pacing_spikes_s;      ///< times from the first sample, where the device stored its pacing detections
    std::vector<Note> notes;  ///< in order of time
    /// "08:04:00": when the first sample was recorded, where the file gives a time without a date (Ecg::start_time).
    std::string clock_time;
    DateOrder start_order = DateOrder::said;  ///< of Ecg::start_time
    /// By how much the clock of Ecg::start_time was ahead of Coordinated Universal Time; empty: not said.
    std::optional<int> zone_minutes = {};
    friend bool operator==(const FileFacts&, const FileFacts&) = default;
};

}  // namespace synchrony::record

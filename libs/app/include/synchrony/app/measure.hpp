// Use case: measure many ECGs; one that cannot be measured never stops the others.
#pragma once

#include <cmath>
#include <filesystem>
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "synchrony/core/progress.hpp"
#include "synchrony/core/result.hpp"
#include "synchrony/inputs/clinical.hpp"
#include "synchrony/io/read.hpp"
#include "synchrony/measure/measure.hpp"

namespace synchrony::app {

struct MeasureRequest {
    std::vector<std::filesystem::path> recordings;  ///< any known format
    io::ReadOptions reading;                        ///< of all of them
    /// `options.patient` and `options.sex` hold for every recording, where the table leaves
    /// them open; the sex is then looked for in the recording's header.
    measure::MeasureOptions options;
    inputs::ClinicalTable clinical;  ///< of the patients, one by one; may be empty
};

struct MeasuredRecording {
    std::filesystem::path path;
    core::Result<measure::Measurements> measurements;
    record::PrintedMeasurements printed = {};  ///< what the file says its device printed
};

/// Gives one answer a recording to `take`, in the order asked for and as soon as it is there, until `take` says no:
/// what is held does not grow with the number of recordings. Errors: cancelled.
core::Result<void> measure_recordings(const MeasureRequest& request, const core::RunContext& context,
                                      const std::function<bool(const MeasuredRecording&)>& take);

/// Everything measured on one recording; names carry their units.
[[nodiscard]] nlohmann::ordered_json to_json(const measure::Measurements& measured);

/// What one guideline says, or what is missing.
[[nodiscard]] nlohmann::ordered_json to_json(const measure::GuidelineAnswer& answer);

/// The header of the CSV that `to_csv_row` fills: one row a recording, the figures that tables are made of.
[[nodiscard]] std::vector<std::string> measure_csv_header();
/// Ours beside what the device printed, a row each that both give.
struct PrintedComparison {
    std::string_view name, unit;         ///< "heart_rate", "1/min": of programs
    std::string_view words, shown_unit;  ///< "heart rate", "/min": of people
    double ours = 0.0;
    double printed = 0.0;
    double most_apart = 0.0;  ///< beyond this one of the two is wrong, whatever they mean by the name
    /// Ours less theirs; of angles the shorter way round.
    [[nodiscard]] double difference() const;
    /// Further apart than two ways to measure the same beat are: heart rate by more than 10/min and 10 %, P and PR by
    /// more than 40 ms, QRS by more than 30 ms, QT by more than 60 ms, the QRS axis by more than 45 degrees.
    [[nodiscard]] bool gross() const { return std::abs(difference()) > most_apart; }
};
[[nodiscard]] std::vector<PrintedComparison> compare_printed(const measure::Measurements& ours,
                                                             const record::PrintedMeasurements& printed);

/// The same of single leads.
struct PrintedLeadComparison {
    std::string lead;
    const record::LeadMeasurementField* field = nullptr;
    double ours = 0.0;
    double printed = 0.0;
    /// An amplitude within 25 uV, above 0.5 mV within 5 %: what IEC 60601-2-25 allows beside calibration signals.
    [[nodiscard]] bool alike() const;
};
[[nodiscard]] std::vector<PrintedLeadComparison> compare_printed_leads(const measure::Measurements& ours,
                                                                       const record::PrintedMeasurements& printed);

/// A table of one row a lead: file, lead, amplitudes in mV and durations in ms, `error`; with `printed` the device's
/// beside each, as "printed_r_mv". A recording that could not be measured has one row, with its error.
[[nodiscard]] std::vector<std::string> by_lead_csv_header(bool printed);
[[nodiscard]] std::vector<std::vector<std::string>> by_lead_csv_rows(const MeasuredRecording& recording, bool printed);

/// Empty cells where a measurement could not be made; `error` filled where the recording could not be measured at all.
[[nodiscard]] std::vector<std::string> measure_csv_row(const MeasuredRecording& recording);

}  // namespace synchrony::app

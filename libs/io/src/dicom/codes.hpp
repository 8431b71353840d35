// What codes mean: leads and printed measurements by their codes, in the schemes that devices use.
// Source: DICOM PS3.16 CID 3001 (leads), CID 3227 to 3229 (QTc, timing, axes), TID 3713 (global measurements): codes of
// ISO/IEEE 11073-10102 ("MDC", 2:n); SCP-ECG, EN 1064 5.6.3 (leads), 5.10.2 and 5.10.3 (measurements), of which older
// files write the paragraph.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dicom/data_set.hpp"
#include "synchrony/record/file_facts.hpp"

namespace synchrony::io::dicom {

/// A coded concept: an item of a code sequence.
struct Code {
    std::string value;    ///< "2:1", "5.6.3-9-1"
    std::string scheme;   ///< "MDC", "SCPECG", "DCM", "UCUM"
    std::string meaning;  ///< "Lead I"
};

/// The first item of the sequence; empty fields where there is none.
[[nodiscard]] Code code_in(const Item& item, Tag sequence);

struct LeadOfCode {
    std::string_view name;  ///< empty where the code names none
    bool derived = false;   ///< computed by the device from other electrodes (EASI)
};
/// The lead that a code names, where its scheme numbers leads.
[[nodiscard]] LeadOfCode lead_of_code(const Code& code);
/// The code of a lead in MDC ("2:1" of "I"); empty for leads without one.
[[nodiscard]] std::string code_of_lead(std::string_view standard_name);

/// A measurement's place in PrintedMeasurements, its codes and what unit it has there.
struct MeasurementCode {
    std::optional<double> record::PrintedMeasurements::*field;
    std::string_view scheme;   ///< of the code that we write
    std::string_view value;    ///< "2:16156"
    std::string_view scp;      ///< its code in SCP-ECG, where devices write one
    std::string_view meaning;  ///< as we write it
    std::string_view unit;     ///< UCUM: "ms", "deg", "/min"
};
[[nodiscard]] std::span<const MeasurementCode> measurement_codes();

/// Which measurement a concept is, by code, else by its words ("QRS Duration"); null for others.
[[nodiscard]] const MeasurementCode* measurement_of(const Code& code);

/// Whether a concept is the spike of a pacemaker.
[[nodiscard]] bool is_pacing_spike(const Code& code);

}  // namespace synchrony::io::dicom

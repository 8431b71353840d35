// What FHIR's codes mean: leads, ECGs, printed measurements. Sources: ISO/IEEE 11073-10101 (131328 + n is the potential
// of lead n of 11073-10102), LOINC (11524-6 EKG study, 8633-0 QRS duration, ...).
#pragma once

#include <optional>
#include <string>

#include "fhir/resources.hpp"
#include "synchrony/record/file_facts.hpp"

namespace synchrony::io::fhir {

struct NameOfSignal {
    std::string name;          ///< a lead's standard name, by number before by words, else the words of the code
    bool is_lead = false;      ///< whether that names a lead
    std::string other_name{};  ///< by words, where they name another lead than the number
};
/// What a CodeableConcept names.
[[nodiscard]] NameOfSignal signal_named(const Json& concept_);

/// Whether it says "ECG", by a code or in words.
[[nodiscard]] bool says_ecg(const Json& concept_);

/// The words of a CodeableConcept, else of its first coding.
[[nodiscard]] std::string words_of_concept(const Json& concept_);

/// Keeps the value of an Observation or a component where its code is that of a measurement or a statement.
void keep_measurement(const Json& observation, record::PrintedMeasurements& printed);

}  // namespace synchrony::io::fhir

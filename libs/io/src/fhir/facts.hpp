// Whose ECG it is, when and with what it was recorded, and what was measured, as a FHIR file says.
#pragma once

#include "fhir/resources.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::io::fhir {

/// Fills facts and start time of an ECG from its Observation and the resources that it refers to.
void add_facts(const Json& observation, const std::vector<Resource>& all, record::Ecg& ecg);

/// When it began, as the Observation writes it; empty where it does not say.
[[nodiscard]] std::string begin_of(const Json& observation);

}  // namespace synchrony::io::fhir

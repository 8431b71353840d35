#pragma once

#include "synchrony/io/read.hpp"

namespace synchrony::io::fhir {

/// The reader of HL7 FHIR's Observations that hold sampled data, for the registry.
[[nodiscard]] Format format();

}  // namespace synchrony::io::fhir

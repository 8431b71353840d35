// FHIR's SampledData: samples as text with their scale and step.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "fhir/resources.hpp"
#include "parts.hpp"
#include "synchrony/record/file_facts.hpp"

namespace synchrony::io::fhir {

/// One signal of an Observation, in stretches that follow each other.
struct Signal {
    std::string name;
    std::string unit;  ///< "mV" of leads
    bool is_lead = false;
    double rate_hz = 0.0;
    std::vector<float> values;  ///< NaN where nothing was measured
};

/// Whether it is a series over time: some programs keep lists of other numbers in SampledData.
[[nodiscard]] bool is_series(const Json& sampled);

/// The signals of an Observation that is an ECG, or has leads among its components. Errors (input): no unit of a lead,
/// no rate, words that are no numbers, several signals in one series without names.
[[nodiscard]] core::Result<std::vector<Signal>> signals_of(const Json& observation, const ReadOptions& options,
                                                           const std::string& where,
                                                           std::vector<record::Warning>& warnings);

/// Whether signals_of would find a lead, by codes alone.
[[nodiscard]] bool has_leads(const Json& observation);

}  // namespace synchrony::io::fhir

// mV as integers of 16 bits, for writers.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "synchrony/core/result.hpp"
#include "synchrony/io/written.hpp"
#include "synchrony/record/ecg.hpp"

namespace synchrony::io {

/// Marks a sample as not recorded; no sample is written so low.
inline constexpr std::int16_t missing_in_16_bits = -32768;

struct SixteenBitLead {
    double microvolts_per_unit = 0.0;  ///< of nine digits at most, so that its text is exact
    std::vector<std::int16_t> values;  ///< missing_in_16_bits where the lead is invalid
    bool rounded = false;              ///< samples did not lie on the step
};

/// The lead in steps as WriteOptions says. Fails (usage) where the step asked for is too fine for its largest sample.
[[nodiscard]] core::Result<SixteenBitLead> in_16_bits(const record::Lead& lead, double microvolts_per_unit);

/// The step that all valid samples are whole multiples of, uV; 0 where there is none or they would not fit 16 bits.
[[nodiscard]] double own_step_uv(const record::Lead& lead);

/// 32 hexadecimal digits that the leads, their names and the rate decide: identifiers are made of it, so that a
/// recording has the same wherever it is written.
[[nodiscard]] std::string identity_of_samples(const record::Ecg& ecg);

}  // namespace synchrony::io

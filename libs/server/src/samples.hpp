// Samples as a page draws them: little-endian float32, whole or a minimum and a maximum a pixel.
#pragma once

#include <optional>
#include <string>

#include "synchrony/record/ecg.hpp"

namespace synchrony::server {

/// The samples from `from_s` to before `to_s` (to the end where it is not given), held within the recording.
[[nodiscard]] record::SampleRange stretch_of(const record::Ecg& ecg, double from_s, std::optional<double> to_s);

/// Every sample of the stretch; NaN where the file marks it as missing.
void append_samples(const record::Lead& signal, record::SampleRange stretch, std::string& bytes);

/// `columns` pairs of the least and the greatest sample; NaN where a column holds none that counts.
void append_min_max(const record::Lead& signal, record::SampleRange stretch, std::size_t columns, std::string& bytes);

}  // namespace synchrony::server

// Samples as text: numbers between blanks, as HL7's formats write them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "synchrony/core/result.hpp"

namespace synchrony::io {

/// The numbers; NaN for a word that `is_missing` knows. Fails (input) on other words and on more than `most`.
[[nodiscard]] core::Result<std::vector<double>> numbers_between_blanks(std::string_view text, std::size_t most,
                                                                       bool (*is_missing)(std::string_view),
                                                                       const std::string& where);

}  // namespace synchrony::io

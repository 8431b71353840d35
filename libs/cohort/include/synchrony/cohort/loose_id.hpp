// Ids of one person that are spelled in two ways.
#pragma once

#include <string>
#include <string_view>

namespace synchrony::cohort {

/// What is left of an id where case, kinds of blanks and zeros in front do not count: "P 007" and "p7" are one, "1-1"
/// and "11" two.
[[nodiscard]] std::string loose_id(std::string_view id);

}  // namespace synchrony::cohort

// Rows and the people that they are of, in words.
#pragma once

#include <cstddef>
#include <string>

#include "synchrony/core/counted.hpp"

namespace synchrony::cohort {

/// "120 rows are of 40 people": how notes begin where some people have several rows.
[[nodiscard]] inline std::string rows_of_people(std::size_t rows, std::size_t people) {
    return std::to_string(rows) + " rows are of " + core::counted(people, "person", "people");
}

}  // namespace synchrony::cohort

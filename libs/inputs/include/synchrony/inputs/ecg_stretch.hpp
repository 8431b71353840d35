// How a row's recording is read: all of it, or the stretch that the table names.
#pragma once

#include "synchrony/cohort/cohort.hpp"
#include "synchrony/io/read.hpp"

namespace synchrony::inputs {

/// `reading` with the row's start_s and length_s, where it has any.
[[nodiscard]] io::ReadOptions reading_of(const cohort::Cohort& cohort, std::size_t row, io::ReadOptions reading = {});

}  // namespace synchrony::inputs

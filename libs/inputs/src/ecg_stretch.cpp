#include "synchrony/inputs/ecg_stretch.hpp"

#include "synchrony/cohort/ecg_stretch.hpp"

namespace synchrony::inputs {

io::ReadOptions reading_of(const cohort::Cohort& cohort, std::size_t row, io::ReadOptions reading) {
    const auto stretch = cohort::ecg_stretch(cohort, row);
    if (stretch.start_s) reading.start_s = stretch.start_s;
    if (stretch.length_s) reading.length_s = stretch.length_s;
    return reading;
}

}  // namespace synchrony::inputs

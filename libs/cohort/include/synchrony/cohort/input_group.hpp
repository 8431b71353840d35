// How a clinician sorts what a prediction rests on. Each input says its group where it is defined: clinical columns in
// cohort/columns.hpp, measurements of the ECG in inputs/cohort_images.hpp.
#pragma once

#include <cstdint>
#include <string_view>

namespace synchrony::cohort {

enum class InputGroup : std::uint8_t {
    qrs_duration,
    lbbb_form,
    vector,   ///< QRS area, axes, T wave
    chamber,  ///< volumes and ejection fraction
    scar,
    dyssynchrony,  ///< mechanical
    rhythm,        ///< rate and intervals but QRS
    clinical,      ///< age, sex, symptoms, other diseases, drugs
    picture,       ///< what a network or a model of pixels reads off the ECG
    other          ///< columns of a table that the program does not know
};

/// "qrs_duration", for files.
[[nodiscard]] std::string_view name_of(InputGroup group);
/// "QRS duration", for people.
[[nodiscard]] std::string_view label_of(InputGroup group);

/// The group of a clinical column; `other` of one that known_columns() does not hold.
[[nodiscard]] InputGroup group_of_column(std::string_view name);

}  // namespace synchrony::cohort

// The rhythm in one word, as a reader looks for it first.
#pragma once

#include <cstdint>
#include <string_view>

#include "synchrony/measure/measure.hpp"

namespace synchrony::measure {

enum class FoundRhythm : std::uint8_t {
    unknown,                     ///< no QRS complex was delineated
    sinus,                       ///< a P wave before the QRS, of an axis that sinus rhythm has
    p_of_other_axis,             ///< a P wave before the QRS, flagged p_axis
    no_p_waves,                  ///< and nothing that says more
    more_p_than_qrs,             ///< second or third degree AV block cannot be excluded
    possible_flutter,            ///< or another fast rhythm of the atria
    likely_atrial_fibrillation,  ///< irregular, no P waves
    paced                        ///< ventricles paced, by pulses
};

[[nodiscard]] FoundRhythm found_rhythm(const Measurements& measurements);
/// "sinus", "likely_atrial_fibrillation", ...: for files.
[[nodiscard]] std::string_view name_of(FoundRhythm rhythm);
/// Of a name; unknown for another word.
[[nodiscard]] FoundRhythm rhythm_named_as(std::string_view name);
/// "sinus rhythm by its P waves": for people.
[[nodiscard]] std::string_view words_of(FoundRhythm rhythm);

}  // namespace synchrony::measure

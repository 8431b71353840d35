// What is said of a recording's leads: what the reader found, quality, amplitudes, and whether leads are what their
// names say.
#pragma once

#include "lead_relations.hpp"
#include "synchrony/measure/measure.hpp"
#include "usable_beat.hpp"

namespace synchrony::measure {

/// The reader's warnings: those with a doubt become flags that refuse, one a doubt, the others Measurements::warnings.
void take_warnings(Measurements& m, const record::Ecg& recorded);

/// The beat as it may be measured: without flat leads and leads that are not what their names say, and with the limb
/// leads that follow from the others. Says so in flags. `cleaned` is the recording that was measured.
void choose_leads(Measurements& m, const UsableBeat& usable, const record::Ecg& cleaned);

/// Whether the QRS complexes have a size that a heart's can have. Empty where they do; else what is wrong.
[[nodiscard]] std::optional<std::string> impossible_amplitude(const record::Ecg& beat);

/// Flags of the leads' quality.
void judge_leads(Measurements& m);

/// Flags of leads under wrong names: relations that do not hold, exchanged electrodes, a recording upside down, copies;
/// and of leads that `cleaned`, the recording that was measured, lacks.
void judge_names(Measurements& m, const record::Ecg& recorded, const record::Ecg& cleaned);

/// What matters most first: what refuses; then exchanged leads, rhythm, doubtful numbers; what the recorder did last.
void order_flags(std::vector<Flag>& flags);

}  // namespace synchrony::measure

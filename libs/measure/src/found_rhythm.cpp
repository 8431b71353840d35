#include "synchrony/measure/found_rhythm.hpp"

#include <algorithm>
#include <array>

namespace synchrony::measure {
namespace {

struct RhythmTexts {
    std::string_view name, words;
};
/// In the order of FoundRhythm.
constexpr std::array<RhythmTexts, 8> rhythm_texts{{{"unknown", "rhythm not known"},
                                                   {"sinus", "sinus rhythm by its P waves"},
                                                   {"p_of_other_axis", "P waves, not of a sinus rhythm's axis"},
                                                   {"no_p_waves", "no P waves found"},
                                                   {"more_p_than_qrs", "more P waves than QRS complexes"},
                                                   {"possible_flutter", "possible atrial flutter"},
                                                   {"likely_atrial_fibrillation", "likely atrial fibrillation"},
                                                   {"paced", "ventricles paced"}}};

const RhythmTexts& texts_of(FoundRhythm rhythm) {
    return rhythm_texts[static_cast<std::size_t>(rhythm)];
}

}  // namespace

FoundRhythm found_rhythm(const Measurements& m) {
    if (!m.global.qrs) return FoundRhythm::unknown;
    if (m.ventricles_paced()) return FoundRhythm::paced;
    if (m.likely_atrial_fibrillation) return FoundRhythm::likely_atrial_fibrillation;
    if (m.atrial_waves.more_than_qrs) return FoundRhythm::more_p_than_qrs;
    if (m.flagged("possible_flutter")) return FoundRhythm::possible_flutter;
    if (!m.global.p) return FoundRhythm::no_p_waves;
    return m.flagged("p_axis") || m.flagged("upside_down") ? FoundRhythm::p_of_other_axis : FoundRhythm::sinus;
}

std::string_view name_of(FoundRhythm rhythm) {
    return texts_of(rhythm).name;
}

FoundRhythm rhythm_named_as(std::string_view name) {
    const auto* found = std::ranges::find(rhythm_texts, name, &RhythmTexts::name);
    return found == rhythm_texts.end() ? FoundRhythm::unknown : static_cast<FoundRhythm>(found - rhythm_texts.begin());
}

std::string_view words_of(FoundRhythm rhythm) {
    return texts_of(rhythm).words;
}

}  // namespace synchrony::measure

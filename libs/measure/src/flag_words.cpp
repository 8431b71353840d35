#include "synchrony/measure/flag_words.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "synchrony/core/text.hpp"

namespace synchrony::measure {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 19> flag_names = {
    {{"aberrant_beats", "beats unlike the others"},
     {"uneven_intervals", "uneven RR intervals"},
     {"p_axis", "P axis unlike sinus rhythm"},
     {"qt_doubtful", "QT doubtful"},
     {"lead_swap", "suspected lead reversal"},
     {"more_p_than_qrs", "more P waves than QRS complexes"},
     {"no_p_waves", "no P waves"},
     {"no_qrs", "no QRS complex"},
     {"qrs_end_doubtful", "end of the QRS complex doubtful"},
     {"paced_shape", "shape of a paced complex"},
     {"upside_down", "suspected inverted leads"},
     {"copied_lead", "one lead stored under two names"},
     {"printed_otherwise", "rhythm read otherwise by the electrocardiograph"},
     {"possible_flutter", "possible atrial flutter"},
     {"lead_upside_down", "a lead turned over"},
     {"late_lead", "a lead out of time"},
     {"lead_gain_doubtful", "gain of a lead doubtful"},
     {"lead_not_recorded", "leads not recorded"},
     {"unit_doubtful", "unit of the amplitudes doubtful"}}};

}  // namespace

std::string flag_words(std::string_view name) {
    const auto* found = std::ranges::find(flag_names, name, &std::pair<std::string_view, std::string_view>::first);
    std::string words(found == flag_names.end() ? name : found->second);
    std::ranges::replace(words, '_', ' ');
    return words;
}

std::string flags_in_words(std::string_view names) {
    constexpr std::string_view between = ", ";
    std::string words;
    while (!names.empty()) {
        const auto end = std::min(names.find(between), names.size());
        core::append_word(words, flag_words(names.substr(0, end)), between);
        names.remove_prefix(std::min(names.size(), end + between.size()));
    }
    return words;
}

}  // namespace synchrony::measure

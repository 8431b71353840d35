#include "synchrony/cohort/later_names.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

#include "synchrony/core/text.hpp"

namespace synchrony::cohort {
namespace {

/// In English, and as columns are called in German, French and Spanish.
constexpr std::array<std::string_view, 38> telling_words{
    "tod",       "verstorben", "gestorben", "monate",   "monaten",  "verlauf",     "nach",       "deces",
    "mois",      "suivi",      "apres",     "muerte",   "meses",    "despues",     "after",      "change",
    "delta",     "death",      "dead",      "died",     "event",    "follow",      "fu",         "followup",
    "month",     "months",     "outcome",   "post",     "postop",   "postimplant", "remodeling", "remodelling",
    "responder", "responders", "response",  "survival", "survived", "transplant"};

/// "6m", "12mo", "6months", "1y", "2yr": a number and a time.
bool is_time_later(const std::string& word) {
    const auto letters = word.find_first_not_of("0123456789");
    if (letters == 0 || letters == std::string::npos) return false;
    constexpr std::array<std::string_view, 8> units{"m", "mo", "mon", "month", "months", "y", "yr", "years"};
    return std::ranges::find(units, std::string_view(word).substr(letters)) != units.end();
}

}  // namespace

bool is_follow_up(std::string_view column) {
    constexpr std::array names{follow_up::years, follow_up::days, follow_up::death, follow_up::transplant,
                               follow_up::either};
    if (column.ends_with(follow_up::taken)) column.remove_suffix(follow_up::taken.size());
    return std::ranges::find(names, column) != names.end();
}

bool sounds_later(std::string_view column) {
    std::string word;
    const auto tells = [&] {
        return std::ranges::find(telling_words, word) != telling_words.end() || is_time_later(word);
    };
    for (const char c : core::lower(column)) {
        if (std::isalnum(static_cast<unsigned char>(c)) != 0) {
            word += c;
            continue;
        }
        if (tells()) return true;
        word.clear();
    }
    return tells();
}

}  // namespace synchrony::cohort

// What stands in place of a patient where nobody knows one, or where a program took the patient out.
#include <algorithm>
#include <array>
#include <functional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "one_spelling.hpp"
#include "synchrony/core/folded_text.hpp"
#include "synchrony/core/foreign_text.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/record/identity.hpp"

namespace synchrony::record {
namespace {

using Words = std::set<std::string, std::less<>>;

/// Of which an id or a name consists that is nobody's, alone or several of them; folded.
const Words& words_for_nobody() {
    static const Words words{
        "unknown",     "anonymous",    "anonymized",   "anonymised",   "anonym",      "anon",
        "anonymizer",  "noname",       "patient",      "test",         "testpatient", "deidentified",
        "removed",     "redacted",     "emergency",    "unidentified",                             // English
        "unbekannt",   "unbekannter",  "unbekannte",   "anonymisiert", "notfall",                  // German
        "inconnu",     "inconnue",     "anonyme",      "anonymise",    "urgence",                  // French
        "desconocido", "desconocida",  "anonimo",      "anonima",      "anonimizado", "paciente",  // Spanish
        "urgencia",    "desconhecido", "desconhecida",                                             // Portuguese
        "sconosciuto", "sconosciuta",  "paziente",                                                 // Italian
        "onbekend",    "anoniem",                                                                  // Dutch
        "nieznany",    "nieznana",     "pacjent",                                                  // Polish
        "неизвестно",  "неизвестныи",  "неизвестная",  "неизвестен",   "аноним",      "пациент",   // Russian
        "不明",        "未知",         "匿名",         "无名氏",       "測試",        "测试",      // Chinese
        "患者",        "不詳",         "미상",         "익명"};                                    // Japanese, Korean
    return words;
}

/// Short words that are people's names too (Na, No, Null) count in these alone.
constexpr std::array<std::string_view, 12> phrases_of_names{
    "no name",   "not available", "not known",  "not given", "name unknown",  "unknown name",
    "ohne name", "sans nom",      "sin nombre", "n a",       "de identified", "not identified"};

constexpr std::array<std::string_view, 15> phrases_of_ids{
    "none",        "no id",       "noid",       "no patient id", "no pid",  "no number", "id unknown", "unknown id",
    "ohne nummer", "sans numero", "sin numero", "nil",           "missing", "null",      "na"};

bool is_one_of(std::string_view phrase, std::span<const std::string_view> phrases) {
    return std::ranges::find(phrases, phrase) != phrases.end();
}

bool all_for_nobody(const std::vector<std::string>& words) {
    return std::ranges::all_of(words, [](const auto& word) { return words_for_nobody().contains(word); });
}

/// "999999999", "999-99-9999": of ids with fewer nines registers have as many patients.
bool is_all_nines(std::string_view id) {
    constexpr std::ptrdiff_t fewest = 6;
    return id.find_first_not_of("9-. ") == std::string_view::npos && std::ranges::count(id, '9') >= fewest;
}

}  // namespace

bool is_nobodys_id(std::string_view id) {
    const auto folded = core::folded(id);
    if (folded.find_first_not_of("0x-_.?*/ ") == std::string::npos || is_all_nines(folded)) return true;
    if (core::is_missing_word(id)) return true;
    const auto words = words_in(folded);
    const auto phrase = core::joined(words, " ");
    return all_for_nobody(words) || is_one_of(phrase, phrases_of_ids) || is_one_of(phrase, phrases_of_names);
}

bool is_nobodys_name(std::string_view name) {
    const auto words = words_in(core::folded(name));
    return all_for_nobody(words) || is_one_of(core::joined(words, " "), phrases_of_names);
}

bool is_nobodys_birth_date(std::string_view iso) {
    return iso == "1900-01-01";
}

std::string comparable_name(std::string_view name) {
    auto spelled = one_spelling(name);
    std::erase_if(spelled, [](char c) { return c == '\'' || c == '`'; });  // O'Brien, OBRIEN
    auto words = words_in(spelled);
    std::ranges::sort(words);
    words.erase(std::unique(words.begin(), words.end()), words.end());
    return core::joined(words, " ");
}

}  // namespace synchrony::record

#include "sex.hpp"

#include <algorithm>

#include "start_time.hpp"
#include "synchrony/core/folded_text.hpp"
#include "synchrony/core/foreign_text.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::io {
namespace {

// Words as core::folded() leaves them, a blank between. In the order of languages: English, German, French, Spanish,
// Italian, Portuguese, Dutch, Polish, Swedish, Danish, Norwegian, Russian, Chinese and Japanese. "v" is none: it is a
// woman in Dutch (vrouw) and a man in Spanish (varon).
constexpr std::string_view male =
    "m male man masc masculine mann mannlich maennlich herr homme masculin mas h hombre varon masculino macho maschio "
    "maschile uomo homem mannelijk mezczyzna meski manlig mand mandlig м муж мужскои мужчина 男 男性 男子";
constexpr std::string_view female =
    "f female woman fem feminine w weibl weiblich frau femme feminin femenino femenina mujer hembra femmina femminile "
    "donna feminino feminina mulher vrouw vrouwelijk k kobieta zenska zenski kvinna kvinnlig kvinde kvindelig kvinne "
    "kvinnelig ж жен женскии женщина 女 女性 女子";
constexpr std::string_view neither =
    "u un unk unkn unknown undefined undetermined undifferentiated indeterminate ambiguous unspecified not no o oth "
    "other a n x i d unbekannt unbestimmt divers anderes sonstige inconnu inconnue indetermine autre desconocido "
    "desconocida indeterminado otro sconosciuto altro indeterminato desconhecido outro ignorado onbekend anders "
    "nieznana nieznany inna okand annat ukendt andet ukjent annet неизвестно неизвестныи неизвестен другои 未知 不明 "
    "不详 其他 未説明 その他";

bool holds(std::string_view list, std::string_view word) {
    const auto words = core::split(list, ' ');
    return std::ranges::find(words, word) != words.end();
}

/// Without a full stop, as abbreviations end: "masc."
std::string bare_word(std::string_view word) {
    return std::string(core::trimmed(core::folded(core::trimmed_widely(word)), " ."));
}

bool says_no_sex(std::string_view word) {
    const auto small = bare_word(word);
    const auto first = std::string_view(small).substr(0, small.find(' '));  // "not specified", "not known"
    return says_nothing(word) || core::is_missing_word(word) || holds(neither, small) ||
           ((first == "not" || first == "non" || first == "nicht" || first == "no" || first == "не") &&
            small.size() > first.size());
}

void say_no_sex(record::Ecg& ecg) {
    ecg.warnings.emplace_back("sex is written in a way that cannot be read");
}

}  // namespace

std::string sex_of(std::string_view word) {
    constexpr std::size_t longest = 64;
    if (word.size() > longest) return {};
    const auto small = bare_word(word);
    if (small.empty()) return {};
    return holds(female, small) ? "female" : holds(male, small) ? "male" : "";
}

void set_sex(record::Ecg& ecg, std::string_view word) {
    ecg.facts.patient.sex = sex_of(word);
    if (ecg.facts.patient.sex.empty() && !says_no_sex(word)) say_no_sex(ecg);
}

void set_sex_code(record::Ecg& ecg, int code) {
    constexpr int not_known = 0, another = 3, not_specified = 9, left_out = -1, left_out_of_a_byte = 255;
    ecg.facts.patient.sex = code == 1 ? "male" : code == 2 ? "female" : "";
    const bool no_sex =
        code == not_known || code == another || code == not_specified || code == left_out || code == left_out_of_a_byte;
    if (ecg.facts.patient.sex.empty() && !no_sex) say_no_sex(ecg);
}

}  // namespace synchrony::io

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <string>
#include <vector>

#include "one_spelling.hpp"
#include "synchrony/core/folded_text.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/core/utf8.hpp"
#include "synchrony/record/identity.hpp"

namespace synchrony::record {
namespace {

/// A run of figures or of letters of a text.
struct Token {
    std::string text;
    bool digits = false;
};

bool is_figure(char c) {
    return c >= '0' && c <= '9';
}

/// Letters, those beyond ASCII too, and figures; all else lies between words.
bool in_word(char c) {
    return static_cast<unsigned char>(c) >= 0x80 || std::isalnum(static_cast<unsigned char>(c)) != 0;
}

std::vector<Token> tokens_in(std::string_view folded) {
    std::vector<Token> tokens;
    bool open = false;
    for (const char c : folded) {
        const bool digits = is_figure(c);
        if (!in_word(c)) {
            open = false;
            continue;
        }
        if (!open || tokens.back().digits != digits) tokens.push_back({{}, digits});
        tokens.back().text += c;
        open = true;
    }
    return tokens;
}

std::string without_separators(std::string_view text) {
    std::string out;
    std::ranges::copy_if(text, std::back_inserter(out), in_word);
    return out;
}

/// Whether a short word stands joined with another of its field, or with that one's first letter: "LiW", "LiWei".
bool stands_joined(const std::vector<std::string>& own, const std::vector<std::string>& field,
                   const std::string& word) {
    constexpr std::size_t most_words = 20;  // of a name; a made one would cost the square of its words
    if (field.size() > most_words) return false;
    return std::ranges::any_of(field, [&](const std::string& other) {
        if (&other == &word) return false;
        return std::ranges::any_of(own, [&](const std::string& run) {
            return run == word + other || run == other + word || run == word + other[0] || run == other[0] + word;
        });
    });
}

/// A word of the field of three bytes or more anywhere in the text, a shorter one ("Li") as a word of its own or joined
/// with others of the field; a long one ("McDonald") though the text parts it.
bool holds_a_word(const std::string& text, std::string_view field) {
    constexpr std::size_t shortest_part = 3, shortest_parted = 5, shortest_word = 2;
    const auto own = words_in(text);
    const auto run = without_separators(text);
    const auto words = words_in(one_spelling(field));
    return std::ranges::any_of(words, [&](const std::string& word) {
        if (word.size() >= shortest_part && text.find(word) != std::string::npos) return true;
        if (word.size() >= shortest_parted && run.find(word) != std::string::npos) return true;
        return word.size() >= shortest_word &&
               (std::ranges::find(own, word) != own.end() || stands_joined(own, words, word));
    });
}

std::string without_zeros(std::string_view digits) {
    digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
    return std::string(digits);
}

/// The id though separators or leading zeros differ, and its number alone ("4711" of "PID4711"); not of a UID, whose
/// many numbers are those of the makers too.
bool holds_id(const std::string& text, const std::string& id) {
    constexpr std::size_t shortest_id = 4, shortest_number = 3, most_parts = 5;
    const auto run = without_separators(text), whole = without_separators(id);
    if (!whole.empty() && run == whole) return true;
    if (whole.size() >= shortest_id && run.find(whole) != std::string::npos) return true;
    const auto parts = tokens_in(id);
    if (parts.size() > most_parts) return false;
    for (const auto& part : parts) {
        const auto number = without_zeros(part.text);
        if (!part.digits || number.size() < shortest_number) continue;
        for (const auto& token : tokens_in(text))
            if (token.digits && without_zeros(token.text) == number) return true;
    }
    return false;
}

/// A word that recordings are called by, whoever's they are: of ECGs, formats, studies and clinics, in English, German,
/// French, Spanish and Italian, without accents. None that is a name in another script's Latin spelling ("Fu", "No").
bool is_usual(std::string_view word) {
    static const auto usual = core::split(
        "ecg ekg rec record recording lead leads holter vcg signal sample wave waveform rhythm sinus dcm "
        "dicom scp xml aecg edf pdf muse fhir hea dat wfdb npz json csv txt zip baseline base basal visit "
        "visite visita besuch pre post preop postop preimplant postimplant implant implante impianto follow "
        "up followup rest resting ruhe repos reposo riposo stress pacing paced crt icd lbbb rbbb before after "
        "vor nach avant apres antes despues prima dopo first second third last exam examen esame untersuchung "
        "result results ergebnis befund resultat resultado risultato report bericht rapport informe referto "
        "case cas caso fall patient paciente paziente subject proband id nr day days tag jour giorno week "
        "weeks woche semaine semana settimana month months monat mois mes mese year years jahr annee control "
        "controls kontrolle controle controllo study studie etude estudio studio trial cohort group site "
        "center centre clinic klinik clinique clinica hospital export file datei fichier archivo test scan "
        "image page print raw data final copy kopie copie copia old new",
        ' ');
    return std::ranges::find(usual, word) != usual.end();
}

/// The month's number of a word, by its first letters in English, German, French, Spanish and Italian; 0: none.
int month_of(std::string_view word) {
    constexpr std::array<std::string_view, 12> names{"jan ene gen", "feb fev",     "mar mae mrz", "apr avr abr",
                                                     "may mai mag", "jun jui giu", "jul jui lug", "aug aou ago",
                                                     "sep set",     "oct okt ott", "nov",         "dec dez dic"};
    constexpr std::size_t letters = 3;
    if (word.size() < letters) return 0;
    for (std::size_t m = 0; m < names.size(); ++m)
        if (names[m].find(word.substr(0, letters)) != std::string_view::npos) return static_cast<int>(m) + 1;
    return 0;
}

struct WrittenDate {
    std::string year, month, day;  ///< "1941", "3", "21"

    [[nodiscard]] bool is_year(const Token& token) const {
        return token.digits && (token.text == year || token.text == year.substr(2));
    }
    [[nodiscard]] bool is_month(const Token& token) const {
        if (token.digits) return without_zeros(token.text) == month;
        const auto found = month_of(token.text);
        // "jui" begins June and July of French.
        return found != 0 && (std::to_string(found) == month || (token.text.starts_with("jui") && month == "7"));
    }
    [[nodiscard]] bool is_day(const Token& token) const { return token.digits && without_zeros(token.text) == day; }

    /// Whether three tokens in a row are the date in any usual order.
    [[nodiscard]] bool parted_in(const std::vector<Token>& tokens) const {
        for (std::size_t i = 0; i + 2 < tokens.size(); ++i) {
            const auto &a = tokens[i], &b = tokens[i + 1], &c = tokens[i + 2];
            const bool year_first = is_year(a) && ((is_month(b) && is_day(c)) || (is_day(b) && is_month(c)));
            const bool year_last = is_year(c) && ((is_day(a) && is_month(b)) || (is_month(a) && is_day(b)));
            if (year_first || year_last) return true;
        }
        return false;
    }

    /// A run of figures: eight that are the date stand anywhere in it, six at its beginning (as in personal numbers),
    /// fewer (no leading zeros) alone.
    [[nodiscard]] bool is_in(const std::string& run) const {
        const auto padded = [](const std::string& part) { return part.size() == 1 ? "0" + part : part; };
        for (const bool zeros : {true, false}) {
            const auto m = zeros ? padded(month) : month, d = zeros ? padded(day) : day;
            for (const auto& y : {year, year.substr(2)})
                for (const auto& date : {y + m + d, y + d + m, d + m + y, m + d + y}) {
                    constexpr std::size_t whole = 8, short_year = 6;
                    if (run == date || (date.size() >= whole && run.find(date) != std::string::npos) ||
                        (date.size() == short_year && run.starts_with(date)))
                        return true;
                }
        }
        return false;
    }
};

/// Latin with its accents, composed or not, full-width forms and punctuation (Unicode's blocks); of bytes in UTF-8.
bool is_latin(std::string_view text) {
    if (core::first_bad_utf8(text) != std::string_view::npos) return false;
    constexpr std::uint32_t greek = 0x370, additional = 0x1E00, greek_extended = 0x1F00, marks = 0x2000,
                            behind_marks = 0x2070, full_width = 0xFF00, behind_full_width = 0xFF5F;
    for (std::size_t i = 0; i < text.size();) {
        const auto point = core::next_letter(text, i);
        const bool latin = point < greek || (point >= additional && point < greek_extended) ||
                           (point >= marks && point < behind_marks) ||
                           (point >= full_width && point < behind_full_width);
        if (!latin) return false;
    }
    return true;
}

}  // namespace

bool may_spell_patient(std::string_view text, const PatientFields& patient) {
    // A name that is there in Latin letters too is compared as it is.
    const bool in_latin = is_latin(patient.name) && !patient.name.empty();
    if (in_latin && !is_latin(text)) return true;
    const bool all_latin = is_latin(patient.name) && std::ranges::all_of(patient.other_spellings, is_latin) &&
                           std::ranges::all_of(patient.other_names, is_latin);
    if (in_latin || all_latin) return false;
    const auto folded = core::folded(text);
    return std::ranges::any_of(tokens_in(folded), [&](const Token& token) {
        return !token.digits && token.text.size() > 1 && !is_usual(token.text);
    });
}

bool tells_day(std::string_view text, std::string_view iso) {
    constexpr std::size_t day_letters = 10;
    const auto parts = tokens_in(iso.substr(0, day_letters));
    if (parts.size() < 3 || parts[0].text.size() != 4) return false;
    const WrittenDate date{parts[0].text, without_zeros(parts[1].text), without_zeros(parts[2].text)};
    if (date.month.empty() || date.day.empty()) return false;
    const auto tokens = tokens_in(core::folded(text));
    return date.parted_in(tokens) ||
           std::ranges::any_of(tokens, [&](const Token& t) { return t.digits && date.is_in(t.text); });
}

bool names_patient(std::string_view text, const PatientFields& patient) {
    const auto spelled = one_spelling(text);
    const auto holds_name = [&](const std::string& name) { return holds_a_word(spelled, name); };
    const auto holds = [&](const std::string& id) { return holds_id(spelled, one_spelling(id)); };
    const auto holds_other = [&](const std::string& name) {
        return std::ranges::any_of(words_in(one_spelling(name)), [&](const std::string& word) {
            return !is_usual(word) && holds_a_word(spelled, word);
        });
    };
    return holds_name(patient.id) || holds_name(patient.name) || holds(patient.id) ||
           std::ranges::any_of(patient.other_spellings, holds_name) ||
           std::ranges::any_of(patient.other_names, holds_other) || std::ranges::any_of(patient.other_ids, holds) ||
           tells_day(text, patient.birth_date);
}

}  // namespace synchrony::record

#include "patient_comments.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string_view>

#include "birth_and_age.hpp"
#include "other_names.hpp"
#include "parts.hpp"
#include "sex.hpp"
#include "synchrony/core/digits.hpp"
#include "synchrony/core/foreign_text.hpp"
#include "synchrony/core/text.hpp"
#include "written_age.hpp"
#include "xml_values.hpp"

namespace synchrony::io {
namespace {

constexpr double oldest = 120.0;  // PTB-XL writes 300 for "over 89"; Challenge files write -1 and NaN for unknown

/// `told`: it stands behind a mark (":", "="), so that it is meant as a sex.
void take_sex(std::string_view word, bool told, record::Ecg& ecg) {
    if (!ecg.facts.patient.sex.empty()) return;
    if (told)
        set_sex(ecg, word);
    else
        ecg.facts.patient.sex = sex_of(word);
}

/// Whether a number stands for an age that is not told.
bool is_no_age(std::string_view number) {
    constexpr double over_89 = 300.0;
    const auto value = number_of(number);
    return number.empty() || core::is_missing_word(number) || (value && (*value < 0 || *value == over_89));
}

/// `told`: it stands behind a mark (":", "="), so that it is meant as an age.
void take_age(std::string_view text, bool told, record::Ecg& ecg) {
    const auto age = written_age(text, {});
    auto& known = ecg.facts.patient.age_years;
    if (age && *age <= oldest) {
        if (!known) known = age;
        return;
    }
    const auto number = text.substr(0, text.find(' '));
    if ((told || number_of(number)) && !is_no_age(number)) say_no_age(ecg);
}

/// "62" of "62  sex: m": a value ends at a blank, a mark or the next key in <>; "36,5" is one.
std::string_view first_word(std::string_view text) {
    auto end = text.find_first_of(" ,;\t\r<");
    const auto is_figure = [&](std::size_t at) { return core::all_digits(text.substr(std::min(at, text.size()), 1)); };
    if (end != std::string_view::npos && end > 0 && text[end] == ',' && is_figure(end - 1) && is_figure(end + 1))
        end = text.find_first_of(" ,;\t\r<", end + 1);
    return text.substr(0, end);
}

constexpr std::array<std::string_view, 3> keys = {"age", "sex", "gender"};

/// The word that stands right behind an age: "months" of "months, sex: f". A sex is none ("62 m"), nor is what begins
/// something else ("62 diagnosis: ...").
std::string_view unit_ahead(std::string_view text) {
    const auto word = first_word(core::trimmed(text, " \t\r"));
    const bool letters =
        std::ranges::all_of(word, [](char c) { return (c >= 'a' && c <= 'z') || c == '.' || (c & 0x80) != 0; });
    const bool key = std::ranges::find(keys, word) != keys.end();
    const bool hours = word == "h";  // and a man, in French and Spanish
    return !letters || key || (!hours && !sex_of(word).empty()) ? std::string_view() : word;
}

/// The length of "1 year 6 months" in "1 year 6 months, sex: f".
std::size_t age_length(std::string_view text) {
    const auto end_of = [&](std::string_view part) {
        return static_cast<std::size_t>(part.data() - text.data()) + part.size();
    };
    std::size_t length = first_word(text).size();
    for (;;) {
        const auto unit = unit_ahead(text.substr(length));
        if (unit.empty()) return length;
        length = end_of(unit);
        const auto next = first_word(core::trimmed(text.substr(length), " \t\r"));
        if (!core::all_digits(next) || unit_ahead(text.substr(end_of(next))).empty()) return length;
        length = end_of(next);
    }
}

/// Takes the value of `key` at the front of `text` and leaves the rest of it.
void take_value(std::string_view key, std::string_view& text, record::Ecg& ecg) {
    const auto marks = text.substr(0, text.find_first_not_of(" :=\t"));
    const bool told = marks.find_first_of(":=") != std::string_view::npos;
    text.remove_prefix(marks.size());
    const auto value = text.substr(0, key == "age" ? age_length(text) : first_word(text).size());
    text.remove_prefix(value.size());
    if (key == "age")
        take_age(value, told, ecg);
    else
        take_sex(value, told, ecg);
}

/// "age: 62, sex: m" from the beginning on, as long as key follows value: within a sentence the words may be about
/// somebody else.
void take_pairs(std::string_view text, record::Ecg& ecg) {
    for (;;) {
        text = core::trimmed(text, " ,;\t\r");
        const auto key = std::find_if(keys.begin(), keys.end(), [&](std::string_view word) {
            return text.starts_with(word) && text.size() > word.size() &&
                   std::string_view(" :=\t").find(text[word.size()]) != std::string_view::npos;
        });
        if (key == keys.end()) return;
        text.remove_prefix(key->size());
        take_value(*key, text, ecg);
    }
}

/// LUDB's "<age>: 51  <sex>: F", anywhere.
void take_bracketed(std::string_view text, record::Ecg& ecg) {
    for (const auto key : keys) {
        const auto mark = "<" + std::string(key) + ">";
        const auto at = text.find(mark);
        if (at == std::string_view::npos) continue;
        auto rest = text.substr(at + mark.size());
        take_value(key, rest, ecg);
    }
}

/// The first comment of MIT-BIH's records, "69 M 1085 1629 x1": age (-1 where unknown), sex, numbers of the recorder
/// and the tape. Source: the database's header files.
void take_mit_bih(std::string_view comment, record::Ecg& ecg) {
    std::vector<std::string_view> words;
    for (const auto word : core::split(comment, ' '))
        if (!word.empty()) words.push_back(word);
    constexpr std::size_t parts = 5;
    if (words.size() != parts) return;
    const bool age = core::all_digits(words[0]) || words[0] == "-1", sex = words[1] == "M" || words[1] == "F";
    const bool recorder = words[4].size() == 2 && words[4][0] == 'x' && core::all_digits(words[4].substr(1));
    if (!age || !sex || !core::all_digits(words[2]) || !core::all_digits(words[3]) || !recorder) return;
    take_age(words[0], false, ecg);
    take_sex(words[1], false, ecg);
}

/// The id of "Patient: P00001", as `convert` writes it: one word, since others write a sentence there.
std::string id_behind(std::string_view comment) {
    constexpr std::string_view key = "Patient: ";
    if (!comment.starts_with(key)) return {};
    const auto id = core::trimmed(comment.substr(key.size()));
    const bool one_word = id.find_first_of(" \t,;") == std::string_view::npos;
    return one_word && id.find_first_of("0123456789") != std::string_view::npos ? std::string(id) : std::string();
}

/// The text behind a key for the birth date at the front: ": 1950-03-04" of "dob: 1950-03-04".
std::optional<std::string_view> behind_birth_key(std::string_view text) {
    constexpr std::array<std::string_view, 16> birth_keys = {
        "dob",        "d.o.b.",  "date of birth",   "date-of-birth",      "birth date", "birthdate",
        "born",       "born on", "birthday",        "geburtsdatum",       "geboren",    "geb.",
        "n\u00e9 le", "nascita", "data di nascita", "fecha de nacimiento"};
    const auto lower = core::lower(text);
    std::optional<std::string_view> longest;
    for (const auto key : birth_keys) {
        if (!lower.starts_with(key)) continue;
        const auto rest = text.substr(key.size());
        if (rest.empty() || std::string_view(" :=\t").find(rest.front()) == std::string_view::npos) continue;
        if (!longest || rest.size() < longest->size()) longest = rest;
    }
    return longest;
}

/// Takes "DOB: 1950-03-04" at the front of `text`, whatever follows ("1950-03-04, sex: F"). Without a mark only where a
/// figure follows: a sentence may begin so.
void take_birth(std::string_view text, record::Ecg& ecg) {
    const auto behind = behind_birth_key(text);
    const auto& patient = ecg.facts.patient;
    if (!behind || !patient.birth_date.empty() || !patient.born_in.empty()) return;
    const auto value = core::trimmed(*behind, " :=\t\r");
    const bool told = behind->substr(0, behind->size() - value.size()).find_first_of(":=") != std::string_view::npos;
    if (!told && !core::all_digits(value.substr(0, 1))) return;
    for (const auto date : {value, core::trimmed(value.substr(0, value.find_first_of(",;"))), first_word(value)})
        if (const auto written = written_day(date)) {
            set_birth_date(ecg, date);
            if (written->order == record::DateOrder::either)
                ecg.warnings.emplace_back("date of birth could be day first or month first: it is read month first");
            return;
        }
    set_birth_date(ecg, first_word(value));
}

/// At the beginning of a comment and behind its commas.
void take_births(std::string_view comment, record::Ecg& ecg) {
    for (std::size_t at = 0; at != std::string_view::npos;) {
        take_birth(core::trimmed(comment.substr(at)), ecg);
        at = comment.find_first_of(",;", at);
        if (at != std::string_view::npos) ++at;
    }
}

constexpr std::array<std::string_view, 15> of_persons = {"name",    "surname", "lastname", "firstname",  "patient",
                                                         "subject", "mrn",     "id",       "pid",        "nom",
                                                         "nombre",  "vorname", "nachname", "fallnummer", "accession"};

bool is_of_persons(std::string_view word) {
    return std::ranges::find(of_persons, word) != of_persons.end();
}

/// "patient id 77341": keys of persons, and a number without a mark before it.
void keep_number_behind_keys(std::string_view comment, record::PatientFields& patient) {
    constexpr std::size_t most_keys = 3;
    constexpr std::array<std::string_view, 5> beside = {"number", "no", "no.", "nr", "nr."};
    const auto words = core::split(comment, ' ');
    if (words.size() < 2 || words.size() > most_keys + 1) return;
    if (words.back().find_first_of("0123456789") == std::string_view::npos) return;
    bool of_person = false;
    for (const auto word : std::span(words).first(words.size() - 1)) {
        const auto key = core::lower(word);
        if (!is_of_persons(key) && std::ranges::find(beside, key) == beside.end()) return;
        of_person |= is_of_persons(key);
    }
    if (of_person) add_other_id(patient, std::string(words.back()));
}

/// "Name: Jane Doe", "Patient ID: 4711": what stands behind is not shown, since others write a sentence there. Keys of
/// one to three words, of which one is a person's ("Channel names", "Covid" and "Thyroid" are none).
void keep_other_words(std::string_view comment, record::PatientFields& patient) {
    const auto key_end = comment.find_first_of(":=\t");
    if (key_end == std::string_view::npos) return keep_number_behind_keys(comment, patient);
    const auto key = core::lower(core::trimmed(comment.substr(0, key_end)));
    constexpr std::size_t most_words = 3;
    const auto words = core::split(key, ' ');
    if (words.size() <= most_words && std::ranges::any_of(words, is_of_persons))
        add_other_words(patient, words_of(comment.substr(key_end + 1)));
}

}  // namespace

void add_patient_of_mit_bih(record::Ecg& ecg) {
    if (!ecg.comments.empty()) take_mit_bih(core::trimmed(ecg.comments.front(), " \t\r\n#"), ecg);
}

std::string patient_id_of_comments(const std::vector<std::string>& comments) {
    for (const auto& comment : comments)
        if (auto id = id_behind(core::trimmed(comment, " \t\r\n#")); !id.empty()) return id;
    return {};
}

void add_patient_of_comments(record::Ecg& ecg) {
    if (ecg.facts.patient.id.empty()) ecg.facts.patient.id = patient_id_of_comments(ecg.comments);
    for (const auto& written : ecg.comments) {
        const auto as_written = core::trimmed(written, " \t\r\n#");
        const auto comment = core::lower(as_written);
        keep_other_words(as_written, ecg.facts.patient);
        take_births(as_written, ecg);
        take_bracketed(comment, ecg);
        take_pairs(comment, ecg);
    }
}

}  // namespace synchrony::io

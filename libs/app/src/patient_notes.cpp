#include "patient_notes.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

#include "synchrony/cohort/loose_id.hpp"
#include "synchrony/core/counted.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/record/identity.hpp"

namespace synchrony::app {
namespace {

using Words = std::set<std::string>;

template <typename Key>
std::size_t with_several(const std::map<Key, Words>& spellings) {
    return static_cast<std::size_t>(
        std::ranges::count_if(spellings, [](const auto& one) { return one.second.size() > 1; }));
}

void note_ids(std::span<const OfPatient> recordings, std::vector<std::string>& notes) {
    std::map<std::string, Words> spellings;
    for (const auto& one : recordings)
        if (const auto& id = one.said.id; !record::is_nobodys_id(id)) spellings[cohort::loose_id(id)].insert(id);
    if (const auto several = with_several(spellings); several > 0)
        notes.push_back("look at " + core::counted(several, "patient") +
                        " whose id stands in several spellings (case, blanks, dashes, zeros in front): each spelling "
                        "was taken for a patient of its own");
}

/// The words in order of letters: formats differ in order and marks, which is no other spelling.
std::string as_spelled(const std::string& name) {
    Words words;
    std::string word;
    for (const char c : core::lower(name) + " ")
        if (std::string_view(" ,;^_.-\t").find(c) == std::string_view::npos)
            word += c;
        else if (!word.empty())
            words.insert(std::exchange(word, {}));
    return core::joined(words, " ");
}

void note_names(std::span<const OfPatient> recordings, std::vector<std::string>& notes) {
    std::map<std::pair<std::string, std::string>, Words> spellings;  // [patient, name]
    std::set<std::string> without_id;
    for (const auto& one : recordings) {
        if (record::is_nobodys_name(one.said.name)) continue;
        if (record::is_nobodys_id(one.said.id)) without_id.insert(one.patient);
        spellings[{one.patient, record::comparable_name(one.said.name)}].insert(as_spelled(one.said.name));
    }
    std::erase_if(spellings, [&](const auto& one) { return !without_id.contains(one.first.first); });
    if (const auto several = with_several(spellings); several > 0)
        notes.push_back("look at " + core::counted(several, "patient") +
                        " without an id in some file, whose name stands in several spellings (accents, ue for ü, "
                        "capitals) with one date of birth: they were taken for one person");
}

void note_facts(std::span<const OfPatient> recordings, std::vector<std::string>& notes) {
    std::map<std::string, std::array<Words, 2>> said;  // [patient]: sexes, days of birth
    for (const auto& one : recordings) {
        auto& [sexes, births] = said[one.patient];
        if (!one.said.sex.empty()) sexes.insert(one.said.sex);
        if (!one.said.birth_date.empty()) births.insert(one.said.birth_date);
    }
    std::string patients;
    for (const auto& [patient, facts] : said)
        if (std::ranges::any_of(facts, [](const auto& words) { return words.size() > 1; }))
            core::append_word(patients, patient);
    if (!patients.empty())
        notes.push_back("files of one patient contradict each other in sex or date of birth: " + patients +
                        ". Two people under one id?");
}

/// The name's words, those of its other spellings too, if all are Latin: of other letters nobody knows the sound.
Words latin_words(const record::PatientFields& patient) {
    Words words;
    auto names = patient.other_spellings;
    names.push_back(patient.name);
    for (const auto& name : names) {
        if (record::is_nobodys_name(name)) continue;
        const auto comparable = record::comparable_name(name);
        if (std::ranges::any_of(comparable, [](char c) { return static_cast<unsigned char>(c) >= 0x80; })) return {};
        for (const auto word : core::split(comparable, ' ')) words.emplace(word);
    }
    return words;
}

bool share_a_word(const Words& one, const Words& other) {
    return std::ranges::any_of(one, [&](const auto& word) { return other.contains(word); });
}

/// Whoever marries keeps a given name.
bool are_of_two_people(const std::set<Words>& names) {
    return std::ranges::any_of(names, [&](const auto& one) {
        return std::ranges::any_of(names, [&](const auto& other) { return !share_a_word(one, other); });
    });
}

void note_two_names(std::span<const OfPatient> recordings, std::vector<std::string>& notes) {
    std::map<std::string, std::set<Words>> names;
    for (const auto& one : recordings)
        if (auto words = latin_words(one.said); !words.empty()) names[one.patient].insert(std::move(words));
    std::string patients;
    for (const auto& [patient, of_one] : names)
        if (are_of_two_people(of_one)) core::append_word(patients, patient);
    if (!patients.empty())
        notes.push_back("files of one patient bear names that share no word: " + patients +
                        ". Two people under one id?");
}

}  // namespace

std::vector<std::string> patient_notes(std::span<const OfPatient> recordings) {
    std::vector<std::string> notes;
    note_ids(recordings, notes);
    note_names(recordings, notes);
    note_facts(recordings, notes);
    note_two_names(recordings, notes);
    return notes;
}

}  // namespace synchrony::app

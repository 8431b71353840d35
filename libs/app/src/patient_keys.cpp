#include "patient_keys.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "synchrony/core/sha256.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/core/ties.hpp"
#include "synchrony/record/identity.hpp"

namespace synchrony::app {
namespace {

constexpr std::string_view of_samples = "samples ", of_file = "file ";

enum class Told { id, name, nothing };

Told what_is_told(const record::PatientFields& patient) {
    if (!record::is_nobodys_id(patient.id)) return Told::id;
    return record::is_nobodys_name(patient.name) ? Told::nothing : Told::name;
}

/// "quentin zzyzx, 1951-02-03" of "Zzyzx^Quentin" and of "Zzyzx, Quentin"; empty without a name or a birth date.
std::string person_of(const record::PatientFields& patient) {
    if (record::is_nobodys_name(patient.name) || patient.birth_date.empty()) return {};
    const auto words = record::comparable_name(patient.name);
    return words.empty() ? std::string() : words + ", " + patient.birth_date;
}

std::string own_key(const Whose& whose, const Pseudonyms& map) {
    const auto& patient = whose.patient;
    switch (what_is_told(patient)) {
        case Told::id:
            return patient.id;
        case Told::name: {
            const auto as_written = patient.name + (patient.birth_date.empty() ? "" : ", " + patient.birth_date);
            const auto person = person_of(patient);
            return !map.knows(as_written) && !person.empty() && map.knows(person) ? person : as_written;
        }
        case Told::nothing:
            break;
    }
    // Maps of older versions know such recordings by their files.
    auto by_file = std::string(of_file) + whose.file.string();
    if (map.knows(by_file) || whose.samples_key.empty()) return by_file;
    constexpr std::size_t figures = 32;
    return std::string(of_samples) + core::sha256(whose.samples_key).substr(0, figures);
}

using Members = std::map<std::string, std::vector<std::size_t>>;

/// Recordings by what `word_of` says of them, where it says anything.
template <typename WordOf>
Members by(std::span<const Whose> recordings, WordOf word_of) {
    Members members;
    for (std::size_t i = 0; i < recordings.size(); ++i)
        if (const auto word = word_of(recordings[i]); !word.empty()) members[word].push_back(i);
    return members;
}

void tie_all(const std::vector<std::size_t>& members, core::Ties& ties) {
    for (const auto i : members) ties.tie(members.front(), i);
}

/// By id and by name; two ids of one name and birth date are two people.
void tie_people(std::span<const Whose> recordings, const std::vector<std::string>& keys, core::Ties& ties) {
    Members of_key;
    for (std::size_t i = 0; i < keys.size(); ++i) of_key[keys[i]].push_back(i);
    for (const auto& [key, members] : of_key) tie_all(members, ties);
    for (const auto& [person, members] : by(recordings, [](const auto& one) { return person_of(one.patient); })) {
        std::set<std::string> ids;
        for (const auto i : members)
            if (what_is_told(recordings[i].patient) == Told::id) ids.insert(recordings[i].patient.id);
        if (ids.size() < 2) tie_all(members, ties);
    }
}

/// The key of a group: the first that the map knows, else the first id, else the first name, else the first of all.
const std::string& key_of_group(std::span<const Whose> recordings, const std::vector<std::string>& keys,
                                const std::vector<std::size_t>& members, const Pseudonyms& map) {
    const auto rank = [&](std::size_t i) {
        const int told = static_cast<int>(what_is_told(recordings[i].patient));
        return map.knows(keys[i]) && told != static_cast<int>(Told::nothing) ? -1 : told;
    };
    return keys[*std::ranges::min_element(members, {}, rank)];
}

/// So that a later run knows who was known by name however that is spelled.
void name_person(const record::PatientFields& patient, const std::string& key, Pseudonyms& map) {
    if (what_is_told(patient) != Told::name) return;
    if (const auto person = person_of(patient); !person.empty() && !map.knows(person)) map.also_named(key, person);
}

}  // namespace

bool is_key_of_samples(std::string_view key) {
    return key.starts_with(of_samples) || key.starts_with(of_file);
}

std::vector<std::string> patient_keys(std::span<const Whose> recordings, Pseudonyms& map) {
    std::vector<std::string> own;
    for (const auto& one : recordings) own.push_back(own_key(one, map));
    core::Ties patients(recordings.size());
    tie_people(recordings, own, patients);
    // What says nothing belongs to the first patient whose recording it is; patients who share one share a shift.
    core::Ties shifts = patients;
    for (const auto& [samples, members] : by(recordings, [](const auto& one) { return one.samples_key; })) {
        const auto named = std::ranges::find_if(
            members, [&](std::size_t i) { return what_is_told(recordings[i].patient) != Told::nothing; });
        const auto whose = named == members.end() ? members.front() : *named;
        for (const auto i : members) {
            if (what_is_told(recordings[i].patient) == Told::nothing) patients.tie(whose, i);
            shifts.tie(whose, i);
        }
    }
    std::map<std::size_t, std::vector<std::size_t>> of_patient;
    for (std::size_t i = 0; i < own.size(); ++i) of_patient[patients.group(i)].push_back(i);
    auto keys = own;
    std::map<std::size_t, std::vector<std::string>> of_shift;
    for (const auto& [first, members] : of_patient) {
        const auto& shared = key_of_group(recordings, own, members, map);
        for (const auto i : members) {
            if (!map.knows(own[i])) {
                keys[i] = shared;
                map.also_named(shared, own[i]);
                name_person(recordings[i].patient, shared, map);
            }
            of_shift[shifts.group(i)].push_back(keys[i]);
        }
    }
    for (const auto& [first, tied] : of_shift) map.share_shift(tied);
    return keys;
}

}  // namespace synchrony::app

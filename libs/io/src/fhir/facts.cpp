#include "fhir/facts.hpp"

#include "birth_and_age.hpp"
#include "fhir/codes.hpp"
#include "other_names.hpp"
#include "sex.hpp"
#include "start_time.hpp"
#include "synchrony/core/json.hpp"
#include "synchrony/core/text.hpp"
#include "xml_values.hpp"

namespace synchrony::io::fhir {
namespace {

using core::word_of;

const Json& first_of(const Json& list) {
    static const Json nothing;
    return list.is_array() && !list.empty() ? list.front() : nothing;
}

/// The text, or family and given names.
std::string name_of(const Json& human_name) {
    std::string given;
    for (const auto& each : member(human_name, "given"))
        if (each.is_string()) core::append_word(given, each.get<std::string>(), " ");
    auto name = full_name(words_of(word_of(human_name, "family")), words_of(given));
    return name.empty() ? words_of(word_of(human_name, "text")) : name;
}

/// What else tells whose it is: the Patient's other names and numbers, the resources' own.
void add_other_names(const Json& resource, record::PatientFields& patient) {
    add_other_id(patient, words_of(word_of(resource, "id")));
    for (const auto& each : member(resource, "identifier")) add_other_id(patient, words_of(word_of(each, "value")));
    if (const auto& names = member(resource, "name"); names.is_array())
        for (const auto& each : names) {
            add_other_name(patient, name_of(each));
            add_other_name(patient, words_of(word_of(each, "text")));
        }
}

void add_patient(const Json& observation, const std::vector<Resource>& all, record::Ecg& ecg) {
    auto& patient = ecg.facts.patient;
    const auto& subject = member(observation, "subject");
    patient.name = words_of(word_of(subject, "display"));
    add_other_name(patient, patient.name);
    add_other_names(observation, patient);
    const auto by_number = words_of(word_of(member(subject, "identifier"), "value"));
    add_other_id(patient, by_number);
    const auto [found, id_is_local] = referred(subject, "Patient", observation, all);
    if (found == nullptr) {
        // "Patient/17" is a name too, of a record elsewhere; "#p1" of one in this file, and it is not there.
        const auto target = word_of(subject, "reference");
        patient.id = target.starts_with('#') ? std::string() : words_of(target.substr(target.find('/') + 1));
        if (patient.id.empty()) patient.id = by_number;
        return;
    }
    add_other_names(*found, patient);
    patient.id = words_of(word_of(first_of(member(*found, "identifier")), "value"));
    if (patient.id.empty()) patient.id = by_number;
    if (patient.id.empty() && !id_is_local) patient.id = words_of(word_of(*found, "id"));
    if (auto name = name_of(first_of(member(*found, "name"))); !name.empty()) patient.name = std::move(name);
    set_standard_birth_date(ecg, word_of(*found, "birthDate"));
    set_sex(ecg, word_of(*found, "gender"));
}

void add_device(const Json& observation, const std::vector<Resource>& all, record::Device& device) {
    const auto& reference = member(observation, "device");
    if (!reference.is_object()) return;
    device.model = words_of(word_of(reference, "display"));
    const auto* found = referred(reference, "Device", observation, all).body;
    if (found == nullptr) return;
    device.manufacturer = words_of(word_of(*found, "manufacturer"));
    for (const auto& model : {word_of(*found, "modelNumber"), word_of(*found, "model"),
                              word_of(first_of(member(*found, "deviceName")), "name")})
        if (!model.empty()) {
            device.model = words_of(model);
            break;
        }
    device.software = words_of(word_of(first_of(member(*found, "version")), "value"));
}

}  // namespace

std::string begin_of(const Json& observation) {
    for (const char* name : {"effectiveDateTime", "effectiveInstant"})
        if (auto moment = word_of(observation, name); !moment.empty()) return moment;
    return word_of(member(observation, "effectivePeriod"), "start");
}

void add_facts(const Json& observation, const std::vector<Resource>& all, record::Ecg& ecg) {
    set_start_time(ecg, begin_of(observation));  // "2015-02-19T09:30:35.500+01:00"
    ecg.facts.gain_source = "factor and origin of each lead";
    add_patient(observation, all, ecg);
    add_device(observation, all, ecg.facts.device);
    auto& printed = ecg.facts.printed;
    keep_measurement(observation, printed);
    for (const auto& component : member(observation, "component")) keep_measurement(component, printed);
    for (const char* list : {"interpretation", "note"})
        for (const auto& said : member(observation, list))
            if (auto words = words_of_concept(said); !words.empty()) printed.statements.push_back(std::move(words));
}

}  // namespace synchrony::io::fhir

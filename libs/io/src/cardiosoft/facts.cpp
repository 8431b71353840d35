#include "cardiosoft/facts.hpp"

#include "birth_and_age.hpp"
#include "other_names.hpp"
#include "sex.hpp"
#include "start_time.hpp"
#include "synchrony/core/text.hpp"
#include "xml.hpp"
#include "xml_values.hpp"

namespace synchrony::io::cardiosoft {
namespace {

/// Year, Month and Day stand in elements of their own: "2000-04-22", "--" where all are empty.
std::string date_in(pugi::xml_node node) {
    const auto part = [&](const char* name) {
        auto digits = words_in(node, name);
        return digits.size() == 1 ? "0" + digits : digits;
    };
    return part("Year") + "-" + part("Month") + "-" + part("Day");
}

std::vector<std::string> texts_in(pugi::xml_node parent, const char* name) {
    std::vector<std::string> lines;
    for (const auto node : parent.children(name))
        if (auto words = words_of(node); !words.empty()) lines.push_back(std::move(words));
    return lines;
}

record::PrintedMeasurements printed_of(pugi::xml_node root) {
    const auto measured = child_of(root, "RestingECGMeasurements");
    const auto interpretation = child_of(root, "Interpretation");
    record::PrintedMeasurements printed;
    printed.heart_rate_per_min = positive_in(measured, "VentricularRate");
    printed.p_ms = positive_in(measured, "PDuration");
    printed.pr_ms = positive_in(measured, "PQInterval");
    printed.qrs_ms = positive_in(measured, "QRSDuration");
    printed.qt_ms = positive_in(measured, "QTInterval");
    printed.qtc_ms = positive_in(measured, "QTCInterval");
    printed.p_axis_deg = number_in(measured, "PAxis");
    printed.qrs_axis_deg = number_in(measured, "RAxis");
    printed.t_axis_deg = number_in(measured, "TAxis");
    printed.statements = texts_in(child_of(interpretation, "Conclusion"), "ConclusionText");
    printed.original_statements = texts_in(child_of(interpretation, "Diagnosis"), "DiagnosisText");
    if (printed.statements.empty() || printed.statements == printed.original_statements)
        printed.statements = std::exchange(printed.original_statements, {});
    return printed;
}

record::Filters filters_of(pugi::xml_node setting) {
    record::Filters filters;
    filters.high_pass_hz = positive_in(setting, "HighPass");
    filters.low_pass_hz = positive_in(setting, "LowPass");
    if (core::lower(words_in(setting, "Filter50Hz")) == "yes") filters.notch_hz = 50.0;
    if (core::lower(words_in(setting, "Filter60Hz")) == "yes") filters.notch_hz = 60.0;
    return filters;
}

void take_patient(pugi::xml_node person, record::Ecg& ecg) {
    const auto names = child_of(person, "Name");
    const auto age = child_of(person, "Age");
    auto& patient = ecg.facts.patient;
    patient.id = words_in(person, "PID");
    patient.name = full_name(words_in(names, "FamilyName"), words_in(names, "GivenName"));
    take_other_names(person, patient);
    set_birth_date(ecg, date_in(child_of(person, "BirthDateTime")));
    set_sex(ecg, words_in(person, "Gender"));
    set_age(ecg, words_of(age), age.attribute("units").value());
}

}  // namespace

void take_facts(pugi::xml_node root, record::Ecg& ecg) {
    const auto clinical = child_of(root, "ClinicalInfo");
    auto device = child_of(clinical, "DeviceInfo");
    if (!device) device = child_of(root, "DeviceInfo");
    auto& facts = ecg.facts;
    facts.gain_source = "Resolution";
    facts.device = {"GE", words_in(device, "Desc"), words_in(device, "SoftwareVer")};
    facts.filters = filters_of(child_of(root, "FilterSetting"));
    facts.printed = printed_of(root);
    take_patient(child_of(root, "PatientInfo"), ecg);
}

void take_start_time(pugi::xml_node root, record::Ecg& ecg) {
    auto moment = child_of(root, "ObservationDateTime");
    if (!moment) moment = child_of(child_of(root, "ClinicalInfo"), "ObservationDateTime");
    set_start_time(ecg, date_in(moment),
                   words_in(moment, "Hour") + ":" + words_in(moment, "Minute") + ":" + words_in(moment, "Second"));
}

}  // namespace synchrony::io::cardiosoft

#include "philips/facts.hpp"

#include <algorithm>

#include "birth_and_age.hpp"
#include "date_order.hpp"
#include "other_names.hpp"
#include "philips/lead_measurements.hpp"
#include "sex.hpp"
#include "start_time.hpp"
#include "synchrony/core/text.hpp"
#include "xml.hpp"
#include "xml_values.hpp"

namespace synchrony::io::philips {
namespace {

std::string attribute_of(pugi::xml_node node, const char* name) {
    return words_of(std::string_view(node.attribute(name).value()));
}

/// Fields that were blanked out hold dashes.
std::string field(pugi::xml_node parent, const char* name) {
    auto words = words_in(parent, name);
    if (words.find_first_not_of('-') == std::string::npos) words.clear();
    return words;
}

/// The first of these nodes that holds a number under the first of these names; for times and rates one above zero,
/// since what was not measured may be 0.
std::optional<double> first_number(std::initializer_list<pugi::xml_node> nodes,
                                   std::initializer_list<const char*> names, bool above_zero) {
    for (const auto node : nodes)
        for (const char* name : names)
            if (const auto number = number_in(node, name); number && (*number > 0 || !above_zero)) return number;
    return std::nullopt;
}

/// "SINUS BRADYCARDIA, V-rate<60": the statement and its reason; the overall severity last, as it is printed.
std::vector<std::string> statements_of(pugi::xml_node interpretation) {
    std::vector<std::string> lines;
    for (const auto statement : interpretation.children("statement")) {
        auto line = words_in(statement, "leftstatement");
        if (const auto reason = words_in(statement, "rightstatement"); !reason.empty()) core::append_word(line, reason);
        if (!line.empty()) lines.push_back(line);
    }
    if (const auto severity = words_in(interpretation, "severity"); !severity.empty()) lines.push_back(severity);
    return lines;
}

/// What the device's program said, where an editor went over it; numbers are left out of its text ("V-rate<***").
std::vector<std::string> original_statements_of(pugi::xml_node interpretation) {
    std::vector<std::string> lines;
    const auto parts = child_of(child_of(interpretation, "interpretationdatastructure"), "statementcomponents");
    for (const auto part : parts.children()) {
        if (attribute_of(part, "source") != "Analysis program") continue;
        const auto words = words_in(child_of(part, "unparsedstatement"), "lhsstatement");
        if (!words.empty()) lines.push_back(words);
    }
    return lines;
}

/// Version 1.04 prints under short names ("print" is the PR interval), 1.03 under those of the mean beat. "pdur"
/// of 1.04 is left alone: beside a PR of 144 ms it says 508 ms.
record::PrintedMeasurements printed_of(pugi::xml_node root) {
    const auto interpretation = child_of(child_of(root, "interpretations"), "interpretation");
    const auto nodes = {child_of(interpretation, "globalmeasurements"),
                        child_of(interpretation, "interpretationmeasurements"),
                        child_of(child_of(root, "internalmeasurements"), "crossleadmeasurements"),
                        child_of(child_of(root, "measurements"), "globalmeasurements")};
    record::PrintedMeasurements printed;
    printed.heart_rate_per_min = first_number(nodes, {"heartrate", "meanventrate"}, true);
    printed.pr_ms = first_number(nodes, {"print", "meanprint"}, true);
    printed.qrs_ms = first_number(nodes, {"qrsdur", "meanqrsdur"}, true);
    printed.qt_ms = first_number(nodes, {"qtint", "meanqtint"}, true);
    printed.qtc_ms = first_number(nodes, {"qtcb", "meanqtc"}, true);
    printed.p_axis_deg = first_number(nodes, {"pfrontaxis"}, false);
    printed.qrs_axis_deg = first_number(nodes, {"qrsfrontaxis"}, false);
    printed.t_axis_deg = first_number(nodes, {"tfrontaxis"}, false);
    printed.leads = lead_measurements(root);
    printed.statements = statements_of(interpretation);
    printed.original_statements = original_statements_of(interpretation);
    return printed;
}

record::Device device_of(pugi::xml_node acquisition) {
    const auto machine = child_of(acquisition, "machine");
    record::Device device{"Philips", words_of(machine), {}};
    // "Philips Medical Products:M5000:C.01.02.00"
    const auto details = attribute_of(machine, "detaildescription");
    if (const auto parts = core::split(details, ':'); parts.size() == 3) device.software = parts[2];
    return device;
}

/// The filters of the samples; those of the report are the print's.
record::Filters filters_of(pugi::xml_node root) {
    const auto signal = child_of(child_of(root, "dataacquisition"), "signalcharacteristics");
    record::Filters filters;
    filters.high_pass_hz = positive_in(signal, "hipass");
    filters.low_pass_hz = positive_in(signal, "lowpass");
    const auto band_words = words_in(signal, "signalbandwidth");  // 1.03: "0.05-150"
    if (const auto band = core::split(band_words, '-'); band.size() == 2) {
        filters.high_pass_hz = number_of(band[0]);
        filters.low_pass_hz = number_of(band[1]);
    }
    if (core::lower(words_in(signal, "notchfiltered")) == "true") filters.notch_hz = positive_in(signal, "acsetting");
    return filters;
}

/// In one of the units of the format's schema (SierraECGSchema 1.04.01: a choice of elements).
void take_age(pugi::xml_node age, record::Ecg& ecg) {
    for (const char* unit : {"years", "months", "weeks", "days", "hours"})
        if (const auto number = field(age, unit); !number.empty()) return set_age(ecg, number, unit);
    constexpr double minutes_a_year = 365.25 * 24 * 60;
    if (const auto minutes = number_of(field(age, "minutes"))) set_age(ecg, *minutes / minutes_a_year);
}

void take_patient(pugi::xml_node root, const DateOrderOfFile& dates, record::Ecg& ecg) {
    const auto person = child_of(child_of(root, "patient"), "generalpatientdata");
    const auto names = child_of(person, "name");
    auto& patient = ecg.facts.patient;
    patient.id = field(person, "patientid");
    if (patient.id.empty()) patient.id = field(person, "MRN");
    take_other_names(child_of(root, "patient"), patient);
    take_other_names(child_of(root, "orderinfo"), patient);
    add_other_id(patient, words_in(child_of(root, "documentinfo"), "documentname"));
    for (const char* part : {"lastname", "firstname", "middlename"})
        if (const auto name = field(names, part); !name.empty()) core::append_word(patient.name, name);
    set_birth_date(ecg, field(child_of(person, "age"), "dateofbirth"), dates);
    take_age(child_of(person, "age"), ecg);
    set_sex(ecg, field(person, "sex"));
}

/// Pacing pulses on which the device's leads agree; those that it saw in single leads only are not kept. In ms, as all
/// times of the format; no file at hand holds one.
std::vector<double> pacing_of(pugi::xml_node root) {
    constexpr double ms_a_second = 1e3;
    std::vector<double> times;
    const auto agreed = child_of(child_of(root, "internalmeasurements"), "crossleadmeasurements");
    for (const auto pulse : child_of(agreed, "pacepulses").children("pacepulse"))
        if (const auto ms = number_of(attribute_of(pulse, "starttime")); ms && *ms >= 0)
            times.push_back(*ms / ms_a_second);
    std::sort(times.begin(), times.end());
    return times;
}

}  // namespace

void take_facts(pugi::xml_node root, record::Ecg& ecg) {
    auto& facts = ecg.facts;
    facts.format_version = words_in(child_of(root, "documentinfo"), "documentversion");
    facts.device = device_of(child_of(root, "dataacquisition"));
    facts.filters = filters_of(root);
    facts.printed = printed_of(root);
    facts.pacing_spikes_s = pacing_of(root);
    const auto dates = date_order_of(root, ecg);
    take_patient(root, dates, ecg);
    const auto acquisition = child_of(root, "dataacquisition");
    set_start_time(ecg, attribute_of(acquisition, "date"), attribute_of(acquisition, "time"), dates);
}

}  // namespace synchrony::io::philips

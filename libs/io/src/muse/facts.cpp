#include "muse/facts.hpp"

#include "birth_and_age.hpp"
#include "date_order.hpp"
#include "muse/lead_measurements.hpp"
#include "other_names.hpp"
#include "sex.hpp"
#include "start_time.hpp"
#include "synchrony/core/text.hpp"
#include "xml.hpp"
#include "xml_values.hpp"

namespace synchrony::io::muse {
namespace {

/// The baseline filter is stored in hundredths of a Hz: 5 in a file of 0.05 Hz, 16 in one of 0.16 Hz. Written with a
/// point it is in Hz.
std::optional<double> high_pass_of(pugi::xml_node waveform) {
    constexpr double hundredths = 0.01;
    const auto words = words_in(waveform, "HighPassFilter");
    const auto number = number_of(words);
    if (!number || *number <= 0) return std::nullopt;
    return words.find('.') == std::string::npos ? *number * hundredths : *number;
}

/// "Confirmed by Doe, John (123456) on ...": who signed is no statement about the ECG.
bool names_a_person(const std::string& line) {
    const auto small = core::lower(line);
    for (const char* begin : {"confirmed by", "referred by", "reviewed by", "overread by", "electronically signed"})
        if (small.starts_with(begin)) return true;
    return false;
}

/// The statements, a line each: pieces go on until one says ENDSLINE.
std::vector<std::string> statements_of(pugi::xml_node diagnosis) {
    std::vector<std::string> lines;
    std::string line;
    const auto finish = [&] {
        if (!line.empty() && !names_a_person(line)) lines.push_back(line);
        line.clear();
    };
    for (const auto statement : diagnosis.children("DiagnosisStatement")) {
        const auto words = words_in(statement, "StmtText");
        if (!words.empty()) core::append_word(line, words, " ");
        for (const auto flag : statement.children("StmtFlag"))
            if (words_of(flag) == "ENDSLINE") finish();
    }
    finish();
    return lines;
}

/// The confirmed measurements; what they lack is taken from the device's.
record::PrintedMeasurements printed_of(pugi::xml_node root) {
    const auto confirmed = child_of(root, "RestingECGMeasurements");
    const auto original = child_of(root, "OriginalRestingECGMeasurements");
    const auto time = [&](const char* name) {
        const auto value = positive_in(confirmed, name);
        return value ? value : positive_in(original, name);
    };
    const auto axis = [&](const char* name) {
        const auto value = number_in(confirmed, name);
        return value ? value : number_in(original, name);
    };
    record::PrintedMeasurements printed;
    printed.heart_rate_per_min = time("VentricularRate");
    printed.pr_ms = time("PRInterval");
    printed.qrs_ms = time("QRSDuration");
    printed.qt_ms = time("QTInterval");
    printed.qtc_ms = time("QTCorrected");
    printed.p_axis_deg = axis("PAxis");
    printed.qrs_axis_deg = axis("RAxis");
    printed.t_axis_deg = axis("TAxis");
    printed.leads = lead_measurements(root);
    printed.statements = statements_of(child_of(root, "Diagnosis"));
    printed.original_statements = statements_of(child_of(root, "OriginalDiagnosis"));
    if (printed.statements.empty()) printed.statements = std::exchange(printed.original_statements, {});
    return printed;
}

void take_patient(pugi::xml_node person, const DateOrderOfFile& dates, record::Ecg& ecg) {
    auto& patient = ecg.facts.patient;
    patient.id = words_in(person, "PatientID");
    patient.name = full_name(words_in(person, "PatientLastName"), words_in(person, "PatientFirstName"));
    set_birth_date(ecg, words_in(person, "DateofBirth"), dates);
    set_sex(ecg, words_in(person, "Gender"));
    set_age(ecg, words_in(person, "PatientAge"), words_in(person, "AgeUnits"));
    take_other_names(person, patient);
}

}  // namespace

void take_facts(pugi::xml_node root, pugi::xml_node waveform, record::Ecg& ecg) {
    const auto test = child_of(root, "TestDemographics");
    auto& facts = ecg.facts;
    facts.format_version = words_in(child_of(root, "MuseInfo"), "MuseVersion");
    facts.gain_source = "LeadAmplitudeUnitsPerBit";
    facts.device.manufacturer = "GE";
    facts.device.model = words_in(test, "AcquisitionDevice");
    facts.device.software = words_in(test, "AcquisitionSoftwareVersion");
    if (facts.device.software.empty()) facts.device.software = words_in(test, "AnalysisSoftwareVersion");
    facts.filters.high_pass_hz = high_pass_of(waveform);
    facts.filters.low_pass_hz = positive_in(waveform, "LowPassFilter");
    facts.filters.notch_hz = positive_in(waveform, "ACFilter");
    facts.printed = printed_of(root);
    const auto dates = date_order_of(root, ecg);
    take_patient(child_of(root, "PatientDemographics"), dates, ecg);
    take_other_names(child_of(root, "Order"), facts.patient);
    add_other_id(facts.patient, words_in(test, "SecondaryID"));
    set_start_time(ecg, words_in(test, "AcquisitionDate"), words_in(test, "AcquisitionTime"), dates);
}

}  // namespace synchrony::io::muse

#include "aecg/facts.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "birth_and_age.hpp"
#include "other_names.hpp"
#include "sex.hpp"
#include "synchrony/core/text.hpp"
#include "uuid.hpp"

namespace synchrony::io::aecg {
namespace {

using PrintedFields = record::PrintedMeasurements;

// Source: ISO/IEEE 11073-10102 names, as the implementation guide uses them. Of two codes for one field the first is
// written; which QTc a device prints is its own choice.
constexpr std::array<AnnotationCode, 12> codes = {{
    {&PrintedFields::heart_rate_per_min, "MDC_ECG_HEART_RATE", "/min"},
    {&PrintedFields::p_ms, "MDC_ECG_TIME_PD_P", "ms"},
    {&PrintedFields::pr_ms, "MDC_ECG_TIME_PD_PR", "ms"},
    {&PrintedFields::pr_ms, "MDC_ECG_TIME_PD_PQ", "ms"},
    {&PrintedFields::qrs_ms, "MDC_ECG_TIME_PD_QRS", "ms"},
    {&PrintedFields::qt_ms, "MDC_ECG_TIME_PD_QT", "ms"},
    {&PrintedFields::qtc_ms, "MDC_ECG_TIME_PD_QTc", "ms"},
    {&PrintedFields::qtc_ms, "MDC_ECG_TIME_PD_QTC", "ms"},
    {&PrintedFields::qtc_ms, "MDC_ECG_TIME_PD_QTcB", "ms"},
    {&PrintedFields::p_axis_deg, "MDC_ECG_ANGLE_P_FRONT", "deg"},
    {&PrintedFields::qrs_axis_deg, "MDC_ECG_ANGLE_QRS_FRONT", "deg"},
    {&PrintedFields::t_axis_deg, "MDC_ECG_ANGLE_T_FRONT", "deg"},
}};

constexpr std::size_t most_lines = 1000;
/// Beat, wave, peak: three levels in practice.
constexpr int deepest_annotation = 12;

bool is_of_a_lead(pugi::xml_node annotation) {
    const auto region = down(annotation, {"support", "supportingROI"});
    for (const auto component : children_of(region, "component"))
        if (code_of(child_of(component, "boundary")).starts_with("MDC_ECG_LEAD")) return true;
    return false;
}

void take_number(pugi::xml_node annotation, const std::string& code, PrintedFields& printed) {
    const auto known = std::find_if(codes.begin(), codes.end(), [&](const auto& c) { return c.code == code; });
    if (known == codes.end()) return;
    const auto value = child_of(annotation, "value");
    auto quantity = quantity_of(value);
    // Some devices write the number as text.
    if (!quantity) {
        const auto number = number_of(words_below(value));
        if (!number) return;
        quantity = Quantity{*number, {}};
    }
    // Without a unit devices mean ms.
    if (known->unit == "ms" && !quantity->unit.empty())
        if (const auto seconds = seconds_per(quantity->unit); seconds && quantity->unit != "ms")
            quantity->value *= *seconds * 1000.0;
    auto& field = printed.*known->field;
    if (!field) field = quantity->value;
}

void take_words(pugi::xml_node annotation, const std::string& code, PrintedFields& printed) {
    if (!code.starts_with("MDC_ECG_INTERPRETATION") && !code.starts_with("MDC_ECG_RHY")) return;
    const auto value = child_of(annotation, "value");
    auto words = words_below(value);
    if (words.empty()) words = attribute_of(value, "displayName");
    if (words.empty()) words = attribute_of(value, "code");
    if (!words.empty() && printed.statements.size() < most_lines) printed.statements.push_back(words);
}

void take_annotation(pugi::xml_node annotation, int depth, PrintedFields& printed) {
    const auto code = code_of(annotation);
    if (depth > deepest_annotation || code == "MDC_ECG_BEAT" || is_of_a_lead(annotation)) return;
    take_number(annotation, code, printed);
    take_words(annotation, code, printed);
    for (const auto component : children_of(annotation, "component"))
        for (const auto inner : children_of(component, "annotation")) take_annotation(inner, depth + 1, printed);
}

void take_annotations(pugi::xml_node series, PrintedFields& printed) {
    for (const auto subject : children_of(series, "subjectOf"))
        for (const auto set : children_of(subject, "annotationSet"))
            for (const auto component : children_of(set, "component"))
                for (const auto annotation : children_of(component, "annotation"))
                    take_annotation(annotation, 0, printed);
}

std::optional<double> filter_frequency(pugi::xml_node filter) {
    for (const auto component : children_of(filter, "component")) {
        const auto variable = child_of(component, "controlVariable");
        const auto code = code_of(variable);
        if (!code.ends_with("CUTOFF_FREQ") && !code.ends_with("NOTCH_FREQ")) continue;
        const auto value = quantity_of(child_of(variable, "value"));
        if (value && value->value > 0) return value->value;
    }
    return std::nullopt;
}

record::Filters filters_of(pugi::xml_node series) {
    record::Filters filters;
    for (const auto outer : children_of(series, "controlVariable")) {
        const auto filter = child_of(outer, "controlVariable");
        const auto code = code_of(filter);
        if (code.ends_with("FILTER_LOW_PASS")) filters.low_pass_hz = filter_frequency(filter);
        if (code.ends_with("FILTER_HIGH_PASS")) filters.high_pass_hz = filter_frequency(filter);
        if (code.ends_with("FILTER_NOTCH")) filters.notch_hz = filter_frequency(filter);
    }
    return filters;
}

void take_reported_age(pugi::xml_node root, record::Ecg& ecg) {
    for (const auto outer : children_of(root, "controlVariable")) {
        const auto observation = child_of(outer, "relatedObservation");
        if (code_of(observation) != "21612-7") continue;  // LOINC: reported age
        const auto age = child_of(observation, "value");
        return set_age(ecg, attribute_of(age, "value"), attribute_of(age, "unit"));
    }
}

void take_patient(pugi::xml_node root, record::Ecg& ecg) {
    const auto subject =
        down(root, {"componentOf", "timepointEvent", "componentOf", "subjectAssignment", "subject", "trialSubject"});
    const auto person = child_of(subject, "subjectDemographicPerson");
    auto& patient = ecg.facts.patient;
    patient.id = attribute_of(child_of(subject, "id"), "extension");
    // Mindray writes the element's name there, for everybody, and the patient's number in an element of its own.
    const bool of_all = patient.id == "trialSubject";
    if (const auto own = words_below(child_of(person, "PatientID")); of_all || patient.id.empty()) patient.id = own;
    // A root without an extension numbers the register, the same for all of a hospital; a UUID is one subject's.
    const auto root_of_id = attribute_of(child_of(subject, "id"), "root");
    if (patient.id.empty() && !of_all && is_uuid(root_of_id)) patient.id = root_of_id;
    add_other_id(patient, root_of_id);
    patient.name = words_below(child_of(person, "name"));
    const auto assignment = down(root, {"componentOf", "timepointEvent", "componentOf", "subjectAssignment"});
    take_other_names(child_of(assignment, "subject"), patient);
    for (const auto id : children_of(assignment, "id")) add_other_id(patient, attribute_of(id, "extension"));
    add_other_id(patient, attribute_of(child_of(root, "id"), "root"));
    add_other_id(patient, attribute_of(child_of(root, "id"), "extension"));
    const auto sex = child_of(person, "administrativeGenderCode");
    const auto code = attribute_of(sex, "code");
    set_sex(ecg, code.empty() ? attribute_of(sex, "displayName") : code);
    set_standard_birth_date(ecg, attribute_of(child_of(person, "birthTime"), "value"));
    take_reported_age(root, ecg);
}

/// Whether the document names another organization so: whose study, whose site, who read the ECG.
bool names_other_organization(pugi::xml_node root, const std::string& name) {
    const auto other = root.find_node([&](pugi::xml_node node) {
        const std::string_view element = node.name();
        const bool organization = element.ends_with("Organization") && !element.ends_with("manufacturerOrganization");
        const bool place = element.ends_with("trialSite") || element.ends_with("location");
        return (organization || place) && words_below(child_of(node, "name")) == name;
    });
    return !other.empty();
}

/// The maker, by the schema (PORT_MT020001: seriesAuthor is the role of a manufactured device, and the organization is
/// its manufacturer). Writers that have no device to name, or repeat the hospital there, tell where the patient was.
record::Device device_of(pugi::xml_node root, pugi::xml_node series) {
    const auto author = down(series, {"author", "seriesAuthor"});
    const auto device = child_of(author, "manufacturedSeriesDevice");
    record::Device found{words_below(down(author, {"manufacturerOrganization", "name"})),
                         words_below(child_of(device, "manufacturerModelName")),
                         words_below(child_of(device, "softwareName"))};
    const bool no_device = found.model.empty() && found.software.empty();
    if (no_device || names_other_organization(root, found.manufacturer)) found.manufacturer.clear();
    return found;
}

}  // namespace

std::span<const AnnotationCode> annotation_codes() {
    return codes;
}

void take_facts(pugi::xml_node root, pugi::xml_node series, record::Ecg& ecg) {
    auto& facts = ecg.facts;
    facts.gain_source = "scale of each lead";
    if (attribute_of(root, "schemaLocation").find("PORT_MT020001") != std::string::npos)
        facts.format_version = "PORT_MT020001";
    facts.device = device_of(root, series);
    facts.filters = filters_of(series);
    take_annotations(series, facts.printed);
    for (const auto derivation : children_of(series, "derivation"))
        for (const auto derived : children_of(derivation, "derivedSeries")) take_annotations(derived, facts.printed);
    take_patient(root, ecg);
}

}  // namespace synchrony::io::aecg

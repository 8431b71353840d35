#include "fhir/codes.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "dicom/codes.hpp"
#include "synchrony/core/json.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/record/lead_names.hpp"
#include "xml_values.hpp"

namespace synchrony::io::fhir {
namespace {

/// ISO/IEEE 11073-10101: MDC_ECG_ELEC_POTL, and its leads up to the next kind of potential.
constexpr int potential = 131328, last_potential = potential + 255;
constexpr std::string_view potential_words = "MDC_ECG_ELEC_POTL_", lead_words = "MDC_ECG_LEAD_";
constexpr int block_of_measurements = 131072;  ///< 11073-10102: "2:n" is this and n

std::optional<int> number_of_code(const Json& coding) {
    // Systems are written in several ways (urn:iso:std:iso:11073:10101, urn:oid:2.16.840.1.113883.6.24).
    const auto system = core::word_of(coding, "system");
    const bool mdc =
        system.empty() || system.find("11073") != system.npos || system.find("2.16.840.1.113883.6.24") != system.npos;
    return mdc ? core::number_from<int>(core::word_of(coding, "code")) : std::nullopt;
}

/// Leads that a device computed are not taken for the leads themselves.
std::string lead_of_number(int number) {
    const auto lead = dicom::lead_of_code({"2:" + std::to_string(number), "MDC", ""});
    return (lead.derived ? "derived " : "") + std::string(lead.name);
}

std::string without_mdc(std::string words) {
    for (const auto prefix : {potential_words, lead_words})
        if (words.starts_with(prefix)) return words.substr(prefix.size());
    return words;
}

struct Loinc {
    std::string_view code;
    std::optional<double> record::PrintedMeasurements::*field;
    std::string_view unit;  ///< of the field
};
using Printed = record::PrintedMeasurements;
constexpr std::array<Loinc, 9> measured = {{{"8867-4", &Printed::heart_rate_per_min, "/min"},
                                            {"8625-6", &Printed::pr_ms, "ms"},
                                            {"8633-0", &Printed::qrs_ms, "ms"},
                                            {"8634-8", &Printed::qt_ms, "ms"},
                                            {"8636-3", &Printed::qtc_ms, "ms"},
                                            {"8626-4", &Printed::p_axis_deg, "deg"},
                                            {"8632-2", &Printed::qrs_axis_deg, "deg"},
                                            {"8638-9", &Printed::t_axis_deg, "deg"},
                                            {"76282-3", &Printed::heart_rate_per_min, "/min"}}};

std::optional<double> Printed::*field_of(const Json& coding) {
    const auto code = core::word_of(coding, "code");
    for (const auto& each : measured)
        if (code == each.code) return each.field;
    const auto number = number_of_code(coding);
    if (!number || *number <= block_of_measurements) return nullptr;
    const auto* known = dicom::measurement_of({"2:" + std::to_string(*number - block_of_measurements), "MDC", ""});
    return known != nullptr ? known->field : nullptr;
}

bool is_unit_of(std::optional<double> Printed::*field, const std::string& unit) {
    for (const auto& each : measured)
        if (each.field == field)
            return unit == each.unit || (each.unit == "/min" && (unit == "{beats}/min" || unit == "beats/minute"));
    return unit == "ms";  // P duration, which has no LOINC code here
}

}  // namespace

std::string words_of_concept(const Json& concept_) {
    if (auto text = words_of(core::word_of(concept_, "text")); !text.empty()) return text;
    for (const auto& coding : member(concept_, "coding")) {
        if (auto words = words_of(core::word_of(coding, "display")); !words.empty()) return words;
        if (auto code = words_of(core::word_of(coding, "code")); !code.empty()) return code;
    }
    return {};
}

NameOfSignal signal_named(const Json& concept_) {
    std::string by_number, by_words;
    const auto look_at = [&](const std::string& text) {
        const auto bare = without_mdc(words_of(text));
        if (by_words.empty() && record::is_lead_name(bare)) by_words = record::standard_lead_name(bare);
    };
    for (const auto& coding : member(concept_, "coding")) {
        const auto number = number_of_code(coding);
        if (by_number.empty() && number && *number > potential && *number <= last_potential)
            by_number = lead_of_number(*number - potential);
        look_at(core::word_of(coding, "display"));
        look_at(core::word_of(coding, "code"));
    }
    look_at(core::word_of(concept_, "text"));
    if (by_number.empty() && by_words.empty()) return {without_mdc(words_of_concept(concept_)), false};
    if (by_number.empty() || by_words.empty() || by_number == by_words)
        return {by_number.empty() ? by_words : by_number, true};
    return {by_number, true, by_words};
}

bool says_ecg(const Json& concept_) {
    constexpr std::array<std::string_view, 4> studies = {"11524-6", "34534-8", "LP6244-0", "18844-1"};
    const auto in_words = [](const std::string& text) {
        const auto small = core::lower(text);
        return small.find("ecg") != small.npos || small.find("ekg") != small.npos ||
               small.find("electrocardio") != small.npos || small.find("elektrokardio") != small.npos;
    };
    if (in_words(core::word_of(concept_, "text"))) return true;
    const auto& codings = member(concept_, "coding");
    return std::any_of(codings.begin(), codings.end(), [&](const auto& coding) {
        const auto code = core::word_of(coding, "code");
        const auto number = number_of_code(coding);
        return (number && *number >= potential && *number <= last_potential) ||
               std::find(studies.begin(), studies.end(), code) != studies.end() || in_words(code) ||
               in_words(core::word_of(coding, "display"));
    });
}

void keep_measurement(const Json& observation, record::PrintedMeasurements& printed) {
    const auto& code = member(observation, "code");
    auto said = words_of_concept(member(observation, "valueCodeableConcept"));
    if (said.empty()) said = words_of(core::word_of(observation, "valueString"));
    const auto what = words_of_concept(code);
    if (!said.empty()) printed.statements.push_back(what.empty() ? said : what + ": " + said);
    const auto& quantity = member(observation, "valueQuantity");
    const auto& value = member(quantity, "value");
    if (!value.is_number() || !std::isfinite(value.get<double>())) return;
    auto unit = core::word_of(quantity, "code");
    if (unit.empty()) unit = core::word_of(quantity, "unit");
    for (const auto& coding : member(code, "coding")) {
        const auto field = field_of(coding);
        if (field == nullptr || !is_unit_of(field, unit) || printed.*field) continue;
        printed.*field = value.get<double>();
        return;
    }
}

}  // namespace synchrony::io::fhir

#include "dicom/codes.hpp"

#include <algorithm>
#include <array>

#include "synchrony/core/text.hpp"

namespace synchrony::io::dicom {
namespace {

struct LeadNumber {
    int number;  ///< the same in MDC ("2:61") and SCP-ECG ("5.6.3-9-61")
    std::string_view name;
};
constexpr std::array<LeadNumber, 38> lead_numbers = {
    {{1, "I"},
     {2, "II"},
     {3, "V1"},
     {4, "V2"},
     {5, "V3"},
     {6, "V4"},
     {7, "V5"},
     {8, "V6"},
     {9, "V7"},
     {10, "V2R"},
     {11, "V3R"},
     {12, "V4R"},
     {13, "V5R"},
     {14, "V6R"},
     {15, "V7R"},
     {16, "Vx"},
     {17, "Vy"},
     {18, "Vz"},
     {61, "III"},
     {62, "aVR"},
     {63, "aVL"},
     {64, "aVF"},
     {65, "-aVR"},
     {66, "V8"},
     {67, "V9"},
     {20, "CM5"},
     // computed by the device from EASI leads; behind the recorded ones, whose codes are written
     {31, "I"},
     {32, "II"},
     {33, "V1"},
     {34, "V2"},
     {35, "V3"},
     {36, "V4"},
     {37, "V5"},
     {38, "V6"},
     {111, "III"},
     {112, "aVR"},
     {113, "aVL"},
     {114, "aVF"}}};

using Printed = record::PrintedMeasurements;
constexpr std::array<MeasurementCode, 9> measurements = {{
    {&Printed::heart_rate_per_min, "LN", "8867-4", "", "Heart rate", "/min"},
    {&Printed::p_ms, "MDC", "2:16184", "", "P duration global", "ms"},
    {&Printed::pr_ms, "MDC", "2:15872", "5.13.5-7", "PR interval global", "ms"},
    {&Printed::qrs_ms, "MDC", "2:16156", "5.13.5-9", "QRS duration global", "ms"},
    {&Printed::qt_ms, "MDC", "2:16160", "5.13.5-11", "QT interval global", "ms"},
    {&Printed::qtc_ms, "MDC", "2:15876", "5.10.2.5-5", "QTc interval global", "ms"},
    {&Printed::p_axis_deg, "MDC", "2:16128", "5.10.3-11", "P Axis", "deg"},
    {&Printed::qrs_axis_deg, "MDC", "2:16132", "5.10.3-13", "QRS axis", "deg"},
    {&Printed::t_axis_deg, "MDC", "2:16136", "5.10.3-15", "T axis", "deg"},
}};

struct Words {
    std::string_view bare;  ///< small letters, without blanks and marks
    std::size_t measurement;
};
// Meanings as devices write them where their codes are of their own.
constexpr std::array<Words, 32> spellings_of_measurements = {{{"ventricularheartrate", 0},
                                                              {"heartrate", 0},
                                                              {"ventricularrate", 0},
                                                              {"ventrate", 0},
                                                              {"hr", 0},
                                                              {"pduration", 1},
                                                              {"pdurationglobal", 1},
                                                              {"pwaveduration", 1},
                                                              {"printerval", 2},
                                                              {"printervalglobal", 2},
                                                              {"pr", 2},
                                                              {"pqinterval", 2},
                                                              {"pqintervalglobal", 2},
                                                              {"qrsduration", 3},
                                                              {"qrsdurationglobal", 3},
                                                              {"qrs", 3},
                                                              {"qtinterval", 4},
                                                              {"qtintervalglobal", 4},
                                                              {"qt", 4},
                                                              {"qtcinterval", 5},
                                                              {"qtcintervalglobal", 5},
                                                              {"qtc", 5},
                                                              {"qtcbazett", 5},
                                                              {"paxis", 6},
                                                              {"pwaveaxis", 6},
                                                              {"pfrontaxis", 6},
                                                              {"qrsaxis", 7},
                                                              {"qrsfrontaxis", 7},
                                                              {"raxis", 7},
                                                              {"taxis", 8},
                                                              {"twaveaxis", 8},
                                                              {"tfrontaxis", 8}}};

std::string bare_words(std::string_view meaning) {
    std::string bare;
    for (const char c : core::lower(meaning))
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) bare += c;
    return bare;
}

/// The number behind a prefix, or -1.
int number_behind(std::string_view value, std::string_view prefix) {
    if (!value.starts_with(prefix)) return -1;
    value.remove_prefix(prefix.size());
    return core::number_from<int>(value).value_or(-1);
}

}  // namespace

Code code_in(const Item& item, Tag sequence) {
    const auto items = item.items(sequence);
    if (items.empty()) return {};
    return {items.front().text(tag::code_value), items.front().text(tag::coding_scheme),
            items.front().text(tag::code_meaning)};
}

LeadOfCode lead_of_code(const Code& code) {
    int number = -1;
    if (code.scheme == "MDC") number = number_behind(code.value, "2:");
    if (code.scheme == "SCPECG") number = number_behind(code.value, "5.6.3-9-");
    for (const auto& lead : lead_numbers)
        if (lead.number == number) return {lead.name, (number >= 31 && number <= 38) || number > 110};
    return {};
}

std::string code_of_lead(std::string_view standard_name) {
    const auto found = std::find_if(lead_numbers.begin(), lead_numbers.end(),
                                    [&](const auto& lead) { return lead.name == standard_name; });
    return found == lead_numbers.end() ? std::string() : "2:" + std::to_string(found->number);
}

std::span<const MeasurementCode> measurement_codes() {
    return measurements;
}

const MeasurementCode* measurement_of(const Code& code) {
    for (const auto& measurement : measurements)
        if ((code.scheme == measurement.scheme && code.value == measurement.value) ||
            (code.scheme == "SCPECG" && !code.value.empty() && code.value == measurement.scp))
            return &measurement;
    if (code.scheme == "MDC" && code.value == "2:16770") return &measurements[0];  // MDC_ECG_HEART_RATE
    // Bazett's is the QTc of most devices; Fridericia's has a code of its own and is left.
    if (code.scheme == "MDC" && code.value == "2:15880") return &measurements[5];
    const auto bare = bare_words(code.meaning);
    for (const auto& spelling : spellings_of_measurements)
        if (spelling.bare == bare) return &measurements[spelling.measurement];
    return nullptr;
}

bool is_pacing_spike(const Code& code) {
    // CID 3335: antibradycardia (4096 to 5888) and antitachycardia (6144 to 6912) pace spikes of any chamber.
    const int number = code.scheme == "MDC" ? number_behind(code.value, "10:") : -1;
    if (number >= 4096 && number <= 6912 && number % 256 == 0) return true;
    const auto bare = bare_words(code.meaning);
    return bare.find("pacespike") != std::string::npos || bare.find("pacingspike") != std::string::npos ||
           bare.find("pacemakerspike") != std::string::npos;
}

}  // namespace synchrony::io::dicom

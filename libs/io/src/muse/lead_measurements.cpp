#include "muse/lead_measurements.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base64.hpp"
#include "byte_cursor.hpp"
#include "printed_leads.hpp"
#include "synchrony/record/lead_names.hpp"
#include "xml.hpp"
#include "xml_values.hpp"

namespace synchrony::io::muse {
namespace {

// The matrix: 36 bytes of the whole beat, then four bytes a number: lead, place in its row, value (16 bits, low byte
// first). A row begins P onset's level, P amplitude, duration, area, time; P', Q, R, S, R', S' have four places each.
constexpr std::size_t matrix_head = 36;
constexpr int not_measured = 32767;
constexpr std::array<std::string_view, 12> matrix_leads = {"I",  "II", "V1",  "V2",  "V3",  "V4",
                                                           "V5", "V6", "III", "aVR", "aVL", "aVF"};
constexpr std::size_t row_length = 53;
struct Place {
    enum : std::size_t { p = 1, p2 = 5, q = 9, r = 13, s = 17, r2 = 21, s2 = 25, st_j = 29, t = 39, t2 = 43 };
};
/// 0 where there is no such wave; a level that is not there is empty.
struct Row {
    std::array<double, row_length> value{};
    bool has_st_j = false;
    double operator[](std::size_t place) const { return value[place]; }
};

record::LeadMeasurements lead_of(std::string_view name, const Row& row) {
    record::LeadMeasurements lead;
    lead.lead = name;
    take_phases(lead.p_positive_mv, lead.p_negative_mv, row[Place::p], row[Place::p2]);
    lead.q_mv = wave_mv(-row[Place::q]), lead.q_ms = wave_ms(row[Place::q + 1]);  // sizes without a sign
    lead.r_mv = wave_mv(row[Place::r]), lead.r_ms = wave_ms(row[Place::r + 1]);
    lead.s_mv = wave_mv(-row[Place::s]), lead.s_ms = wave_ms(row[Place::s + 1]);
    lead.r2_mv = wave_mv(row[Place::r2]), lead.r2_ms = wave_ms(row[Place::r2 + 1]);
    lead.s2_mv = wave_mv(-row[Place::s2]), lead.s2_ms = wave_ms(row[Place::s2 + 1]);
    if (row.has_st_j) lead.st_j_mv = level_mv(row[Place::st_j]);
    take_phases(lead.t_positive_mv, lead.t_negative_mv, row[Place::t], row[Place::t2]);
    return lead;
}

std::vector<record::LeadMeasurements> of_matrix(std::string_view base64) {
    constexpr std::size_t most_bytes = 1U << 16;
    const auto bytes = decode_base64(base64, most_bytes, "MeasurementMatrix");
    if (!bytes) return {};
    ByteCursor cursor(*bytes);
    cursor.skip(matrix_head);
    std::array<Row, matrix_leads.size()> rows{};
    std::array<bool, matrix_leads.size()> known{};
    while (cursor.left() >= 4) {
        const std::size_t lead = cursor.take<std::uint8_t>(), place = cursor.take<std::uint8_t>();
        const int value = cursor.take<std::int16_t>();
        if (lead >= rows.size() || place >= row_length || value == not_measured) continue;
        rows[lead].value[place] = value;
        rows[lead].has_st_j = rows[lead].has_st_j || place == Place::st_j;
        known[lead] = true;
    }
    std::vector<record::LeadMeasurements> leads;
    for (std::size_t l = 0; l < rows.size(); ++l)
        if (known[l]) leads.push_back(lead_of(matrix_leads[l], rows[l]));
    return leads;
}

/// "IE_R", "IE_TPM": what is measured; sizes of Q and S have no sign, P and T have one.
void take_amplitude(record::LeadMeasurements& lead, std::string_view wave, double uv) {
    if (wave == "IE_P" || wave == "IE_PPM") take_phases(lead.p_positive_mv, lead.p_negative_mv, uv, 0.0);
    if (wave == "IE_T" || wave == "IE_TPM") take_phases(lead.t_positive_mv, lead.t_negative_mv, uv, 0.0);
    if (wave == "IE_Q") lead.q_mv = wave_mv(-uv);
    if (wave == "IE_R") lead.r_mv = wave_mv(uv);
    if (wave == "IE_S") lead.s_mv = wave_mv(-uv);
    if (wave == "IE_RPM") lead.r2_mv = wave_mv(uv);
    if (wave == "IE_SPM") lead.s2_mv = wave_mv(-uv);
}

std::vector<record::LeadMeasurements> of_amplitudes(pugi::xml_node amplitudes) {
    std::vector<record::LeadMeasurements> leads;
    for (const auto node : amplitudes.children("MeasuredAmplitude")) {
        const auto name = record::standard_lead_name(words_in(node, "AmplitudeMeasurementLeadID"));
        const auto uv = number_in(node, "AmplitudeMeasurementPeak");
        if (!uv || name.empty()) continue;
        if (leads.empty() || leads.back().lead != name) {  // a lead's stand together
            if (leads.size() == most_printed_leads) break;
            leads.emplace_back().lead = name;
        }
        take_amplitude(leads.back(), words_in(node, "AmplitudeMeasurementWaveID"), *uv);
    }
    return leads;
}

}  // namespace

std::vector<record::LeadMeasurements> lead_measurements(pugi::xml_node root) {
    auto leads = of_matrix(child_of(root, "MeasurementMatrix").text().get());
    return leads.empty() ? of_amplitudes(child_of(root, "AmplitudeMeasurements")) : leads;
}

}  // namespace synchrony::io::muse

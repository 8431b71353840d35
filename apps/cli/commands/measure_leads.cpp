#include "measure_leads.hpp"

#include <algorithm>
#include <array>

#include "text_table.hpp"

namespace synchrony::cli {
namespace {

/// What fits a terminal's width: amplitudes, the ST level at three places, the R peak time.
constexpr std::array<std::string_view, 12> amplitudes_shown = {
    "p_positive_mv", "p_negative_mv", "q_mv",      "r_mv",          "s_mv",          "r2_mv",
    "st_j_mv",       "st_j60_mv",     "st_j80_mv", "t_positive_mv", "t_negative_mv", "r_peak_ms"};

using Fields = std::vector<const record::LeadMeasurementField*>;

Fields shown_fields() {
    Fields fields;
    for (const auto& field : record::lead_measurement_fields)
        if (std::ranges::find(amplitudes_shown, field.name) != amplitudes_shown.end()) fields.push_back(&field);
    return fields;
}

std::vector<std::string> cells(std::string name, const record::LeadMeasurements& lead, const Fields& fields) {
    std::vector<std::string> row{std::move(name)};
    for (const auto* field : fields) {
        const auto& value = lead.*field->value;
        row.push_back(value ? fixed(*value, field->unit == "mV" ? 2 : 0) : "");
    }
    return row;
}

std::string voltage_text(const measure::Voltages& v) {
    std::string text;
    const auto add = [&](const char* words, const std::optional<double>& value, int decimals, const char* unit) {
        if (value) text += (text.empty() ? "  " : ", ") + std::string(words) + " " + fixed(*value, decimals) + unit;
    };
    add("Sokolow-Lyon", v.sokolow_lyon_mv, 2, " mV");
    add("Cornell", v.cornell_mv, 2, " mV");
    add("times QRS", v.cornell_mvms, 0, " mV ms");
    return text.empty() ? text : text + "\n";
}

}  // namespace

std::string leads_text(const app::MeasuredRecording& answer, bool printed) {
    const auto& m = *answer.measurements;
    if (m.by_lead.empty()) return "  by lead: nothing, no QRS complex was delineated\n";
    const auto fields = shown_fields();
    std::vector<std::string> header{"  mV, ms"};
    for (const auto* field : fields) header.emplace_back(field->words);
    TextTable table(std::move(header));
    for (const auto& lead : m.by_lead) {
        table.add(cells("  " + lead.lead, lead, fields));
        const auto* theirs = printed ? record::measurements_of(answer.printed.leads, lead.lead) : nullptr;
        if (theirs) table.add(cells("  printed", *theirs, fields));
    }
    std::string text = table.text() + voltage_text(m.voltages);
    if (!printed) return text;
    std::size_t amplitudes = 0, alike = 0;
    for (const auto& row : app::compare_printed_leads(m, answer.printed))
        if (row.field->unit == "mV") ++amplitudes, alike += row.alike() ? 1 : 0;
    if (amplitudes == 0) return text + "  the file holds nothing that the device measured in single leads\n";
    return text + "  " + std::to_string(alike) + " of " + std::to_string(amplitudes) +
           " amplitudes within 0.025 mV or 5 % of the device's\n";
}

}  // namespace synchrony::cli

// Measurements of single leads as rows of a CSV, and beside what the device printed.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "synchrony/app/measure.hpp"
#include "synchrony/core/csv_row.hpp"

namespace synchrony::app {
namespace {

/// A tenth of a microvolt and of a millisecond: finer is no measurement.
std::string lead_cell(const std::optional<double>& value, std::string_view unit) {
    if (!value) return {};
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), unit == "mV" ? "%.4f" : "%.1f", *value);
    return text.data();
}

}  // namespace

bool PrintedLeadComparison::alike() const {
    constexpr double least_mv = 0.025, part = 0.05;
    return std::abs(ours - printed) <= std::max(least_mv, part * std::abs(printed));
}

std::vector<PrintedLeadComparison> compare_printed_leads(const measure::Measurements& ours,
                                                         const record::PrintedMeasurements& printed) {
    std::vector<PrintedLeadComparison> rows;
    for (const auto& lead : ours.by_lead)
        if (const auto* theirs = record::measurements_of(printed.leads, lead.lead))
            for (const auto& field : record::lead_measurement_fields)
                if (lead.*field.value && theirs->*field.value)
                    rows.push_back({lead.lead, &field, *(lead.*field.value), *(theirs->*field.value)});
    return rows;
}

std::vector<std::string> by_lead_csv_header(bool printed) {
    std::vector<std::string> header{"file", "lead"};
    for (const auto& field : record::lead_measurement_fields) header.emplace_back(field.name);
    if (printed)
        for (const auto& field : record::lead_measurement_fields)
            header.push_back("printed_" + std::string(field.name));
    header.emplace_back("error");
    return header;
}

std::vector<std::vector<std::string>> by_lead_csv_rows(const MeasuredRecording& recording, bool printed) {
    std::vector<std::vector<std::string>> rows;
    const auto add = [&](const record::LeadMeasurements& lead, std::string error) {
        std::vector<std::string> row{recording.path.string(), lead.lead};
        for (const auto& field : record::lead_measurement_fields)
            row.push_back(lead_cell(lead.*field.value, field.unit));
        const auto* theirs = printed ? record::measurements_of(recording.printed.leads, lead.lead) : nullptr;
        if (printed)
            for (const auto& field : record::lead_measurement_fields)
                row.push_back(theirs ? lead_cell(theirs->*field.value, field.unit) : std::string());
        row.push_back(std::move(error));
        rows.push_back(core::harmless_cells(std::move(row)));
    };
    if (!recording.measurements)
        add({}, recording.measurements.error().message());
    else if (recording.measurements->by_lead.empty())
        add({}, "no QRS complex was delineated");
    else
        for (const auto& lead : recording.measurements->by_lead) add(lead, {});
    return rows;
}

}  // namespace synchrony::app

#include "printed_limits.hpp"

#include <cmath>
#include <cstddef>

#include "synchrony/core/text.hpp"

namespace synchrony::io {
namespace {

struct Limit {
    const char* name;
    std::optional<double> record::PrintedMeasurements::*value;
    double least, most;
    const char* unit;
};

constexpr Limit limits[] = {
    {"heart rate", &record::PrintedMeasurements::heart_rate_per_min, 5.0, 600.0, "/min"},
    {"P", &record::PrintedMeasurements::p_ms, 1.0, 400.0, "ms"},
    {"PR", &record::PrintedMeasurements::pr_ms, 1.0, 1000.0, "ms"},
    {"QRS", &record::PrintedMeasurements::qrs_ms, 1.0, 500.0, "ms"},
    {"QT", &record::PrintedMeasurements::qt_ms, 50.0, 1200.0, "ms"},
    {"QTc", &record::PrintedMeasurements::qtc_ms, 50.0, 1200.0, "ms"},
    {"P axis", &record::PrintedMeasurements::p_axis_deg, -360.0, 360.0, "deg"},
    {"QRS axis", &record::PrintedMeasurements::qrs_axis_deg, -360.0, 360.0, "deg"},
    {"T axis", &record::PrintedMeasurements::t_axis_deg, -360.0, 360.0, "deg"},
};

// Of single leads. No heart has more; a file with other units, or a torn one, has.
constexpr double most_lead_mv = 30.0, most_lead_ms = 500.0;

void drop_impossible_of_leads(record::Ecg& ecg) {
    std::size_t dropped = 0;
    for (auto& lead : ecg.facts.printed.leads)
        for (const auto& field : record::lead_measurement_fields) {
            auto& value = lead.*field.value;
            const bool duration = field.unit == "ms";
            if (!value || (std::abs(*value) <= (duration ? most_lead_ms : most_lead_mv) && (!duration || *value >= 0)))
                continue;
            value.reset();
            ++dropped;
        }
    if (dropped > 0)
        ecg.warnings.push_back(std::to_string(dropped) +
                               " of the device's measurements of single leads cannot be, and are left out");
}

}  // namespace

void drop_impossible_measurements(record::Ecg& ecg) {
    for (const auto& limit : limits) {
        auto& value = ecg.facts.printed.*limit.value;
        if (!value || (*value >= limit.least && *value <= limit.most)) continue;
        ecg.warnings.emplace_back(std::string("the device's ") + limit.name + " of " + core::shortest(*value) + " " +
                                  limit.unit + " cannot be, and is left out");
        value.reset();
    }
    drop_impossible_of_leads(ecg);
}

}  // namespace synchrony::io

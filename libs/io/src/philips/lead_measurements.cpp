#include "philips/lead_measurements.hpp"

#include "printed_leads.hpp"
#include "synchrony/record/lead_names.hpp"
#include "xml.hpp"
#include "xml_values.hpp"

namespace synchrony::io::philips {
namespace {

record::LeadMeasurements lead_of(pugi::xml_node node) {
    const auto uv = [&](const char* name) { return number_in(node, name).value_or(0.0); };
    const auto level = [&](const char* name) -> std::optional<double> {
        const auto value = number_in(node, name);
        return value ? std::optional(level_mv(*value)) : std::nullopt;
    };
    record::LeadMeasurements lead;
    lead.lead = record::standard_lead_name(words_of(std::string_view(node.attribute("leadname").value())));
    take_phases(lead.p_positive_mv, lead.p_negative_mv, uv("pamp"), uv("ppamp"));
    lead.q_mv = wave_mv(uv("qamp")), lead.q_ms = wave_ms(uv("qdur"));
    lead.r_mv = wave_mv(uv("ramp")), lead.r_ms = wave_ms(uv("rdur"));
    lead.s_mv = wave_mv(uv("samp")), lead.s_ms = wave_ms(uv("sdur"));
    lead.r2_mv = wave_mv(uv("rpamp")), lead.r2_ms = wave_ms(uv("rpdur"));
    lead.s2_mv = wave_mv(uv("spamp")), lead.s2_ms = wave_ms(uv("spdur"));
    lead.st_j_mv = level("ston");
    lead.st_j80_mv = level("st80");
    take_phases(lead.t_positive_mv, lead.t_negative_mv, uv("tamp"), uv("tpamp"));
    return lead;
}

}  // namespace

std::vector<record::LeadMeasurements> lead_measurements(pugi::xml_node root) {
    std::vector<record::LeadMeasurements> leads;
    for (const char* part : {"measurements", "internalmeasurements"})
        for (const auto node : child_of(child_of(root, part), "leadmeasurements").children("leadmeasurement"))
            if (leads.size() < most_printed_leads) leads.push_back(lead_of(node));
    return leads;
}

}  // namespace synchrony::io::philips

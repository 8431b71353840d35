#include "synchrony/app/ecg_map.hpp"

#include <cmath>

#include "json_values.hpp"
#include "lead_scores.hpp"

namespace synchrony::app {

std::vector<BeatPart> beat_parts(const measure::Measurements& measured) {
    std::vector<BeatPart> parts;
    const auto& waves = measured.global;
    if (!waves.qrs) return parts;
    const auto add = [&](const char* name, const char* label, double begin_s, double end_s) {
        if (end_s > begin_s) parts.push_back({name, label, begin_s, end_s});
    };
    const double middle_s = (waves.qrs->onset_s + waves.qrs->end_s) / 2.0;
    if (waves.p) add("p", "P", waves.p->onset_s, std::min(waves.p->end_s, waves.qrs->onset_s));
    add("qrs_first", "QRS, first half", waves.qrs->onset_s, middle_s);
    add("qrs_second", "QRS, second half", middle_s, waves.qrs->end_s);
    if (!waves.t) return parts;
    add("st", "ST", waves.qrs->end_s, waves.t->onset_s);
    add("t", "T", std::max(waves.t->onset_s, waves.qrs->end_s), waves.t->end_s);
    return parts;
}

bool has_ecg_map(const model::Predictor& predictor) {
    return predictor.linear && predictor.bundle && predictor.bundle->recipe.normalise == features::Normalisation::none;
}

core::Result<EcgMap> ecg_map(const model::Predictor& predictor, const measure::Measurements& measured,
                             const core::RunContext& context) {
    EcgMap map;
    map.parts = beat_parts(measured);
    for (const auto lead : record::standard_leads()) map.leads.emplace_back(lead);
    std::vector<PartMask> masks{0};
    for (std::size_t part = 0; part < map.parts.size(); ++part) masks.push_back(PartMask{1} << part);
    SYNCHRONY_ASSIGN(const auto scores, lead_scores(predictor, measured, masks, context));
    map.qrs_onset_s = measured.global.qrs->onset_s;
    for (std::size_t lead = 0; lead < map.leads.size(); ++lead)
        for (std::size_t part = 0; part < map.parts.size(); ++part)
            map.contribution.push_back(scores[lead * masks.size()] - scores[lead * masks.size() + part + 1]);
    return map;
}

nlohmann::ordered_json to_json(const EcgMap& map) {
    constexpr double ms_per_s = 1000.0;
    Json parts = Json::array(), leads = Json::array();
    for (const auto& part : map.parts)
        parts.push_back({{"name", part.name},
                         {"label", part.label},
                         {"begin_ms", std::round(ms_per_s * (part.begin_s - map.qrs_onset_s))},
                         {"end_ms", std::round(ms_per_s * (part.end_s - map.qrs_onset_s))}});
    for (std::size_t lead = 0; lead < map.leads.size(); ++lead) {
        Json values = Json::array();
        for (std::size_t part = 0; part < map.parts.size(); ++part) values.push_back(map.at(lead, part));
        leads.push_back({{"name", map.leads[lead]}, {"contributions", values}});
    }
    return {{"method", "occlusion"}, {"unit", "log-odds"}, {"parts", parts}, {"leads", leads}};
}

}  // namespace synchrony::app

#include "synchrony/app/ecg_map.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

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

std::string_view name_of(MapMethod method) {
    return method == MapMethod::occlusion ? "occlusion" : "shapley";
}

core::Result<MapMethod> map_method_named(std::string_view name) {
    for (const auto method : {MapMethod::occlusion, MapMethod::shapley})
        if (name_of(method) == name) return method;
    return core::fail(
        {core::ErrorKind::usage, "unknown method of a map", {}, std::string(name), "occlusion or shapley", {}});
}

std::vector<PartMask> masks_for(MapMethod method, std::size_t parts) {
    std::vector<PartMask> masks{0};
    if (method == MapMethod::occlusion)
        for (std::size_t part = 0; part < parts; ++part) masks.push_back(PartMask{1} << part);
    else
        for (PartMask mask = 1; mask < PartMask{1} << parts; ++mask) masks.push_back(mask);
    return masks;
}

namespace {

double orders(std::size_t n) {
    double product = 1.0;
    for (std::size_t i = 2; i <= n; ++i) product *= static_cast<double>(i);
    return product;
}

/// Shapley's sum over what may be gone already, of one lead's scores by mask.
double shapley_of(std::span<const double> scores, std::size_t part, std::size_t parts) {
    double sum = 0.0;
    for (std::size_t gone = 0; gone < scores.size(); ++gone) {
        if ((gone >> part & 1U) != 0U) continue;
        const auto size = static_cast<std::size_t>(std::popcount(gone));
        const double weight = orders(size) * orders(parts - size - 1) / orders(parts);
        sum += weight * (scores[gone] - scores[gone | std::size_t{1} << part]);
    }
    return sum;
}

}  // namespace

std::vector<double> map_values(MapMethod method, std::span<const double> scores, std::size_t leads, std::size_t parts) {
    std::vector<double> values;
    const std::size_t masks = leads == 0 ? 0 : scores.size() / leads;
    for (std::size_t lead = 0; lead < leads; ++lead)
        for (std::size_t part = 0; part < parts; ++part) {
            const auto of_lead = scores.subspan(lead * masks, masks);
            values.push_back(method == MapMethod::occlusion ? of_lead[0] - of_lead[part + 1]
                                                            : shapley_of(of_lead, part, parts));
        }
    return values;
}

core::Result<EcgMap> ecg_map(const model::Predictor& predictor, const measure::Measurements& measured,
                             const core::RunContext& context, MapMethod method) {
    EcgMap map;
    map.method = method;
    map.parts = beat_parts(measured);
    for (const auto lead : record::standard_leads()) map.leads.emplace_back(lead);
    const auto masks = masks_for(method, map.parts.size());
    SYNCHRONY_ASSIGN(const auto scores, lead_scores(predictor, measured, masks, context));
    map.qrs_onset_s = measured.global.qrs->onset_s;
    map.contribution = map_values(method, scores, map.leads.size(), map.parts.size());
    return map;
}

}  // namespace synchrony::app

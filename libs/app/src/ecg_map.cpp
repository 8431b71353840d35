#include "synchrony/app/ecg_map.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include "lead_scores.hpp"
#include "synchrony/app/activation_map.hpp"
#include "synchrony/core/text.hpp"

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

namespace {
constexpr std::array<std::string_view, 4> map_method_names{"occlusion", "shapley", "cam", "grad-cam"};
}  // namespace

std::string_view name_of(MapMethod method) {
    return map_method_names[static_cast<std::size_t>(method)];
}

core::Result<MapMethod> map_method_named(std::string_view name) {
    const auto found = std::ranges::find(map_method_names, name);
    if (found != map_method_names.end()) return static_cast<MapMethod>(found - map_method_names.begin());
    return core::fail(
        {core::ErrorKind::usage, "unknown method of a map", {}, std::string(name), core::joined(map_method_names), {}});
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
                             const core::RunContext& context, const MapOptions& options) {
    SYNCHRONY_TRY(check_has_map(predictor, measured));
    EcgMap map;
    map.method = options.method;
    map.parts = beat_parts(measured);
    map.qrs_onset_s = measured.global.qrs->onset_s;
    for (const auto lead : record::standard_leads()) map.leads.emplace_back(lead);
    if (options.method == MapMethod::cam || options.method == MapMethod::grad_cam) {
        SYNCHRONY_ASSIGN(const auto activation, activation_map(predictor, measured, context, options));
        map.contribution = by_parts(activation, map.parts);
        return map;
    }
    const auto masks = masks_for(options.method, map.parts.size());
    SYNCHRONY_ASSIGN(const auto scores, lead_scores(predictor, measured, masks, context));
    map.contribution = map_values(options.method, scores, map.leads.size(), map.parts.size());
    return map;
}

}  // namespace synchrony::app

#include "synchrony/app/beat_answers.hpp"

#include <algorithm>
#include <cmath>

#include "measure_json_parts.hpp"
#include "synchrony/app/measure.hpp"
#include "synchrony/core/version.hpp"
#include "synchrony/sheet/measure_words.hpp"

namespace synchrony::app {
namespace {

using measure::Measurements;

constexpr double ms_per_s = 1000.0;
constexpr double kept_steps_per_mv = 10'000.0;  // 0.1 uV, finer than any recorder

double rounded_mv(double mv) {
    return std::isfinite(mv) ? std::round(mv * kept_steps_per_mv) / kept_steps_per_mv : 0.0;
}

template <typename Samples>
Json samples_json(const Samples& samples) {
    Json list = Json::array();
    for (const auto sample : samples) list.push_back(rounded_mv(static_cast<double>(sample)));
    return list;
}

/// From a time since QRS onset to ms from the R peak; 0 where no complex was found, as nothing is then told of it.
double from_r_ms(const Measurements& m, double from_onset_s) {
    return m.global.qrs ? (m.global.qrs->onset_s - m.median_r_s + from_onset_s) * ms_per_s : 0.0;
}

const measure::QrsMorphology* morphology_of(const Measurements& m, std::string_view lead) {
    const auto names = record::standard_leads();
    const auto found = std::ranges::find(names, lead);
    if (found == names.end()) return nullptr;
    const auto& shape = m.morphology.leads[static_cast<std::size_t>(found - names.begin())];
    return shape ? &*shape : nullptr;
}

Json deflections_json(const Measurements& m, const measure::QrsMorphology* shape) {
    Json list = Json::array();
    if (shape == nullptr) return list;
    for (const auto& d : shape->deflections)
        list.push_back({{"name", d.name},
                        {"from_ms", from_r_ms(m, d.begin_s)},
                        {"peak_ms", from_r_ms(m, d.peak_s)},
                        {"to_ms", from_r_ms(m, d.end_s)},
                        {"mv", d.amplitude_mv}});
    return list;
}

Json notches_json(const Measurements& m, const measure::QrsMorphology* shape) {
    Json list = Json::array();
    if (shape == nullptr) return list;
    for (const auto& n : shape->notches)
        list.push_back({{"kind", n.slur ? "slur" : "notch"},
                        {"from_ms", from_r_ms(m, n.begin_s)},
                        {"at_ms", from_r_ms(m, n.at_s)},
                        {"to_ms", from_r_ms(m, n.end_s)},
                        {"depth_mv", n.depth_mv}});
    return list;
}

Json lead_json(const Measurements& m, std::size_t i) {
    const auto& lead = m.median_beat.leads[i];
    const auto* shape = morphology_of(m, lead.name);
    return {{"name", lead.name},
            {"derived", lead.derived},
            {"mv", samples_json(lead.samples)},
            {"waves", waves_json(i < m.leads.size() ? m.leads[i] : measure::BeatWaves{}, m.median_r_s)},
            {"pattern", shape == nullptr ? Json(nullptr) : Json(shape->pattern)},
            {"deflections", deflections_json(m, shape)},
            {"notches", notches_json(m, shape)}};
}

/// Samples [from, to) of a loop of the vectorcardiogram.
Json loop_json(const std::optional<measure::Wave>& wave, double frequency_hz, std::size_t samples) {
    if (!wave) return nullptr;
    const auto at = [&](double seconds) {
        const auto sample = std::lround(seconds * frequency_hz);
        return std::clamp<std::int64_t>(sample, 0, static_cast<std::int64_t>(samples));
    };
    return {{"from", at(wave->onset_s)}, {"to", at(wave->end_s)}};
}

Json places_json(const Measurements& m, const measure::Reason& reason) {
    Json list = Json::array();
    if (!m.global.qrs) return list;
    for (const auto& place : reason.places)
        list.push_back({{"lead", place.lead},
                        {"what", place.what},
                        {"from_ms", from_r_ms(m, place.begin_s)},
                        {"to_ms", from_r_ms(m, place.end_s)}});
    return list;
}

}  // namespace

Json moved_json(const Measurements& m) {
    Json list = Json::array();
    for (const auto& moved : m.moved)
        list.push_back({{"boundary", moved.name},
                        {"measured_ms", moved.measured_s ? Json(*moved.measured_s * ms_per_s) : Json(nullptr)},
                        {"moved_ms", moved.moved_s * ms_per_s}});
    return list;
}

Json boundaries_json(const Measurements& m) {
    return {{"measured", waves_json(m.measured_global, m.median_r_s)},
            {"waves", waves_json(m.global, m.median_r_s)},
            {"moved", moved_json(m)},
            {"intervals", intervals_json(m.intervals)}};
}

Json beats_json(const Measurements& m) {
    const double fs = m.median_beat.sampling_frequency_hz;
    Json leads = Json::array(), peaks = Json::array();
    for (std::size_t i = 0; i < m.median_beat.leads.size(); ++i) leads.push_back(lead_json(m, i));
    for (const auto peak : m.r_peaks) peaks.push_back(peak);
    return {{"sampling_frequency_hz", fs},
            {"samples", m.median_beat.sample_count()},
            {"first_ms", -m.median_r_s * ms_per_s},
            {"step_ms", ms_per_s / fs},
            {"beats", m.beats_in_median},
            {"rr_s", m.rr_s},
            {"r_peaks", peaks},
            {"waves", waves_json(m.global, m.median_r_s)},
            {"leads", leads},
            {"moved", moved_json(m)}};
}

core::Result<Json> vectors_json(const Measurements& m, measure::VcgTransform transform) {
    if (!m.global.qrs)
        return core::fail_input("no QRS complex was found", "median beat", "no loop", "a beat with a QRS complex");
    SYNCHRONY_ASSIGN(auto vcg, measure::vectorcardiogram(m.median_beat, transform));
    const auto rest = measure::rest_vector(vcg, m.global.qrs->onset_s);
    for (auto [axis, level] : {std::pair{&vcg.x, rest.x}, std::pair{&vcg.y, rest.y}, std::pair{&vcg.z, rest.z}})
        for (auto& value : *axis) value -= level;
    const double fs = vcg.sampling_frequency_hz;
    std::optional<measure::VectorMeasures> measures;
    if (m.global.t) {
        const double last = static_cast<double>(vcg.size() - 1) / fs;
        if (auto measured = measure::measure_vectors(
                vcg, {m.global.qrs->onset_s, m.global.qrs->end_s, std::min(m.global.t->end_s, last)}))
            measures = *measured;
    }
    return Json{{"transform", transform == measure::VcgTransform::kors ? "kors" : "dower"},
                {"sampling_frequency_hz", fs},
                {"first_ms", -m.median_r_s * ms_per_s},
                {"step_ms", ms_per_s / fs},
                {"x", samples_json(vcg.x)},
                {"y", samples_json(vcg.y)},
                {"z", samples_json(vcg.z)},
                {"p", loop_json(m.global.p, fs, vcg.size())},
                {"qrs", loop_json(m.global.qrs, fs, vcg.size())},
                {"t", loop_json(m.global.t, fs, vcg.size())},
                {"measures", vectors_json(measures)},
                {"moved", moved_json(m)}};
}

Json lbbb_json(const Measurements& m) {
    Json answers = Json::array();
    using measure::LbbbDefinition;
    for (const auto& [definition, finding] : {std::pair{LbbbDefinition::strauss, &m.conduction.lbbb_strauss},
                                              std::pair{LbbbDefinition::aha_2009, &m.conduction.lbbb_aha_2009},
                                              std::pair{LbbbDefinition::esc_2013, &m.conduction.lbbb_esc_2013}}) {
        Json reasons = Json::array();
        for (const auto& reason : finding->reasons) {
            reasons.push_back(reason_json(reason));
            reasons.back()["places"] = places_json(m, reason);
        }
        answers.push_back({{"definition", measure::name_of(definition)},
                           {"name", finding->name},
                           {"title", sheet::finding_title(*finding)},
                           {"answer", measure::name_of(finding->answer)},
                           {"source", finding->source},
                           {"reasons", reasons}});
    }
    return {{"answers", answers}, {"moved", moved_json(m)}};
}

Json guidelines_json(const Measurements& m) {
    Json answers = Json::array();
    for (const auto& answer : m.guidelines) answers.push_back(to_json(answer));
    return {{"guidelines", answers}, {"moved", moved_json(m)}, {"notice", core::disclaimer}};
}

}  // namespace synchrony::app

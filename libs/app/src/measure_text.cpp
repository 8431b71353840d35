// Measurements as JSON and as rows of a CSV.
#include <array>

#include "measure_json_parts.hpp"
#include "synchrony/app/beat_answers.hpp"
#include "synchrony/app/measure.hpp"
#include "synchrony/core/csv_row.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/measure/flag_words.hpp"
#include "synchrony/measure/found_rhythm.hpp"
#include "synchrony/sheet/measure_words.hpp"

namespace synchrony::app {
namespace {

using measure::Measurements;

Json vector_json(const measure::Vector3& v) {
    return {{"x", v.x}, {"y", v.y}, {"z", v.z}};
}

// Times in ms from the R peak of the median beat: the way a person reads a beat.
Json wave_json(const std::optional<measure::Wave>& wave, double r_s) {
    if (!wave) return nullptr;
    return {{"onset_ms", (wave->onset_s - r_s) * 1000},
            {"peak_ms", (wave->peak_s - r_s) * 1000},
            {"end_ms", (wave->end_s - r_s) * 1000}};
}

Json finding_json(const measure::Finding& finding) {
    Json reasons = Json::array();
    for (const auto& reason : finding.reasons) reasons.push_back(reason_json(reason));
    return {{"name", finding.name},
            {"answer", measure::name_of(finding.answer)},
            {"source", finding.source},
            {"reasons", reasons}};
}

/// With `lead`; null where nothing was measured.
Json lead_json(const record::LeadMeasurements& lead) {
    Json json{{"lead", lead.lead}};
    for (const auto& field : record::lead_measurement_fields) json[field.name] = or_null(lead.*field.value);
    return json;
}

Json quality_json(const measure::LeadQuality& q) {
    return {{"lead", q.name},
            {"usable", q.usable()},
            {"flat", q.flat},
            {"saturated", q.saturated},
            {"noisy", q.noisy},
            {"mains", q.mains},
            {"baseline", q.baseline},
            {"missing", q.missing},
            {"missing_part", q.missing_part},
            {"noise_uv", q.noise_uv},
            {"muscle_uv", q.muscle_uv},
            {"mains_uv", q.mains_uv},
            {"mains_hz", q.mains_hz},
            {"baseline_mv", q.baseline_mv}};
}

std::string cell(const std::optional<double>& value) {
    if (!value) return {};
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.6g", *value);
    return text.data();
}

struct CsvColumn {
    const char* name;
    std::string (*value)(const Measurements&);
};

template <double measure::VectorMeasures::*field>
std::string vector_cell(const Measurements& m) {
    return m.vectors ? cell((*m.vectors).*field) : std::string();
}

// "IIa", "IIa unverified", "withheld" (refused), "none" (no row applies) or "missing lvef_pct nyha".
template <std::size_t guideline>
std::string guideline_cell(const Measurements& m) {
    if (guideline >= m.guidelines.size()) return {};
    const auto& answer = m.guidelines[guideline];
    if (!answer.withheld.empty()) return "withheld";
    if (!answer.recommendation) {
        std::string text = answer.missing.empty() ? "none" : "missing";
        for (const auto& name : answer.missing) text += " " + name;
        return text;
    }
    return std::string(measure::name_of(*answer.recommendation)) +
           (answer.checked == measure::Checked::unverified ? " unverified" : "");
}

constexpr std::array csv_columns{
    CsvColumn{"duration_s", [](const Measurements& m) { return cell(m.duration_s); }},
    CsvColumn{"beats", [](const Measurements& m) { return std::to_string(m.beats); }},
    CsvColumn{"heart_rate_bpm", [](const Measurements& m) { return cell(m.heart_rate_bpm); }},
    CsvColumn{"rhythm", [](const Measurements& m) { return std::string(measure::name_of(measure::found_rhythm(m))); }},
    CsvColumn{"pr_ms", [](const Measurements& m) { return cell(m.intervals.pr_ms); }},
    CsvColumn{"qrs_duration_ms", [](const Measurements& m) { return cell(m.intervals.qrs_ms); }},
    CsvColumn{"qt_ms", [](const Measurements& m) { return cell(m.intervals.qt_ms); }},
    CsvColumn{
        "qtc_fridericia_ms",
        [](const Measurements& m) { return m.intervals.qtc ? cell(m.intervals.qtc->fridericia_ms) : std::string(); }},
    CsvColumn{"qrs_axis_deg", [](const Measurements& m) { return cell(m.axes.qrs_deg); }},
    CsvColumn{"qrs_area_uvs", vector_cell<&measure::VectorMeasures::qrs_area_uvs>},
    CsvColumn{"qrs_t_angle_mean_deg", vector_cell<&measure::VectorMeasures::qrs_t_angle_mean_deg>},
    CsvColumn{"sai_qrst_uvs", vector_cell<&measure::VectorMeasures::sai_qrst_uvs>},
    CsvColumn{"lbbb_strauss",
              [](const Measurements& m) { return std::string(measure::name_of(m.conduction.lbbb_strauss.answer)); }},
    CsvColumn{"lbbb_aha_2009",
              [](const Measurements& m) { return std::string(measure::name_of(m.conduction.lbbb_aha_2009.answer)); }},
    CsvColumn{"lbbb_esc_2013",
              [](const Measurements& m) { return std::string(measure::name_of(m.conduction.lbbb_esc_2013.answer)); }},
    CsvColumn{"rbbb", [](const Measurements& m) { return std::string(measure::name_of(m.conduction.rbbb.answer)); }},
    CsvColumn{"crt_esc_2021", guideline_cell<0>},
    CsvColumn{"crt_aha_acc_hfsa_2022", guideline_cell<1>},
    CsvColumn{"crt_hrs_aphrs_lahrs_2023", guideline_cell<2>},
    CsvColumn{"flags", [](const Measurements& m) { return core::joined(m.flags, " ", &measure::Flag::name); }},
    // In words: what was found, and what the reader warned of.
    CsvColumn{"cautions",
              [](const Measurements& m) {
                  std::string text;
                  for (const auto& flag : m.flags)
                      core::append_word(text, flag.name + (flag.detail.empty() ? "" : ": " + flag.detail), "; ");
                  for (const auto& warning : m.warnings) core::append_word(text, warning, "; ");
                  return text;
              }},
};

}  // namespace

Json waves_json(const measure::BeatWaves& waves, double r_s) {
    return {{"p", wave_json(waves.p, r_s)}, {"qrs", wave_json(waves.qrs, r_s)}, {"t", wave_json(waves.t, r_s)}};
}

Json intervals_json(const measure::Intervals& intervals) {
    Json json{{"p_ms", or_null(intervals.p_ms)},
              {"pr_ms", or_null(intervals.pr_ms)},
              {"qrs_ms", or_null(intervals.qrs_ms)},
              {"qt_ms", or_null(intervals.qt_ms)},
              {"jt_ms", or_null(intervals.jt_ms)}};
    json["qtc"] = intervals.qtc ? Json{{"bazett_ms", intervals.qtc->bazett_ms},
                                       {"fridericia_ms", intervals.qtc->fridericia_ms},
                                       {"framingham_ms", intervals.qtc->framingham_ms},
                                       {"hodges_ms", intervals.qtc->hodges_ms}}
                                : Json(nullptr);
    return json;
}

Json vectors_json(const std::optional<measure::VectorMeasures>& vectors) {
    if (!vectors) return nullptr;
    return {{"qrs_area_uvs", vectors->qrs_area_uvs},
            {"qrs_area", vector_json(vectors->qrs_area)},
            {"t_area_uvs", vectors->t_area_uvs},
            {"t_area", vector_json(vectors->t_area)},
            {"gradient_uvs", vectors->gradient_uvs},
            {"gradient", vector_json(vectors->gradient)},
            {"sai_qrst_uvs", vectors->sai_qrst_uvs},
            {"qrs_peak_mv", vector_json(vectors->qrs_peak_mv)},
            {"t_peak_mv", vector_json(vectors->t_peak_mv)},
            {"qrs_t_angle_peak_deg", vectors->qrs_t_angle_peak_deg},
            {"qrs_t_angle_mean_deg", vectors->qrs_t_angle_mean_deg}};
}

Json reason_json(const measure::Reason& reason) {
    return {{"criterion", reason.criterion},      {"lead", reason.lead}, {"value", or_null(reason.value)},
            {"limit", or_null(reason.limit)},     {"unit", reason.unit}, {"note", reason.note},
            {"met", measure::name_of(reason.met)}};
}

Json to_json(const measure::GuidelineAnswer& a) {
    Json json{{"name", a.guideline}, {"title", a.title}, {"source", a.source}, {"lbbb_definition", a.lbbb_by}};
    json["class"] = a.recommendation ? Json(measure::name_of(*a.recommendation)) : Json(nullptr);
    json["level"] = a.level.empty() ? Json(nullptr) : Json(a.level);
    json["place"] = a.place.empty() ? Json(nullptr) : Json(a.place);
    json["checked"] = a.checked ? Json(measure::name_of(*a.checked)) : Json(nullptr);
    json["sentence"] = a.sentence;
    json["withheld"] = a.withheld.empty() ? Json(nullptr) : Json(a.withheld);
    json["missing"] = a.missing;
    json["from"] = a.reasons;
    return json;
}

Json to_json(const Measurements& m) {
    Json json{{"duration_s", m.duration_s},
              {"beats", m.beats},
              {"beats_in_median", m.beats_in_median},
              {"aberrant_beats", m.aberrant_beats},
              {"beats_kept_out", m.beats_kept_out},
              {"heart_rate_bpm", or_null(m.heart_rate_bpm)},
              {"rhythm", measure::name_of(measure::found_rhythm(m))},
              {"rr_s", m.rr_s}};
    json["intervals"] = intervals_json(m.intervals);
    json["axes"] = {
        {"p_deg", or_null(m.axes.p_deg)}, {"qrs_deg", or_null(m.axes.qrs_deg)}, {"t_deg", or_null(m.axes.t_deg)}};
    json["vectors"] = vectors_json(m.vectors);
    json["lbbb"] = or_null(m.lbbb);
    json["found"] = Json::array();
    for (const auto& one : sheet::found_beside_lbbb(m))
        json["found"].push_back({{"name", one.name}, {"title", one.title}, {"borderline", one.borderline}});
    json["conduction"] = Json::array();
    for (const auto* finding : m.conduction.all()) json["conduction"].push_back(finding_json(*finding));
    json["guidelines"] = Json::array();
    for (const auto& answer : m.guidelines) json["guidelines"].push_back(to_json(answer));
    json["waves"] = waves_json(m.global, m.median_r_s);
    json["waves_by_lead"] = Json::object();
    for (std::size_t i = 0; i < m.leads.size() && i < m.median_beat.leads.size(); ++i)
        json["waves_by_lead"][m.median_beat.leads[i].name] = waves_json(m.leads[i], m.median_r_s);
    json["by_lead"] = Json::array();
    for (const auto& lead : m.by_lead) json["by_lead"].push_back(lead_json(lead));
    json["voltages"] = {{"sokolow_lyon_mv", or_null(m.voltages.sokolow_lyon_mv)},
                        {"cornell_mv", or_null(m.voltages.cornell_mv)},
                        {"cornell_mvms", or_null(m.voltages.cornell_mvms)}};
    json["quality"] = Json::array();
    for (const auto& quality : m.quality) json["quality"].push_back(quality_json(quality));
    json["flags"] = Json::array();
    for (const auto& flag : m.flags)
        json["flags"].push_back({{"name", flag.name},
                                 {"words", measure::flag_words(flag.name)},
                                 {"detail", flag.detail},
                                 {"refuse", flag.refuse},
                                 {"models_only", flag.models_only}});
    json["warnings"] = m.warnings;
    json["moved"] = moved_json(m);
    return json;
}

std::vector<std::string> measure_csv_header() {
    std::vector<std::string> header{"file"};
    for (const auto& column : csv_columns) header.emplace_back(column.name);
    header.emplace_back("error");
    return header;
}

std::vector<std::string> measure_csv_row(const MeasuredRecording& recording) {
    std::vector<std::string> row{recording.path.string()};
    for (const auto& column : csv_columns)
        row.push_back(recording.measurements ? column.value(*recording.measurements) : std::string());
    row.push_back(recording.measurements ? std::string() : recording.measurements.error().message());
    return core::harmless_cells(std::move(row));
}

}  // namespace synchrony::app

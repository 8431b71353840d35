#include "synchrony/app/recording_info.hpp"

#include <cstdio>

#include "json_values.hpp"
#include "synchrony/core/counted.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/io/read.hpp"
#include "synchrony/record/age_words.hpp"
#include "synchrony/record/simulated.hpp"
#include "synchrony/record/start_times.hpp"

namespace synchrony::app {
namespace {

Json text_or_null(const std::string& text) {
    return text.empty() ? Json(nullptr) : Json(text);
}

Json signals_json(const std::vector<record::Lead>& leads, bool all_samples) {
    Json list = Json::array();
    for (const auto& lead : leads) {
        const auto invalid = static_cast<std::int64_t>(lead.samples.size()) - lead.valid_samples();
        list.push_back({{"name", lead.name},
                        {"unit", lead.unit},
                        {"invalid_samples", all_samples ? Json(invalid) : Json(nullptr)},
                        {"derived", lead.derived}});
    }
    return list;
}

/// Of a recording whose samples were not all read.
constexpr const char* not_read_words =
    "too long to be read at once: this is its head alone; --start and --length read a part, measurements need one";

/// Whether something stands where the start time does, of which none could be made.
bool says_some_start(const record::FileFacts& facts) {
    return !facts.clock_time.empty() || facts.start_order == record::DateOrder::unreadable;
}

/// Why a recording has no start time.
std::string no_start_reason(const record::FileFacts& facts) {
    const auto clock = facts.clock_time.empty() ? "" : ": " + facts.clock_time;
    if (facts.start_order == record::DateOrder::unreadable)
        return "the file says a date that is none" + (clock.empty() ? "" : ", and a time of day" + clock);
    return says_some_start(facts) ? "the file says a time of day without a date" + clock : "the file says none";
}

Json stored_beats_json(const std::vector<record::Ecg>& beats) {
    Json list = Json::array();
    for (const auto& beat : beats)
        list.push_back({{"sampling_frequency_hz", beat.sampling_frequency_hz},
                        {"samples", beat.sample_count()},
                        {"leads", beat.leads.size()}});
    return list;
}

Json notes_json(const std::vector<record::Note>& notes) {
    Json list = Json::array();
    for (const auto& note : notes)
        list.push_back({{"time_s", note.time_s}, {"duration_s", or_null(note.duration_s)}, {"text", note.text}});
    return list;
}

std::string decimals(double value, int places) {
    char text[64];
    std::snprintf(text, sizeof text, "%.*f", places, value);
    return text;
}

/// "device: GE MAC 5500, software 10" and the like; nothing where the file says nothing.
std::string facts_text(const record::FileFacts& facts) {
    std::string text;
    const auto line = [&](const char* name, const std::string& value) {
        if (!value.empty()) text += "  " + std::string(name) + ": " + value + "\n";
    };
    std::string device;
    for (const auto& word : {facts.device.manufacturer, facts.device.model, facts.device.software})
        if (!word.empty()) core::append_word(device, word);
    line("device", device);
    std::string filters;
    const auto filter = [&](const char* name, const std::optional<double>& hz) {
        if (hz) core::append_word(filters, std::string(name) + " " + core::shortest(*hz) + " Hz");
    };
    filter("high pass", facts.filters.high_pass_hz);
    filter("low pass", facts.filters.low_pass_hz);
    filter("notch", facts.filters.notch_hz);
    line("filters", filters);
    std::string printed;
    const auto& p = facts.printed;
    const auto value = [&](const char* name, const std::optional<double>& number, const char* unit) {
        if (number) core::append_word(printed, std::string(name) + " " + core::shortest(*number) + unit);
    };
    value("heart rate", p.heart_rate_per_min, "/min");
    value("PR", p.pr_ms, " ms");
    value("QRS", p.qrs_ms, " ms");
    value("QT", p.qt_ms, " ms");
    value("QTc", p.qtc_ms, " ms");
    value("QRS axis", p.qrs_axis_deg, "°");
    line("printed by the device", printed);
    line("gain from", facts.gain_source);
    if (!facts.pacing_spikes_s.empty()) line("pacing spikes", std::to_string(facts.pacing_spikes_s.size()));
    return text;
}

}  // namespace

Json printed_json(const record::PrintedMeasurements& p) {
    return {{"heart_rate_per_min", or_null(p.heart_rate_per_min)},
            {"p_ms", or_null(p.p_ms)},
            {"pr_ms", or_null(p.pr_ms)},
            {"qrs_ms", or_null(p.qrs_ms)},
            {"qt_ms", or_null(p.qt_ms)},
            {"qtc_ms", or_null(p.qtc_ms)},
            {"p_axis_deg", or_null(p.p_axis_deg)},
            {"qrs_axis_deg", or_null(p.qrs_axis_deg)},
            {"t_axis_deg", or_null(p.t_axis_deg)}};
}

Json recording_json(const record::Ecg& ecg, const InfoOptions& options, std::optional<std::int64_t> samples) {
    const auto& facts = ecg.facts;
    std::vector<std::string> warnings;
    for (const auto& warning : ecg.warnings) warnings.push_back(warning.text);
    if (samples) warnings.emplace_back(not_read_words);
    const auto count = samples.value_or(ecg.sample_count());
    Json json{{"format", ecg.format},
              {"format_version", text_or_null(facts.format_version)},
              {"sampling_frequency_hz", ecg.sampling_frequency_hz},
              {"samples", count},
              {"duration_s", static_cast<double>(count) / ecg.sampling_frequency_hz},
              {"leads", signals_json(ecg.leads, !samples)},
              {"other_signals", signals_json(ecg.other_signals, !samples)},
              {"simulated", record::is_simulated(ecg)},
              {"gain_source", text_or_null(facts.gain_source)},
              {"device",
               {{"manufacturer", text_or_null(facts.device.manufacturer)},
                {"model", text_or_null(facts.device.model)},
                {"software", text_or_null(facts.device.software)}}},
              {"filters",
               {{"high_pass_hz", or_null(facts.filters.high_pass_hz)},
                {"low_pass_hz", or_null(facts.filters.low_pass_hz)},
                {"notch_hz", or_null(facts.filters.notch_hz)}}},
              {"printed", printed_json(facts.printed)},
              {"pacing_spikes_s", facts.pacing_spikes_s},
              {"stored_beats", stored_beats_json(ecg.stored_beats)},
              {"warnings", warnings}};
    // Always there, so that what a program looks for says why it is null.
    json["start_time"] = options.free_text() ? or_null(ecg.start_time) : Json(nullptr);
    if (!options.free_text())
        json["start_time_reason"] = "shown with --comments or --keep-identity alone";
    else if (!ecg.start_time)
        json["start_time_reason"] = no_start_reason(facts);
    json["start_time_zone_minutes"] =
        options.free_text() && ecg.start_time ? or_null(facts.zone_minutes) : Json(nullptr);
    if (options.free_text()) {
        json["comments"] = ecg.comments;
        json["notes"] = notes_json(facts.notes);
        json["printed_statements"] = facts.printed.statements;
    }
    if (options.identity)
        json["patient"] = {{"id", text_or_null(facts.patient.id)},
                           {"name", text_or_null(facts.patient.name)},
                           {"birth_date", text_or_null(facts.patient.birth_date)},
                           {"born_in", text_or_null(facts.patient.born_in)},
                           {"sex", text_or_null(facts.patient.sex)},
                           {"age_years", or_null(facts.patient.age_years)}};
    return json;
}

Json formats_json() {
    Json list = Json::array();
    for (const auto& format : io::formats())
        list.push_back({{"format", format.name},
                        {"reads", format.description},
                        {"versions", format.versions},
                        {"extensions", format.extensions},
                        {"checked", format.checked},
                        {"checked_files", format.checked_files},
                        {"figure", format.figure}});
    return list;
}

std::string recording_text(const record::Ecg& ecg, const InfoOptions& options, std::optional<std::int64_t> samples) {
    const auto& facts = ecg.facts;
    const auto count = samples.value_or(ecg.sample_count());
    std::string text = ecg.format + (facts.format_version.empty() ? "" : " (" + facts.format_version + ")") + ", " +
                       core::counted(ecg.leads.size(), "lead") + " at " + decimals(ecg.sampling_frequency_hz, 2) +
                       " Hz, " + core::counted(static_cast<std::uint64_t>(count), "sample") + " (" +
                       decimals(static_cast<double>(count) / ecg.sampling_frequency_hz, 2) + " s)\n ";
    for (const auto& lead : ecg.leads) text += " " + lead.name + (lead.derived ? "*" : "");
    text += "\n";
    if (record::is_simulated(ecg)) text += "  " + std::string(record::simulated_words) + "\n";
    for (const auto& signal : ecg.other_signals) text += "  other signal: " + signal.name + " (" + signal.unit + ")\n";
    for (const auto& beat : ecg.stored_beats)
        text += "  stored beat: " + core::counted(beat.leads.size(), "lead") + ", " +
                std::to_string(beat.sample_count()) + " samples\n";
    text += facts_text(facts);
    for (const auto& warning : ecg.warnings) text += "  warning: " + warning.text + "\n";
    if (samples) text += "  " + std::string(not_read_words) + "\n";
    if (options.free_text()) {
        if (ecg.start_time)
            text += "  start time: " + record::with_zone(*ecg.start_time, facts.zone_minutes) + "\n";
        else if (says_some_start(facts))
            text += "  start time: not known, " + no_start_reason(facts) + "\n";
        for (const auto& statement : facts.printed.statements) text += "  printed: " + statement + "\n";
        for (const auto& note : facts.notes)
            text += "  note at " + decimals(note.time_s, 2) + " s: " + note.text + "\n";
        for (const auto& comment : ecg.comments) text += "  # " + comment + "\n";
    }
    if (options.identity) {
        const auto& who = facts.patient;
        text += "  patient: " + (who.id.empty() ? "no id" : who.id) + ", " + (who.name.empty() ? "no name" : who.name) +
                ", born " +
                (!who.birth_date.empty() ? who.birth_date
                 : !who.born_in.empty()  ? "in " + who.born_in
                                         : "?") +
                ", " + (who.sex.empty() ? "sex not said" : who.sex) +
                (who.age_years ? ", " + record::age_words(*who.age_years) : "") + "\n";
    }
    return text;
}

}  // namespace synchrony::app

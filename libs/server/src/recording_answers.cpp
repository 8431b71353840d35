// Uploads: what is held, and the samples of it.
#include "recording_answers.hpp"

#include <algorithm>
#include <array>

#include "reading.hpp"
#include "samples.hpp"
#include "synchrony/app/cohort_check.hpp"
#include "synchrony/app/recording_info.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/core/version.hpp"
#include "synchrony/inputs/clinical.hpp"
#include "synchrony/nn/engine.hpp"
#include "synchrony/record/identity.hpp"
#include "synchrony/sheet/twelve_leads.hpp"

namespace synchrony::server {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<std::string_view, 6> options_of_uploads{"fs", "unit", "leads", "decimal", "separator", "part"};
constexpr std::array<std::string_view, 4> options_of_samples{"lead", "from", "to", "width"};

core::Result<Reply> health(Context& context, Call&, const PathValues&) {
    const auto& limits = context.options.limits;
    const auto jobs = context.gate.state();
    return json_reply({{"status", "ok"},  // a server that stops answers 503
                       {"version", core::version()},
                       {"notice", core::disclaimer},
                       {"identity", context.options.identity},
                       {"networks", nn::engine_is_there()},
                       {"recordings", context.recordings.size()},
                       {"jobs", {{"running", jobs.running}, {"waiting", jobs.waiting}}},
                       {"limits",
                        {{"upload_bytes", limits.upload_bytes},
                         {"cohort_bytes", limits.cohort_bytes},
                         {"recordings", limits.recordings},
                         {"held_bytes", limits.held_bytes},
                         {"jobs", limits.jobs},
                         {"queue", limits.queue}}}});
}

core::Result<Reply> list_formats(Context&, Call&, const PathValues&) {
    return json_reply(app::formats_json());
}

core::Result<Reply> list_inputs(Context&, Call&, const PathValues&) {
    return json_reply(app::known_columns_json());
}

core::Result<Reply> list_recordings(Context& context, Call&, const PathValues&) {
    Json list = Json::array();
    for (const auto& recording : context.recordings.all()) list.push_back(recording_document(*recording));
    return json_reply(list);
}

core::Result<Reply> upload(Context& context, Call& call, const PathValues&) {
    const auto& query = call.target.query;
    SYNCHRONY_ASSIGN(const auto reading, reading_of(query));
    SYNCHRONY_ASSIGN(auto files, uploaded_files(call));
    const auto* part = query.find("part");
    SYNCHRONY_ASSIGN(auto ecg, read_uploaded(std::move(files), part == nullptr ? std::string() : *part, reading));
    return hold(context, std::move(ecg));
}

core::Result<Reply> get_recording(Context& context, Call&, const PathValues& values) {
    auto asked = asked_recording(context, values[0]);
    if (!asked) return std::move(asked.refusal);
    return json_reply(recording_document(*asked.recording));
}

core::Result<Reply> delete_recording(Context& context, Call&, const PathValues& values) {
    if (context.recordings.forget(values[0])) return empty_reply();
    return std::move(asked_recording(context, values[0]).refusal);
}

/// The signals that the query names, ECG leads first.
core::Result<std::vector<const record::Lead*>> asked_signals(const record::Ecg& ecg, const Query& query) {
    const auto* names = query.find("lead");
    if (names == nullptr) return core::fail(usage_fault("no lead is named", "lead", {}, "II, or I,II,V1, or all"));
    std::vector<const record::Lead*> signals;
    if (*names == "all") {
        for (const auto& lead : ecg.leads) signals.push_back(&lead);
        return signals;
    }
    constexpr std::size_t most_signals = 64;
    const auto asked = core::split(std::string_view(*names), ',');
    if (asked.size() > most_signals)
        return core::fail(usage_fault("too many leads are named", "lead", std::to_string(asked.size()),
                                      "at most " + std::to_string(most_signals)));
    for (const auto name : asked) {
        const auto* signal = ecg.find_lead(name);
        if (signal == nullptr) {
            const auto other = std::ranges::find(ecg.other_signals, name, &record::Lead::name);
            if (other != ecg.other_signals.end()) signal = &*other;
        }
        if (signal == nullptr) return core::fail(no_lead(ecg, "lead", name));
        signals.push_back(signal);
    }
    return signals;
}

core::Result<Reply> get_samples(Context& context, Call& call, const PathValues& values) {
    auto asked = asked_recording(context, values[0]);
    if (!asked) return std::move(asked.refusal);
    const auto& query = call.target.query;
    const auto& ecg = *asked.recording->ecg();
    SYNCHRONY_ASSIGN(const auto signals, asked_signals(ecg, query));
    constexpr long widest = 16384;
    SYNCHRONY_ASSIGN(const double from, asked_begin_s(query, ecg));
    SYNCHRONY_ASSIGN(const auto to, number_option(query, "to", 0.0, ecg.duration_s()));
    SYNCHRONY_ASSIGN(const auto width, whole_option(query, "width", 0, widest));
    const auto stretch = stretch_of(ecg, from, to);
    const double end = to.value_or(ecg.duration_s());
    if (stretch.begin >= stretch.end && ecg.sample_count() > 0)
        return core::fail(usage_fault("the stretch holds no sample", to ? "to" : "from",
                                      core::shortest(from) + " to " + core::shortest(end) + " s",
                                      "an end behind its begin, by a sample or more"));
    const auto columns = static_cast<std::size_t>(width.value_or(0));
    const bool pairs = columns > 0 && static_cast<std::size_t>(stretch.end - stretch.begin) > 2 * columns;
    Reply reply;
    reply.type = "application/octet-stream";
    std::string names;
    for (const auto* signal : signals) {
        if (pairs)
            append_min_max(*signal, stretch, columns, reply.body);
        else
            append_samples(*signal, stretch, reply.body);
        core::append_word(names, percent_encoded(signal->name), ",");
    }
    const auto floats = signals.empty() ? 0 : reply.body.size() / sizeof(float) / signals.size();
    reply.headers = {{"X-Kind", pairs ? "minmax" : "samples"},
                     {"X-Leads", names},
                     {"X-Count", std::to_string(floats)},
                     {"X-Sampling-Frequency", core::shortest(ecg.sampling_frequency_hz)},
                     {"X-First-Sample", std::to_string(stretch.begin)},
                     {"X-Samples", std::to_string(stretch.end - stretch.begin)},
                     {"X-Unit", signals.empty() ? "mV" : percent_encoded(signals.front()->unit)}};
    return reply;
}

/// Standard leads first and in their order, those that follow from others too; samples are had of each by its name.
Json leads_json(const record::Ecg& ecg) {
    Json list = Json::array();
    const auto add = [&](const record::Lead& lead) {
        list.push_back({{"name", lead.name}, {"derived", lead.derived}});
    };
    for (const auto name : record::standard_leads())
        if (const auto* lead = ecg.find_lead(name)) add(*lead);
    for (const auto& lead : ecg.leads)
        if (!record::is_standard_lead(lead.name)) add(lead);
    return list;
}

}  // namespace

AskedRecording asked_recording(Context& context, const std::string& id) {
    if (auto recording = context.recordings.find(id)) return {std::move(recording), {}};
    if (context.recordings.was_dropped(id))
        return {nullptr,
                dropped_reply("the recording", "Open the file again: at most " +
                                                   std::to_string(context.options.limits.recordings) + " are held")};
    return {nullptr, missing_reply("no such recording", id)};
}

Json recording_document(const HeldRecording& recording) {
    const auto& ecg = *recording.ecg();
    const auto sex = inputs::sex_in(ecg);
    const auto& age = ecg.facts.patient.age_years;
    return {{"id", recording.id()},
            {"bytes", recording.bytes()},
            {"digest", recording.digest()},
            {"twelve_leads", sheet::require_twelve_leads(ecg, "", "").has_value()},
            {"moved", recording.moved().any()},
            {"sex", sex == measure::Sex::unknown ? Json(nullptr) : Json(sex == measure::Sex::female ? "F" : "M")},
            {"age_y", age ? Json(record::told_age(*age)) : Json(nullptr)},
            {"leads", leads_json(ecg)},
            {"info", recording.info()}};
}

core::Result<Reply> hold(Context& context, record::Ecg read) {
    const bool identity = context.options.identity;
    auto info = app::recording_json(read, {.comments = false, .identity = identity});
    if (!identity) read.record_name = "recording";  // files and records may bear the patient's name
    auto recording = std::make_shared<HeldRecording>(drawn_id(), std::move(read), std::move(info));
    if (!context.recordings.add(recording))
        return fault_reply(413, "too_large",
                           {core::ErrorKind::refused,
                            "the recording is longer than may be held",
                            {},
                            std::to_string(recording->bytes()) + " bytes",
                            "at most " + std::to_string(context.options.limits.held_bytes),
                            {}});
    return json_reply(recording_document(*recording), 201);
}

io::ReadOptions reading_held(const std::vector<std::shared_ptr<HeldRecording>>& recordings) {
    io::HeldRecordings held;
    for (const auto& recording : recordings) held.emplace(recording->path(), recording->read());
    io::ReadOptions options;
    options.held = std::make_shared<const io::HeldRecordings>(std::move(held));
    return options;
}

core::Error no_lead(const record::Ecg& ecg, std::string option, std::string_view name) {
    return usage_fault("the recording has no such lead", std::move(option), shown(name),
                       core::joined(ecg.leads, ", ", &record::Lead::name));
}

core::Result<double> asked_begin_s(const Query& query, const record::Ecg& ecg) {
    SYNCHRONY_ASSIGN(const auto from, number_option(query, "from", 0.0, ecg.duration_s()));
    if (from && *from >= ecg.duration_s())
        return core::fail(usage_fault("nothing was recorded from there on", "from", core::shortest(*from) + " s",
                                      "less than the recording's end, " + core::shortest(ecg.duration_s()) + " s"));
    return from.value_or(0.0);
}

std::span<const Route> recording_routes() {
    static constexpr Route routes[] = {
        {"GET", "health", Cost::light, health},
        {"GET", "formats", Cost::light, list_formats},
        {"GET", "inputs", Cost::light, list_inputs},
        {"GET", "recordings", Cost::light, list_recordings},
        {"POST", "recordings", Cost::job, upload, options_of_uploads},
        {"GET", "recordings/*", Cost::light, get_recording},
        {"DELETE", "recordings/*", Cost::light, delete_recording},
        {"GET", "recordings/*/samples", Cost::light, get_samples, options_of_samples},
    };
    return routes;
}

}  // namespace synchrony::server

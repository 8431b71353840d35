// What is measured on one recording, what guidelines and models say of it, and the boundaries that a person moves.
#include <algorithm>
#include <array>
#include <cmath>

#include "json_bodies.hpp"
#include "recording_answers.hpp"
#include "synchrony/app/beat_answers.hpp"
#include "synchrony/app/ecg_page.hpp"
#include "synchrony/app/ecg_report.hpp"
#include "synchrony/app/measure.hpp"
#include "synchrony/app/predict.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/inputs/clinical.hpp"

namespace synchrony::server {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<std::string_view, 8> measuring_options{"sex",      "lvef", "nyha",       "rhythm",
                                                            "ischemic", "lbbb", "morphology", "transform"};
constexpr std::array<std::string_view, 9> options_of_changes{"since",    "sex",  "lvef",       "nyha",     "rhythm",
                                                             "ischemic", "lbbb", "morphology", "transform"};

/// Measures and answers what `document_of` makes of it.
template <typename DocumentOf>
core::Result<Reply> measured_answer(Context& context, Call& call, const PathValues& values, DocumentOf document_of) {
    auto asked = asked_recording(context, values[0]);
    if (!asked) return std::move(asked.refusal);
    SYNCHRONY_ASSIGN(const auto measuring, asked_measuring(call.target.query, *asked.recording->ecg()));
    const auto measured = asked.recording->measured(context.gate, measuring.key, measuring.options);
    if (!*measured) return core::fail(measured->error());
    SYNCHRONY_ASSIGN(const Json document, document_of(**measured, measuring.options));
    return json_reply(document);
}

core::Result<Reply> get_measurements(Context& context, Call& call, const PathValues& values) {
    return measured_answer(context, call, values,
                           [](const auto& m, const auto&) -> core::Result<Json> { return app::to_json(m); });
}

core::Result<Reply> get_beats(Context& context, Call& call, const PathValues& values) {
    return measured_answer(context, call, values,
                           [](const auto& m, const auto&) -> core::Result<Json> { return app::beats_json(m); });
}

core::Result<Reply> get_vectors(Context& context, Call& call, const PathValues& values) {
    return measured_answer(context, call, values,
                           [](const auto& m, const auto& options) { return app::vectors_json(m, options.vcg); });
}

core::Result<Reply> get_lbbb(Context& context, Call& call, const PathValues& values) {
    return measured_answer(context, call, values,
                           [](const auto& m, const auto&) -> core::Result<Json> { return app::lbbb_json(m); });
}

core::Result<Reply> get_guidelines(Context& context, Call& call, const PathValues& values) {
    return measured_answer(context, call, values,
                           [](const auto& m, const auto&) -> core::Result<Json> { return app::guidelines_json(m); });
}

core::Result<Reply> get_boundaries(Context& context, Call& call, const PathValues& values) {
    return measured_answer(context, call, values,
                           [](const auto& m, const auto&) -> core::Result<Json> { return app::boundaries_json(m); });
}

core::Result<measure::MovedBoundaries> asked_moves(const Call& call) {
    std::vector<std::string> names;
    for (const auto& boundary : measure::movable_boundaries) names.push_back(std::string(boundary.name) + "_ms");
    SYNCHRONY_ASSIGN(const auto moved_ms, number_fields(call, names));
    measure::MovedBoundaries moves;
    constexpr double ms_per_s = 1000.0;
    for (std::size_t i = 0; i < names.size(); ++i)
        if (moved_ms[i]) moves.*measure::movable_boundaries[i].moved_s = *moved_ms[i] / ms_per_s;
    return moves;
}

/// Moves and measures; where that cannot be, nothing is moved.
core::Result<Reply> moved_answer(Context& context, Call& call, const PathValues& values,
                                 const measure::MovedBoundaries& moves) {
    auto asked = asked_recording(context, values[0]);
    if (!asked) return std::move(asked.refusal);
    const auto before = asked.recording->moved();
    asked.recording->move(moves);
    auto reply = get_boundaries(context, call, values);
    if (!reply) asked.recording->move(before);
    return reply;
}

core::Result<Reply> post_boundaries(Context& context, Call& call, const PathValues& values) {
    SYNCHRONY_ASSIGN(const auto moves, asked_moves(call));
    return moved_answer(context, call, values, moves);
}

core::Result<Reply> delete_boundaries(Context& context, Call& call, const PathValues& values) {
    return moved_answer(context, call, values, {});
}

core::Result<Reply> get_changes(Context& context, Call& call, const PathValues& values) {
    const auto* since = call.target.query.find("since");
    if (since == nullptr || since->empty())
        return core::fail(usage_fault("no earlier recording is named", "since", {}, "its id"));
    auto after = asked_recording(context, values[0]);
    if (!after) return std::move(after.refusal);
    auto before = asked_recording(context, *since);
    if (!before) return std::move(before.refusal);
    std::vector<Measured> both;
    for (const auto& one : {before.recording, after.recording}) {
        SYNCHRONY_ASSIGN(const auto measuring, asked_measuring(call.target.query, *one->ecg()));
        both.push_back(one->measured(context.gate, measuring.key, measuring.options));
        if (!*both.back()) return core::fail(both.back()->error());
    }
    return json_reply(
        app::changes_json(app::changes_of(**both[0], **both[1]), app::compared_answers(**both[0], **both[1])));
}

core::Result<Reply> post_prediction(Context& context, Call& call, const PathValues& values) {
    auto asked = asked_recording(context, values[0]);
    if (!asked) return std::move(asked.refusal);
    SYNCHRONY_ASSIGN(auto body, prediction_body(call));
    const auto* shelved = context.models.find(body.model);
    if (shelved == nullptr) return no_model(body.model);
    app::PredictRequest request;
    request.predictor = shelved->file;
    request.input = asked.recording->path();
    request.reading = reading_held({asked.recording});
    request.moved = asked.recording->moved();
    request.set = std::move(body.set);
    request.prevalence = body.prevalence;
    SYNCHRONY_ASSIGN(const auto outcome, app::predict_patient(request, context.job()));
    auto document = app::to_json(outcome);
    document["says"] = app::answer_in_words(outcome, request);
    return json_reply(document);
}

}  // namespace

core::Result<std::optional<measure::Rhythm>> asked_rhythm(const Query& query) {
    std::vector<std::string_view> words;
    for (const auto& known : measure::rhythm_words) words.push_back(known.word);
    SYNCHRONY_ASSIGN(const auto rhythm, choice_option(query, "rhythm", words));
    return rhythm ? std::optional(measure::rhythm_words.at(*rhythm).rhythm) : std::nullopt;
}

core::Result<AskedMeasuring> asked_measuring(const Query& query, const record::Ecg& ecg) {
    const std::vector<std::string_view> definitions{"strauss", "aha_2009", "esc_2013"};
    AskedMeasuring asked;
    auto& options = asked.options;
    SYNCHRONY_ASSIGN(const auto sex, choice_option(query, "sex", {"F", "M"}));
    options.sex = !sex ? inputs::sex_in(ecg) : *sex == 0 ? measure::Sex::female : measure::Sex::male;
    SYNCHRONY_ASSIGN(options.patient.lvef_pct, number_option(query, "lvef", 1.0, 100.0));
    SYNCHRONY_ASSIGN(const auto nyha, whole_option(query, "nyha", 1, 4));
    if (nyha) options.patient.nyha = static_cast<int>(*nyha);
    SYNCHRONY_ASSIGN(options.patient.rhythm, asked_rhythm(query));
    SYNCHRONY_ASSIGN(const auto ischemic, choice_option(query, "ischemic", {"yes", "no"}));
    if (ischemic) options.patient.ischemic = *ischemic == 0;
    SYNCHRONY_ASSIGN(const auto lbbb, choice_option(query, "lbbb", definitions));
    if (lbbb) options.lbbb = static_cast<measure::LbbbDefinition>(*lbbb);
    SYNCHRONY_ASSIGN(const auto morphology, choice_option(query, "morphology", definitions));
    if (morphology) options.guideline_lbbb = static_cast<measure::LbbbDefinition>(*morphology);
    SYNCHRONY_ASSIGN(const auto transform, choice_option(query, "transform", {"kors", "dower"}));
    if (transform && *transform == 1) options.vcg = measure::VcgTransform::inverse_dower;
    for (const auto name : measuring_options) {
        const auto* value = query.find(name);
        asked.key += std::string(name) + "=" + (value == nullptr ? "" : *value) + ";";
    }
    return asked;
}

std::span<const Route> measure_routes() {
    static constexpr Route routes[] = {
        {"GET", "recordings/*/measurements", Cost::job, get_measurements, measuring_options},
        {"GET", "recordings/*/beats", Cost::job, get_beats, measuring_options},
        {"GET", "recordings/*/vectors", Cost::job, get_vectors, measuring_options},
        {"GET", "recordings/*/lbbb", Cost::job, get_lbbb, measuring_options},
        {"GET", "recordings/*/guidelines", Cost::job, get_guidelines, measuring_options},
        {"GET", "recordings/*/boundaries", Cost::job, get_boundaries, measuring_options},
        {"POST", "recordings/*/boundaries", Cost::job, post_boundaries, measuring_options},
        {"DELETE", "recordings/*/boundaries", Cost::job, delete_boundaries, measuring_options},
        {"GET", "recordings/*/changes", Cost::job, get_changes, options_of_changes},
        {"POST", "recordings/*/predictions", Cost::job, post_prediction},
    };
    return routes;
}

}  // namespace synchrony::server

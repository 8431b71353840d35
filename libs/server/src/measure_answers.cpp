// What is measured on one recording, what guidelines and models say of it, and the boundaries that a person moves.
#include <algorithm>
#include <array>
#include <cmath>

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

const std::vector<std::string_view> measuring_options{"sex",      "lvef", "nyha",       "rhythm",
                                                      "ischemic", "lbbb", "morphology", "transform"};

/// Measures and answers what `document_of` makes of it.
template <typename DocumentOf>
core::Result<Reply> measured_answer(Context& context, Call& call, const PathValues& values, DocumentOf document_of) {
    auto asked = asked_recording(context, values[0]);
    if (!asked) return std::move(asked.refusal);
    SYNCHRONY_TRY(only_options(call.target.query, measuring_options));
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
    SYNCHRONY_ASSIGN(const auto body, body_object(call, {names.begin(), names.end()}));
    measure::MovedBoundaries moves;
    constexpr double ms_per_s = 1000.0;
    for (std::size_t i = 0; i < names.size(); ++i) {
        const auto found = body.find(names[i]);
        if (found == body.end()) continue;
        if (!found->is_number())
            return core::fail({core::ErrorKind::usage, "no number", names[i], {}, "ms from the R peak", {}});
        moves.*measure::movable_boundaries[i].moved_s = found->template get<double>() / ms_per_s;
    }
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
    auto options = measuring_options;
    options.emplace_back("since");
    SYNCHRONY_TRY(only_options(call.target.query, options));
    if (since == nullptr)
        return core::fail({core::ErrorKind::usage, "no earlier recording is named", "since", {}, "its id", {}});
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

/// {"lvef_pct": 28, "sex": "F"} as the command line's --set has it.
core::Result<std::vector<std::string>> set_of(const nlohmann::json& values) {
    std::vector<std::string> set;
    if (!values.is_object()) return core::fail(field_fault("set", "{\"lvef_pct\": 28}"));
    for (const auto& [name, value] : values.items()) {
        if (value.is_null()) continue;  // not known
        if (value.is_boolean())
            set.push_back(name + (value.get<bool>() ? "=1" : "=0"));
        else if (value.is_number())
            set.push_back(name + "=" + core::shortest(value.get<double>()));
        else if (value.is_string())
            set.push_back(name + "=" + value.get<std::string>());
        else
            return core::fail(field_fault("set", "numbers and words"));
    }
    return set;
}

core::Result<Reply> post_prediction(Context& context, Call& call, const PathValues& values) {
    auto asked = asked_recording(context, values[0]);
    if (!asked) return std::move(asked.refusal);
    SYNCHRONY_ASSIGN(const auto body, body_object(call, {"model", "set", "prevalence"}));
    const auto model = body.find("model");
    if (model == body.end() || !model->is_string()) return core::fail(field_fault("model", "a model's id"));
    const auto* shelved = context.models.find(model->get<std::string>());
    if (shelved == nullptr) return no_model(model->get<std::string>());
    app::PredictRequest request;
    request.predictor = shelved->file;
    request.input = asked.recording->path();
    request.reading = reading_held({asked.recording});
    request.moved = asked.recording->moved();
    if (const auto set = body.find("set"); set != body.end() && !set->is_null()) {
        SYNCHRONY_ASSIGN(request.set, set_of(*set));
    }
    if (const auto share = body.find("prevalence"); share != body.end() && !share->is_null()) {
        if (!share->is_number()) return core::fail(field_fault("prevalence", "a share above 0 and below 1"));
        request.prevalence = share->get<double>();
    }
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
        {"GET", "recordings/*/measurements", Cost::job, get_measurements},
        {"GET", "recordings/*/beats", Cost::job, get_beats},
        {"GET", "recordings/*/vectors", Cost::job, get_vectors},
        {"GET", "recordings/*/lbbb", Cost::job, get_lbbb},
        {"GET", "recordings/*/guidelines", Cost::job, get_guidelines},
        {"GET", "recordings/*/boundaries", Cost::job, get_boundaries},
        {"POST", "recordings/*/boundaries", Cost::job, post_boundaries},
        {"DELETE", "recordings/*/boundaries", Cost::job, delete_boundaries},
        {"GET", "recordings/*/changes", Cost::job, get_changes},
        {"POST", "recordings/*/predictions", Cost::job, post_prediction},
    };
    return routes;
}

}  // namespace synchrony::server

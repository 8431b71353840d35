#include "json_bodies.hpp"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <limits>
#include <nlohmann/json.hpp>

#include "synchrony/core/json.hpp"
#include "synchrony/core/json_fields.hpp"
#include "synchrony/core/json_text.hpp"
#include "synchrony/core/nearest_word.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::server {
namespace {

/// A value as a message shows it.
std::string shown_value(const nlohmann::json& value) {
    return value.is_string() ? shown(value.get_ref<const std::string&>()) : core::shown_json(value);
}

core::Error field_fault(const std::string& name, const nlohmann::json& value, std::string expected) {
    return usage_fault("a field cannot be used", name, shown_value(value), std::move(expected));
}

core::Result<void> check_count(const std::string& name, std::size_t count) {
    if (count <= most_listed) return {};
    return core::fail(usage_fault("a list is too long", name, std::to_string(count) + " entries",
                                  "at most " + std::to_string(most_listed)));
}

core::Result<void> check_length(const std::string& name, const std::string& text) {
    if (text.size() <= longest_text_bytes) return {};
    return core::fail(usage_fault("a text is too long", name, std::to_string(text.size()) + " bytes",
                                  "at most " + std::to_string(longest_text_bytes)));
}

/// The body of a call as an object of those fields. Errors (usage): not JSON, no object, fields that are not known.
core::Result<nlohmann::json> body_object(const Call& call, const std::vector<std::string>& fields) {
    if (core::trimmed(std::string_view(call.body)).empty())
        return core::fail(usage_fault("the body is empty", "body", {}, "an object {...} of " + core::joined(fields)));
    SYNCHRONY_ASSIGN(auto document, core::parse_json(call.body, "body").map_error([](core::Error error) {
        error.kind = core::ErrorKind::usage;
        return error;
    }));
    if (!document.is_object())
        return core::fail(usage_fault("the body is no object", "body", shown_value(document), "{...}"));
    for (const auto& [key, value] : document.items())
        if (std::ranges::find(fields, key) == fields.end())
            return core::fail(usage_fault("no such field", "body", shown(key), core::joined(fields),
                                          core::did_you_mean(key, fields)));
    return document;
}

core::Result<std::optional<std::string>> text_field(const nlohmann::json& body, const std::string& name) {
    const auto found = body.find(name);
    if (found == body.end()) return std::nullopt;
    if (!found->is_string()) return core::fail(field_fault(name, *found, "a text"));
    SYNCHRONY_TRY(check_length(name, found->get_ref<const std::string&>()));
    return found->get<std::string>();
}

core::Result<std::string> needed_id(const nlohmann::json& body, const std::string& name, const char* of) {
    SYNCHRONY_ASSIGN(auto id, text_field(body, name));
    if (!id || id->empty())
        return core::fail(
            usage_fault("a field is needed", name, id ? shown(*id) : "none", std::string("the id of ") + of));
    return std::move(*id);
}

core::Result<std::optional<std::string>> id_field(const nlohmann::json& body, const std::string& name) {
    SYNCHRONY_ASSIGN(auto id, text_field(body, name));
    if (id && id->empty()) return core::fail(field_fault(name, *id, "the id of a model, or no such field"));
    return id;
}

core::Result<std::optional<int>> whole_field(const nlohmann::json& body, const std::string& name, int low, int high) {
    const auto found = body.find(name);
    if (found == body.end()) return std::nullopt;
    if (!found->is_number_integer() || *found < low || *found > high)
        return core::fail(
            field_fault(name, *found, "a whole number, " + std::to_string(low) + " to " + std::to_string(high)));
    return found->get<int>();
}

core::Result<std::vector<std::string>> words_field(const nlohmann::json& body, const std::string& name) {
    std::vector<std::string> words;
    const auto found = body.find(name);
    if (found == body.end()) return words;
    if (!found->is_array()) return core::fail(field_fault(name, *found, "a list of words"));
    SYNCHRONY_TRY(check_count(name, found->size()));
    for (const auto& word : *found) {
        if (!word.is_string()) return core::fail(field_fault(name, word, "a list of words"));
        SYNCHRONY_TRY(check_length(name, word.get_ref<const std::string&>()));
        words.push_back(word.get<std::string>());
    }
    return words;
}

/// Null is not known.
core::Result<std::optional<double>> share_field(const nlohmann::json& body, const std::string& name) {
    const auto found = body.find(name);
    if (found == body.end() || found->is_null()) return std::nullopt;
    const double share = found->is_number() ? found->get<double>() : 0.0;
    if (!(share > 0.0 && share < 1.0)) return core::fail(field_fault(name, *found, "a share above 0 and below 1"));
    return share;
}

/// The value's text on a command line.
core::Result<std::string> set_text(const std::string& name, const nlohmann::json& value) {
    if (value.is_boolean()) return std::string(value.get<bool>() ? "true" : "false");  // 1 would be an age, too
    if (value.is_number()) return core::shortest(value.get<double>());
    if (!value.is_string())
        return core::fail(field_fault("set " + name, value, "a number, a word, true, false or null"));
    SYNCHRONY_TRY(check_length("set " + name, value.get_ref<const std::string&>()));
    return value.get<std::string>();
}

/// {"lvef_pct": 28, "sex": "F", "nyha": null}: null is not known.
core::Result<std::vector<std::string>> set_field(const nlohmann::json& body) {
    std::vector<std::string> set;
    const auto found = body.find("set");
    if (found == body.end() || found->is_null()) return set;
    if (!found->is_object()) return core::fail(field_fault("set", *found, "an object as {\"lvef_pct\": 28}"));
    SYNCHRONY_TRY(check_count("set", found->size()));
    for (const auto& [name, value] : found->items()) {
        // What follows the sign would be taken for the value.
        if (name.empty() || name.size() > longest_text_bytes || name.find('=') != std::string::npos)
            return core::fail(usage_fault("no such name of a value", "set", shown(name), "a name as lvef_pct"));
        if (value.is_null()) continue;
        SYNCHRONY_ASSIGN(const auto text, set_text(name, value));
        set.push_back(name + "=" + text);
    }
    return set;
}

core::Result<void> only_fields_of_kind(const nlohmann::json& body, bool validation) {
    const auto refuse = [&](std::initializer_list<const char*> others, const char* expected) -> core::Result<void> {
        for (const char* name : others)
            if (body.contains(name)) return core::fail(field_fault(name, body[name], expected));
        return {};
    };
    if (!validation) return refuse({"prevalence"}, "absent: it is for validation, with a predictor");
    return refuse({"outcome", "models", "inputs", "pretrained", "folds", "repeats", "resamples", "seed", "title"},
                  "absent: it is for comparison, without a predictor");
}

core::Result<void> take_numbers(const nlohmann::json& body, EvaluationBody& asked) {
    SYNCHRONY_ASSIGN(asked.folds, whole_field(body, "folds", 2, 100));
    SYNCHRONY_ASSIGN(asked.repeats, whole_field(body, "repeats", 1, 100));
    SYNCHRONY_ASSIGN(asked.resamples, whole_field(body, "resamples", 100, 100'000));
    SYNCHRONY_ASSIGN(const auto seed, whole_field(body, "seed", 0, std::numeric_limits<int>::max()));
    if (seed) asked.seed = static_cast<std::uint64_t>(*seed);
    SYNCHRONY_ASSIGN(asked.prevalence, share_field(body, "prevalence"));
    return {};
}

}  // namespace

core::Result<std::vector<std::optional<double>>> number_fields(const Call& call,
                                                               const std::vector<std::string>& names) {
    constexpr double farthest = 1e6;
    SYNCHRONY_ASSIGN(const auto body, body_object(call, names));
    std::vector<std::optional<double>> numbers(names.size());
    for (std::size_t i = 0; i < names.size(); ++i) {
        const auto found = body.find(names[i]);
        if (found == body.end()) continue;
        if (!found->is_number() || std::abs(found->get<double>()) > farthest)
            return core::fail(field_fault(names[i], *found, "a number, -1000000 to 1000000"));
        numbers[i] = found->get<double>();
    }
    return numbers;
}

core::Result<PredictionBody> prediction_body(const Call& call) {
    PredictionBody asked;
    SYNCHRONY_ASSIGN(const auto body, body_object(call, {"model", "set", "prevalence"}));
    SYNCHRONY_ASSIGN(asked.model, needed_id(body, "model", "a model"));
    SYNCHRONY_ASSIGN(asked.set, set_field(body));
    SYNCHRONY_ASSIGN(asked.prevalence, share_field(body, "prevalence"));
    return asked;
}

core::Result<EvaluationBody> evaluation_body(const Call& call) {
    EvaluationBody asked;
    SYNCHRONY_ASSIGN(auto body, body_object(call, {"cohort", "predictor", "outcome", "models", "inputs", "pretrained",
                                                   "folds", "repeats", "resamples", "seed", "prevalence", "title"}));
    SYNCHRONY_ASSIGN(asked.cohort, needed_id(body, "cohort", "a cohort"));
    SYNCHRONY_ASSIGN(asked.predictor, id_field(body, "predictor"));
    SYNCHRONY_ASSIGN(asked.pretrained, id_field(body, "pretrained"));
    SYNCHRONY_ASSIGN(asked.outcome, text_field(body, "outcome"));
    SYNCHRONY_ASSIGN(asked.title, text_field(body, "title"));
    SYNCHRONY_ASSIGN(asked.models, words_field(body, "models"));
    if (body.contains("models") && asked.models.empty())
        return core::fail(
            usage_fault("a list is empty", "models", {}, "one model or more; without the field the usual ones"));
    SYNCHRONY_ASSIGN(asked.inputs, words_field(body, "inputs"));
    SYNCHRONY_TRY(take_numbers(body, asked));
    SYNCHRONY_TRY(only_fields_of_kind(body, asked.predictor.has_value()));
    body.erase("cohort");
    asked.question = core::json_text(body);
    return asked;
}

}  // namespace synchrony::server

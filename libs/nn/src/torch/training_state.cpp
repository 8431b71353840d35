#include "training_state.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "synchrony/core/content_sum.hpp"
#include "synchrony/core/json.hpp"
#include "synchrony/core/json_fields.hpp"
#include "synchrony/core/json_text.hpp"

namespace synchrony::nn {
namespace {

using nlohmann::json;

constexpr const char* digest_key = "training_key";
constexpr const char* options_key = "training_options";  // in words, for messages: names may hold any bytes
constexpr const char* state_key = "training_state";
constexpr double most_loss = 1e30;  // of an update, a mean of floats

json state_json(const TrainingState& state) {
    json history = json::array();
    for (const auto& entry : state.history)
        history.push_back({entry.step, entry.train_loss, entry.learning_rate, entry.validation_accuracy,
                           entry.validation_macro_f1, entry.seconds, entry.validation_f1});
    return {{"step", state.step},
            {"planned", state.planned},
            {"best_step", state.best_step},
            {"best_macro_f1", state.best_macro_f1},
            {"validations_since_best", state.validations_since_best},
            {"seconds", state.seconds},
            {"waiting_seconds", state.waiting_seconds},
            {"loss_sum", state.loss_sum},
            {"loss_count", state.loss_count},
            {"validation_seconds", state.validation_seconds},
            {"gradient_scale", state.gradient_scale},
            {"overflows", state.overflows},
            {"history", history}};
}

HistoryEntry history_entry_from(const json& entry) {
    if (!entry.is_array() || entry.size() != 7)
        throw core::BadField("history", core::shown_json(entry), "7 values an entry");
    const auto number = [&entry](std::size_t i) { return core::json_as<double>(entry[i], "history"); };
    std::array<double, record::aami_class_count> f1{};
    if (!entry[6].is_array() || entry[6].size() != f1.size())
        throw core::BadField("history", core::shown_json(entry[6]), "one F1 a class");
    for (std::size_t c = 0; c < f1.size(); ++c) f1[c] = core::json_as<double>(entry[6][c], "history");
    return {
        core::json_as<std::int64_t>(entry[0], "history"), number(1), number(2), number(3), number(4), number(5), f1};
}

template <typename T>
void take(const json& from, const char* name, T& value) {
    value = core::field<T>(from, name);
}

TrainingState state_from(const json& from) {
    TrainingState state;
    take(from, "step", state.step);
    take(from, "planned", state.planned);
    take(from, "best_step", state.best_step);
    take(from, "best_macro_f1", state.best_macro_f1);
    take(from, "validations_since_best", state.validations_since_best);
    take(from, "seconds", state.seconds);
    take(from, "waiting_seconds", state.waiting_seconds);
    take(from, "loss_sum", state.loss_sum);
    take(from, "loss_count", state.loss_count);
    take(from, "validation_seconds", state.validation_seconds);
    take(from, "gradient_scale", state.gradient_scale);
    take(from, "overflows", state.overflows);
    for (const auto& entry : core::list_member(from, "history")) state.history.push_back(history_entry_from(entry));
    return state;
}

bool is_time(double seconds) {
    constexpr double a_century_s = 3.2e9;
    return seconds >= 0.0 && seconds <= a_century_s;
}

bool is_share(double value) {
    return value >= 0.0 && value <= 1.0;
}

bool possible(const HistoryEntry& entry, std::int64_t step) {
    return entry.step >= 0 && entry.step <= step && std::abs(entry.train_loss) <= most_loss &&
           entry.learning_rate >= 0.0 && std::isfinite(entry.learning_rate) && is_share(entry.validation_accuracy) &&
           is_share(entry.validation_macro_f1) && is_time(entry.seconds) &&
           std::ranges::all_of(entry.validation_f1, is_share);
}

/// Counts and sums that a training can have come to; whoever made another wrote the sum anew.
bool possible(const TrainingState& s) {
    const bool counts = s.step >= 0 && s.planned > 0 && s.step <= s.planned && s.best_step >= 0 &&
                        s.best_step <= s.step && s.validations_since_best >= 0 && s.loss_count >= 0 &&
                        s.loss_count <= s.step && s.overflows >= 0 &&
                        s.history.size() <= static_cast<std::size_t>(s.step) + 1;
    return counts && is_time(s.seconds) && is_time(s.waiting_seconds) && is_time(s.validation_seconds) &&
           std::abs(s.loss_sum) <= most_loss * static_cast<double>(s.loss_count) && s.best_macro_f1 >= -1.0 &&
           s.best_macro_f1 <= 1.0 && s.gradient_scale >= 1.0 && s.gradient_scale <= first_gradient_scale &&
           std::ranges::all_of(s.history, [&](const auto& entry) { return possible(entry, s.step); });
}

core::Result<void> check_options(const std::map<std::string, std::string>& metadata, const core::Key& key,
                                 const std::filesystem::path& path) {
    const auto digest = metadata.find(digest_key);
    if (digest != metadata.end() && digest->second == key.digest()) return {};
    const auto known = core::Key::from_text(metadata.at(options_key));
    return core::fail({core::ErrorKind::usage, "the checkpoint is of a training with other options or data",
                       path.string(), known ? known->first_unlike(key) : "options of an older program",
                       known ? key.first_unlike(*known) : "those of this one",
                       "remove it, name another or begin with --fresh"});
}

}  // namespace

std::string text_of(const TrainingState& state) {
    return core::json_text(state_json(state));
}

std::map<std::string, std::string> checkpoint_metadata(const core::Key& key, const std::string& state,
                                                       const std::vector<core::NamedTensor>& tensors) {
    return core::with_content_sum({{digest_key, key.digest()}, {options_key, key.text()}, {state_key, state}}, tensors);
}

core::Result<TrainingState> read_training_state(const core::TensorFile& file, const core::Key& key) {
    const auto& metadata = file.metadata();
    const auto options = metadata.find(options_key);
    const auto state = metadata.find(state_key);
    if (options == metadata.end() || state == metadata.end())
        return core::fail_input("not a checkpoint of a training", file.path().string(),
                                "safetensors without training_state");
    SYNCHRONY_TRY(check_options(metadata, key, file.path()));
    if (!core::has_content_sum(file) || !core::check_content_sum(file))
        return core::fail_input(
            "the checkpoint is damaged", file.path().string(),
            core::has_content_sum(file) ? "a sum that is not its content's" : "no sum over its content",
            "the file as it was written", again_hint);
    SYNCHRONY_ASSIGN(const auto described, core::parse_json(state->second, file.path().string()));
    return core::read_fields(
        "the checkpoint is damaged", file.path().string(), again_hint, [&]() -> core::Result<TrainingState> {
            auto read = state_from(described);
            if (possible(read)) return read;
            return core::fail_input("the checkpoint is damaged", file.path().string(),
                                    "step " + std::to_string(read.step) + " of " + std::to_string(read.planned),
                                    "counts that a training comes to", again_hint);
        });
}

}  // namespace synchrony::nn

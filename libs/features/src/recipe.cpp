#include "synchrony/features/recipe.hpp"

#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "synchrony/core/json.hpp"
#include "synchrony/core/json_fields.hpp"
#include "synchrony/core/json_text.hpp"

namespace synchrony::features {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t longest_text = 10'000;  // bytes of JSON; a recipe takes about 500
constexpr std::size_t longest_name = 64;

constexpr std::array<const char*, 2> segment_rules{"rr_multiple", "fixed_time"};
constexpr std::array<const char*, 4> pixel_scales{"magnitude", "log_magnitude", "voltage", "log_in_phase"};
constexpr std::array<const char*, 2> normalisations{"none", "recording"};

// Calls visit(name in JSON, reference) for every field: writing and reading share this one list.
template <typename Recipe, typename Visit>
void each_field(Recipe& r, Visit visit) {
    visit("name", r.name);
    visit("sampling_frequency_hz", r.sampling_frequency_hz);
    visit("highpass_hz", r.highpass_hz);
    visit("segment_rule", r.segment_rule);
    visit("segment_rr", r.segment_rr);
    visit("segment_s", r.segment_s);
    visit("before_r", r.before_r);
    visit("window_samples", r.window_samples);
    visit("fft_samples", r.fft_samples);
    visit("first_bin", r.first_bin);
    visit("height", r.height);
    visit("width", r.width);
    visit("zero_edges", r.zero_edges);
    visit("scale", r.scale);
    visit("floor_mv", r.floor_mv);
    visit("normalise", r.normalise);
}

template <typename Enum, std::size_t n>
const char* word(Enum value, const std::array<const char*, n>& words) {
    return words[static_cast<std::size_t>(value)];
}

struct Writer {
    Json& json;
    void operator()(const char* name, SegmentRule value) const { json[name] = word(value, segment_rules); }
    void operator()(const char* name, PixelScale value) const { json[name] = word(value, pixel_scales); }
    // Left out where nothing is asked for, so that recipes of before are the same text, and older programs read them.
    void operator()(const char* name, Normalisation value) const {
        if (value != Normalisation::none) json[name] = word(value, normalisations);
    }
    void operator()(const char* name, const auto& value) const { json[name] = value; }
};

// Reads one field after the other; `wrong` holds the first that is missing or of another type.
struct Reader {
    const nlohmann::json& json;
    std::string wrong;
    std::string expected;

    void operator()(const char* name, Normalisation& value) {
        if (!wrong.empty() || !json.contains(name)) return;  // recipes before it have none
        if (!read_word(json.at(name), value, normalisations)) wrong = name;
    }
    template <typename T>
    void operator()(const char* name, T& value) {
        if (!wrong.empty()) return;
        if (!json.contains(name) || !read(json.at(name), value)) wrong = name;
    }

  private:
    template <typename T>
    bool read(const nlohmann::json& j, T& value) {
        expected = core::JsonKind<T>::expected();
        if (!core::JsonKind<T>::fits(j)) return false;
        value = core::JsonKind<T>::read(j);
        return true;
    }
    bool read(const nlohmann::json& j, SegmentRule& value) { return read_word(j, value, segment_rules); }
    bool read(const nlohmann::json& j, PixelScale& value) { return read_word(j, value, pixel_scales); }

    template <typename Enum, std::size_t n>
    bool read_word(const nlohmann::json& j, Enum& value, const std::array<const char*, n>& words) {
        expected = "one of";
        for (const char* w : words) expected += std::string(" ") + w;
        for (std::size_t i = 0; i < n; ++i)
            if (j == words[i]) {
                value = static_cast<Enum>(i);
                return true;
            }
        return false;
    }
};

std::string text_of(double value) {
    return core::json_text(Json(value));
}

core::Result<void> within(const char* name, double value, double low, double high) {
    if (value >= low && value <= high) return {};
    return core::fail_input("spectrogram recipe: value out of range", name, text_of(value),
                            text_of(low) + " to " + text_of(high));
}

SpectrogramRecipe paper() {
    SpectrogramRecipe r;
    r.name = "paper";
    r.segment_rule = SegmentRule::rr_multiple;
    r.before_r = 0.5;
    r.window_samples = 512;
    r.fft_samples = 512;
    r.height = 64;
    r.width = 64;
    r.zero_edges = true;
    return r;
}

// The segment of `fine`, a sample a column: its 248 steps from the first sample to its end.
SpectrogramRecipe wave() {
    SpectrogramRecipe r;
    r.name = "wave";
    r.height = 1;
    r.width = 1 + static_cast<int>(std::lround(r.segment_s * r.sampling_frequency_hz));
    r.scale = PixelScale::voltage;
    return r;
}

}  // namespace

core::Result<void> SpectrogramRecipe::check() const {
    constexpr double nothing_at_all = 1e-9;  // mV; no ECG has a smaller floor
    if (name.empty() || name.size() > longest_name)
        return core::fail_input("spectrogram recipe: name has no usable length", "name", std::to_string(name.size()),
                                "1 to " + std::to_string(longest_name) + " bytes");
    SYNCHRONY_TRY(
        within("sampling_frequency_hz", sampling_frequency_hz, min_recipe_sampling_hz, max_recipe_sampling_hz));
    SYNCHRONY_TRY(within("highpass_hz", highpass_hz, 0, sampling_frequency_hz / 4));
    SYNCHRONY_TRY(within("segment_rr", segment_rr, 0.1, max_segment_rr));
    SYNCHRONY_TRY(within("segment_s", segment_s, 0.01, max_segment_s));
    SYNCHRONY_TRY(within("before_r", before_r, 0, 1));
    SYNCHRONY_TRY(within("window_samples", window_samples, 2, max_recipe_fft_samples));
    SYNCHRONY_TRY(within("fft_samples", fft_samples, window_samples, max_recipe_fft_samples));
    SYNCHRONY_TRY(within("height", height, 1, max_image_side));
    SYNCHRONY_TRY(within("width", width, 1, max_image_side));
    SYNCHRONY_TRY(within("first_bin", first_bin, 0, fft_samples / 2));
    SYNCHRONY_TRY(within("first_bin + height", first_bin + height, 1, fft_samples / 2 + 1));
    if (is_wave() && height != 1)
        return core::fail_input("spectrogram recipe: a wave has one row", "height", std::to_string(height), "1");
    return within("floor_mv", floor_mv, nothing_at_all, 1000);
}

std::string SpectrogramRecipe::to_json() const {
    Json json = Json::object();
    each_field(*this, Writer{json});
    return core::json_text(json);
}

core::Result<SpectrogramRecipe> SpectrogramRecipe::from_json(const std::string& text) {
    if (text.size() > longest_text)
        return core::fail_input("spectrogram recipe is too long", {}, std::to_string(text.size()) + " bytes",
                                "at most " + std::to_string(longest_text));
    const auto parsed = core::parse_json(text, "spectrogram recipe");
    const auto& json = parsed ? *parsed : nlohmann::json();
    if (!json.is_object())
        return core::fail_input("spectrogram recipe is not a JSON object", {}, text.substr(0, 40), "{...}");
    SpectrogramRecipe recipe;
    Reader reader{json, {}, {}};
    Json known = Json::object();
    each_field(recipe, [&](const char* field, auto& value) {
        reader(field, value);
        known[field] = nullptr;
    });
    if (!reader.wrong.empty()) {
        const bool there = json.contains(reader.wrong);
        return core::fail_input("spectrogram recipe: value missing or of another type", reader.wrong,
                                there ? core::json_text(json[reader.wrong]).substr(0, 40) : "nothing", reader.expected);
    }
    for (const auto& [field, value] : json.items())
        if (!known.contains(field))
            return core::fail_input("spectrogram recipe: unknown name", field.substr(0, 40), {}, {},
                                    "The file may come from a later version.");
    SYNCHRONY_TRY(recipe.check());
    return recipe;
}

core::Result<SpectrogramRecipe> SpectrogramRecipe::named(const std::string& name) {
    if (name == "fine") return SpectrogramRecipe{};
    if (name == "paper") return paper();
    if (name == "wave") return wave();
    if (name == "fine-normalised") {
        SpectrogramRecipe recipe;
        recipe.name = name;
        recipe.normalise = Normalisation::recording;
        return recipe;
    }
    if (name == "signed") {
        SpectrogramRecipe recipe;
        recipe.name = name;
        recipe.scale = PixelScale::log_in_phase;
        return recipe;
    }
    return core::fail({.kind = core::ErrorKind::usage,
                       .what = "no spectrogram recipe of that name",
                       .where = {},
                       .got = name,
                       .expected = "paper, fine, fine-normalised, signed or wave",
                       .hint = {}});
}

std::vector<std::string> SpectrogramRecipe::names() {
    return {"paper", "fine", "fine-normalised", "signed", "wave"};
}

}  // namespace synchrony::features

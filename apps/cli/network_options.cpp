#include "network_options.hpp"

#include <algorithm>

#include "synchrony/app/evaluate.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::cli {
namespace {

using app::ModelChoice;

bool is_trained(const ModelChoice& choice) {
    return choice.network == app::NetworkUse::trains && choice.name != "random-features";
}

bool is_shown_images(const ModelChoice& choice) {
    return choice.network != app::NetworkUse::none || choice.name.ends_with("pixels");
}

struct OptionOfNetworks {
    const char* name;
    const char* about;
    bool (*heeded_by)(const ModelChoice&);
};
constexpr OptionOfNetworks options_of_networks[] = {
    {"--epochs", "is about networks that are trained", is_trained},
    {"--lr", "is about networks that are trained", is_trained},
    {"--members", "is about networks that are trained", is_trained},
    {"--architecture", "is about networks that are trained from scratch",
     [](const ModelChoice& choice) { return choice.name == "scratch"; }},
    {"--pretrained", "is about pre-trained networks",
     [](const ModelChoice& choice) { return is_shown_images(choice) || choice.needs_pretrained; }},
    {"--recipe", "is about images", is_shown_images}};

}  // namespace

core::Result<void> check_network_options(const CLI::App& app, const std::vector<std::string>& models) {
    const auto names = [&](std::string_view name) { return std::ranges::find(models, name) != models.end(); };
    const auto asked = [&](const ModelChoice& choice) {
        return names(choice.name) || names("all") || (!choice.on_request && (models.empty() || names("usual")));
    };
    const auto given = [&](const char* name) {
        const auto* option = app.get_option_no_throw(name);
        return option != nullptr && option->count() > 0;
    };
    if (given("--recipe") && given("--pretrained"))
        return core::fail({core::ErrorKind::usage,
                           "a pre-trained network has its own recipe",
                           {},
                           "--recipe and --pretrained",
                           "one of them",
                           {}});
    for (const auto& option : options_of_networks) {
        if (!given(option.name)) continue;
        const bool of_train = app.get_option(option.name)->get_group() != "Networks";
        if (std::string_view(option.name) == "--members" && of_train) continue;  // resamples there
        const auto choices = app::model_choices();
        if (std::ranges::any_of(choices, [&](const auto& c) { return option.heeded_by(c) && asked(c); })) continue;
        std::vector<std::string> heeding;
        for (const auto& choice : choices)
            if (option.heeded_by(choice)) heeding.emplace_back(choice.name);
        return core::fail({core::ErrorKind::usage,
                           std::string(option.name) + " " + option.about,
                           {},
                           "models " + (models.empty() ? "usual" : core::joined(models)),
                           core::joined(heeding, " or "),
                           "Leave it out, or ask for such a model"});
    }
    return {};
}

}  // namespace synchrony::cli

#include "synchrony/app/score_explanation.hpp"

#include <memory>
#include <nlohmann/json.hpp>

#include "commands.hpp"
#include "one_of.hpp"
#include "reading_options.hpp"
#include "shell.hpp"
#include "text_table.hpp"

namespace synchrony::cli {
namespace {

std::string mean_text(const app::MeanOverPatients& m, int decimals) {
    return fixed(m.mean, decimals) + " (" + fixed(m.low, decimals) + " to " + fixed(m.high, decimals) + ")";
}

std::string to_text(const app::ExplanationScore& score) {
    TextTable likeness({"rank correlation with the map of", "mean (95 % CI)", "must stay below"});
    likeness.add({"the shuffled encoder", mean_text(score.shuffled_encoder, 2), fixed(app::most_like_shuffled, 2)});
    likeness.add({"the shuffled head", mean_text(score.shuffled_head, 2), fixed(app::most_like_shuffled, 2)});
    TextTable deletions({"parts made straight", "log-odds lost, by the map", "at random"});
    for (std::size_t i = 0; i < app::deletion_shares.size(); ++i)
        deletions.add({fixed(100.0 * app::deletion_shares[i], 0) + " %", mean_text(score.guided[i], 3),
                       mean_text(score.random[i], 3)});
    TextTable places({"part of the map", "found", "by chance", "shuffled encoder"});
    places.add({"in the QRS complex", mean_text(score.in_qrs, 2), mean_text(score.in_qrs_chance, 2),
                mean_text(score.in_qrs_shuffled, 2)});
    places.add({"in I, aVL, V5, V6", mean_text(score.in_lateral_leads, 2), fixed(score.in_lateral_leads_chance, 2),
                mean_text(score.in_lateral_leads_shuffled, 2)});
    places.add({"of the QRS, in its second half", mean_text(score.in_second_half, 2), "0.50",
                mean_text(score.in_second_half_shuffled, 2)});
    return std::to_string(score.patients) + " patients\n" + likeness.text() + "\n" + deletions.text() +
           "gain of the map over chance: " + mean_text(score.gain, 3) + ", must be above 0\n\n" + places.text() +
           "\nlargest value on a constant recording: " + fixed(score.flat_most, 6) + ", must be 0\n" +
           (score.follows_the_model() ? "The map follows the model.\n" : "The map does not follow the model.\n") +
           (score.finds_the_place()
                ? "It lies where a late lateral wall shows, in the QRS complex and the lateral leads.\n"
                : "It does not lie where a late lateral wall would show, in the QRS complex and the lateral leads.\n");
}

}  // namespace

void add_score_explanation(Shell& shell, CLI::App& score) {
    auto request = std::make_shared<app::ScoreExplanationRequest>();
    CLI::App& explanation = shell.command(
        score, "explanation",
        "Test the map of what a model on deep features reads off the ECG\n"
        "Does it change with the weights, does it foretell what taking parts away does, where does it lie, is it flat "
        "on a constant recording (docs/results/explanation.md).",
        "  synchrony score explanation m.safetensors cohort.csv --patients 50 --seed 1\n"
        "  synchrony score explanation m.safetensors cohort.csv --method grad-cam --layer 1",
        [&shell, request] {
            return shell.answer(
                app::score_explanation(*request, shell.context()), [](const auto& s) { return app::to_json(s); },
                [](const auto& s) { return to_text(s); });
        });
    explanation.add_option("MODEL", request->predictor, "Predictor file of `synchrony train`")->required();
    explanation.add_option("CSV", request->cohort_csv, "Cohort CSV with ECGs")->required();
    explanation.add_option("--patients", request->patients, "The first of the cohort (default: all)");
    explanation
        .add_option_function<std::string>(
            "--method",
            [request](const std::string& name) {
                if (const auto method = app::map_method_named(name)) request->map.method = *method;
            },
            "occlusion: each part taken away alone; shapley: mean over all orders; cam, grad-cam: a layer's maps")
        ->check(one_of({"occlusion", "shapley", "cam", "grad-cam"}))
        ->default_str("occlusion");
    explanation.add_option("--layer", request->map.layer, "Whose maps cam and grad-cam weigh (default: the features')")
        ->check(CLI::Range(1, 4));
    add_reading_options(explanation, request->reading);
}

}  // namespace synchrony::cli

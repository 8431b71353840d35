#include <memory>
#include <nlohmann/json.hpp>

#include "commands.hpp"
#include "device_option.hpp"
#include "network_options.hpp"
#include "one_of.hpp"
#include "outcome_options.hpp"
#include "reading_options.hpp"
#include "shell.hpp"
#include "synchrony/app/predict.hpp"
#include "synchrony/app/train.hpp"
#include "synchrony/core/counted.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/features/recipe.hpp"
#include "synchrony/record/simulated.hpp"

namespace synchrony::cli {
namespace {

std::string to_text(const app::TrainOutcome& outcome, const std::filesystem::path& out) {
    const auto& p = outcome.predictor;
    std::string text = out.string() + ": " + p.label + "\n";
    if (p.simulated) text += "  " + std::string(record::simulated_words) + "\n";
    for (const auto& doubt : app::doubts_of(p)) text += "  " + doubt + "\n";
    for (const auto& [reason, patients] : outcome.excluded)
        text += "  left out: " + core::counted(patients, "patient") + ", " + reason + "\n";
    for (const auto& [name, value] : app::card_in_words(p)) text += "  " + name + ": " + value + "\n";
    return text;
}

void add_options(CLI::App& app, app::TrainRequest& request) {
    app.add_option("CSV", request.cohort_csv, "Cohort CSV")->required();
    app.add_option("--out", request.out, "Predictor file to write")->required();
    app.add_option("--model", request.model, "Model to fit")->capture_default_str();
    add_outcome_options(app, request.cohort, request.inputs);
    takes_shipped_models(app.add_option("--pretrained", request.pretrained, "Model file of `synchrony pretrain`"));
    app.add_option("--recipe", request.recipe, "Spectrogram recipe of a network from scratch")
        ->check(one_of(features::SpectrogramRecipe::names()))
        ->capture_default_str();
    app.add_option("--folds", request.folds, "Parts of the cross-validation")
        ->check(CLI::Range(2, 1000))
        ->capture_default_str();
    app.add_option("--repeats", request.repeats, "Repeats of the cross-validation (default: 5, of a network 1)")
        ->check(CLI::Range(1, 1000));
    app.add_option("--members", request.members, "Bootstrap refits behind the interval of a probability")
        ->check(CLI::Range(app::fewest_members, static_cast<int>(model::most_members)))
        ->capture_default_str();
    app.add_option("--threshold", request.threshold,
                   "half, prevalence or youden (default: half; of a network prevalence, as `evaluate` decides)")
        ->check(one_of({"half", "prevalence", "youden"}));
    app.add_flag(
        "--keep-neighbours", request.keep_neighbours,
        "Keep the training patients' inputs and outcomes, without identity, in the file: `predict` then says what "
        "became of the three most alike. Whoever holds the file can read them");
    app.add_option("--epochs", request.transfer.epochs, "Passes over the training patients of a network")
        ->capture_default_str()
        ->group("Networks");
    app.add_option("--lr", request.transfer.optimizer.learning_rate, "Highest learning rate of a network")
        ->capture_default_str()
        ->group("Networks");
    add_device_option(app, request.device, "Where networks learn and answer");
}

}  // namespace

void add_train(Shell& shell) {
    auto request = std::make_shared<app::TrainRequest>();
    auto command = std::make_shared<CLI::App*>(nullptr);
    std::string models;
    for (const auto& choice : app::model_choices())
        if (choice.not_kept.empty()) models += "\n  " + std::string(choice.name) + ": " + std::string(choice.meaning);
    CLI::App& app = shell.command(
        shell.root(), "train",
        "Fit one model on all patients of a cohort and keep it for `synchrony predict`\nModels:" + models,
        "  synchrony train cohort.csv --model fused --out m.safetensors\n"
        "  synchrony train cohort.csv --model fused-deep --pretrained mitbih-resnet18 --out m.safetensors\n"
        "  synchrony train cohort.csv --model clinical --threshold youden --repeats 20 --out m.safetensors\n"
        "Calibration and threshold come from predictions on patients that the model had not seen. Compare models with\n"
        "`synchrony evaluate` first; choosing the best of many by these figures makes them too good.",
        [&shell, request, command] {
            request->command_line = shell.command_line();
            if (const auto checked = check_network_options(**command, {request->model}); !checked)
                return shell.complain(checked.error());
            const auto outcome = app::train(*request, shell.context());
            if (!outcome) return shell.complain(outcome.error());
            if (shell.json())
                shell.print_json({{"out", request->out.string()}, {"model", app::card_of(outcome->predictor)}});
            else
                shell.print(to_text(*outcome, request->out));
            return exit_done;
        });
    *command = &app;
    add_options(app, *request);
    add_reading_options(app, request->reading);
}

}  // namespace synchrony::cli

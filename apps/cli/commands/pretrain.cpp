#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "commands.hpp"
#include "shell.hpp"
#include "synchrony/app/pretrain.hpp"
#include "text_table.hpp"

namespace synchrony::cli {
namespace {

using record::AamiClass;

struct Words {
    std::string split = "inter";
    std::string stem;
    std::string recipe = "fine";
    std::string beats = "annotations";
    std::string balance;
    std::string optimizer = "sgd";
    std::optional<double> learning_rate;
    std::string leads = "all";
    double minutes = 0;
    bool fresh = false;
    bool full_precision = false;
};

core::Result<void> apply(const Words& words, app::PretrainRequest& request) {
    auto& options = request.options;
    SYNCHRONY_ASSIGN(options.split, nn::split_named(words.split));
    if (!words.stem.empty()) {
        SYNCHRONY_ASSIGN(options.architecture.stem, model::stem_named(words.stem));
    }
    SYNCHRONY_ASSIGN(request.images.recipe, features::SpectrogramRecipe::named(words.recipe));
    SYNCHRONY_ASSIGN(request.images.beats, app::beat_source_named(words.beats));
    if (!words.balance.empty()) {
        SYNCHRONY_ASSIGN(options.balance, nn::balance_named(words.balance));
    }
    if (words.optimizer == "adamw") options.optimizer = nn::OptimizerOptions{};
    if (words.learning_rate) options.optimizer.learning_rate = *words.learning_rate;
    request.images.first_lead_only = words.leads == "first";
    options.most_seconds = words.minutes * 60;
    options.resume = !words.fresh;
    request.storage = words.full_precision ? model::WeightStorage::f32 : model::WeightStorage::f16;
    return {};
}

std::string percent(double share) { return fixed(share * 100, 2); }

std::string to_text(const app::PretrainOutcome& outcome, const std::filesystem::path& out) {
    const auto& report = outcome.report;
    std::string text = "split: " + report.split_description + "\n";
    if (report.leaking)
        text += "LEAKING SPLIT: beats of one patient stand in training and test; do not compare with inter-patient figures\n";
    text += std::to_string(report.train_images) + " training, " + std::to_string(report.validation_images) +
            " validation, " + std::to_string(report.test_images) + " test images; " + std::to_string(report.steps) +
            " steps in " + fixed(report.train_seconds, 0) + " s (" + fixed(report.train_images_per_s, 0) +
            " images/s, " + fixed(report.waiting_share * 100, 1) + " % waiting for input)\n";
    text += "test, by beat: accuracy " + percent(report.test.accuracy()) + " %, macro F1 " + fixed(report.test.macro_f1(), 3) + "\n\n";
    TextTable table({"class", "Se %", "PPV %", "F1", "as N", "as S", "as V", "as F", "as Q"});
    for (int c = 0; c < record::aami_class_count; ++c) {
        std::vector<std::string> row{std::string(name_of(static_cast<AamiClass>(c))), percent(report.test.sensitivity(c)),
                                     percent(report.test.positive_predictivity(c)), fixed(report.test.f1(c), 3)};
        for (const auto count : report.test.confusion[static_cast<std::size_t>(c)]) row.push_back(std::to_string(count));
        table.add(std::move(row));
    }
    return text + table.text() + "\nmodel: " + out.string() + " (" + std::to_string(report.parameters) + " parameters, " + outcome.engine + ")\n";
}

void add_options(CLI::App& app, app::PretrainRequest& request, Words& words) {
    auto& options = request.options;
    app.add_option("--out", request.out, "Model file to write (.safetensors)")->required();
    app.add_option("--report", request.report, "Write all figures as JSON");
    app.add_option("--data", request.images.database, "Folder of the MIT-BIH database (default: found, see `data where mitdb`)");
    app.add_option("--split", words.split, "inter: by patient (DS1 trains, DS2 tests); intra: by beat, leaks")
        ->check(CLI::IsMember({"inter", "intra"}))->capture_default_str();
    app.add_option("--beats", words.beats, "Beats from annotations or from our detector")
        ->check(CLI::IsMember({"annotations", "detector"}))->capture_default_str();
    app.add_option("--leads", words.leads, "Leads of each record")->check(CLI::IsMember({"all", "first"}))->capture_default_str();
    app.add_option("--recipe", words.recipe, "Spectrogram recipe")->check(CLI::IsMember(features::SpectrogramRecipe::names()))->capture_default_str();
    app.add_option("--images", request.images.file, "Image set to make or reuse (default: in the cache folder)");
    app.add_option("--architecture", options.architecture.name, "Network")
        ->check(CLI::IsMember({"resnet18", "resnet50", "resnet101"}))->capture_default_str()->group("Network");
    app.add_option("--stem", words.stem, "First layers")->check(CLI::IsMember({"standard", "compact", "small"}))->group("Network");
    app.add_option("--width", options.architecture.base_width, "Channels of layer1; 64 is the published net")->capture_default_str()->group("Network");
    app.add_flag("--rr,!--no-rr", options.rr_inputs, "Join RR ratios before the last layer (default: yes)")->group("Network");
    app.add_option("--epochs", options.epochs, "Passes over the training beats, at most")->capture_default_str()->group("Training");
    app.add_option("--minutes", words.minutes, "Training time, at most (0: no limit)")->capture_default_str()->group("Training");
    app.add_option("--steps", options.most_steps, "Weight updates, at most (0: no limit)")->capture_default_str()->group("Training");
    app.add_option("--batch", options.batch, "Images in a weight update")->capture_default_str()->group("Training");
    app.add_option("--micro-batch", options.micro_batch, "Images at a time; gradients add up to --batch (0: all)")->capture_default_str()->group("Training");
    app.add_option("--optimizer", words.optimizer, "sgd (Nesterov) or adamw")->check(CLI::IsMember({"sgd", "adamw"}))->capture_default_str()->group("Training");
    app.add_option("--lr", words.learning_rate, "Highest learning rate (default: 0.05 for sgd, 0.001 for adamw)")->check(CLI::PositiveNumber)->group("Training");
    app.add_option("--balance", words.balance, "How rare classes count")->check(CLI::IsMember({"none", "weighted_loss", "sampling"}))->group("Training");
    app.add_option("--validations", options.validations, "Times that the network is validated during training")->capture_default_str()->group("Training");
    app.add_option("--validation-images", options.most_validation_images, "Score so many random validation images (0: all)")->capture_default_str()->group("Training");
    app.add_option("--test-images", options.most_test_images, "Score so many random test images at the end (0: all)")->capture_default_str()->group("Training");
    app.add_option("--patience", options.patience, "Stop after so many validations without gain (0: never)")->capture_default_str()->group("Training");
    app.add_option("--averaging", options.averaging, "Decay of the running mean of weights (0: off)")->capture_default_str()->group("Training");
    app.add_option("--checkpoint", options.checkpoint, "State of training; a later run goes on from it")->group("Training");
    app.add_flag("--fresh", words.fresh, "Do not go on from the checkpoint")->group("Training");
    app.add_flag("--full-precision", words.full_precision, "Store weights as 32 instead of 16 bit");
}

}  // namespace

void add_pretrain(Shell& shell) {
    auto request = std::make_shared<app::PretrainRequest>();
    auto words = std::make_shared<Words>();
    CLI::App& app = shell.command(
        shell.root(), "pretrain", "Train a ResNet to tell the AAMI classes of MIT-BIH's beats, and write it as a model file",
        "  synchrony pretrain --out r18.safetensors --minutes 5\n"
        "  synchrony pretrain --out r18.safetensors --epochs 30 --checkpoint r18.state   # Ctrl-C, then the same line again\n"
        "  synchrony pretrain --out leaky.safetensors --split intra                     # as papers that split by beat",
        [&shell, request, words] {
            request->command_line = shell.command_line();
            if (const auto applied = apply(*words, *request); !applied) return shell.complain(applied.error());
            const auto outcome = app::pretrain(*request, shell.context());
            if (!outcome) return shell.complain(outcome.error());
            if (shell.json())
                shell.print_json(nlohmann::ordered_json::parse(outcome->report.to_json()));
            else
                shell.print(to_text(*outcome, request->out));
            return exit_done;
        });
    add_options(app, *request, *words);
}

}  // namespace synchrony::cli

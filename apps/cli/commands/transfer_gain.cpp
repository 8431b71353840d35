#include "synchrony/study/transfer_gain.hpp"

#include <memory>
#include <nlohmann/json.hpp>

#include "commands.hpp"
#include "device_option.hpp"
#include "one_of.hpp"
#include "shard_options.hpp"
#include "shell.hpp"
#include "synchrony/core/text.hpp"
#include "text_table.hpp"

namespace synchrony::cli {
namespace {

std::string signed_text(double value) {
    return (value < 0 ? "" : "+") + fixed(value, 3);
}

std::string interval_text(const std::optional<stats::Interval>& interval) {
    if (!interval) return "-";
    return signed_text(interval->low) + " to " + signed_text(interval->high);
}

// The first and how many more there are; results.json holds all.
std::string short_list(const std::vector<std::string>& settings) {
    if (settings.size() == 1) return settings.front();
    return settings.front() + "; and " + std::to_string(settings.size() - 1) + " more, averaged";
}

std::string question(const auto& gain) {
    return gain.first + " - " + gain.second;
}

std::string to_text(const study::TaskOutcome& task, const std::vector<bool>& reported) {
    std::string text = "\n" + task.task + " (" + task.meaning +
                       "): " + std::to_string(task.positives + task.negatives) + " labelled patients, " +
                       std::to_string(task.positives) + " yes; draws of " + std::to_string(task.size.patients()) +
                       ", " + std::to_string(task.size.positives) + " yes, " + std::to_string(task.size.negatives) +
                       " no\n";
    if (!task.size.note.empty()) text += "  " + task.size.note + "\n";
    TextTable aucs({"method", "draws", "AUC, mean ± SD over draws", "AUC of averaged predictions"});
    for (const auto& method : task.methods)
        aucs.add({method.method, std::to_string(method.draws.size()),
                  fixed(method.mean_auc, 3) + (method.sd ? " ± " + fixed(*method.sd, 3) : ""),
                  fixed(method.averaged_auc, 3)});
    text += aucs.text();
    for (const auto& method : task.methods)
        for (std::size_t h = 0; h < 2; ++h)
            if (reported[h] && !method.settings[h].empty())
                text += "  " + method.method + ", half " + (h == 0 ? "A" : "B") +
                        " shown as: " + short_list(method.settings[h]) + "\n";
    TextTable differences({"difference in AUC", "draws", "mean", "95 % over draws", "averaged", "95 % over patients",
                           "half A", "half B"});
    for (const auto& c : task.comparisons)
        differences.add({question(c), std::to_string(c.over_draws.pairs), signed_text(c.over_draws.mean),
                         interval_text(c.over_draws.interval), signed_text(c.averaged), interval_text(c.patients),
                         reported[0] ? signed_text(c.half[0]) : "-", reported[1] ? signed_text(c.half[1]) : "-"});
    return text + differences.text();
}

std::string part_text(const study::TransferGainOutcome& outcome, const study::TransferGainRequest& request) {
    const auto part = "part " + core::to_text(*outcome.part) + ": ";
    if (outcome.without_setting.empty())
        return part + "trials and draws, kept in " + request.out.string() +
               "; the same line without --shard joins the parts\n";
    return part + "trials, kept in " + request.out.string() +
           "; once those of all parts are there, the same line goes on with draws of " +
           core::joined(outcome.without_setting) + "\n";
}

std::string over_tasks_text(const study::TransferGainOutcome& outcome) {
    if (outcome.over_tasks.empty()) return {};
    TextTable means({"difference in AUC", "tasks", "averaged", "95 % over patients"});
    for (const auto& gain : outcome.over_tasks)
        means.add(
            {question(gain), std::to_string(gain.tasks), signed_text(gain.averaged), interval_text(gain.patients)});
    return "\n" + std::string(study::mean_over_tasks_name) + ", patients drawn for all tasks together\n" + means.text();
}

std::string over_databases_text(const study::TransferGainOutcome& outcome) {
    if (outcome.pooled.empty()) return {};
    TextTable table({"difference in AUC", "task", "each", "mean", "95 %", "SD between"});
    for (const auto& gain : outcome.pooled) {
        std::vector<std::string> each;
        for (std::size_t i = 0; i < gain.databases.size(); ++i)
            each.push_back(gain.databases[i] + " " + signed_text(gain.averaged[i]));
        table.add({question(gain), study::task_name(gain), core::joined(each, ", "),
                   signed_text(gain.over_databases.mean), interval_text(gain.over_databases.interval),
                   fixed(gain.over_databases.between_sd, 3)});
    }
    return "\nover databases (random effects of DerSimonian and Laird; of two databases the interval is too narrow)\n" +
           table.text();
}

std::string to_text(const study::TransferGainOutcome& outcome, const study::TransferGainRequest& request) {
    if (outcome.part) return part_text(outcome, request);
    std::string text = "transfer gain of " + request.model.filename().string() + " (" + outcome.engine + ", recipe " +
                       outcome.recipe + "); " + std::to_string(request.draw.folds) +
                       "-fold cross-validation by patient, same folds for all methods\n";
    for (const auto& [reason, patients] : outcome.excluded)
        text += "  left out: " + std::to_string(patients) + " patients, ECG: " + reason + "\n";
    for (const auto& task : outcome.tasks) text += to_text(task, outcome.reported);
    text += over_tasks_text(outcome) + over_databases_text(outcome);
    text += !request.settings_from.empty() ? "\nSettings were chosen by another run, on other patients"
                                           : "\nSettings for a half's patients were chosen on the other half";
    text += request.choose_by_task ? ", task by task.\n" : ", one for all tasks.\n";
    text +=
        "Draws share patients: the interval over draws says how well the mean over draws is known for these patients,\n"
        "not what other patients would give; for that see the interval over patients (bootstrap of averaged "
        "predictions).\n";
    text += "results: " + outcome.results.string();
    if (outcome.figure.empty()) return text + "; no figure: it shows differences, and no two methods are compared\n";
    return text + ", figure: " + outcome.figure.string() + "\n";
}

/// Options that are words on the command line.
struct GainWords {
    std::string half = "all";
    std::string shard;
    std::string train = "all";
    std::vector<std::string> poolings{"mean"};
    std::vector<std::string> head_starts{"random"};
};

core::Result<void> apply(const GainWords& words, study::TransferGainRequest& request) {
    SYNCHRONY_ASSIGN(request.select, study::select_half_named(words.half));
    SYNCHRONY_ASSIGN(request.transfer.train, nn::trainable_named(words.train));
    request.shard = core::parse_shard(words.shard);
    auto& grid = request.networks;
    grid.poolings.clear();
    for (const auto& word : words.poolings) {
        SYNCHRONY_ASSIGN(grid.poolings.emplace_back(), model::lead_pooling_named(word));
    }
    grid.head_starts.clear();
    for (const auto& word : words.head_starts) {
        SYNCHRONY_ASSIGN(grid.head_starts.emplace_back(), nn::head_start_named(word));
    }
    return {};
}

// Options of networks that may be given several values, "--epochs 15,30".
constexpr const char* chosen = "Networks (of several values the best on the other half is used)";

// In the order of --help, which lists the options of a group as they were added.
void add_gain_draw_options(CLI::App& app, study::TransferGainRequest& request, GainWords& words) {
    takes_shipped_models(app.add_option("--model", request.model, "Model file of `synchrony pretrain`"))->required();
    app.add_option("--out", request.out, "Folder for results.json, settings.csv, the figure and finished draws")
        ->type_name(folder_value)
        ->required();
    app.add_option("--database", request.database, "Where the small cohorts are drawn from")
        ->check(one_of(std::vector<std::string>(study::gain_databases.begin(), study::gain_databases.end())))
        ->capture_default_str();
    app.add_option("--data", request.data, "The database's folder (default: where data folders are looked for)")
        ->type_name(folder_value);
    app.add_option("--task", request.tasks,
                   "Labels to predict; may be repeated (default: " + core::joined(study::default_tasks("ludb"), ",") +
                       "; of ptbxl " + core::joined(study::default_tasks("ptbxl"), ",") + ")");
    app.add_option("--settings-from", request.settings_from,
                   "Folder of a finished run on the other database: use the settings that were best there, choose "
                   "nothing here")
        ->type_name(folder_value);
    app.add_option("--join", request.joined_with,
                   "Folder of a finished run on another database; may be repeated: the gains of all as a "
                   "random-effects mean")
        ->type_name(folder_value);
    app.add_option("--methods", request.methods, "Methods to compare (default: all)")->delimiter(',');
    app.add_option("--draws", request.draws, "Small cohorts to draw")
        ->check(CLI::Range(1, 10000))
        ->capture_default_str();
    app.add_option("--patients", request.draw.patients, "Patients in a draw")
        ->check(CLI::Range(10, 100000))
        ->capture_default_str();
    app.add_option("--positives", request.draw.positives, "Positives among them")
        ->check(CLI::Range(2, 100000))
        ->capture_default_str();
    app.add_option("--folds", request.draw.folds, "Parts of the cross-validation")
        ->check(CLI::Range(2, 100))
        ->capture_default_str();
    app.add_option("--select-half", words.half,
                   "Half of the patients that chooses settings; the other is reported. all: each for the other")
        ->check(one_of({"A", "B", "all"}))
        ->capture_default_str();
    app.add_option("--settings-averaged", request.settings_averaged,
                   "Use so many of the best settings, averaged, not the best alone")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    app.add_flag("--choose-by-task", request.choose_by_task, "Choose settings task by task, not one for all tasks");
    app.add_option("--random-nets", request.random_nets, "Seeds of random weights; their AUCs are averaged")
        ->check(CLI::Range(1, 100))
        ->capture_default_str();
    app.add_option("--resamples", request.resamples, "Bootstrap resamples of patients")
        ->check(CLI::Range(100, 100000))
        ->capture_default_str();
}

void add_gain_network_options(CLI::App& app, study::TransferGainRequest& request, GainWords& words) {
    app.add_option("--network-draws", request.network_draws, "Draws on which networks are trained, the first ones")
        ->check(CLI::Range(0, 10000))
        ->capture_default_str()
        ->group("Networks");
    app.add_option("--epochs", request.networks.epochs, "Passes over the training patients of each network")
        ->check(CLI::Range(1, 1000))
        ->delimiter(',')
        ->capture_default_str()
        ->group(chosen);
    app.add_option("--lr", request.networks.learning_rates, "Highest learning rate of each network")
        ->delimiter(',')
        ->capture_default_str()
        ->group(chosen);
    app.add_option("--pooling", words.poolings, "How networks join leads: mean, attention, concat (side by side)")
        ->check(one_of({"mean", "attention", "concat"}))
        ->delimiter(',')
        ->capture_default_str()
        ->group(chosen);
    app.add_option("--layer-decay", request.networks.layer_decays,
                   "Learning rate of a layer over that of the layer after it, fine-tuning")
        ->delimiter(',')
        ->capture_default_str()
        ->group(chosen);
    app.add_option("--head", words.head_starts,
                   "Fine-tuning starts with a random head, or one fitted to the features before all layers learn")
        ->check(one_of({"random", "fitted"}))
        ->delimiter(',')
        ->capture_default_str()
        ->group(chosen);
    app.add_option("--train", words.train, "Layers of finetuned that learn: the head alone, with the last block, all")
        ->check(one_of({"frozen", "last_block", "all"}))
        ->capture_default_str()
        ->group("Networks");
    app.add_option("--averaging", request.transfer.averaging, "Decay of the running mean of weights, 0: off")
        ->capture_default_str()
        ->group("Networks");
    add_shard_option(app, words.shard,
                     "Do part I of N of the trials and draws, 3/8, and keep it in --out; the same line without --shard "
                     "joins the parts");
    add_device_option(app, request.device, "Where networks learn and answer");
}

void add_options(CLI::App& app, study::TransferGainRequest& request, GainWords& words) {
    add_gain_draw_options(app, request, words);
    add_gain_network_options(app, request, words);
}

}  // namespace

void add_transfer_gain(Shell& shell) {
    auto request = std::make_shared<study::TransferGainRequest>();
    auto words = std::make_shared<GainWords>();
    std::string methods;
    for (const auto& method : study::gain_methods())
        methods += "\n  " + std::string(method.name) + ": " + std::string(method.meaning);
    CLI::App& app = shell.command(
        shell.root(), "transfer-gain",
        "Measure what pre-training gives to small 12-lead cohorts\n"
        "Draws many small cohorts from a larger labelled set (LUDB or PTB-XL) and compares, on the same patients and "
        "folds:" +
            methods + "\nStopped runs go on where they were; finished draws are kept in the output folder.",
        "  synchrony transfer-gain --model mitbih-resnet18 --out out/gain\n"
        "  synchrony transfer-gain --model r18.safetensors --task lvh --task sex --methods pixels,random,frozen "
        "--draws 20 --out out/gain\n"
        "  synchrony transfer-gain --model r18.safetensors --select-half A --network-draws 5 --epochs 10 --out "
        "out/gain-b --json\n"
        "  synchrony transfer-gain --model r18.safetensors --out out/gain --shard 3/8  # twice, see "
        "docs/many-machines.md",
        [&shell, request, words] {
            request->command_line = shell.command_line();
            if (const auto applied = apply(*words, *request); !applied) return shell.complain(applied.error());
            return shell.answer(
                study::transfer_gain(*request, shell.context()),
                [&](const auto& outcome) { return study::to_json(outcome, *request, shell.context()); },
                [&](const auto& outcome) { return to_text(outcome, *request); });
        });
    add_options(app, *request, *words);
}

}  // namespace synchrony::cli

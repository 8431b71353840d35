#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

#include "commands.hpp"
#include "device_option.hpp"
#include "network_options.hpp"
#include "one_of.hpp"
#include "outcome_options.hpp"
#include "paper_option.hpp"
#include "reading_options.hpp"
#include "shell.hpp"
#include "synchrony/app/evaluate.hpp"
#include "synchrony/core/counted.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/features/recipe.hpp"
#include "synchrony/model/architecture.hpp"
#include "synchrony/model/shipped.hpp"
#include "synchrony/record/simulated.hpp"
#include "text_table.hpp"

namespace synchrony::cli {
namespace {

std::string mean_sd(const eval::Figure& figure) {
    if (!figure.mean) return "-";
    return fixed(*figure.mean, 3) + (figure.sd ? " ± " + fixed(*figure.sd, 3) : "");
}

/// "0.53-0.88", or "0.530 to 0.880".
std::string limits(const stats::Interval& interval, int decimals = 2, const std::string& between = "-") {
    return fixed(interval.low, decimals) + between + fixed(interval.high, decimals);
}

/// With the mark of limits by another method.
std::string marked_limits(const std::optional<stats::Interval>& interval, int decimals = 2,
                          const std::string& between = "-") {
    return interval ? limits(*interval, decimals, between) + std::string(stats::method_mark(interval)) : "-";
}

/// Behind a figure: " (0.53-0.88)*"; nothing where there are no limits.
std::string limits_behind(const std::optional<stats::Interval>& interval, const std::string& between = "-") {
    return interval ? " (" + limits(*interval, 2, between) + ")" + std::string(stats::method_mark(interval)) : "";
}

/// Below tables of which any interval bears the mark.
std::string method_line(const eval::Results& results) {
    const bool any =
        std::ranges::any_of(results.rows,
                            [](const auto& row) { return stats::by_other_method(row.metrics.auc.ci95); }) ||
        std::ranges::any_of(results.comparisons, [](const auto& c) { return stats::by_other_method(c.ci95); });
    return any ? std::string(stats::method_note()) + "\n" : "";
}

std::string p_text(const std::optional<double>& p) {
    return p ? core::p_value_text(*p) : "-";
}

std::string pooled(const eval::Figure& figure) {
    return figure.pooled ? fixed(*figure.pooled, 2) : "-";
}

std::string with_interval(const eval::Figure& figure) {
    return figure.mean ? fixed(*figure.mean, 2) + limits_behind(figure.ci95) : "-";
}

/// `of`: the comparison's patients; a row of fewer says of how many it is.
std::string name_text(const eval::ResultRow& row, std::size_t of) {
    return row.row.label() + (row.unanswered > 0 ? ", n = " + std::to_string(of - row.unanswered) : "") +
           (row.facts.choice.empty() ? "" : " [" + row.facts.choice + "]");
}

/// Who is drawn for intervals.
std::string whom(const eval::Results& results) {
    return results.several_rows_a_person() ? "people" : "patients";
}

std::string narrow_table(const eval::Results& results) {
    TextTable table({"decided by [--models name]", "AUC (95 % CI)", "sens.", "spec.", "acc."});
    std::size_t folded = 0;
    for (const auto& row : results.rows) {
        if (row.facts.is_guideline_variant()) {
            ++folded;
            continue;
        }
        const auto& m = row.metrics;
        table.add({name_text(row, results.patients), with_interval(m.auc), pooled(m.sensitivity), pooled(m.specificity),
                   pooled(m.accuracy)});
    }
    return table.text() + "AUC: of pairs tested in one fold; the others pooled over folds; 95 % CI by bootstrap over " +
           whom(results) + "; --wide for all figures" +
           (folded > 0 ? " and " + core::counted(folded, "variant") + " of guidelines" : "") + "\n";
}

std::string narrow_comparisons(const eval::Results& results) {
    TextTable table({"model", "against", "AUC difference (95 % CI)", "p Holm"});
    for (const auto& c : results.comparisons)
        table.add({c.first.label(), c.second.label(), fixed(c.difference, 2) + limits_behind(c.ci95, " to "),
                   p_text(c.p_holm)});
    return "\n" + table.text();
}

std::string comparisons_text(const eval::Results& results, bool wide) {
    if (results.comparisons.empty()) return {};
    if (!wide) return narrow_comparisons(results);
    TextTable table(
        {"model", "against", "difference", "95 % CI", "p", "p Holm", "all folds' scores", "DeLong p", "Holm"});
    for (const auto& c : results.comparisons)
        table.add({c.first.label(), c.second.label(), fixed(c.difference, 3), marked_limits(c.ci95, 3, " to "),
                   p_text(c.p), p_text(c.p_holm), c.delong_difference ? fixed(*c.delong_difference, 3) : "-",
                   p_text(c.delong_p), p_text(c.delong_p_holm)});
    return "\n" + table.text(0) +
           "difference: of pairs tested in one fold; all folds' scores: as if one model had made them all (DeLong)\n";
}

std::string chance_text(const eval::Results& results) {
    if (!results.chance || results.chance->permutations == 0) return {};
    TextTable table(
        {"outcome exchanged " + core::counted(static_cast<std::uint64_t>(results.chance->permutations), "time"), "AUC",
         "p, this model", "p, best of all models"});
    for (const auto& row : results.chance->rows)
        table.add({row.row.label(), fixed(row.auc, 3), p_text(row.p), p_text(row.p_best)});
    return "\n" + table.text();
}

std::string learning_text(const eval::Results& results) {
    if (results.learning_curve.empty()) return {};
    TextTable table({"learning curve", "training patients", "AUC ± SD over folds"});
    for (const auto& point : results.learning_curve)
        table.add({point.row.label(), fixed(point.training_patients, 0),
                   point.auc ? fixed(*point.auc, 3) + (point.sd ? " ± " + fixed(*point.sd, 3) : "") : "-"});
    return "\n" + table.text();
}

bool is_variant(const eval::Results& results, const eval::RowName& name) {
    const auto row = std::ranges::find(results.rows, name, &eval::ResultRow::row);
    return row != results.rows.end() && row->facts.is_guideline_variant();
}

std::string survival_text(const eval::Results& results, bool wide) {
    if (results.survival.empty()) return {};
    std::size_t folded = 0;
    TextTable table(
        {"survival", "C (95 % CI)", "hazard ratio per SD", "log-rank p", "events, predicted 0", "predicted 1"});
    const auto events = [](const eval::PredictedGroup& group) {
        return std::to_string(group.events) + " of " + std::to_string(group.patients);
    };
    for (const auto& row : results.survival) {
        if (!wide && is_variant(results, row.row)) {
            ++folded;
            continue;
        }
        std::string c = row.c_index ? fixed(*row.c_index, 3) : "-", hazard = "-";
        c += limits_behind(row.c_interval);
        if (row.per_sd)
            hazard = fixed(row.per_sd->hazard_ratio(), 2) + limits_behind(row.per_sd->hazard_ratio_interval());
        table.add({row.row.label(), c, hazard, row.log_rank ? p_text(row.log_rank->p) : "-", events(row.groups[0]),
                   events(row.groups[1])});
    }
    const bool high = results.early_scores == eval::EarlyScores::high;
    return "\n" + table.text() + "C above 0.5: " + (high ? "high" : "low") + " scores have the event earlier" +
           (folded > 0 ? "; --wide for " + core::counted(folded, "variant") + " of guidelines" : "") + "\n";
}

std::string wide_table(const eval::Results& results) {
    TextTable table({"model (features, pre-training)", "accuracy", "sensitivity", "specificity", "AUC", "AUC 95 % CI",
                     "TP", "FP", "TN", "FN"});
    for (const auto& row : results.rows) {
        const auto& m = row.metrics;
        table.add({name_text(row, results.patients), mean_sd(m.accuracy), mean_sd(m.sensitivity),
                   mean_sd(m.specificity), mean_sd(m.auc), marked_limits(m.auc.ci95), std::to_string(m.pooled.tp),
                   std::to_string(m.pooled.fp), std::to_string(m.pooled.tn), std::to_string(m.pooled.fn)});
    }
    return table.text(0) +
           "mean ± SD over folds, of AUC weighed by their pairs; counts pooled over folds and repeats; interval by "
           "bootstrap over " +
           whom(results) + "\n";
}

std::string to_text(const app::EvaluateOutcome& outcome, bool wide) {
    const auto& results = outcome.results;
    std::string text = results.simulated ? std::string(record::simulated_words) + "\n" : "";
    text += results.cohort_name + ": " + core::counted(results.patients, "patient") +
            (results.several_rows_a_person() ? " (rows of " + core::counted(results.people, "person", "people") + ")"
                                             : "") +
            ", outcome " + results.outcome + " " + std::to_string(results.positives) + " yes, " +
            std::to_string(results.negatives) + " no; " + std::to_string(results.folds) +
            "-fold cross-validation by patient, " +
            core::counted(static_cast<std::uint64_t>(results.repeats), "repeat") + ", seed " +
            std::to_string(results.seed) + "\n";
    for (const auto& [reason, patients] : outcome.excluded)
        text += "  left out: " + core::counted(patients, "patient") + ", " + reason + "\n";
    for (const auto& sentence : outcome.answer) text += sentence + "\n";
    text += "\n" + (wide ? wide_table(results) : narrow_table(results));
    text += comparisons_text(results, wide) + method_line(results) + chance_text(results) + learning_text(results) +
            survival_text(results, wide);
    for (const auto& note : results.notes) text += "note: " + note + "\n";
    for (const auto& row : results.left_out) text += "not in the table: " + row.row.label() + ": " + row.reason + "\n";
    return text + "report: " + outcome.report.string() + "\n";
}

/// What gave small cohorts most (docs/results/transfer.md).
constexpr std::string_view usual_network = "virtual12-resnet18-w16";
constexpr std::string_view no_network = "none";

/// The usual models have rows of a pre-trained network, where it is at hand and no other images are asked for.
void take_usual_network(const CLI::App& app, app::EvaluateRequest& request, core::Progress& progress) {
    std::error_code unreadable;
    if (app.count("--pretrained") > 0) {
        if (request.pretrained == no_network && !std::filesystem::exists(request.pretrained, unreadable))
            request.pretrained.clear();
        return;
    }
    const bool usual = request.models.empty() || request.models == std::vector<std::string>{"usual"};
    if (!usual || app.count("--recipe") > 0 || app.count("--architecture") > 0) return;
    const auto file = model::model_file(std::string(usual_network));
    if (std::filesystem::exists(file, unreadable))
        request.pretrained = file;
    else
        progress.log("the network " + std::string(usual_network) +
                     " is not at hand (`synchrony info` names those that are): no rows of a pre-trained network");
}

void add_options(CLI::App& app, app::EvaluateRequest& request) {
    app.add_option("CSV", request.cohort_csv, "Cohort CSV")->required();
    app.add_option("--out", request.out_folder, "Folder for results.json, results.csv, report.html and report.pdf")
        ->type_name(folder_value)
        ->required();
    add_outcome_options(app, request.cohort, request.inputs);
    app.add_option("--models", request.models,
                   "Models to compare: names, `usual` (all but those on request; the default) or `all`")
        ->delimiter(',');
    takes_shipped_models(app.add_option("--pretrained", request.pretrained,
                                        "Model file of `synchrony pretrain` (default, of the usual models: " +
                                            std::string(usual_network) + "; none: no such rows)"));
    app.add_option("--recipe", request.recipe, "Spectrogram recipe, where there is no model file")
        ->check(one_of(features::SpectrogramRecipe::names()))
        ->capture_default_str();
    app.add_option("--folds", request.folds, "Parts of the cross-validation")
        ->check(CLI::Range(2, 1000))
        ->capture_default_str();
    app.add_option("--repeats", request.repeats, "Repeats of the cross-validation")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    app.add_option("--resamples", request.bootstrap_resamples,
                   "Bootstrap resamples; 100 a model and a comparison are taken at least")
        ->check(CLI::Range(100, 100000))
        ->capture_default_str();
    app.add_option("--permutations", request.permutations,
                   "The models again on so many random exchanges of the outcome: p that they reach as much by chance, "
                   "the fitting and the choice of the best included (200 take 200 times as long)")
        ->check(CLI::Range(0, 100000))
        ->capture_default_str();
    app.add_option("--time", request.time_column,
                   "Column of the time until the event or the end of follow-up: adds survival by prediction");
    app.add_option("--event", request.event_column, "Column that is 1 where the event came at that time, 0 where not");
    app.add_flag("--learning-curve", request.learning_curve,
                 "Fit the classical models on 25, 50 and 75 % of the training patients too");
    app.add_option("--architecture", request.scratch,
                   "Networks that are trained from scratch (default: that of --pretrained, else resnet18)")
        ->delimiter(',')
        ->check(one_of(model::Architecture::names()))
        ->group("Networks");
    app.add_option("--epochs", request.transfer.epochs, "Passes over the training patients of each network")
        ->capture_default_str()
        ->group("Networks");
    app.add_option("--lr", request.transfer.optimizer.learning_rate, "Highest learning rate of each network")
        ->capture_default_str()
        ->group("Networks");
    app.add_option("--members", request.transfer.members, "Networks of different seeds whose answers are averaged")
        ->capture_default_str()
        ->group("Networks");
    add_device_option(app, request.device, "Where networks learn and answer");
    app.add_option("--title", request.title, "Title of the report")->group("Report");
    app.add_option("--positive-name", request.positive_name,
                   "What outcome 1 means, for the report (default: responders)")
        ->group("Report");
    app.add_option("--negative-name", request.negative_name, "What outcome 0 means")->group("Report");
    app.add_flag("--patient-ids", request.patient_ids, "Name patients in results.json (else they are numbered)")
        ->group("Report");
}

}  // namespace

void add_evaluate(Shell& shell) {
    auto request = std::make_shared<app::EvaluateRequest>();
    auto wide = std::make_shared<bool>(false);
    auto command = std::make_shared<CLI::App*>(nullptr);
    std::string models;
    for (const auto& choice : app::model_choices())
        models += "\n  " + std::string(choice.name) + ": " + std::string(choice.meaning) +
                  (choice.on_request ? " (on request)" : "");
    CLI::App& app = shell.command(
        shell.root(), "evaluate",
        "Compare rules, classical models and networks on one cohort, by patient\nModels:" + models,
        "  synchrony evaluate cohort.csv --out out/cohort\n"
        "  synchrony evaluate cohort.csv --repeats 5 --out out/cohort          # with virtual12-resnet18-w16\n"
        "  synchrony evaluate cohort.csv --pretrained none --out out/simple\n"
        "  synchrony evaluate cohort.csv --models majority,rules,pixels --out out/quick\n"
        "  synchrony evaluate cohort.csv --models clinical,ecg --permutations 200 --out out/chance\n"
        "  synchrony evaluate cohort.csv --pretrained mitbih-resnet18 --models usual,scratch,fine-tuned --out out/nets "
        "  # killed? the same line goes on",
        [&shell, request, wide, command] {
            request->command_line = shell.command_line();
            if (const auto checked = check_network_options(**command, request->models); !checked)
                return shell.complain(checked.error());
            take_usual_network(**command, *request, *shell.context().progress);
            const auto outcome = app::evaluate(*request, shell.context());
            if (!outcome) return shell.complain(outcome.error());
            if (shell.json())
                shell.print_json(nlohmann::ordered_json(eval::to_json(outcome->results, {request->patient_ids})));
            else
                shell.print(to_text(*outcome, *wide));
            if (outcome->results.cancelled) return exit_failed;
            if (outcome->asked_in_vain.empty()) return exit_done;
            return shell.complain({core::ErrorKind::refused,
                                   "models that were asked for are not in the table",
                                   {},
                                   core::joined(outcome->asked_in_vain),
                                   {},
                                   "The lines \"not in the table\" say why; the other models are in it"});
        });
    *command = &app;
    add_options(app, *request);
    app.add_flag("--wide", *wide, "All figures in the terminal's tables, however wide");
    add_paper_option(app, request->paper);
    add_reading_options(app, request->reading);
}

}  // namespace synchrony::cli

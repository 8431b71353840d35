#include <map>
#include <memory>
#include <nlohmann/json.hpp>

#include "commands.hpp"
#include "device_option.hpp"
#include "one_of.hpp"
#include "paper_option.hpp"
#include "reading_options.hpp"
#include "shard_options.hpp"
#include "shell.hpp"
#include "synchrony/app/reproduce.hpp"
#include "synchrony/core/counted.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/model/architecture.hpp"
#include "synchrony/record/simulated.hpp"
#include "text_table.hpp"

namespace synchrony::cli {
namespace {

std::string own_text(const std::optional<eval::Agreement>& agreement) {
    if (!agreement) return "-";
    return fixed(agreement->ours, 3) + (agreement->sd ? " ± " + fixed(*agreement->sd, 3) : "") +
           (agreement->agrees ? "" : " *");
}

std::string printed_text(const std::optional<eval::Printed>& printed) {
    return printed ? printed->text() : "-";
}

std::string with_limits(const app::FigureOverCohorts& figure) {
    if (!figure.value) return "-";
    std::string text = fixed(*figure.value, 2);
    if (figure.sd) return text + " ± " + fixed(*figure.sd, 2);
    return figure.ci95 ? text + " (" + fixed(figure.ci95->low, 2) + "-" + fixed(figure.ci95->high, 2) + ")" : text;
}

/// Raw beats instead of images, and the ECG beside SPECT.
std::string beside_text(const app::Reproduction& found) {
    TextTable table({"not in the published tables", "AUC", "accuracy", "sensitivity", "specificity"});
    std::string not_run;
    for (const auto& row : found.beside)
        if (row.not_run.empty())
            table.add({row.name, with_limits(row.own.of(&eval::Metrics::auc)),
                       with_limits(row.own.of(&eval::Metrics::accuracy)),
                       with_limits(row.own.of(&eval::Metrics::sensitivity)),
                       with_limits(row.own.of(&eval::Metrics::specificity))});
        else
            not_run += "not run: " + row.name + ": " + row.not_run + "\n";
    return "\n" + table.text() + not_run + "\n";
}

/// Rows by the reason why there are none of ours.
std::string not_done_text(const app::Reproduction& found) {
    std::map<std::string, std::vector<std::string>> rows;
    for (const auto& row : found.rows) {
        if (!row.same.not_run.empty()) rows[row.same.not_run].push_back(row.published.model);
        for (const auto& own : row.others)
            if (!own.not_run.empty()) rows[own.not_run].push_back(row.published.model + " " + own.meaning);
    }
    std::string text;
    for (const auto& [reason, names] : rows) text += "not done again (" + reason + "): " + core::joined(names) + "\n";
    return text;
}

std::string part_text(const app::Reproduction& found, const std::filesystem::path& out) {
    if (found.cancelled) return "stopped; the same line goes on\n";
    return "part " + core::to_text(*found.part) + ": " + core::counted(found.cohorts, "cohort") + ", kept in " +
           out.string() + "; the same line without --shard joins the parts\n";
}

std::string to_text(const app::Reproduction& found, const std::filesystem::path& out) {
    if (found.part) return part_text(found, out);
    std::string text = found.simulated ? std::string(record::simulated_words) + "\n" : "";
    TextTable table({"published row", "accuracy", "ours", "sensitivity", "ours", "specificity", "ours", "arithmetic"});
    for (const auto& row : found.rows) {
        table.add({row.published.model, printed_text(row.published.accuracy), own_text(row.same.agreement[0]),
                   printed_text(row.published.sensitivity), own_text(row.same.agreement[1]),
                   printed_text(row.published.specificity), own_text(row.same.agreement[2]),
                   eval::name_of(row.arithmetic.reading)});
        for (const auto& own : row.others)
            if (own.not_run.empty())
                table.add({"- " + own.meaning, "", own_text(own.agreement[0]), "", own_text(own.agreement[1]), "",
                           own_text(own.agreement[2]), ""});
    }
    text += table.text() +
            "*: differs, the 95 % interval of published less ours does not hold 0\n"
            "impossible: no 46 responders and 25 non-responders give the published figures\n";
    text += not_done_text(found);
    text += beside_text(found);
    for (const auto& sentence : found.answer) text += sentence + "\n";
    if (found.cancelled) text += "stopped; the same line goes on\n";
    return text + "report: " + (out / "report.html").string() + "\n";
}

}  // namespace

void add_reproduce(Shell& shell) {
    CLI::App& group = shell.group(shell.root(), "reproduce", "Do a published study again, its tables beside ours");
    auto request = std::make_shared<app::ReproduceRequest>();
    request->transfer.epochs = 6;
    auto none = std::make_shared<bool>(false);
    auto shard = std::make_shared<std::string>();
    CLI::App& app = shell.command(
        group, "he-2023",
        "Deep transfer learning on the ECG for CRT response (He et al. 2023): its baseline and results tables, each "
        "figure beside ours, whether it is arithmetically possible and whether both agree",
        "  synchrony reproduce he-2023 --out out/he-2023\n"
        "  synchrony reproduce he-2023 --out out/mine --cohort mine.csv\n"
        "  synchrony reproduce he-2023 --out out/all --networks resnet18,resnet18-1d,resnet50,resnet101 --cohorts 20  "
        "# hours\n"
        "  synchrony reproduce he-2023 --out out/quick --no-networks\n"
        "  synchrony reproduce he-2023 --out out/all --cohorts 20 --shard 3/4  # then without --shard: joins the parts",
        [&shell, request, none, shard] {
            request->command_line = shell.command_line();
            request->shard = core::parse_shard(*shard);
            if (*none) request->networks.clear();
            const auto found = app::reproduce_he_2023(*request, shell.context());
            if (!found) return shell.complain(found.error());
            if (shell.json())
                shell.print_json(app::to_json(*found));
            else
                shell.print(to_text(*found, request->out));
            return found->cancelled ? exit_failed : exit_done;
        });
    app.add_option("--out", request->out, "Folder for report.html, report.pdf, reproduction.json and the comparisons")
        ->type_name(folder_value)
        ->required();
    app.add_option("--cohort", request->cohort_csv,
                   "Your own cohort CSV (default: 71 virtual patients like the published ones)");
    auto* networks = app.add_option("--networks", request->networks, "Networks that are trained")
                         ->delimiter(',')
                         ->check(one_of(model::Architecture::names()))
                         ->capture_default_str();
    app.add_flag("--no-networks", *none, "Rules and classical models alone")->excludes(networks);
    app.add_option("--cohorts", request->cohorts, "Virtual cohorts, of seeds that follow one another")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    app.add_option("--epochs", request->transfer.epochs, "Passes over the training patients of each network")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    add_device_option(app, request->device, "Where networks learn and answer");
    app.add_option("--resamples", request->bootstrap_resamples, "Bootstrap resamples")
        ->check(CLI::Range(100, 100000))
        ->capture_default_str();
    add_shard_option(app, *shard,
                     "Do the cohorts of part I of N, 3/8, and keep them in --out; the same line without --shard joins "
                     "the parts");
    add_paper_option(app, request->paper);
    add_reading_options(app, request->reading);
}

}  // namespace synchrony::cli

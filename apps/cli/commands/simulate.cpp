#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>

#include "commands.hpp"
#include "one_of.hpp"
#include "shard_options.hpp"
#include "shell.hpp"
#include "synchrony/app/simulate.hpp"
#include "synchrony/core/counted.hpp"
#include "text_table.hpp"

namespace synchrony::cli {
namespace {

struct SimulateArguments {
    app::SimulateRequest request;
    std::string conduction;
    bool no_ecg = false;
    bool no_noise = false;
    ShardOptions shard;
};

std::string to_text(const app::SimulateRequest& request, const app::SimulateReport& r) {
    const auto known = [](double auc) { return std::isfinite(auc) ? fixed(auc, 3) : std::string("none"); };
    const double share = 100.0 * static_cast<double>(r.responders) / static_cast<double>(r.patients);
    return core::counted(r.patients, "virtual patient") + " (no " + (r.patients == 1 ? "person" : "persons") + ") in " +
           request.out.string() + ": " + core::counted(r.responders, "responder") + " (" + fixed(share, 1) + " %)\n" +
           "Best attainable AUC, that of the true probability: " + known(r.attainable_auc) + " on average, " +
           known(r.realised_auc) + " against what happened to these (chance: SD " + fixed(r.chance_sd_pct, 1) +
           " % of LVESV)\n" + fixed(r.seconds, 1) + " s, " + fixed(static_cast<double>(r.patients) / r.seconds, 1) +
           " patients/s\n";
}

int run_simulate(Shell& shell, SimulateArguments& arguments) {
    auto& request = arguments.request;
    request.options.with_ecg = !arguments.no_ecg;
    request.options.with_noise = !arguments.no_noise;
    if (!arguments.conduction.empty()) request.options.conduction = sim::conduction_of(arguments.conduction);
    request.command = shell.command_line();
    auto shard = arguments.shard.taken(shell, request.out);
    if (!shard) return shell.complain(shard.error());
    request.shard = std::move(*shard);
    const auto context = shell.context();
    return shell.answer(
        app::simulate(request, context),
        [&](const auto& report) { return app::to_json(request, report, context.seed); },
        [&](const auto& report) { return to_text(request, report); });
}

}  // namespace

void add_simulate(Shell& shell) {
    auto arguments = std::make_shared<SimulateArguments>();
    auto& request = arguments->request;
    CLI::App& app = shell.command(
        shell.root(), "simulate", "Make virtual CRT patients: cohort table, 12-lead ECGs, and the truth beside them",
        "  synchrony simulate --patients 71 --seed 1 --out cohort\n"
        "  synchrony simulate --patients 2000 --chance 5 --out nearly-certain\n"
        "  synchrony simulate --patients 12 --conduction rbbb --out sheet\n"
        "Writes cohort.csv (for `synchrony evaluate`), ecg/*.hea .dat .atr (true QRS onsets and ends), truth.csv and\n"
        "simulation.json. The patients are simulated; nothing found on them is a finding about people.",
        [&shell, arguments] { return run_simulate(shell, *arguments); });
    app.add_option("--patients", request.patients, "How many")
        ->check(CLI::Range(std::uint64_t{1}, app::most_patients))
        ->capture_default_str();
    app.add_option("--out", request.out, "Folder to write")->type_name(folder_value)->required();
    std::vector<std::string> presets;
    for (const auto name : sim::preset_names()) presets.emplace_back(name);
    app.add_option("--preset", request.preset, "Population")->check(one_of(presets))->capture_default_str();
    app.add_option("--rate", request.options.rate_hz, "Samples a second")
        ->check(CLI::IsMember(std::vector<double>{500.0, 1000.0}))
        ->capture_default_str();
    app.add_option("--chance", request.options.chance_sd_pct,
                   "SD of what nobody can foretell of the fall of LVESV, in % of LVESV; sets the best attainable AUC")
        ->check(CLI::Range(0.0, 1000.0));
    std::vector<std::string> kinds;
    for (const auto kind : sim::all_conductions) kinds.emplace_back(name_of(kind));
    app.add_option("--conduction", arguments->conduction,
                   "Every patient of this kind (for sheets and tests; the table no longer fits)")
        ->check(one_of(kinds));
    app.add_flag("--no-ecg", arguments->no_ecg, "Tables only");
    app.add_flag("--no-noise", arguments->no_noise, "ECGs without noise and respiration");
    arguments->shard.add_to(app, "that of --out");
}

}  // namespace synchrony::cli

#include <memory>
#include <nlohmann/json.hpp>

#include "commands.hpp"
#include "shell.hpp"
#include "synchrony/app/power.hpp"
#include "synchrony/core/json_null.hpp"
#include "synchrony/core/text.hpp"
#include "text_table.hpp"

namespace synchrony::cli {
namespace {

nlohmann::ordered_json to_json(const app::PowerRequest& r, const app::PowerReport& report, std::uint64_t seed) {
    nlohmann::ordered_json points = nlohmann::ordered_json::array();
    for (const auto& p : report.points) {
        nlohmann::ordered_json point{
            {"patients", p.patients}, {"median_width", p.median_width}, {"narrow_enough", p.narrow_enough}};
        if (p.beats) point["beats_rule"] = *p.beats;
        points.push_back(std::move(point));
    }
    nlohmann::ordered_json document{{"auc", r.auc},
                                    {"responders", r.responders},
                                    {"width", r.width},
                                    {"power", r.power},
                                    {"studies", r.studies},
                                    {"seed", seed},
                                    {"patients_for_width", core::or_null(report.patients_for_width)},
                                    {"too_few_for_width", core::or_null(too_few(report, report.patients_for_width))}};
    if (r.rule_auc) {
        document["rule_auc"] = *r.rule_auc;
        document["correlation"] = r.correlation;
        document["alpha"] = r.alpha;
        document["patients_to_beat_rule"] = core::or_null(report.patients_to_beat);
        document["too_few_to_beat_rule"] = core::or_null(too_few(report, report.patients_to_beat));
    }
    document["points"] = std::move(points);
    return document;
}

std::string to_text(const app::PowerRequest& r, const app::PowerReport& report) {
    std::vector<std::string> header{"patients", "median width", "narrow enough"};
    if (r.rule_auc) header.emplace_back("beats the rule");
    TextTable table(header);
    for (const auto& p : report.points) {
        std::vector<std::string> row{std::to_string(p.patients), fixed(p.median_width, 3),
                                     fixed(100.0 * p.narrow_enough, 1) + " %"};
        if (p.beats) row.push_back(fixed(100.0 * *p.beats, 1) + " %");
        table.add(row);
    }
    const std::string share = fixed(100.0 * r.power, 100.0 * r.power < 99.5 ? 0 : 1) + " % of studies";
    std::string text = table.text() + "95 % interval of an AUC of " + core::shortest(r.auc) + " no wider than " +
                       core::shortest(r.width) + " in " + share + ": " +
                       app::needed_words(report, report.patients_for_width) + "\n";
    if (r.rule_auc)
        text +=
            "Better than a rule with AUC " + core::shortest(*r.rule_auc) + " (p < " + core::shortest(r.alpha) +
            ", DeLong) in " + share + ": " + app::needed_words(report, report.patients_to_beat) +
            "\n`synchrony evaluate` comes near this with --repeats 10; with one repeat it compares only patients of "
            "one fold, and needs more.\n";
    return text;
}

int run_power(Shell& shell, const app::PowerRequest& request) {
    const auto context = shell.context();
    return shell.answer(
        app::power(request, context), [&](const auto& report) { return to_json(request, report, context.seed); },
        [&](const auto& report) { return to_text(request, report); });
}

}  // namespace

void add_power(Shell& shell) {
    auto request = std::make_shared<app::PowerRequest>();
    CLI::App& app =
        shell.command(shell.root(), "power", "How many patients a study needs, by simulation",
                      "  synchrony power --auc 0.80 --width 0.2\n"
                      "  synchrony power --auc 0.80 --rule-auc 0.70 --power 0.8 --plot power.svg\n"
                      "  synchrony power --auc 0.75 --rule-auc 0.72 --sizes 500 1000 2000 4000 --studies 2000\n"
                      "The scores are for patients that the model was not fitted on; fitting and choosing models costs "
                      "patients besides.",
                      [&shell, request] { return run_power(shell, *request); });
    app.add_option("--auc", request->auc, "True AUC of the model")->capture_default_str();
    auto* rule = app.add_option("--rule-auc", request->rule_auc, "True AUC of the rule to beat");
    app.add_option("--correlation", request->correlation,
                   "Of the two scores within responders and within non-responders")
        ->needs(rule)
        ->capture_default_str();
    app.add_option("--responders", request->responders, "Share of responders")->capture_default_str();
    app.add_option("--width", request->width, "Widest 95 % interval of the AUC that is wanted")->capture_default_str();
    app.add_option("--power", request->power, "Share of studies that should succeed")->capture_default_str();
    app.add_option("--alpha", request->alpha, "Two-sided level of the comparison")->needs(rule)->capture_default_str();
    app.add_option("--studies", request->studies, "Simulated studies at each size")->capture_default_str();
    app.add_option("--sizes", request->sizes, "Numbers of patients to try (default: 40 to 2000)");
    app.add_option("--plot", request->plot, "Picture to write: .svg, .pdf or .png");
}

}  // namespace synchrony::cli

#include <memory>
#include <nlohmann/json.hpp>

#include "commands.hpp"
#include "reading_options.hpp"
#include "shell.hpp"
#include "synchrony/app/predict.hpp"
#include "synchrony/core/version.hpp"
#include "text_table.hpp"

namespace synchrony::cli {
namespace {

std::string patient_text(const app::PatientOutcome& outcome, const app::PredictRequest& request) {
    const auto page = app::page_of(outcome, {}, request);
    std::string text = report::plain_words(page) + "\n";
    if (outcome.answer.probability) {
        text += "  probability " + fixed(*outcome.answer.probability, 3);
        if (outcome.answer.interval)
            text += ", 95 % interval " + fixed(outcome.answer.interval->low, 3) + " to " +
                    fixed(outcome.answer.interval->high, 3);
        text += ", threshold " + fixed(outcome.predictor.threshold, 3) + "\n";
    }
    for (const auto& caution : outcome.answer.cautions)
        text += (caution.refuse ? "  withheld: " : "  caution: ") + caution.text + "\n";
    for (const auto& says : page.guidelines) {
        text +=
            "  " + says.guideline + ": " + (says.recommendation.empty() ? "" : "class " + says.recommendation + ". ");
        for (const auto& reason : says.reasons) text += reason + " ";
        text.back() = '\n';
    }
    TextTable table({"measured", "value"});
    for (const auto& value : page.measurements) table.add({value.name, value.value});
    text += "\n" + table.text();
    if (!page.given.empty()) {
        TextTable given({"given", "value"});
        for (const auto& value : page.given) given.add({value.name, value.value});
        text += "\n" + given.text();
    }
    text += "\nmodel: " + outcome.predictor.label + "\n";
    for (const auto& [name, value] : page.model_card) text += "  " + name + ": " + value + "\n";
    text += fixed(outcome.seconds, 2) + " s. " + std::string(core::disclaimer) + "\n";
    return text;
}

std::string interval_text(const std::optional<double>& low, const std::optional<double>& high) {
    return low && high ? fixed(*low, 3) + " to " + fixed(*high, 3) : "-";
}

std::string cohort_text(const app::CohortOutcome& outcome) {
    std::map<std::string, std::size_t> excluded;
    for (const auto& answer : outcome.answers)
        if (!answer.excluded.empty()) ++excluded[answer.excluded];
    std::string text = std::to_string(outcome.answers.size()) + " patients, " + std::to_string(outcome.withheld) +
                       " predictions withheld\n";
    for (const auto& [reason, patients] : excluded)
        text += "  left out: " + std::to_string(patients) + " patients, ECG: " + reason + "\n";
    for (const auto& note : outcome.notes) text += "note: " + note + "\n";
    if (!outcome.metrics) return text + "no figures: the outcomes of both kinds are not known\n";
    text += std::to_string(outcome.judged) + " patients with prediction and known outcome " +
            outcome.predictor.outcome + ", " + std::to_string(outcome.positives) + " positive\n\n";
    TextTable table({"figure", "found here", "95 % CI", "expected", "95 % CI"});
    for (const auto& [name, figure] : eval::named_figures()) {
        const auto expected = outcome.predictor.cross_validated.figures.find(name);
        if (expected == outcome.predictor.cross_validated.figures.end()) continue;
        const auto& found = (*outcome.metrics).*figure;
        const auto value = found.pooled ? found.pooled : found.mean;
        const auto low = found.ci95 ? std::optional(found.ci95->low) : std::nullopt;
        const auto high = found.ci95 ? std::optional(found.ci95->high) : std::nullopt;
        table.add({name, value ? fixed(*value, 3) : "-", interval_text(low, high),
                   expected->second.value ? fixed(*expected->second.value, 3) : "-",
                   interval_text(expected->second.low, expected->second.high)});
    }
    return text + table.text() + "expected: from the cross-validation that the predictor was made with\n";
}

int run_predict(Shell& shell, app::PredictRequest& request) {
    request.command_line = shell.command_line();
    if (app::is_cohort_csv(request.input)) {
        const auto outcome = app::predict_cohort(request, shell.context());
        if (!outcome) return shell.complain(outcome.error());
        if (shell.json())
            shell.print_json(app::to_json(*outcome));
        else
            shell.print(cohort_text(*outcome));
        return exit_done;
    }
    if (!request.out.empty() || request.patient_ids)
        return shell.complain({core::ErrorKind::usage,
                               "--out and --patient-ids are for a cohort CSV",
                               {},
                               {},
                               {},
                               "--page FILE writes the page of one ECG"});
    const auto outcome = app::predict_patient(request, shell.context());
    if (!outcome) return shell.complain(outcome.error());
    if (shell.json())
        shell.print_json(app::to_json(*outcome));
    else
        shell.print(patient_text(*outcome, request));
    return exit_done;
}

}  // namespace

void add_predict(Shell& shell) {
    auto request = std::make_shared<app::PredictRequest>();
    CLI::App& app = shell.command(
        shell.root(), "predict",
        "Say what a predictor of `synchrony train` expects of one ECG, or of a cohort\n"
        "Of one ECG: probability, interval, guidelines' classes and reasons to abstain.",
        "  synchrony predict m.safetensors patient.hea --set lvef_pct=28 --set nyha=3 --set sex=F\n"
        "  synchrony predict m.safetensors patient.hea --set lvef_pct=28 --page prediction.html --recording 'case A'\n"
        "  synchrony predict m.safetensors other-hospital.csv --out predictions.csv\n"
        "A prediction that is withheld is an answer: the exit code is 0 and JSON says \"abstain\": true.",
        [&shell, request] { return run_predict(shell, *request); });
    app.add_option("MODEL", request->predictor, "Predictor file of `synchrony train`")->required();
    app.add_option("INPUT", request->input, "ECG of any known format, or a cohort CSV")->required();
    app.add_option("--set", request->set, "A clinical value, name=value, as in a cohort CSV (docs/cohort-csv.md)")
        ->expected(1)
        ->take_all()
        ->group("One ECG");
    app.add_option("--page", request->page, "One-page report to write, .html or .pdf")->group("One ECG");
    app.add_option("--recording", request->recording, "What the page may call the recording (default: nothing)")
        ->group("One ECG");
    app.add_option("--out", request->out, "Predictions to write as CSV")->group("Cohort");
    app.add_flag("--patient-ids", request->patient_ids, "Name patients in the CSV (else they are numbered)")
        ->group("Cohort");
    add_reading_options(app, request->reading);
}

}  // namespace synchrony::cli

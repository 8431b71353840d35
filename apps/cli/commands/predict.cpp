#include <algorithm>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

#include "commands.hpp"
#include "device_option.hpp"
#include "paper_option.hpp"
#include "reading_options.hpp"
#include "rhythm_option.hpp"
#include "shard_options.hpp"
#include "shell.hpp"
#include "synchrony/app/predict.hpp"
#include "synchrony/cohort/table_dialect.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/core/version.hpp"
#include "text_table.hpp"

namespace synchrony::cli {
namespace {

std::string cautions_text(const report::PredictionReport& page, report::About about) {
    std::string text;
    for (const auto& caution : page.cautions)
        if (caution.about == about) text += "  - " + caution.text + "\n";
    return text;
}

std::string guidelines_text(const report::PredictionReport& page) {
    std::string text = "\nWhat guidelines say\n";
    for (const auto& says : page.guidelines) {
        text += "  " + says.guideline + ": " +
                (says.recommendation.empty() ? says.instead : "class " + says.recommendation) + ". ";
        for (const auto& reason : says.reasons) text += reason + " ";
        text.back() = '\n';
    }
    return text;
}

std::string model_text(const app::PatientOutcome& outcome, const report::PredictionReport& page) {
    std::string text = "\nWhat the model says: " + outcome.predictor.label + "\n  " + report::plain_words(page) + "\n";
    if (outcome.prediction.probability) {
        text += "  probability " + fixed(*outcome.prediction.probability, 2);
        if (outcome.prediction.interval)
            text += ", 95 % interval " + fixed(outcome.prediction.interval->low, 2) + " to " +
                    fixed(outcome.prediction.interval->high, 2);
        text += ", threshold " + fixed(outcome.predictor.threshold, 2) + "\n";
    }
    return text + cautions_text(page, report::About::likeness) + "  " + page.rests_on + "\n";
}

// The strongest three either way.
std::string reasons_text(const report::PredictionReport& page, bool favours) {
    constexpr int most = 3;
    std::string text;
    int told = 0;
    for (const auto& reason : page.reasons) {
        if ((reason.contribution > 0.0) != favours || told == most) continue;
        text += "    " + reason.name + ": " + report::contribution_words(reason.contribution) +
                (reason.detail.empty() ? "" : "; " + reason.detail) + "\n";
        ++told;
    }
    return text.empty() ? text : (favours ? "  for it\n" : "  against it\n") + text;
}

std::string why_text(const app::PatientOutcome& outcome, const report::PredictionReport& page) {
    if (outcome.prediction.withheld() || page.reasons_note.empty()) return {};
    std::string text = "\nWhat speaks for and against it, log-odds; in brackets the training patients' median\n";
    return text + reasons_text(page, true) + reasons_text(page, false) +
           (page.alike.empty() ? "" : "  " + page.alike + "\n") +
           (page.reasons.empty() ? "  " + page.reasons_note + "\n" : "");
}

// Names of what was not given, as --set takes them, where too little is known to answer.
std::string how_to_give(const app::PatientPrediction& prediction) {
    const auto too_little = [](const auto& c) { return c.refuse && c.about == report::About::inputs; };
    if (std::ranges::none_of(prediction.cautions, too_little)) return {};
    std::string names;
    for (const auto& input : prediction.inputs)
        if (input.imputed && input.counts && input.table == "clinical") core::append_word(names, input.column);
    return names.empty() ? names : "  - Clinical values are given with --set: " + names + "\n";
}

std::string missing_text(const report::PredictionReport& page, const app::PatientPrediction& prediction) {
    std::string text = cautions_text(page, report::About::inputs) + how_to_give(prediction);
    for (const auto& missing : page.missing) text += "  - " + report::missing_words(page, missing) + "\n";
    if (!page.missing_rest.empty()) text += "  - " + page.missing_rest + "\n";
    return text.empty() ? text : "\nWhat is missing, and what it would change\n" + text;
}

std::string values_text(const std::string& what, const std::vector<report::MeasuredValue>& values) {
    if (values.empty()) return {};
    TextTable table({what, "value"});
    for (const auto& value : values) table.add({value.name, value.value});
    return "\n" + table.text();
}

// In the order in which a clinician asks.
std::string patient_text(const app::PatientOutcome& outcome, const app::PredictRequest& request) {
    const auto page = app::page_of(outcome, {}, request);
    std::string text;
    for (const auto& caution : page.cautions)
        if (caution.about == report::About::model) text += caution.text + "\n";
    text += "May this ECG be judged? " + report::judged_words(page) + "\n" +
            cautions_text(page, report::About::recording) + cautions_text(page, report::About::rhythm);
    text += guidelines_text(page) + model_text(outcome, page) + why_text(outcome, page) +
            missing_text(page, outcome.prediction);
    text += values_text("measured", page.measurements) + values_text("given", page.given);
    text += "\n`synchrony info " + request.predictor.filename().string() + "` says more of the model. " +
            fixed(outcome.seconds, 2) + " s. " + std::string(core::disclaimer) + "\n";
    return text;
}

// What differs from the training; of a cohort like the training's nothing.
std::string differing_text(const report::CohortPredictionReport& page) {
    TextTable table({"differs", "here", "known", "training", "known", "difference, SD", "distance", "p"});
    bool any = false;
    for (const auto& input : page.inputs) {
        if (!input.differs) continue;
        table.add({input.name, input.here, input.known, input.training, input.training_known, input.difference,
                   input.distance, input.p});
        any = true;
    }
    return any ? "\n" + table.text() + page.inputs_note + "\n" : "";
}

std::string cohort_text(const app::CohortOutcome& outcome) {
    const auto page = app::cohort_page_of(outcome);
    std::string text;
    for (const auto& warning : page.warnings) text += warning + "\n";
    for (const auto& sentence : page.counts) text += sentence + "\n";
    for (const auto& note : page.notes) text += "note: " + note + "\n";
    if (outcome.part)
        return text + "part " + core::to_text(*outcome.part) +
               " of the cohort, for `synchrony merge`; figures and the comparison with the training's patients "
               "need the whole cohort in one run\n";
    if (page.figures.empty()) {
        text += "no figures: the outcomes of both kinds are not known\n";
    } else {
        TextTable table({"figure", "found here", "95 % CI", "expected from cross-validation", "95 % CI"});
        for (const auto& f : page.figures)
            table.add({f.name, f.found, f.found_interval, f.expected, f.expected_interval});
        text += "\n" + table.text() +
                "cross-validation: that the predictor was made with; for patients drawn as the training's\n" +
                (page.figures_note.empty() ? "" : page.figures_note + "\n");
    }
    text += "\nLike the training's patients?\n";
    for (const auto& sentence : page.verdict) text += sentence + "\n";
    return text + differing_text(page);
}

int run_predict(Shell& shell, app::PredictRequest& request, const ShardOptions& shard_options) {
    if (const auto order = app::check_order(request.predictor, request.input); !order)
        return shell.complain(order.error());
    auto shard = shard_options.taken(shell, request.out.has_parent_path() ? request.out.parent_path() : ".");
    if (!shard) return shell.complain(shard.error());
    request.shard = std::move(*shard);
    if (app::is_cohort_csv(request.input)) {
        if (request.reading.start_s || request.reading.length_s)
            return shell.complain({core::ErrorKind::usage, "--start and --length are for one ECG", {}, {}, {}, {}});
        const auto outcome = app::predict_cohort(request, shell.context());
        if (!outcome) return shell.complain(outcome.error());
        if (shell.json())
            shell.print_json(app::to_json(*outcome));
        else
            shell.print(cohort_text(*outcome));
        return exit_done;
    }
    std::error_code ignored;
    if (std::filesystem::is_directory(request.input, ignored))
        return shell.complain(cohort::folder_is_no_table(request.input, "one ECG, or a cohort CSV"));
    if (!request.out.empty() || request.patient_ids || request.shard.asked())
        return shell.complain({core::ErrorKind::usage,
                               "--out, --patient-ids and --shard are for a cohort CSV",
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

/// A page over a file of another kind is likely a slip.
std::string page_name_fault(const std::string& name) {
    const auto ending = core::lower(std::filesystem::path(name).extension().string());
    std::error_code ignored;
    const bool device = std::filesystem::exists(name, ignored) && !std::filesystem::is_regular_file(name, ignored);
    if (device || ending == ".html" || ending == ".htm" || ending == ".pdf") return {};
    return name + " ends with neither .html nor .pdf";
}

}  // namespace

void add_predict(Shell& shell) {
    auto request = std::make_shared<app::PredictRequest>();
    auto shard = std::make_shared<ShardOptions>();
    CLI::App& app = shell.command(
        shell.root(), "predict",
        "Say what a predictor of `synchrony train` expects of one ECG, or of a cohort\n"
        "Of one ECG: probability, interval, guidelines' classes and reasons to abstain.",
        "  synchrony predict m.safetensors patient.hea --set lvef_pct=28 --set nyha=3 --set sex=F\n"
        "  synchrony predict m.safetensors patient.hea --set lvef_pct=28 --page prediction.html --recording 'case A'\n"
        "  synchrony predict m.safetensors other-hospital.csv --out predictions.csv\n"
        "  synchrony predict m.safetensors other-hospital.csv --prevalence 0.13 --by recorder\n"
        "A cohort is compared with the patients that the predictor was fitted on: where its inputs or its share of\n"
        "outcomes lie elsewhere, the cross-validated estimates need not hold.\n"
        "A prediction that is withheld is an answer: the exit code is 0 and JSON says \"abstain\": true.",
        [&shell, request, shard] { return run_predict(shell, *request, *shard); });
    app.add_option("MODEL", request->predictor, "Predictor file of `synchrony train`")->required();
    app.add_option("INPUT", request->input, "ECG of any known format, or a cohort CSV")->required();
    app.add_option("--set", request->set, "A clinical value, name=value, as in a cohort CSV (docs/cohort-csv.md)")
        ->expected(1)
        ->take_all()
        ->group("One ECG");
    add_rhythm_option(app, [request](measure::Rhythm rhythm) { request->rhythm = rhythm; })->group("One ECG");
    auto* page =
        app.add_option("--page", request->page, "Page to write, .html or .pdf: of the ECG, or of the whole cohort")
            ->check(CLI::Validator(page_name_fault, ""));
    app.add_option("--recording", request->recording, "What the page may call the recording (default: nothing)")
        ->needs(page)
        ->group("One ECG");
    app.add_flag("--identity", request->identity,
                 "Name the patient and the date on the page, where the recording says them")
        ->needs(page)
        ->group("One ECG");
    add_paper_option(app, request->paper)->needs(page);
    app.add_option("--prevalence", request->prevalence,
                   "Share of your patients with the outcome, above 0 and below 1: moves the probabilities from the "
                   "training's share to it");
    auto* out = app.add_option("--out", request->out, "Predictions to write as CSV")->group("Cohort");
    app.add_option(
           "--by", request->by,
           "Column by whose cells patients are compared with the training's (default: recorder, device, hospital, "
           "site or centre, where there)")
        ->group("Cohort");
    app.add_flag("--patient-ids", request->patient_ids, "Name patients in the CSV (else they are numbered)")
        ->needs(out)
        ->group("Cohort");
    add_device_option(app, request->device, "Where networks answer", nn::Device::cpu);
    add_reading_options(app, request->reading);
    add_part_options(app, request->reading);
    shard->add_to(app, "that of --out");
}

}  // namespace synchrony::cli

#include "synchrony/app/evaluate.hpp"

#include <algorithm>

#include "comparison.hpp"
#include "comparison_set.hpp"
#include "synchrony/app/clock.hpp"
#include "synchrony/app/spectrogram.hpp"
#include "synchrony/app/version.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/core/sha256.hpp"
#include "synchrony/eval/leaks.hpp"
#include "synchrony/io/read.hpp"
#include "synchrony/nn/engine.hpp"
#include "synchrony/report/from_results.hpp"

namespace synchrony::app {
namespace {

// What the report's example pictures show: a lead that every reader knows, long enough for a few beats.
constexpr const char* example_lead = "V5";
constexpr double example_s = 4.0;

core::Result<std::vector<std::string>> chosen_models(const EvaluateRequest& request) {
    std::vector<std::string> names;
    for (const auto& name : request.models)
        if (std::none_of(model_choices().begin(), model_choices().end(), [&](const auto& c) { return c.name == name; }))
            return core::fail({core::ErrorKind::usage, "unknown model", {}, name, "see `synchrony evaluate --help`", {}});
    for (const auto& choice : model_choices()) {
        const bool asked = std::find(request.models.begin(), request.models.end(), choice.name) != request.models.end();
        if (request.models.empty() ? choice.on_request : !asked) continue;
        if (choice.needs_pretrained && request.pretrained.empty()) {
            if (asked)
                return core::fail({core::ErrorKind::usage, "the model needs pre-trained weights", {}, std::string(choice.name),
                                   "--pretrained FILE", "Make one with `synchrony pretrain`"});
            continue;
        }
        names.emplace_back(choice.name);
    }
    return names;
}

bool need_engine(const std::vector<std::string>& names) {
    return std::any_of(model_choices().begin(), model_choices().end(), [&](const auto& c) {
        return c.needs_engine && std::find(names.begin(), names.end(), c.name) != names.end();
    });
}

// The recipe at work on one lead of the first patient of each outcome; captions name nobody.
std::vector<report::ExamplePicture> example_pictures(const cohort::Cohort& cohort, const eval::LabelledSet& kept,
                                                     const features::SpectrogramRecipe& recipe,
                                                     const report::ReportContext& names) {
    std::vector<report::ExamplePicture> pictures;
    for (const int outcome : {1, 0}) {
        const auto found = std::find(kept.set.response.begin(), kept.set.response.end(), static_cast<std::uint8_t>(outcome));
        if (found == kept.set.response.end()) continue;
        const auto row = kept.cohort_rows[static_cast<std::size_t>(found - kept.set.response.begin())];
        const auto ecg = io::read_ecg(cohort.ecgs[row]);
        if (!ecg) continue;
        SpectrogramRequest request;
        request.lead = example_lead;
        request.recipe = recipe;
        request.duration_s = example_s;
        const auto plot = spectrogram_plot(*ecg, request);
        if (!plot) continue;
        auto figure = report::spectrogram_figure(*plot);
        if (!figure) continue;
        const std::string which = outcome ? names.positive_name : names.negative_name;
        pictures.push_back({"A patient with outcome " + std::to_string(outcome) + (which.empty() ? "" : " (" + which + ")") + ", lead " +
                                example_lead + ": signal with R peaks, spectrogram of recipe " + recipe.name,
                            std::move(*figure), {}});
    }
    return pictures;
}

// Models that are fitted in a moment; networks would take their whole training time at each share.
std::vector<eval::ModelRow> quick_models(const std::vector<eval::ModelRow>& rows) {
    std::vector<eval::ModelRow> quick;
    for (const auto& row : rows)
        if (row.kind == eval::RowKind::model && row.thread_safe) quick.push_back(row);
    return quick;
}

report::ReportContext report_context(const EvaluateRequest& request, const cohort::Cohort& cohort, const EvaluateOutcome& outcome,
                                     const std::string& engine, const ComparisonInputs& inputs) {
    report::ReportContext context;
    context.title = request.title;
    context.positive_name = request.positive_name;
    context.negative_name = request.negative_name;
    context.date = utc_now().substr(0, 10);
    context.patients_listed = cohort.size();
    for (const auto& [reason, patients] : outcome.excluded) context.excluded.push_back({reason, std::to_string(patients)});
    context.versions.push_back({"build", std::string(build_description())});
    if (!engine.empty()) context.versions.push_back({"networks", engine});
    if (const auto sum = core::sha256_file(request.cohort_csv))
        context.data.push_back({"cohort " + request.cohort_csv.filename().string(), "SHA-256 " + sum->substr(0, 16)});
    if (inputs.pretrained) {
        std::string text = inputs.pretrained->provenance.split;
        for (const auto& data : inputs.pretrained->provenance.data_sets) text += "; " + data;
        if (const auto sum = core::sha256_file(request.pretrained)) text += "; SHA-256 " + sum->substr(0, 16);
        context.data.push_back({"pre-trained weights", text});
    }
    context.data.push_back({"spectrogram recipe", inputs.set->images->recipe().to_json()});
    return context;
}

core::Result<void> write_files(const EvaluateRequest& request, const EvaluateOutcome& outcome, const report::ReportContext& context) {
    eval::WriteOptions options;
    options.patient_ids = request.patient_ids;
    SYNCHRONY_TRY(eval::write_results_json(outcome.results, request.out_folder / "results.json", options));
    SYNCHRONY_TRY(eval::write_results_csv(outcome.results, request.out_folder / "results.csv"));
    return report::write_evaluation_html(report::evaluation_report(outcome.results, context), outcome.report);
}

}  // namespace

core::Result<EvaluateOutcome> evaluate(const EvaluateRequest& request, const core::RunContext& context) {
    SYNCHRONY_ASSIGN(const auto names, chosen_models(request));
    ComparisonInputs inputs;
    inputs.transfer = request.transfer;
    SYNCHRONY_ASSIGN(auto recipe, features::SpectrogramRecipe::named(request.recipe));
    if (!request.pretrained.empty()) {
        SYNCHRONY_ASSIGN(auto bundle, model::read_bundle(request.pretrained));
        recipe = bundle.recipe;
        inputs.pretrained = std::make_shared<const model::Bundle>(std::move(bundle));
    }
    std::string engine;
    if (need_engine(names)) {
        SYNCHRONY_ASSIGN(inputs.engine, nn::load_engine());
        engine = inputs.engine->description();
    }
    SYNCHRONY_TRY(core::make_directories(request.out_folder));
    SYNCHRONY_ASSIGN(auto patients, comparison_set(request.cohort_csv, request.cohort,
                                                   {recipe, false, request.out_folder / "images.safetensors"}, context));
    const auto& cohort = patients.cohort;
    auto& kept = patients.kept;
    EvaluateOutcome outcome;
    outcome.report = request.out_folder / "report.html";
    outcome.excluded = patients.excluded;
    inputs.set = &kept.set;

    SYNCHRONY_ASSIGN(auto comparison, comparison_rows(names, inputs, context));
    SYNCHRONY_ASSIGN(const auto folds, cohort::make_folds(kept.set.patients, kept.set.response, kept.groups,
                                                          {request.folds, request.repeats, context.seed}));
    SYNCHRONY_ASSIGN(auto run, eval::cross_validate(kept.set, folds, comparison.rows, context));
    run.left_out.insert(run.left_out.end(), comparison.left_out.begin(), comparison.left_out.end());
    eval::MetricOptions metrics;
    metrics.resamples = static_cast<std::size_t>(request.bootstrap_resamples);
    metrics.threads = context.threads;
    metrics.seed = context.seed;
    SYNCHRONY_ASSIGN(outcome.results, eval::evaluate(kept.set, std::move(run), metrics, eval::standard_subgroups(kept.set)));
    if (request.learning_curve && !outcome.results.cancelled) {
        SYNCHRONY_ASSIGN(outcome.results.learning_curve, eval::learning_curve(kept.set, folds, quick_models(comparison.rows), context));
    }
    outcome.results.cohort_name = request.cohort_csv.stem().string();
    outcome.results.command = request.command_line;
    outcome.results.version = version();
    outcome.results.notes.insert(outcome.results.notes.end(), cohort.notes.begin(), cohort.notes.end());
    for (auto& note : eval::suspicious_columns(kept.set)) outcome.results.notes.push_back(std::move(note));
    for (auto& note : flag_notes(patients.recordings, "they are kept in the comparison")) outcome.results.notes.push_back(std::move(note));
    auto page = report_context(request, cohort, outcome, engine, inputs);
    page.examples = example_pictures(cohort, kept, recipe, page);
    SYNCHRONY_TRY(write_files(request, outcome, page));
    return outcome;
}

}  // namespace synchrony::app

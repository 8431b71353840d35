#include "synchrony/app/evaluate.hpp"

#include <algorithm>

#include "comparison.hpp"
#include "comparison_set.hpp"
#include "evaluation_pages.hpp"
#include "finished_parts.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/core/version.hpp"
#include "synchrony/eval/leaks.hpp"
#include "synchrony/eval/subgroups.hpp"
#include "synchrony/nn/engine.hpp"

namespace synchrony::app {
namespace {

constexpr std::string_view usual = "usual";
constexpr std::string_view every = "all";

core::Result<void> check_names(const std::vector<std::string>& names) {
    for (const auto& name : names)
        if (name != usual && name != every &&
            std::ranges::find(model_choices(), name, &ModelChoice::name) == model_choices().end())
            return core::fail(
                {core::ErrorKind::usage, "unknown model", {}, name, "see `synchrony evaluate --help`", {}});
    return {};
}

core::Result<std::vector<std::string>> chosen_models(const EvaluateRequest& request) {
    SYNCHRONY_TRY(check_names(request.models));
    const auto said = [&](std::string_view name) {
        return std::ranges::find(request.models, name) != request.models.end();
    };
    std::vector<std::string> names;
    for (const auto& choice : model_choices()) {
        const bool asked = said(choice.name);
        const bool usually = !choice.on_request && (request.models.empty() || said(usual));
        if (!asked && !usually && !said(every)) continue;
        if (choice.needs_pretrained && request.pretrained.empty()) {
            if (asked)
                return core::fail({core::ErrorKind::usage,
                                   "the model needs pre-trained weights",
                                   {},
                                   std::string(choice.name),
                                   "--pretrained FILE",
                                   "Make one with `synchrony pretrain`"});
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

bool has_engine_module() {
    const auto places = nn::engine_places();
    return std::ranges::any_of(places, [](const auto& place) { return std::filesystem::exists(place); });
}

// What was asked for needs its engine; rows that are only usual are left out where the module is not installed.
core::Result<nn::Engine*> engine_for(const EvaluateRequest& request, const std::vector<std::string>& names) {
    if (!need_engine(names)) return nullptr;
    const bool asked = !request.pretrained.empty() ||
                       std::ranges::find(request.models, every) != request.models.end() || need_engine(request.models);
    if (!asked && !has_engine_module()) return nullptr;
    return nn::load_engine();
}

// Models that are fitted in a moment; networks would take their whole training time at each share.
std::vector<eval::ModelRow> quick_models(const std::vector<eval::ModelRow>& rows) {
    std::vector<eval::ModelRow> quick;
    for (const auto& row : rows)
        if (row.kind == eval::RowKind::model && row.thread_safe) quick.push_back(row);
    return quick;
}

core::Result<ComparisonInputs> inputs_of(const EvaluateRequest& request) {
    ComparisonInputs inputs;
    inputs.transfer = request.transfer;
    inputs.scratch = request.scratch;
    if (!request.pretrained.empty()) {
        SYNCHRONY_ASSIGN(auto bundle, model::read_bundle(request.pretrained));
        inputs.pretrained = std::make_shared<const model::Bundle>(std::move(bundle));
    }
    return inputs;
}

core::Result<features::SpectrogramRecipe> recipe_of(const EvaluateRequest& request, const ComparisonInputs& inputs) {
    if (inputs.pretrained) return inputs.pretrained->recipe;
    return features::SpectrogramRecipe::named(request.recipe);
}

eval::MetricOptions metric_options(const EvaluateRequest& request, const core::RunContext& context) {
    eval::MetricOptions metrics;
    metrics.resamples = static_cast<std::size_t>(request.bootstrap_resamples);
    metrics.threads = context.threads;
    metrics.seed = context.seed;
    return metrics;
}

void describe(eval::Results& results, const EvaluateRequest& request, const ComparisonSet& who) {
    results.cohort_name = request.cohort_csv.stem().string();
    results.command = request.command_line;
    results.version = core::version();
    results.simulated = who.simulated;
    const auto add = [&](const std::vector<std::string>& notes) {
        results.notes.insert(results.notes.end(), notes.begin(), notes.end());
    };
    add(who.cohort.notes);
    if (!who.cohort.has_ecgs()) results.notes.emplace_back("The cohort names no ECGs: only its own columns are used.");
    add(eval::suspicious_columns(who.kept.set));
    add(flag_notes(who.recordings, "kept in the comparison"));
}

}  // namespace

core::Result<EvaluateOutcome> evaluate(const EvaluateRequest& request, const core::RunContext& context) {
    SYNCHRONY_TRY(core::check_writable_folder(request.out_folder));
    for (const auto* name : {"results.json", "results.csv", "report.html", "report.pdf"})
        SYNCHRONY_TRY(core::check_writable(request.out_folder / name));
    SYNCHRONY_ASSIGN(const auto names, chosen_models(request));
    SYNCHRONY_ASSIGN(auto inputs, inputs_of(request));
    SYNCHRONY_ASSIGN(const auto recipe, recipe_of(request, inputs));
    SYNCHRONY_ASSIGN(inputs.engine, engine_for(request, names));
    SYNCHRONY_TRY(core::make_directories(request.out_folder));
    auto reading = request.cohort;
    reading.require_ecg = false;
    SYNCHRONY_ASSIGN(
        auto who, comparison_set(request.cohort_csv, reading,
                                 {recipe, false, request.out_folder / "images.safetensors", request.reading}, context));
    auto& set = who.kept.set;
    inputs.set = &set;
    SYNCHRONY_ASSIGN(auto comparison, comparison_rows(names, inputs, context));
    SYNCHRONY_ASSIGN(const auto folds, cohort::make_folds(set.patients, set.response, who.kept.groups,
                                                          {request.folds, request.repeats, context.seed}));
    const FinishedParts finished(request, folds, context.seed);
    SYNCHRONY_ASSIGN(auto run,
                     eval::cross_validate(set, folds, comparison.rows, context,
                                          {.finished = &finished, .worth_keeping_s = request.worth_keeping_s}));
    run.left_out.insert(run.left_out.end(), comparison.left_out.begin(), comparison.left_out.end());
    EvaluateOutcome outcome;
    SYNCHRONY_ASSIGN(outcome.results, eval::evaluate(set, std::move(run), metric_options(request, context),
                                                     eval::standard_subgroups(set)));
    if (request.learning_curve && !outcome.results.cancelled) {
        SYNCHRONY_ASSIGN(outcome.results.learning_curve,
                         eval::learning_curve(set, folds, quick_models(comparison.rows), context));
    }
    describe(outcome.results, request, who);
    outcome.excluded = who.excluded;
    outcome.report = request.out_folder / "report.html";
    const std::string engine = inputs.engine ? inputs.engine->description() : "";
    SYNCHRONY_ASSIGN(outcome.answer, write_files(request, outcome.results,
                                                 report_context(request, who, engine, inputs.pretrained.get())));
    return outcome;
}

}  // namespace synchrony::app

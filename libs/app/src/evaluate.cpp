#include "synchrony/app/evaluate.hpp"

#include <algorithm>

#include "comparison.hpp"
#include "comparison_set.hpp"
#include "evaluation_pages.hpp"
#include "finished_parts.hpp"
#include "synchrony/cohort/columns.hpp"
#include "synchrony/core/counted.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/core/folder_lock.hpp"
#include "synchrony/core/nearest_word.hpp"
#include "synchrony/core/result_files.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/core/version.hpp"
#include "synchrony/eval/leaks.hpp"
#include "synchrony/eval/subgroups.hpp"
#include "synchrony/model/shipped.hpp"
#include "synchrony/nn/engine.hpp"

namespace synchrony::app {
namespace {

constexpr std::string_view usual = "usual";
constexpr std::string_view every = "all";

core::Result<std::vector<std::string>> chosen_models(const EvaluateRequest& request) {
    SYNCHRONY_TRY(check_models(request.models));
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
                                   "Make one with `synchrony pretrain`, or name one that comes with the program: " +
                                       core::joined(model::shipped_models())});
            continue;
        }
        names.emplace_back(choice.name);
    }
    return names;
}

bool need_engine(const std::vector<std::string>& names) {
    return std::ranges::any_of(names, trains_network);
}

// What trains and what runs networks, for the report.
std::string engines_of(const ComparisonInputs& inputs) {
    std::vector<std::string> engines;
    if (inputs.engine) engines.push_back(inputs.engine->description());
    if (inputs.inference) engines.push_back(inputs.inference->description());
    return core::joined(engines);
}

bool asks_for_every(const EvaluateRequest& request) {
    return std::ranges::find(request.models, every) != request.models.end();
}

core::Result<nn::Inference*> inference_for(const EvaluateRequest& request, const std::vector<std::string>& names) {
    if (std::ranges::none_of(names, runs_network)) return nullptr;
    auto loaded = nn::load_inference(request.device);
    const bool asked = asks_for_every(request) || std::ranges::any_of(request.models, runs_network);
    if (!loaded && !asked) return nullptr;
    return loaded;
}

// What was asked for needs its engine; rows that are only usual are left out where the module is not installed.
core::Result<nn::Engine*> engine_for(const EvaluateRequest& request, const std::vector<std::string>& names) {
    if (!need_engine(names)) return nullptr;
    const bool asked = asks_for_every(request) || need_engine(request.models);
    if (!asked && !nn::engine_is_there()) return nullptr;
    return nn::load_engine(request.device);
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

core::Result<eval::ChanceTest> chance_of(const EvaluateRequest& request, const model::PatientSet& set,
                                         std::span<const eval::ModelRow> rows, const eval::CrossValidation& run,
                                         const FinishedParts& finished, const core::RunContext& context) {
    const auto store = [&](int exchange, const cohort::Folds& folds) {
        return std::make_unique<FinishedParts>(finished, exchange, folds);
    };
    return eval::chance_test(set, rows, run, {request.permutations, store, request.worth_keeping_s}, context);
}

core::Result<const cohort::Column*> follow_up_column(const ComparisonSet& who, const std::string& name,
                                                     const std::string& option) {
    const auto wrong = [&](std::string what, std::string hint = {}) {
        return core::fail(
            {core::ErrorKind::usage, std::move(what), option, name, "a column of numbers", std::move(hint)});
    };
    const auto* column = who.cohort.find(name);
    if (column == nullptr) return wrong("the cohort has no such column", who.cohort.meant_column(name));
    if (column->kind == cohort::ColumnKind::text) return wrong("the column holds no numbers");
    return column;
}

core::Result<std::vector<std::optional<stats::FollowUp>>> follow_up_of(const EvaluateRequest& request,
                                                                       const ComparisonSet& who) {
    SYNCHRONY_ASSIGN(const auto* time, follow_up_column(who, request.time_column, "--time"));
    SYNCHRONY_ASSIGN(const auto* event, follow_up_column(who, request.event_column, "--event"));
    if (const auto* rule = cohort::find_rule(event->name); rule != nullptr && !rule->after_implant)
        return core::fail({core::ErrorKind::usage,
                           "the column is no event: it was known before the implant",
                           "--event",
                           event->name,
                           "what came later, 0 or 1: death",
                           {}});
    std::vector<std::optional<stats::FollowUp>> follow_up;
    for (const auto row : who.kept.cohort_rows) {
        const auto& when = time->numbers[row];
        const auto& came = event->numbers[row];
        const auto impossible = [&](const std::string& name, double value, const char* expected, const char* hint) {
            return core::fail({core::ErrorKind::input, "a follow-up cannot be",
                               request.cohort_csv.filename().string() + ", row " +
                                   std::to_string(who.cohort.file_row(row)) + ", column " + name,
                               core::shortest(value), expected, hint});
        };
        if (when && *when < 0.0)
            return impossible(request.time_column, *when, "a time of 0 or more",
                              "Leave it empty where it is not known");
        if (came && *came != 0.0 && *came != 1.0)
            return impossible(request.event_column, *came, "0 or 1",
                              "Write 1 where the event came, 0 where it did not");
        follow_up.push_back(when && came ? std::optional(stats::FollowUp{*when, *came == 1.0}) : std::nullopt);
    }
    return follow_up;
}

/// Who is missing from the figures of survival, and where they say nothing.
std::vector<std::string> follow_up_notes(const EvaluateRequest& request,
                                         std::span<const std::optional<stats::FollowUp>> follow_up) {
    std::size_t known = 0, events = 0;
    for (const auto& one : follow_up) {
        known += one ? 1 : 0;
        events += one && one->event ? 1 : 0;
    }
    std::vector<std::string> notes;
    if (known < follow_up.size())
        notes.push_back("Survival is of " + std::to_string(known) + " of " +
                        core::counted(follow_up.size(), "patient") + ": the others lack " + request.time_column +
                        " or " + request.event_column + ".");
    if (known > 0 && (events == 0 || events == known))
        notes.push_back((events == 0 ? "Nobody" : "Everybody") +
                        std::string(" whose follow-up is known had the event ") + request.event_column +
                        ": is a missing cell meant as no event?");
    return notes;
}

/// Responders should live longer; where the outcome is the event itself, high scores should have it early.
core::Result<void> add_survival(eval::Results& results, const EvaluateRequest& request, const ComparisonSet& who,
                                const core::RunContext& context) {
    SYNCHRONY_ASSIGN(const auto follow_up, follow_up_of(request, who));
    results.early_scores =
        who.cohort.is_of_outcome(request.event_column) ? eval::EarlyScores::high : eval::EarlyScores::low;
    for (auto& note : follow_up_notes(request, follow_up)) results.notes.push_back(std::move(note));
    results.time_column = request.time_column;
    results.event_column = request.event_column;
    auto options = metric_options(request, context);
    options.people = who.kept.set.people();
    for (const auto& row : results.rows)
        results.survival.push_back(eval::survival_figures(row.row, row.predictions, follow_up, results.early_scores,
                                                          options, !row.facts.chosen));
    return {};
}

/// Rules and guidelines foretell response; of another outcome the good side may be the other one.
bool rules_as_taught(const ComparisonSet& who) {
    return who.cohort.outcome_name != "response";
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
    add(flag_notes(who.cohort, who.recordings, "kept in the comparison"));
    if (rules_as_taught(who) &&
        std::ranges::any_of(results.rows, [](const auto& row) { return row.kind == eval::RowKind::rule; }))
        results.notes.emplace_back(
            "Rules and guidelines were made for response; of this outcome each is read in the direction that its "
            "training part shows.");
}

std::vector<std::string> asked_in_vain(const EvaluateRequest& request, const eval::Results& results) {
    std::vector<std::string> names;
    for (const auto& name : request.models) {
        const bool there = name == usual || name == every ||
                           std::ranges::any_of(results.rows, [&](const auto& row) { return row.facts.choice == name; });
        if (!there) names.push_back(name);
    }
    return names;
}

core::ResultFiles result_files() {
    return {"results.json",
            {"cohort", "folds", "models"},
            {"finished", "images.safetensors"},
            {{"results.csv", "name,features"},
             {"survival.csv", "name,features"},
             {"report.html", ""},
             {"report.pdf", ""},
             {"images.safetensors", "synchrony image set"}}};
}

std::string every_model() {
    std::string names = std::string(usual) + ", " + std::string(every);
    for (const auto& choice : model_choices()) core::append_word(names, choice.name);
    return names;
}

}  // namespace

core::Result<void> check_models(const std::vector<std::string>& names) {
    for (const auto& name : names)
        if (name != usual && name != every &&
            std::ranges::find(model_choices(), name, &ModelChoice::name) == model_choices().end())
            return core::fail({core::ErrorKind::usage,
                               "unknown model",
                               {},
                               name,
                               every_model(),
                               core::did_you_mean(name, model_choices(), &ModelChoice::name)});
    return {};
}

core::Result<EvaluateOutcome> evaluate(const EvaluateRequest& request, const core::RunContext& context) {
    SYNCHRONY_TRY(core::check_writable_folder(request.out_folder));
    std::error_code absent;
    for (const auto& name : result_files().names()) {
        if (std::filesystem::equivalent(request.cohort_csv, request.out_folder / name, absent))
            return core::fail({core::ErrorKind::usage,
                               "the cohort lies where the results are written",
                               request.cohort_csv.string(),
                               {},
                               {},
                               "Name another --out, or rename the table"});
        SYNCHRONY_TRY(core::check_writable(request.out_folder / name));
    }
    SYNCHRONY_TRY(core::check_replaces_results(request.out_folder, result_files()));
    if (request.time_column.empty() != request.event_column.empty())
        return core::fail({core::ErrorKind::usage, "survival needs two columns", {}, {}, "--time and --event", {}});
    if (!request.positive_name.empty() && request.positive_name == request.negative_name)
        return core::fail({core::ErrorKind::usage,
                           "both outcomes have one name",
                           {},
                           request.positive_name,
                           "a --positive-name and another --negative-name",
                           {}});
    SYNCHRONY_TRY(nn::check_device(request.device));
    SYNCHRONY_TRY(
        request.transfer.check());  // also where no network is asked for: what means nothing is not passed over
    SYNCHRONY_ASSIGN(const auto names, chosen_models(request));
    SYNCHRONY_ASSIGN(auto inputs, inputs_of(request));
    SYNCHRONY_ASSIGN(const auto recipe, recipe_of(request, inputs));
    SYNCHRONY_ASSIGN(inputs.engine, engine_for(request, names));
    SYNCHRONY_ASSIGN(inputs.inference, inference_for(request, names));
    SYNCHRONY_ASSIGN(const auto lock, core::FolderLock::take(request.out_folder));
    auto reading = request.cohort;
    reading.require_ecg = false;
    if (!request.time_column.empty()) reading.later_columns = {request.time_column, request.event_column};
    SYNCHRONY_ASSIGN(
        auto who, comparison_set(request.cohort_csv, reading, request.inputs,
                                 {recipe, false, request.out_folder / "images.safetensors", request.reading}, context,
                                 std::ranges::any_of(names, model_reads_ecg) ? WithoutEcg::left_out : WithoutEcg::used,
                                 request.folds));
    auto& set = who.kept.set;
    inputs.set = &set;
    inputs.rules_as_taught = rules_as_taught(who);
    SYNCHRONY_ASSIGN(auto comparison, comparison_rows(names, inputs, context));
    SYNCHRONY_ASSIGN(const auto folds, cohort::make_folds(set.patients, set.response, who.kept.groups,
                                                          {request.folds, request.repeats, context.seed}));
    const FinishedParts finished(request, folds, context.seed);
    SYNCHRONY_ASSIGN(auto run,
                     eval::cross_validate(set, folds, comparison.rows, context,
                                          {.finished = &finished, .worth_keeping_s = request.worth_keeping_s}));
    run.left_out.insert(run.left_out.end(), comparison.left_out.begin(), comparison.left_out.end());
    EvaluateOutcome outcome;
    std::optional<eval::ChanceTest> chance;
    if (request.permutations > 0 && !run.cancelled) {
        SYNCHRONY_ASSIGN(chance, chance_of(request, set, comparison.rows, run, finished, context));
    }
    SYNCHRONY_ASSIGN(outcome.results, eval::evaluate(set, std::move(run), metric_options(request, context),
                                                     eval::standard_subgroups(set)));
    outcome.results.cancelled = outcome.results.cancelled || (chance && chance->stopped);
    outcome.results.chance = std::move(chance);
    if (outcome.results.chance && outcome.results.chance->rows.empty())
        outcome.results.notes.emplace_back("--permutations tests models, and none was compared");
    if (request.learning_curve && !outcome.results.cancelled) {
        SYNCHRONY_ASSIGN(outcome.results.learning_curve,
                         eval::learning_curve(set, folds, quick_models(comparison.rows), context));
    }
    if (!request.time_column.empty()) SYNCHRONY_TRY(add_survival(outcome.results, request, who, context));
    describe(outcome.results, request, who);
    outcome.asked_in_vain = asked_in_vain(request, outcome.results);
    outcome.excluded = who.excluded;
    outcome.report = request.out_folder / "report.html";
    const std::string engine = engines_of(inputs);
    SYNCHRONY_ASSIGN(outcome.answer, write_files(request, outcome.results,
                                                 report_context(request, who, engine, inputs.pretrained.get())));
    return outcome;
}

}  // namespace synchrony::app

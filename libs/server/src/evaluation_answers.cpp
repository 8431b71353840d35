// Evaluations: started, watched, stopped, and the files that they fill.
#include <algorithm>
#include <chrono>

#include "json_bodies.hpp"
#include "recording_answers.hpp"
#include "synchrony/app/evaluate.hpp"
#include "synchrony/app/predict.hpp"
#include "synchrony/cohort/chosen_inputs.hpp"
#include "synchrony/cohort/cohort.hpp"
#include "synchrony/cohort/plausibility.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/core/json_text.hpp"
#include "synchrony/core/sha256.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/report/cohort_prediction_page.hpp"

namespace synchrony::server {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

struct AskedEvaluation {
    std::shared_ptr<UploadedCohort> cohort;
    const ShelvedModel* predictor = nullptr;   ///< validation
    const ShelvedModel* pretrained = nullptr;  ///< of a comparison
    app::EvaluateRequest comparison;
    std::optional<double> prevalence;
};

/// The model that a field names; null where the field is absent. The reply says which id is not known.
struct AskedModel {
    const ShelvedModel* model = nullptr;
    std::optional<Reply> refusal;
};
/// Errors (usage): a model of another kind, which would end the evaluation as soon as it runs.
core::Result<AskedModel> take_model(const Context& context, const char* field, const std::optional<std::string>& id,
                                    const std::string& kind) {
    if (!id) return AskedModel{};
    const auto* model = context.models.find(*id);
    if (model == nullptr) return AskedModel{nullptr, no_model(*id)};
    SYNCHRONY_ASSIGN(const auto document, context.models.document_of(*model));
    if (document["kind"] != kind)
        return core::fail(usage_fault("the model is of another kind", field,
                                      shown(*id) + ", a " + document["kind"].get<std::string>(), "a " + kind));
    return AskedModel{model, {}};
}

app::EvaluateRequest comparison_of(const EvaluationBody& body) {
    app::EvaluateRequest request;
    if (body.outcome) request.cohort.outcome = *body.outcome;
    if (body.title) request.title = *body.title;
    request.models = body.models;
    request.inputs = body.inputs;
    if (body.folds) request.folds = *body.folds;
    if (body.repeats) request.repeats = *body.repeats;
    if (body.resamples) request.bootstrap_resamples = *body.resamples;
    return request;
}

/// What would end the evaluation as soon as it runs is said at once.
core::Result<void> check_comparison(const AskedEvaluation& asked) {
    auto options = asked.comparison.cohort;
    options.require_ecg = options.check_files = false;
    const auto refused = [](core::Error error, const char* where) {
        error.kind = core::ErrorKind::usage;
        error.where = where;  // not the place of the private table
        return core::fail(std::move(error));
    };
    if (auto known = app::check_models(asked.comparison.models); !known) return refused(known.error(), "models");
    const auto cohort = cohort::read_cohort(asked.cohort->csv(), options);
    if (!cohort) return refused(cohort.error(), "outcome");
    SYNCHRONY_TRY(cohort::chosen_inputs(*cohort, asked.comparison.inputs));
    if (auto fault = cohort::not_evaluable(*cohort, asked.comparison.folds)) return refused(std::move(*fault), "folds");
    return {};
}

/// The report's page and its tables in `folder`; gives the page's sentences.
core::Result<std::vector<std::string>> validate(const AskedEvaluation& asked, const fs::path& folder,
                                                const core::RunContext& context) {
    app::PredictRequest request;
    request.predictor = asked.predictor->file;
    request.input = asked.cohort->csv();
    request.page = folder / "report.html";
    request.out = folder / "results.csv";
    request.prevalence = asked.prevalence;
    SYNCHRONY_TRY(core::make_directories(folder));
    SYNCHRONY_ASSIGN(const auto outcome, app::predict_cohort(request, context));
    const auto page = app::cohort_page_of(outcome);
    SYNCHRONY_TRY(report::write_cohort_prediction(page, folder / "report.pdf"));
    SYNCHRONY_TRY(core::write_file(folder / "results.json", core::json_text(app::to_json(outcome), 2) + "\n"));
    std::vector<std::string> answer = page.counts;
    answer.insert(answer.end(), page.verdict.begin(), page.verdict.end());
    return answer;
}

core::Result<std::vector<std::string>> compare(AskedEvaluation asked, const fs::path& folder,
                                               const core::RunContext& context) {
    auto& request = asked.comparison;
    request.cohort_csv = asked.cohort->csv();
    request.out_folder = folder;
    request.command_line = "synchrony serve";
    if (asked.pretrained != nullptr) request.pretrained = asked.pretrained->file;
    SYNCHRONY_ASSIGN(auto outcome, app::evaluate(request, context));
    if (outcome.results.cancelled)
        return core::fail({core::ErrorKind::cancelled, "stopped; what is finished is kept", {}, {}, {}, {}});
    return std::move(outcome.answer);
}

/// The same question about the same table has the same folder, so that one that was killed goes on.
core::Result<fs::path> folder_of(const Context& context, const UploadedCohort& cohort, const std::string& question) {
    constexpr std::size_t digits = 24;
    SYNCHRONY_ASSIGN(const auto table, core::sha256_file(cohort.csv()));
    const auto name = core::sha256(table + question).substr(0, digits);
    const auto& results = context.options.results;
    return (results.empty() ? context.workspace.path() : results) / ("evaluation-" + name);
}

core::Result<Reply> post_evaluation(Context& context, Call& call, const PathValues&) {
    SYNCHRONY_ASSIGN(const auto body, evaluation_body(call));
    AskedEvaluation asked;
    asked.cohort = context.cohorts.find(body.cohort);
    if (!asked.cohort) return no_cohort(context, body.cohort);
    if (!asked.cohort->ready()) return core::fail_input("the table has faults that its map must mend first");
    SYNCHRONY_ASSIGN(auto predictor, take_model(context, "predictor", body.predictor, "predictor"));
    if (predictor.refusal) return std::move(*predictor.refusal);
    SYNCHRONY_ASSIGN(auto pretrained, take_model(context, "pretrained", body.pretrained, "network"));
    if (pretrained.refusal) return std::move(*pretrained.refusal);
    asked.predictor = predictor.model;
    asked.pretrained = pretrained.model;
    asked.comparison = comparison_of(body);
    asked.prevalence = body.prevalence;
    const bool validation = asked.predictor != nullptr;
    if (!validation) SYNCHRONY_TRY(check_comparison(asked));
    SYNCHRONY_ASSIGN(const auto folder, folder_of(context, *asked.cohort, body.question));
    if (context.evaluations.writes(folder))
        return core::fail({core::ErrorKind::usage, "the same evaluation is running", {}, {}, {}, {}});
    const auto evaluation = context.evaluations.start(
        validation ? "validation" : "comparison", body.cohort, folder, body.seed,
        [asked, folder, validation, &context](const core::RunContext& run) {
            return (validation ? validate(asked, folder, run) : compare(asked, folder, run))
                .map_error([&](core::Error error) { return context.without_places(std::move(error)); });
        });
    if (!evaluation)
        return fault_reply(429, "too_many", {core::ErrorKind::refused, "too many evaluations wait", {}, {}, {}, {}});
    return json_reply(evaluation->json(), 202);
}

core::Result<Reply> list_evaluations(Context& context, Call&, const PathValues&) {
    Json list = Json::array();
    for (const auto& evaluation : context.evaluations.all()) list.push_back(evaluation->json());
    return json_reply(list);
}

Reply no_evaluation(const Context& context, const std::string& id) {
    if (context.evaluations.was_dropped(id))
        return dropped_reply("the evaluation", "Begin it again: at most " +
                                                   std::to_string(context.options.limits.evaluations) + " are held");
    return missing_reply("no such evaluation", id.substr(0, 40));
}

core::Result<Reply> get_evaluation(Context& context, Call&, const PathValues& values) {
    const auto evaluation = context.evaluations.find(values[0]);
    return evaluation ? json_reply(evaluation->json()) : no_evaluation(context, values[0]);
}

core::Result<Reply> stop_evaluation(Context& context, Call&, const PathValues& values) {
    const auto evaluation = context.evaluations.find(values[0]);
    if (!evaluation) return no_evaluation(context, values[0]);
    evaluation->cancel();
    return json_reply(evaluation->json());
}

/// Counts the streams that are open.
class OpenStream {
  public:
    explicit OpenStream(std::atomic<int>& open) : open_(open) { ++open_; }
    OpenStream(const OpenStream&) = delete;
    OpenStream& operator=(const OpenStream&) = delete;
    ~OpenStream() { --open_; }

  private:
    std::atomic<int>& open_;
};

void write_events(const Evaluation& evaluation, const core::Cancel& cancel, const StreamSink& sink) {
    constexpr std::chrono::milliseconds between{250}, alive{10'000};
    auto last = std::chrono::steady_clock::now();
    std::uint64_t seen = 0;
    for (;;) {
        const bool ended = evaluation.ended();  // before the document is made, so that the last one is whole
        const auto now = evaluation.wait_for_change(seen, between);
        if (now != seen || ended) {
            const char* name = ended ? "end" : "progress";
            if (!sink(std::string("event: ") + name + "\ndata: " + core::json_text(evaluation.json()) + "\n\n")) return;
            if (ended) return;
            seen = now;
            last = std::chrono::steady_clock::now();
            std::this_thread::sleep_for(between);
        } else if (std::chrono::steady_clock::now() - last > alive) {
            if (!sink(": alive\n\n")) return;
            last = std::chrono::steady_clock::now();
        }
        if (cancel.requested()) return;
    }
}

core::Result<Reply> get_events(Context& context, Call&, const PathValues& values) {
    const auto evaluation = context.evaluations.find(values[0]);
    if (!evaluation) return no_evaluation(context, values[0]);
    const auto open = std::make_shared<OpenStream>(context.event_streams);
    if (context.event_streams > context.options.limits.event_streams)
        return fault_reply(429, "too_many", {core::ErrorKind::refused, "too many streams are open", {}, {}, {}, {}});
    Reply reply;
    reply.type = "text/event-stream";
    reply.stream = [evaluation, open, &context](const StreamSink& sink) {
        write_events(*evaluation, context.cancel, sink);
    };
    return reply;
}

/// A file of an evaluation that is done: the one that the route's last part names.
core::Result<Reply> get_file(Context& context, Call& call, const PathValues& values) {
    const auto evaluation = context.evaluations.find(values[0]);
    if (!evaluation) return no_evaluation(context, values[0]);
    const auto& name = call.target.path.back();
    if (evaluation->state() != Evaluation::State::done) return missing_reply("the evaluation is not done", name);
    SYNCHRONY_ASSIGN(auto bytes, core::read_file(evaluation->folder() / name));
    return bytes_reply(std::move(bytes), type_of(name));
}

}  // namespace

std::span<const Route> evaluation_routes() {
    static constexpr Route routes[] = {
        {"GET", "evaluations", Cost::light, list_evaluations},
        {"POST", "evaluations", Cost::job, post_evaluation},  // reads the model's file and the table
        {"GET", "evaluations/*", Cost::light, get_evaluation},
        {"DELETE", "evaluations/*", Cost::light, stop_evaluation},
        {"GET", "evaluations/*/events", Cost::light, get_events},
        {"GET", "evaluations/*/results.json", Cost::light, get_file},
        {"GET", "evaluations/*/results.csv", Cost::light, get_file},
        {"GET", "evaluations/*/report.html", Cost::light, get_file},
        {"GET", "evaluations/*/report.pdf", Cost::light, get_file},
    };
    return routes;
}

}  // namespace synchrony::server

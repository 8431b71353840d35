// Evaluations: started, watched, stopped, and the files that they fill.
#include <algorithm>
#include <chrono>

#include "recording_answers.hpp"
#include "synchrony/app/evaluate.hpp"
#include "synchrony/app/predict.hpp"
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

core::Result<void> take_int(const nlohmann::json& body, const char* name, int low, int high, int& into) {
    const auto found = body.find(name);
    if (found == body.end()) return {};
    if (!found->is_number_integer() || *found < low || *found > high)
        return core::fail(field_fault(name, "a whole number within its bounds"));
    into = found->get<int>();
    return {};
}

core::Result<void> take_text(const nlohmann::json& body, const char* name, std::string& into) {
    constexpr std::size_t longest = 1000;
    const auto found = body.find(name);
    if (found == body.end()) return {};
    if (!found->is_string() || found->get_ref<const std::string&>().size() > longest)
        return core::fail(field_fault(name, "a text"));
    into = found->get<std::string>();
    return {};
}

core::Result<void> take_words(const nlohmann::json& body, const char* name, std::vector<std::string>& into) {
    constexpr std::size_t most = 200;
    const auto found = body.find(name);
    if (found == body.end()) return {};
    const bool words = found->is_array() && found->size() <= most &&
                       std::ranges::all_of(*found, [](const auto& word) { return word.is_string(); });
    if (!words) return core::fail(field_fault(name, "a list of words"));
    into = found->get<std::vector<std::string>>();
    return {};
}

struct AskedEvaluation {
    std::shared_ptr<UploadedCohort> cohort;
    const ShelvedModel* predictor = nullptr;   ///< validation
    const ShelvedModel* pretrained = nullptr;  ///< of a comparison
    app::EvaluateRequest comparison;
    std::optional<double> prevalence;
    std::uint64_t seed = 1;
};

core::Result<void> take_numbers(const nlohmann::json& body, AskedEvaluation& asked) {
    auto& comparison = asked.comparison;
    SYNCHRONY_TRY(take_int(body, "folds", 2, 100, comparison.folds));
    SYNCHRONY_TRY(take_int(body, "repeats", 1, 100, comparison.repeats));
    SYNCHRONY_TRY(take_int(body, "resamples", 100, 100'000, comparison.bootstrap_resamples));
    int seed = 1;
    SYNCHRONY_TRY(take_int(body, "seed", 0, std::numeric_limits<int>::max(), seed));
    asked.seed = static_cast<std::uint64_t>(seed);
    if (const auto share = body.find("prevalence"); share != body.end()) {
        const double value = share->is_number() ? share->get<double>() : 0.0;
        if (!(value > 0.0 && value < 1.0)) return core::fail(field_fault("prevalence", "a share above 0 and below 1"));
        asked.prevalence = value;
    }
    return {};
}

/// "" where the field is absent; the reply says which id is not known.
struct AskedModel {
    const ShelvedModel* model = nullptr;
    std::optional<Reply> refusal;
};
core::Result<AskedModel> take_model(const Context& context, const nlohmann::json& body, const char* name) {
    std::string id;
    SYNCHRONY_TRY(take_text(body, name, id));
    if (id.empty()) return AskedModel{};
    if (const auto* model = context.models.find(id)) return AskedModel{model, {}};
    return AskedModel{nullptr, no_model(id)};
}

/// What would end the evaluation as soon as it runs is said at once.
core::Result<void> check_comparison(const AskedEvaluation& asked) {
    SYNCHRONY_TRY(app::check_models(asked.comparison.models));
    auto options = asked.comparison.cohort;
    options.require_ecg = options.check_files = false;
    const auto refused = [](core::Error error, const char* where) {
        error.kind = core::ErrorKind::usage;
        error.where = where;  // not the place of the private table
        return core::fail(std::move(error));
    };
    const auto cohort = cohort::read_cohort(asked.cohort->csv(), options);
    if (!cohort) return refused(cohort.error(), "outcome");
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
core::Result<fs::path> folder_of(const Context& context, const AskedEvaluation& asked, const nlohmann::json& body) {
    constexpr std::size_t digits = 24;
    SYNCHRONY_ASSIGN(const auto table, core::sha256_file(asked.cohort->csv()));
    auto question = body;
    question.erase("cohort");  // its id is another one each time
    const auto name = core::sha256(table + core::json_text(question)).substr(0, digits);
    const auto& results = context.options.results;
    return (results.empty() ? context.workspace.path() : results) / ("evaluation-" + name);
}

/// A field that the kind of evaluation would pass over is a mistake of the caller.
core::Result<void> only_fields_of_kind(const nlohmann::json& body, bool validation) {
    const auto refuse = [&](std::initializer_list<const char*> others, const char* expected) -> core::Result<void> {
        for (const char* name : others)
            if (body.contains(name)) return core::fail(field_fault(name, expected));
        return {};
    };
    if (!validation) return refuse({"prevalence"}, "absent: it is for validation, with a predictor");
    return refuse({"outcome", "models", "inputs", "pretrained", "folds", "repeats", "resamples", "seed", "title"},
                  "absent: it is for comparison, without a predictor");
}

core::Result<Reply> post_evaluation(Context& context, Call& call, const PathValues&) {
    SYNCHRONY_ASSIGN(const auto body,
                     body_object(call, {"cohort", "predictor", "outcome", "models", "inputs", "pretrained", "folds",
                                        "repeats", "resamples", "seed", "prevalence", "title"}));
    AskedEvaluation asked;
    std::string cohort;
    SYNCHRONY_TRY(take_text(body, "cohort", cohort));
    asked.cohort = context.cohorts.find(cohort);
    if (!asked.cohort) return no_cohort(context, cohort);
    if (!asked.cohort->ready()) return core::fail_input("the table has faults that its map must mend first");
    SYNCHRONY_ASSIGN(auto predictor, take_model(context, body, "predictor"));
    if (predictor.refusal) return std::move(*predictor.refusal);
    SYNCHRONY_ASSIGN(auto pretrained, take_model(context, body, "pretrained"));
    if (pretrained.refusal) return std::move(*pretrained.refusal);
    asked.predictor = predictor.model;
    asked.pretrained = pretrained.model;
    SYNCHRONY_TRY(take_text(body, "outcome", asked.comparison.cohort.outcome));
    SYNCHRONY_TRY(take_text(body, "title", asked.comparison.title));
    SYNCHRONY_TRY(take_words(body, "models", asked.comparison.models));
    if (body.contains("models") && asked.comparison.models.empty())
        return core::fail(field_fault("models", "one model or more; without the field the usual ones"));
    SYNCHRONY_TRY(take_words(body, "inputs", asked.comparison.inputs));
    SYNCHRONY_TRY(take_numbers(body, asked));
    const bool validation = asked.predictor != nullptr;
    SYNCHRONY_TRY(only_fields_of_kind(body, validation));
    if (!validation) SYNCHRONY_TRY(check_comparison(asked));
    SYNCHRONY_ASSIGN(const auto folder, folder_of(context, asked, body));
    if (context.evaluations.writes(folder))
        return core::fail({core::ErrorKind::usage, "the same evaluation is running", {}, {}, {}, {}});
    const auto seed = asked.seed;
    const auto evaluation =
        context.evaluations.start(validation ? "validation" : "comparison", cohort, folder, seed,
                                  [asked, folder, validation](const core::RunContext& run) {
                                      return validation ? validate(asked, folder, run) : compare(asked, folder, run);
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
        {"POST", "evaluations", Cost::light, post_evaluation},
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

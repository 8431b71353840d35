#include "compared_cohort.hpp"

#include <system_error>

#include "synchrony/app/simulate.hpp"
#include "synchrony/model/architecture.hpp"
#include "synchrony/model/shipped.hpp"

namespace synchrony::app {
namespace {

constexpr std::uint64_t published_patients = 71;

/// Rows of every cohort, and rows that a network adds.
const std::vector<std::string> models_of_cohort{"rules",      "guidelines",    "clinical",   "ecg",
                                                "fused",      "svm-ecg",       "forest-ecg", "pixels",
                                                "svm-pixels", "forest-pixels", "spect",      "ecg-spect"};
/// What a network beside the first is compared with: the rules, as the cohort's own rows are.
const std::vector<std::string> references{"rules", "guidelines"};
const std::vector<std::string> models_of_network{"scratch"};
const std::vector<std::string> models_of_pretrained{"deep-features", "svm-deep", "forest-deep", "deep-spect",
                                                    "fine-tuned"};
const std::vector<std::string> models_of_waves{"fine-tuned"};

bool is_of_waves(const std::string& network) {
    model::Architecture architecture;
    architecture.name = network;
    return architecture.one_dimensional();
}

EvaluateRequest comparison_request(const ReproduceRequest& request, const ComparedCohort& cohort,
                                   const std::string& network, bool first, const std::filesystem::path& out) {
    EvaluateRequest evaluate;
    evaluate.cohort_csv = cohort.csv;
    evaluate.reading = request.reading;
    evaluate.out_folder = out;
    evaluate.bootstrap_resamples = request.bootstrap_resamples;
    if (request.shard) evaluate.worth_keeping_s = 0.0;  // all that the joining run need not do again
    evaluate.transfer = request.transfer;
    evaluate.device = request.device;
    evaluate.paper = request.paper;
    evaluate.command_line = request.command_line;
    evaluate.models = first ? models_of_cohort : references;
    if (network.empty()) return evaluate;
    evaluate.scratch = {network};
    evaluate.pretrained = shipped_weights(network);
    if (is_of_waves(network)) evaluate.recipe = "wave";
    const auto& pretrained = is_of_waves(network) ? models_of_waves : models_of_pretrained;
    evaluate.models.insert(evaluate.models.end(), models_of_network.begin(), models_of_network.end());
    if (!evaluate.pretrained.empty())
        evaluate.models.insert(evaluate.models.end(), pretrained.begin(), pretrained.end());
    return evaluate;
}

/// The user's cohort, or the k-th virtual one in a folder of its own.
core::Result<ComparedCohort> cohort_of(const ReproduceRequest& request, int k, const core::RunContext& context) {
    ComparedCohort cohort;
    cohort.csv = request.cohort_csv;
    if (!cohort.csv.empty()) return cohort;
    SimulateRequest simulated;
    simulated.patients = published_patients;
    simulated.out = request.out / "cohorts" / std::to_string(k + 1);
    simulated.command = request.command_line;
    auto own = context;
    own.seed = context.seed + static_cast<std::uint64_t>(k);
    SYNCHRONY_ASSIGN(const auto made, simulate(simulated, own));
    cohort.csv = simulated.out / "cohort.csv";
    cohort.attainable_auc = made.attainable_auc;
    return cohort;
}

}  // namespace

std::filesystem::path shipped_weights(const std::string& network) {
    for (const char* width : {"", "-w16"}) {
        auto file = model::model_file("mitbih-" + network + width);
        std::error_code unreadable;
        if (std::filesystem::is_regular_file(file, unreadable)) return file;
    }
    return {};
}

std::filesystem::path comparison_folder(int k, const std::string& network) {
    return std::filesystem::path("comparisons") / std::to_string(k + 1) / (network.empty() ? "classical" : network);
}

core::Result<ComparedCohort> compared_cohort(const ReproduceRequest& request, int k, const core::RunContext& context) {
    SYNCHRONY_ASSIGN(auto cohort, cohort_of(request, k, context));
    auto networks = request.networks;
    if (networks.empty()) networks.emplace_back();
    for (const auto& network : networks) {
        const auto folder = comparison_folder(k, network);
        context.progress->log("cohort " + std::to_string(k + 1) + " of " + std::to_string(request.cohorts) + ", " +
                              folder.filename().string());
        const auto evaluate_request =
            comparison_request(request, cohort, network, cohort.comparisons.empty(), request.out / folder);
        SYNCHRONY_ASSIGN(auto outcome, evaluate(evaluate_request, context));
        const bool cancelled = outcome.results.cancelled;
        cohort.comparisons.emplace_back(network, std::move(outcome));
        if (cancelled) break;
    }
    return cohort;
}

}  // namespace synchrony::app

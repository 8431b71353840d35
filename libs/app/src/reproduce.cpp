#include "synchrony/app/reproduce.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <system_error>

#include "he_2023.hpp"
#include "reproduced_baseline.hpp"
#include "reproduction_page.hpp"
#include "synchrony/app/evaluate.hpp"
#include "synchrony/app/simulate.hpp"
#include "synchrony/cohort/table_dialect.hpp"
#include "synchrony/core/clock.hpp"
#include "synchrony/core/counted.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/core/folder_lock.hpp"
#include "synchrony/core/json_text.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/core/version.hpp"
#include "synchrony/draw/ticks.hpp"
#include "synchrony/model/architecture.hpp"
#include "synchrony/model/shipped.hpp"
#include "synchrony/nn/engine.hpp"
#include "synchrony/report/from_results.hpp"
#include "synchrony/report/reproduction_report.hpp"
#include "synchrony/stats/describe.hpp"

namespace synchrony::app {
namespace {

constexpr std::uint64_t published_patients = 71;

/// Rows of every cohort, and rows that a network adds.
const std::vector<std::string> models_of_cohort{"rules",      "guidelines",    "clinical",   "ecg",
                                                "fused",      "svm-ecg",       "forest-ecg", "pixels",
                                                "svm-pixels", "forest-pixels", "spect",      "ecg-spect"};
const std::vector<std::string> models_of_network{"scratch"};
const std::vector<std::string> models_of_pretrained{"deep-features", "svm-deep", "forest-deep", "deep-spect",
                                                    "fine-tuned"};
const std::vector<std::string> models_of_waves{"fine-tuned"};

bool is_of_waves(const std::string& network) {
    model::Architecture architecture;
    architecture.name = network;
    return architecture.one_dimensional();
}

/// The shipped weights of a network, of the published width where there are such; empty: there are none.
std::filesystem::path shipped_weights(const std::string& network) {
    for (const char* width : {"", "-w16"}) {
        auto file = model::model_file("mitbih-" + network + width);
        std::error_code unreadable;
        if (std::filesystem::is_regular_file(file, unreadable)) return file;
    }
    return {};
}

/// One cohort with what each comparison on it found.
struct ComparedCohort {
    std::filesystem::path csv;
    std::optional<double> attainable_auc;
    std::vector<std::pair<std::string, EvaluateOutcome>> comparisons;  ///< by network; the first has the cohort's rows
};

core::Result<void> check(const ReproduceRequest& request) {
    const auto fault = [](std::string what, std::string got, std::string expected) {
        return core::fail({core::ErrorKind::usage, std::move(what), {}, std::move(got), std::move(expected), {}});
    };
    const auto known = model::Architecture::names();
    for (const auto& network : request.networks)
        if (std::ranges::find(known, network) == known.end())
            return fault("unknown network", network, core::joined(known));
    SYNCHRONY_TRY(request.transfer.check());
    if (request.cohorts < 1) return fault("number of cohorts", std::to_string(request.cohorts), "1 or more");
    if (request.cohorts > 1 && !request.cohort_csv.empty())
        return fault("several cohorts are virtual ones", std::to_string(request.cohorts), "1 beside --cohort");
    if (request.shard && request.shard->count > static_cast<std::size_t>(request.cohorts))
        return fault("parts are of whole cohorts", core::to_text(*request.shard),
                     "at most " + std::to_string(request.cohorts) + " parts, as many as cohorts");
    SYNCHRONY_TRY(core::check_writable_folder(request.out));
    for (const auto* name : {"reproduction.json", "report.html", "report.pdf"})
        SYNCHRONY_TRY(core::check_writable(request.out / name));
    return {};
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
    if (first) evaluate.models = models_of_cohort;
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

core::Result<ComparedCohort> compared_cohort(const ReproduceRequest& request, int k, const core::RunContext& context) {
    SYNCHRONY_ASSIGN(auto cohort, cohort_of(request, k, context));
    auto networks = request.networks;
    if (networks.empty()) networks.emplace_back();
    for (const auto& network : networks) {
        const auto name = network.empty() ? std::string("classical") : network;
        context.progress->log("cohort " + std::to_string(k + 1) + " of " + std::to_string(request.cohorts) + ", " +
                              name);
        const auto evaluate_request = comparison_request(request, cohort, network, cohort.comparisons.empty(),
                                                         request.out / "comparisons" / std::to_string(k + 1) / name);
        SYNCHRONY_ASSIGN(auto outcome, evaluate(evaluate_request, context));
        const bool cancelled = outcome.results.cancelled;
        cohort.comparisons.emplace_back(network, std::move(outcome));
        if (cancelled) break;
    }
    return cohort;
}

/// Ours on one cohort; null where it was not run.
const eval::ResultRow* row_of(const ComparedCohort& cohort, const he_2023::OwnRow& wanted) {
    for (const auto& [network, outcome] : cohort.comparisons) {
        if (!wanted.network.empty() && network != wanted.network) continue;
        for (const auto& row : outcome.results.rows)
            if (row.facts.choice == wanted.choice && (wanted.label.empty() || row.row.name == wanted.label))
                return &row;
    }
    return nullptr;
}

/// Ours of those cohorts where it was run.
std::vector<const eval::ResultRow*> rows_of(const std::vector<ComparedCohort>& cohorts, const he_2023::OwnRow& wanted) {
    std::vector<const eval::ResultRow*> found;
    for (const auto& cohort : cohorts)
        if (const auto* row = row_of(cohort, wanted)) found.push_back(row);
    return found;
}

std::string why_not(const ReproduceRequest& request, const ComparedCohort& cohort, const he_2023::OwnRow& wanted) {
    if (!wanted.network.empty()) {
        const std::string network(wanted.network);
        if (std::ranges::find(request.networks, network) == request.networks.end())
            return "not asked for: --networks " + network;
        if (wanted.choice != "scratch" && shipped_weights(network).empty())
            return "no weights of this network are shipped";
    }
    for (const auto& [network, outcome] : cohort.comparisons)
        for (const auto& left_out : outcome.results.left_out)
            if (left_out.row.name == wanted.choice || left_out.row.name == wanted.label) return left_out.reason;
    return "our comparison has no such row";
}

/// Accuracy, sensitivity or specificity with the patients that it is a share of.
struct PrintedShare {
    std::optional<eval::Printed> printed;
    std::uint64_t patients;
    eval::Figure eval::Metrics::*ours;
};

std::array<PrintedShare, 3> shares_of(const eval::PrintedResultRow& row) {
    return {PrintedShare{row.accuracy, row.n_positive + row.n_negative, &eval::Metrics::accuracy},
            PrintedShare{row.sensitivity, row.n_positive, &eval::Metrics::sensitivity},
            PrintedShare{row.specificity, row.n_negative, &eval::Metrics::specificity}};
}

ReproducedRow reproduced_row(const ReproduceRequest& request, const std::vector<ComparedCohort>& cohorts,
                             const eval::PrintedResultRow& published, const he_2023::Counterpart& wanted) {
    ReproducedRow row;
    row.published = published;
    row.arithmetic = eval::check_printed_row(published);
    std::array<std::vector<eval::OwnShare>, 3> own;
    const auto shares = shares_of(published);
    for (const auto* found : rows_of(cohorts, wanted)) {
        row.ours = found->row.label();
        for (std::size_t i = 0; i < shares.size(); ++i)
            if (const auto& figure = found->metrics.*shares[i].ours; figure.pooled)
                own[i].push_back({*figure.pooled, figure.ci95});
    }
    if (row.ours.empty()) row.not_run = why_not(request, cohorts.front(), wanted);
    for (std::size_t i = 0; i < shares.size(); ++i)
        if (shares[i].printed) row.agreement[i] = eval::agreement_with(*shares[i].printed, shares[i].patients, own[i]);
    return row;
}

core::Result<std::vector<ReproducedRow>> reproduced_rows(const ReproduceRequest& request,
                                                         const std::vector<ComparedCohort>& cohorts) {
    SYNCHRONY_ASSIGN(const auto table, cohort::parse_csv(he_2023::results_csv(), "results of He et al. 2023"));
    SYNCHRONY_ASSIGN(const auto published, eval::read_printed_results(table));
    std::vector<ReproducedRow> rows;
    for (const auto& row : published) {
        const auto wanted = std::ranges::find(he_2023::counterparts(), row.model, &he_2023::Counterpart::model);
        if (wanted != he_2023::counterparts().end()) rows.push_back(reproduced_row(request, cohorts, row, *wanted));
    }
    return rows;
}

ComparatorRow comparator_row(const ReproduceRequest& request, const std::vector<ComparedCohort>& cohorts,
                             const he_2023::Comparator& wanted) {
    ComparatorRow row;
    row.name = wanted.name;
    row.meaning = wanted.meaning;
    constexpr std::array figures{&eval::Metrics::auc, &eval::Metrics::accuracy, &eval::Metrics::sensitivity,
                                 &eval::Metrics::specificity};
    std::array<std::vector<double>, figures.size()> values;
    for (const auto* found : rows_of(cohorts, wanted)) {
        row.ours = found->row.label();
        for (std::size_t i = 0; i < figures.size(); ++i) {
            const auto& figure = found->metrics.*figures[i];
            // The AUC is of pairs tested in one fold; the others count all patients.
            const auto& value = figures[i] == &eval::Metrics::auc ? figure.mean : figure.pooled;
            if (!value) continue;
            values[i].push_back(*value);
            row.figures[i] = eval::OwnShare{*value, figure.ci95};
        }
    }
    if (row.ours.empty()) row.not_run = why_not(request, cohorts.front(), wanted);
    for (std::size_t i = 0; i < figures.size(); ++i) {
        if (values[i].size() < 2) continue;
        row.figures[i] = eval::OwnShare{*stats::mean(values[i]), std::nullopt};
        row.sd[i] = stats::standard_deviation(values[i]);
    }
    return row;
}

/// What may be believed, in three sentences.
std::vector<std::string> answer_of(const Reproduction& found) {
    std::size_t impossible = 0, run = 0, agree = 0;
    for (const auto& row : found.rows) {
        impossible += row.arithmetic.reading == eval::Reading::impossible ? 1 : 0;
        if (!row.not_run.empty()) continue;
        ++run;
        agree += std::ranges::all_of(row.agreement, [](const auto& a) { return !a || a->agrees; }) ? 1 : 0;
    }
    std::vector<std::string> answer;
    answer.push_back("Of " + core::counted(found.rows.size(), "published row") + ", " +
                     (impossible == found.rows.size() ? std::string("none") : "not " + std::to_string(impossible)) +
                     " can come from one set of 46 responders and 25 non-responders, nor be means over five "
                     "stratified folds of them.");
    if (run == 0)
        answer.emplace_back("No row could be done again on " + found.cohort + ".");
    else
        answer.push_back("Of the " + core::counted(run, "row") + " done again on " +
                         (found.simulated ? core::counted(found.cohorts, "virtual cohort") : found.cohort) + ", " +
                         std::to_string(agree) + (agree == 1 ? " agrees" : " agree") +
                         " with the published accuracy, sensitivity and specificity together.");
    if (found.attainable_auc)
        answer.push_back("On these virtual patients nobody could do better than an AUC of " +
                         draw::fixed_text(*found.attainable_auc, 2) +
                         "; what agrees or not says nothing of the published patients, whom nobody else has seen.");
    return answer;
}

/// The tables of the first cohort's comparisons as one: the rows of later networks follow.
report::EvaluationReport own_tables(const ComparedCohort& cohort) {
    report::EvaluationReport own;
    for (const auto& [network, outcome] : cohort.comparisons) {
        auto next = report::evaluation_report(outcome.results, {});
        if (own.models.empty()) {
            own = std::move(next);
            continue;
        }
        own.models.insert(own.models.end(), next.models.begin(), next.models.end());
        own.differences.insert(own.differences.end(), next.differences.begin(), next.differences.end());
        own.left_out.insert(own.left_out.end(), next.left_out.begin(), next.left_out.end());
    }
    std::erase_if(own.models, [](const report::ModelRow& row) { return row.appendix; });
    return own;
}

core::Result<void> write_files(const ReproduceRequest& request, const Reproduction& found, const ComparedCohort& first,
                               std::uint64_t seed) {
    auto page = reproduction_page(found);
    page.own = own_tables(first);
    page.paper = request.paper;
    page.date = core::utc_now().substr(0, 10);
    page.command = request.command_line;
    page.seed = seed;
    page.versions = {{"synchrony", std::string(core::version())}, {"build", std::string(core::build_description())}};
    SYNCHRONY_TRY(core::write_file(request.out / "reproduction.json", core::json_text(to_json(found), 1) + "\n"));
    SYNCHRONY_ASSIGN(const auto html, report::reproduction_html(page));
    SYNCHRONY_TRY(core::write_file(request.out / "report.html", html));
    SYNCHRONY_ASSIGN(const auto pdf, report::reproduction_pdf(page));
    return core::write_file(request.out / "report.pdf", pdf);
}

/// Other parts may be at work in the same folder: what is locked is this part's name.
core::Result<Reproduction> part_of_reproduction(const ReproduceRequest& request, const core::RunContext& context) {
    const auto& shard = *request.shard;
    SYNCHRONY_ASSIGN(const auto lock,
                     core::FolderLock::take(request.out / "parts" /
                                            (std::to_string(shard.number) + "-of-" + std::to_string(shard.count))));
    const auto mine = core::part_of(shard, static_cast<std::size_t>(request.cohorts));
    Reproduction found;
    found.part = shard;
    found.cohorts = 0;
    for (auto k = mine.begin; k < mine.end && !found.cancelled; ++k) {
        SYNCHRONY_ASSIGN(const auto cohort, compared_cohort(request, static_cast<int>(k), context));
        found.cancelled = cohort.comparisons.back().second.results.cancelled;
        ++found.cohorts;
    }
    return found;
}

}  // namespace

core::Result<Reproduction> reproduce_he_2023(const ReproduceRequest& request, const core::RunContext& context) {
    SYNCHRONY_TRY(check(request));
    SYNCHRONY_TRY(nn::check_device(request.device));
    if (!request.networks.empty()) {
        SYNCHRONY_TRY(nn::load_engine(request.device));  // missing: said before the work, not after it
    }
    if (request.shard) return part_of_reproduction(request, context);
    SYNCHRONY_ASSIGN(const auto lock, core::FolderLock::take(request.out));
    std::vector<ComparedCohort> cohorts;
    Reproduction found;
    for (int k = 0; k < request.cohorts && !found.cancelled; ++k) {
        SYNCHRONY_ASSIGN(auto cohort, compared_cohort(request, k, context));
        found.cancelled = cohort.comparisons.back().second.results.cancelled;
        cohorts.push_back(std::move(cohort));
    }
    const auto& results = cohorts.front().comparisons.front().second.results;
    found.simulated = results.simulated;
    found.cohort = results.simulated ? "virtual patients" : results.cohort_name;
    found.cohorts = cohorts.size();
    found.patients = results.patients;
    found.positives = results.positives;
    std::vector<double> attainable;
    for (const auto& cohort : cohorts)
        if (cohort.attainable_auc) attainable.push_back(*cohort.attainable_auc);
    found.attainable_auc = stats::mean(attainable);
    SYNCHRONY_ASSIGN(found.baseline, reproduced_baseline(cohorts.front().csv));
    SYNCHRONY_ASSIGN(found.rows, reproduced_rows(request, cohorts));
    for (const auto& wanted : he_2023::comparators()) found.beside.push_back(comparator_row(request, cohorts, wanted));
    found.answer = answer_of(found);
    SYNCHRONY_TRY(write_files(request, found, cohorts.front(), context.seed));
    return found;
}

}  // namespace synchrony::app

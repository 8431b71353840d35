#include "synchrony/app/reproduce.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "compared_cohort.hpp"
#include "he_2023.hpp"
#include "reproduced_baseline.hpp"
#include "reproduced_results.hpp"
#include "reproduction_page.hpp"
#include "synchrony/core/clock.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/core/folder_lock.hpp"
#include "synchrony/core/json_text.hpp"
#include "synchrony/core/result_files.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/core/version.hpp"
#include "synchrony/model/architecture.hpp"
#include "synchrony/nn/engine.hpp"
#include "synchrony/report/from_results.hpp"
#include "synchrony/report/reproduction_report.hpp"
#include "synchrony/stats/describe.hpp"

namespace synchrony::app {
namespace {

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

/// The tables of the first cohort's comparisons as one: the rows of later networks follow.
report::EvaluationReport own_tables(const ComparedCohort& cohort) {
    report::EvaluationReport own;
    for (const auto& [network, outcome] : cohort.comparisons) {
        auto next = report::evaluation_report(outcome.results, {});
        if (own.models.empty()) {
            own = std::move(next);
            continue;
        }
        // The rules stand in the comparison of each network.
        for (auto& row : next.models)
            if (std::ranges::find(own.models, row.label, &report::ModelRow::label) == own.models.end())
                own.models.push_back(std::move(row));
        own.differences.insert(own.differences.end(), next.differences.begin(), next.differences.end());
        own.left_out.insert(own.left_out.end(), next.left_out.begin(), next.left_out.end());
    }
    std::erase_if(own.models, [](const report::ModelRow& row) { return row.appendix; });
    return own;
}

core::Result<void> write_files(const ReproduceRequest& request, const Reproduction& found,
                               const ComparedCohort& first) {
    auto page = reproduction_page(found);
    page.own = own_tables(first);
    page.paper = request.paper;
    page.date = core::utc_now().substr(0, 10);
    page.command = request.command_line;
    page.seed = found.seed;
    page.versions = {{"synchrony", std::string(core::version())}, {"build", std::string(core::build_description())}};
    SYNCHRONY_TRY(core::write_file(request.out / "reproduction.json", core::json_text(to_json(found), 1) + "\n"));
    SYNCHRONY_ASSIGN(const auto html, report::reproduction_html(page));
    SYNCHRONY_TRY(core::write_file(request.out / "report.html", html));
    SYNCHRONY_ASSIGN(const auto pdf, report::reproduction_pdf(page));
    return core::write_file(request.out / "report.pdf", pdf);
}

std::vector<ReproducedCohort> each_cohort(const std::vector<ComparedCohort>& cohorts, std::uint64_t first_seed) {
    std::vector<ReproducedCohort> each;
    for (const auto& cohort : cohorts) {
        const auto& results = cohort.comparisons.front().second.results;
        each.push_back({first_seed + each.size(), results.patients, results.positives, results.folds, results.repeats,
                        cohort.attainable_auc});
    }
    return each;
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
    SYNCHRONY_TRY(core::check_replaces_results(
        request.out, {"reproduction.json", {"study"}, {}, {{"report.html", ""}, {"report.pdf", ""}}}));
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
    found.each_cohort = each_cohort(cohorts, context.seed);
    std::vector<double> attainable;
    for (const auto& cohort : cohorts)
        if (cohort.attainable_auc) attainable.push_back(*cohort.attainable_auc);
    found.attainable_auc = stats::mean(attainable);
    SYNCHRONY_ASSIGN(found.baseline, reproduced_baseline(cohorts.front().csv));
    SYNCHRONY_ASSIGN(found.rows, reproduced_rows(request, cohorts));
    for (const auto& wanted : he_2023::comparators()) found.beside.push_back(comparator_row(request, cohorts, wanted));
    found.further = further_rows(cohorts);
    found.answer = answer_of(found);
    found.seed = context.seed;
    SYNCHRONY_TRY(write_files(request, found, cohorts.front()));
    return found;
}

}  // namespace synchrony::app

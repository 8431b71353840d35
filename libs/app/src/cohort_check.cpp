#include "synchrony/app/cohort_check.hpp"

#include <algorithm>
#include <map>

#include "synchrony/cohort/duplicate_subjects.hpp"
#include "synchrony/inputs/cohort_images.hpp"

namespace synchrony::app {
namespace {

void add_findings(CohortCheckReport& report, std::vector<cohort::Finding> findings) {
    for (auto& finding : findings) report.findings.push_back(std::move(finding));
}

core::Result<void> open_recordings(const CohortCheckRequest& request, CohortCheckReport& report,
                                   const core::RunContext& context) {
    const auto& cohort = report.check.cohort;
    report.ecgs_opened = cohort.size();
    std::vector<std::optional<double>> qrs_ms(cohort.size());
    std::vector<std::string> excluded(cohort.size());  // reason; empty: used
    SYNCHRONY_TRY(
        inputs::measure_patients(cohort, request.reading, context, [&](std::size_t row, const auto& measured) {
            if (measured)
                qrs_ms[row] = measured->intervals.qrs_ms;
            else
                excluded[row] = measured.error().what;  // without its place: file names may name a patient
        }));
    std::map<std::string, std::vector<std::size_t>> reasons;
    for (std::size_t row = 0; row < excluded.size(); ++row) {
        if (excluded[row].empty())
            ++report.ecgs_used;
        else
            reasons[excluded[row]].push_back(row);
    }
    if (report.ecgs_used == 0)
        report.not_evaluable =
            core::Error{core::ErrorKind::input,    "no patient has a usable ECG",
                        cohort.path.string(),      excluded.empty() ? "no patients" : excluded.front(),
                        "twelve leads with beats", {}};
    report.ecgs_not_used.assign(reasons.begin(), reasons.end());
    add_findings(report, cohort::qrs_findings(cohort, qrs_ms));
    return {};
}

}  // namespace

bool CohortCheckReport::names_rows() const {
    return !check.errors.empty() || !ecgs_not_used.empty() ||
           std::ranges::any_of(findings, [](const auto& finding) { return !finding.rows.empty(); });
}

core::Result<CohortCheckReport> check_cohort_and_ecgs(const CohortCheckRequest& request,
                                                      const core::RunContext& context) {
    CohortCheckReport report;
    auto options = request.options;
    options.require_ecg = false;
    report.check = cohort::check_cohort(request.csv, options);
    if (!report.check.errors.empty()) return report;
    auto& cohort = report.check.cohort;
    report.not_evaluable = cohort::not_evaluable(cohort);
    add_findings(report, cohort::physiology_findings(cohort));
    if (!cohort.has_ecgs())
        cohort.notes.emplace_back("the table names no ECGs: only its own columns can be used");
    else if (request.open_ecgs)
        SYNCHRONY_TRY(open_recordings(request, report, context));
    for (const auto& twice : cohort::find_duplicate_subjects(cohort, cohort.has_ecgs()))
        report.findings.push_back({"person twice", twice.message(cohort), {twice.first, twice.second}});
    add_findings(report, cohort::id_findings(cohort));
    return report;
}

}  // namespace synchrony::app

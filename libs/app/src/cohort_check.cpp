#include "synchrony/app/cohort_check.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "comparison_set.hpp"
#include "synchrony/cohort/duplicate_subjects.hpp"
#include "synchrony/cohort/loose_id.hpp"
#include "synchrony/core/counted.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/inputs/cohort_images.hpp"
#include "synchrony/inputs/same_samples.hpp"
#include "synchrony/measure/flag_words.hpp"
#include "synchrony/tables/import_table.hpp"
#include "synchrony/tables/raw_table.hpp"

namespace synchrony::app {
namespace {

void add_findings(CohortCheckReport& report, std::vector<cohort::Finding> findings) {
    for (auto& finding : findings) report.findings.push_back(std::move(finding));
}

/// Recordings that can be used, with what the measurement says against them.
void add_flags(CohortCheckReport& report, const RaisedFlags& raised) {
    const auto add = [&](const std::string& what, const std::vector<std::size_t>& rows, const std::string& then) {
        report.findings.push_back(
            {"recording", core::counted(rows.size(), "recording") + ": " + what + (then.empty() ? "" : "; " + then),
             rows});
    };
    for (const auto& [name, rows] : raised.refusing)
        add(measure::flag_words(name), rows, "`predict` gives no answer on such");
    for (const auto& [name, rows] : raised.others) add(measure::flag_words(name), rows, {});
    if (!raised.warned.empty()) add("the reader warned", raised.warned, "`synchrony measure` prints the warnings");
}

/// Recordings whose own id is that of another patient of the table: study numbers differ from all, a mistake does not.
void add_exchanged_ecgs(CohortCheckReport& report, const std::vector<inputs::PatientRecording>& recordings) {
    const auto& cohort = report.check.cohort;
    std::map<std::string, std::size_t> row_of;
    for (std::size_t row = 0; row < cohort.size(); ++row)
        row_of.emplace(cohort::loose_id(cohort.patients[row].value()), row);
    std::vector<std::size_t> rows;
    for (const auto& recording : recordings) {
        const auto found = row_of.find(cohort::loose_id(recording.patient_id));
        if (recording.patient_id.empty() || found == row_of.end()) continue;
        if (cohort.groups[found->second] != cohort.groups[recording.row]) rows.push_back(recording.row);
    }
    if (!rows.empty())
        report.findings.push_back({"recording",
                                   core::counted(rows.size(), "recording bears", "recordings bear") +
                                       " the id of another patient of the table",
                                   rows});
}

/// `samples`: the samples_key of each patient's recording.
core::Result<void> open_recordings(const CohortCheckRequest& request, CohortCheckReport& report,
                                   std::vector<std::string>& samples, const core::RunContext& context) {
    const auto& cohort = report.check.cohort;
    std::vector<std::size_t> rows(cohort.size());
    for (std::size_t row = 0; row < rows.size(); ++row) rows[row] = row;
    report.ecgs_opened =
        static_cast<std::size_t>(std::ranges::count_if(cohort.ecgs, [](const auto& ecg) { return !ecg.empty(); }));
    inputs::PatientImagesRequest wanted;
    wanted.reading = request.reading;
    wanted.numbers_alone = true;
    const auto found = inputs::patient_images(cohort, rows, wanted, context);
    if (!found && found.error().kind == core::ErrorKind::cancelled) return core::fail(found.error());
    if (!found) {  // none could be used; the reason is the first's
        report.ecgs_not_used.emplace_back(found.error().got, rows);
        report.not_evaluable = found.error();
        return {};
    }
    std::map<std::string, std::vector<std::size_t>> reasons;
    std::vector<std::optional<double>> qrs_ms(cohort.size()), age_y(cohort.size());
    for (const auto& recording : found->recordings) {
        if (!recording.measurements) {
            reasons[recording.excluded].push_back(recording.row);
            continue;
        }
        ++report.ecgs_used;
        samples[recording.row] = recording.samples;
        qrs_ms[recording.row] = recording.measurements->intervals.qrs_ms;
        age_y[recording.row] = recording.age_years;
    }
    inputs::join_alike(samples);
    add_exchanged_ecgs(report, found->recordings);
    add_flags(report, flags_of(found->recordings));
    report.ecgs_not_used.assign(reasons.begin(), reasons.end());
    add_findings(report, cohort::qrs_findings(cohort, qrs_ms));
    add_findings(report, cohort::age_findings(cohort, age_y));
    return {};
}

/// The last error says whether `cohort import` would understand the words that stand where numbers should.
void point_to_import(const CohortCheckRequest& request, cohort::CohortCheck& check) {
    if (check.columns_with_words.empty() || check.errors.empty()) return;
    std::set<std::string> asked;  // columns of which it would ask
    const auto imported = tables::read_raw_table(request.csv).and_then([](const tables::RawTable& table) {
        return tables::import_table(table, {});
    });
    if (imported)
        for (const auto& fault : imported->faults) asked.insert(fault.column);
    std::string understood, open;
    for (const auto& name : check.columns_with_words)
        core::append_word(imported && !asked.contains(name) ? understood : open, name);
    const auto file = request.csv.filename().string();
    std::string hint = "`synchrony cohort import " + file + " --out cohort.csv` ";
    if (!understood.empty()) hint += "reads the words in " + understood;
    if (!open.empty())
        hint += std::string(understood.empty() ? "" : " and ") + "asks what those in " + open +
                " stand for; its map answers (--map)";
    core::append_word(check.errors.back().hint, hint, ". ");
}

}  // namespace

bool CohortCheckReport::names_rows() const {
    return !check.errors.empty() || !ecgs_not_used.empty() ||
           std::ranges::any_of(findings, [](const auto& finding) { return !finding.rows.empty(); });
}

namespace {

/// Few pairs one by one; of many the first.
void add_duplicates(CohortCheckReport& report, const std::vector<cohort::DuplicateSubjects>& pairs) {
    constexpr std::size_t few = 3;
    const auto& cohort = report.check.cohort;
    const std::string then = " If so, give them one `group`";
    for (const bool same_ecg : {true, false}) {
        std::vector<const cohort::DuplicateSubjects*> of_kind;
        for (const auto& pair : pairs)
            if (pair.same_ecg == same_ecg) of_kind.push_back(&pair);
        cohort::Finding all{"person twice", {}, {}};
        for (const auto* pair : of_kind) {
            if (of_kind.size() <= few)
                report.findings.push_back({all.kind, pair->message(cohort) + then, {pair->first, pair->second}});
            for (const auto row : {pair->first, pair->second}) all.rows.push_back(row);
        }
        if (of_kind.size() <= few) continue;
        all.what =
            std::to_string(of_kind.size()) + " pairs of rows, the first " + of_kind.front()->message(cohort) + then;
        report.findings.push_back(std::move(all));
    }
}

}  // namespace

core::Result<CohortCheckReport> check_cohort_and_ecgs(const CohortCheckRequest& request,
                                                      const core::RunContext& context) {
    CohortCheckReport report;
    auto options = request.options;
    options.require_ecg = false;
    report.check = cohort::check_cohort(request.csv, options);
    if (!report.check.errors.empty()) {
        point_to_import(request, report.check);
        return report;
    }
    auto& cohort = report.check.cohort;
    report.not_evaluable = cohort::not_evaluable(cohort);
    add_findings(report, cohort::physiology_findings(cohort));
    add_findings(report, cohort::constant_columns(cohort));
    std::vector<std::string> samples(cohort.size());
    if (!cohort.has_ecgs())
        cohort.notes.emplace_back("the table names no ECGs: only its own columns can be used");
    else if (request.open_ecgs)
        SYNCHRONY_TRY(open_recordings(request, report, samples, context));
    if (!report.not_evaluable) {  // a person of several rows stays in one part of a cross-validation
        auto joined = cohort;
        cohort::join_duplicate_subjects(joined, samples);
        report.not_evaluable = cohort::not_evaluable(joined);
    }
    add_findings(report, cohort::group_findings(cohort));
    add_duplicates(report, cohort::find_duplicate_subjects(cohort, cohort.has_ecgs(), samples));
    add_findings(report, cohort::id_findings(cohort));
    return report;
}

}  // namespace synchrony::app

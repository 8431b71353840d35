#include "synchrony/app/cohort_make.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "found_recordings.hpp"
#include "patient_keys.hpp"
#include "pseudonyms.hpp"
#include "synchrony/cohort/csv_table.hpp"
#include "synchrony/cohort/loose_id.hpp"
#include "synchrony/core/counted.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/core/result_files.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/io/recording_files.hpp"
#include "synchrony/record/identity.hpp"

namespace synchrony::app {
namespace {

namespace fs = std::filesystem;

std::string csv_text(const CohortMakeReport& report, const fs::path& out) {
    static const std::vector<std::string> header{"patient_id",     "ecg",         "group", "age_y", "sex",
                                                 "printed_qrs_ms", "duplicate_of"};
    std::vector<std::vector<std::string>> rows;
    const auto number = [](const std::optional<double>& value) {
        return value ? core::shortest(*value) : std::string();
    };
    for (const auto& row : report.rows) {
        if (row.error) continue;
        rows.push_back({row.patient_id, name_in_table(row.path, out), row.group, number(row.age_years), row.sex,
                        number(row.printed_qrs_ms), row.duplicate_of});
    }
    return cohort::csv_text(header, rows);
}

CohortMakeRow row_of(const FoundRecording& found, bool keep_identity) {
    CohortMakeRow row;
    row.path = found.path;
    row.error = found.error;
    row.age_years = found.patient.age_years;
    if (row.age_years && !keep_identity) row.age_years = std::min(*row.age_years, record::oldest_told_age_years);
    row.sex = found.patient.sex == "female" ? "F" : found.patient.sex == "male" ? "M" : "";
    row.printed_qrs_ms = found.printed_qrs_ms;
    return row;
}

/// A recording of one person that stands under two makes the two one group.
void join_duplicates(CohortMakeReport& report) {
    std::map<std::string, std::string> group_of, joined_to;  // [patient_id]; [group that is part of another]
    for (const auto& row : report.rows) group_of[row.patient_id] = row.group;
    const auto whole = [&joined_to](const std::string& group) {
        auto last = group;
        for (auto next = joined_to.find(last); next != joined_to.end(); next = joined_to.find(last))
            last = next->second;
        if (last != group) joined_to[group] = last;  // so that no chain is walked twice
        return last;
    };
    for (const auto& row : report.rows) {
        if (row.duplicate_of.empty()) continue;
        const auto first = whole(group_of[row.duplicate_of]), second = whole(row.group);
        if (first != second) joined_to[second] = first;
    }
    for (auto& row : report.rows) row.group = whole(row.group);
}

/// The ids in the files, each once; "" where a file says none.
std::vector<std::string> ids_of(const std::vector<FoundRecording>& found) {
    std::set<std::string> ids;
    for (const auto& one : found)
        if (!one.error) ids.insert(one.patient.id);
    return {ids.begin(), ids.end()};
}

/// What the ids make doubtful; the ids themselves are nobody's business.
void note_ids(CohortMakeReport& report, const std::vector<std::string>& ids, bool numbered_anew) {
    if (numbered_anew && std::ranges::all_of(ids, looks_like_study_number))
        report.notes.emplace_back(
            "the ids in the files look like study numbers; patients are numbered anew. --pseudonyms with their map, or "
            "--keep-identity, keeps them");
    std::map<std::string, std::size_t> alike;
    for (const auto& id : ids)
        if (!id.empty()) ++alike[cohort::loose_id(id)];
    const auto several =
        static_cast<std::size_t>(std::ranges::count_if(alike, [](const auto& one) { return one.second > 1; }));
    if (several > 0)
        report.notes.push_back("look at " + core::counted(several, "patient") +
                               " whose id stands in several spellings (case, blanks, dashes, zeros in front): each "
                               "spelling was taken for a patient of its own");
}

/// One id, and files that say two sexes or two days of birth: two people, or a slip.
void note_contradictions(CohortMakeReport& report, const std::vector<FoundRecording>& found) {
    std::map<std::string, std::array<std::set<std::string>, 2>> said;  // [group]: sexes, days of birth
    for (std::size_t i = 0; i < report.rows.size(); ++i) {
        if (report.rows[i].error) continue;
        const auto& patient = found[i].patient;
        auto& [sexes, births] = said[report.rows[i].group];
        if (!patient.sex.empty()) sexes.insert(patient.sex);
        if (!patient.birth_date.empty()) births.insert(patient.birth_date);
    }
    std::string groups;
    for (const auto& [group, facts] : said)
        if (std::ranges::any_of(facts, [](const auto& words) { return words.size() > 1; }))
            core::append_word(groups, group);
    if (!groups.empty())
        report.notes.push_back("files of one patient contradict each other in sex or date of birth: " + groups +
                               ". Two people under one id?");
}

/// Patients, distinct ids, and who holds the same samples as a row before.
void name_rows(CohortMakeReport& report, const std::vector<FoundRecording>& found, bool keep_identity,
               Pseudonyms& pseudonyms) {
    std::map<std::string, std::vector<std::size_t>> recordings;
    std::map<std::string, std::string> first_with;
    std::vector<Whose> known;
    for (const auto& one : found)
        if (!one.error) known.push_back({one.patient, one.path, one.samples_key});
    const auto keys = patient_keys(known, pseudonyms);
    for (std::size_t i = 0, n = 0; i < report.rows.size(); ++i) {
        auto& row = report.rows[i];
        if (row.error) continue;
        const auto& key = keys[n++];
        row.group =
            keep_identity ? (is_key_of_samples(key) ? row.path.stem().string() : key) : pseudonyms.of(key).study_number;
        recordings[row.group].push_back(i);
    }
    for (auto& [group, rows] : recordings) {
        in_order_of_time(
            rows, [&](std::size_t i) -> const auto& { return found[i].start; });
        for (std::size_t n = 0; n < rows.size(); ++n)
            report.rows[rows[n]].patient_id = n == 0 ? group : group + "_" + std::to_string(n + 1);
    }
    for (std::size_t i = 0; i < report.rows.size(); ++i) {
        auto& row = report.rows[i];
        if (row.error) continue;
        const auto [first, is_new] = first_with.emplace(found[i].samples_key, row.patient_id);
        if (!is_new) row.duplicate_of = first->second;
    }
    join_duplicates(report);
}

/// A recording that is read is not written over, with --force or without it.
core::Result<void> check_no_recording(const fs::path& out, const FoundRecordings& found) {
    std::error_code unknown;
    if (!fs::exists(out, unknown)) return {};
    io::FilesInUse inputs;
    for (const auto& recording : found.recordings)
        for (const auto& file : io::files_of_recording(recording.path)) inputs.add(file);
    if (!inputs.has(out)) return {};
    return core::fail(
        {core::ErrorKind::usage, "the table would be written over a recording", out.string(), {}, "another name", {}});
}

}  // namespace

std::size_t CohortMakeReport::failed() const {
    return static_cast<std::size_t>(
        std::count_if(rows.begin(), rows.end(), [](const auto& row) { return row.error.has_value(); }));
}

std::size_t CohortMakeReport::duplicates() const {
    return static_cast<std::size_t>(
        std::count_if(rows.begin(), rows.end(), [](const auto& row) { return !row.duplicate_of.empty(); }));
}

core::Result<CohortMakeReport> make_cohort(const CohortMakeRequest& request, const core::RunContext& context) {
    SYNCHRONY_ASSIGN(auto pseudonyms, Pseudonyms::open(request.pseudonyms));
    SYNCHRONY_TRY(core::check_writable(request.out));
    if (request.force) SYNCHRONY_TRY(core::check_replaces_table(request.out, "patient_id"));
    SYNCHRONY_ASSIGN(auto found, find_recordings(request.inputs, request.reading, request.out, context));
    SYNCHRONY_TRY(check_no_recording(request.out, found));
    CohortMakeReport report;
    report.left_out = std::move(found.left_out);
    report.other_files = found.other_files;
    report.passed_over = found.passed_over;
    for (const auto& recording : found.recordings) report.rows.push_back(row_of(recording, request.keep_identity));
    const auto ids = ids_of(found.recordings);
    const bool given = pseudonyms.are_given(ids);
    if (given) report.notes.emplace_back("the ids in the files are study numbers of the map; they are kept");
    name_rows(report, found.recordings, request.keep_identity || given, pseudonyms);
    note_ids(report, ids, !request.keep_identity && !given);
    note_contradictions(report, found.recordings);
    const auto text = csv_text(report, request.out);
    if (!request.force) SYNCHRONY_TRY(core::check_same_or_absent(request.out, text));
    if (!request.pseudonyms.empty()) SYNCHRONY_TRY(pseudonyms.write(request.pseudonyms));
    SYNCHRONY_TRY(core::write_file(request.out, text));
    return report;
}

}  // namespace synchrony::app

#include "synchrony/app/cohort_make.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "found_recordings.hpp"
#include "patient_keys.hpp"
#include "patient_notes.hpp"
#include "pseudonyms.hpp"
#include "synchrony/cohort/csv_table.hpp"
#include "synchrony/core/counted.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/core/result_files.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/io/recording_files.hpp"
#include "synchrony/record/age_words.hpp"
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
        rows.push_back({row.patient_id, name_in_table(row.path, out), row.group,
                        row.age_years ? record::age_figures(*row.age_years) : std::string(), row.sex,
                        number(row.printed_qrs_ms), row.duplicate_of});
    }
    return cohort::csv_text(header, rows);
}

CohortMakeRow row_of(const FoundRecording& found, bool keep_identity) {
    CohortMakeRow row;
    row.path = found.path;
    row.error = found.error;
    row.age_years = found.patient.age_years;
    if (row.age_years && !keep_identity) row.age_years = record::told_age(*row.age_years);
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

void note_study_numbers(CohortMakeReport& report, const std::vector<std::string>& ids) {
    if (std::ranges::all_of(ids, looks_like_study_number))
        report.notes.emplace_back(
            "the ids in the files look like study numbers; patients are numbered anew. --pseudonyms with their map, or "
            "--keep-identity, keeps them");
}

void note_patients(CohortMakeReport& report, const std::vector<FoundRecording>& found) {
    std::vector<OfPatient> known;
    for (std::size_t i = 0; i < report.rows.size(); ++i)
        if (!report.rows[i].error) known.push_back({report.rows[i].group, found[i].patient});
    for (auto& note : patient_notes(known)) report.notes.push_back(std::move(note));
}

/// Names that no two share.
class DistinctNames {
  public:
    void reserve(const std::string& name) { taken_.insert(name); }

    /// The first of "0001", "H2_0001" (by the folder), "H2_0001-2", ... that is free.
    std::string of_file(const fs::path& file) {
        const auto stem = file.stem().string();
        if (taken_.insert(stem).second) return stem;
        return numbered(file.parent_path().filename().string() + "_" + stem, "-");
    }

    /// "P00001_2", or the next number behind it that is free.
    std::string of_recording(const std::string& group, std::size_t number) { return numbered(group, "_", number); }

  private:
    std::string numbered(const std::string& name, const char* mark, std::size_t number = 1) {
        for (;; ++number)
            if (auto wanted = number == 1 ? name : name + mark + std::to_string(number); taken_.insert(wanted).second)
                return wanted;
    }

    std::set<std::string> taken_;
};

/// Whom a key of patient_keys() stands for in a table that keeps ids: the key, or a file's name where that says nobody.
std::map<std::string, std::string> groups_by_key(const std::vector<std::string>& keys,
                                                 const std::vector<Whose>& recordings, DistinctNames& names) {
    std::map<std::string, std::string> groups;
    for (const auto& key : keys)
        if (!is_key_of_samples(key)) names.reserve(groups[key] = key);
    for (std::size_t i = 0; i < keys.size(); ++i)
        if (!groups.contains(keys[i])) groups[keys[i]] = names.of_file(recordings[i].file);
    return groups;
}

/// Whose recordings no time puts in order.
void note_order(CohortMakeReport& report, std::size_t patients) {
    if (patients == 0) return;
    report.notes.push_back("the recordings of " + core::counted(patients, "patient") +
                           " are numbered in the order of their files, not of their times: at least one has no time "
                           "that puts it before or after the others");
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
    DistinctNames names;
    std::map<std::string, std::string> groups;
    if (keep_identity)
        groups = groups_by_key(keys, known, names);
    else
        for (const auto& key : keys) names.reserve(groups[key] = pseudonyms.of(key).study_number);
    for (std::size_t i = 0, n = 0; i < report.rows.size(); ++i) {
        auto& row = report.rows[i];
        if (row.error) continue;
        row.group = groups.at(keys[n++]);
        recordings[row.group].push_back(i);
    }
    std::size_t without_order = 0;
    for (auto& [group, rows] : recordings) {
        const bool by_time = in_order_of_time(
            rows, [&](std::size_t i) -> const auto& { return found[i].start; });
        without_order += by_time || rows.size() < 2 ? 0 : 1;
        for (std::size_t n = 0; n < rows.size(); ++n)
            report.rows[rows[n]].patient_id = n == 0 ? group : names.of_recording(group, n + 1);
    }
    for (std::size_t i = 0; i < report.rows.size(); ++i) {
        auto& row = report.rows[i];
        if (row.error) continue;
        const auto [first, is_new] = first_with.emplace(found[i].samples_key, row.patient_id);
        if (!is_new) row.duplicate_of = first->second;
    }
    join_duplicates(report);
    note_order(report, without_order);
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
    if (!request.keep_identity && !given) note_study_numbers(report, ids);
    note_patients(report, found.recordings);
    const auto text = csv_text(report, request.out);
    if (!request.force) SYNCHRONY_TRY(core::check_same_or_absent(request.out, text));
    if (!request.pseudonyms.empty()) SYNCHRONY_TRY(pseudonyms.write(request.pseudonyms));
    SYNCHRONY_TRY(core::write_file(request.out, text));
    return report;
}

}  // namespace synchrony::app

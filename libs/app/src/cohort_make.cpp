#include "synchrony/app/cohort_make.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "pseudonyms.hpp"
#include "synchrony/core/csv_row.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/core/parallel.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/core/utf8.hpp"
#include "synchrony/inputs/same_samples.hpp"
#include "synchrony/record/identity.hpp"

namespace synchrony::app {
namespace {

namespace fs = std::filesystem;

struct FoundRecording {
    record::PatientFields patient;
    std::string fingerprint;
    std::optional<std::string> start_time;
};

/// As the table names it: relative to the table where that can be said.
std::string table_name(const fs::path& recording, const fs::path& out) {
    const auto base = fs::absolute(out).parent_path().lexically_normal();
    const auto relative = fs::absolute(recording).lexically_normal().lexically_relative(base);
    return relative.empty() ? recording.string() : relative.generic_string();
}

std::string csv_text(const CohortMakeReport& report, const fs::path& out) {
    static const std::vector<std::string> header{"patient_id",     "ecg",         "group", "age_y", "sex",
                                                 "printed_qrs_ms", "duplicate_of"};
    std::string text = core::csv_row(header);
    const auto number = [](const std::optional<double>& value) {
        return value ? core::shortest(*value) : std::string();
    };
    for (const auto& row : report.rows) {
        if (row.error) continue;
        const std::array<std::string, 7> cells{
            row.patient_id, table_name(row.path, out),  row.group,       number(row.age_years),
            row.sex,        number(row.printed_qrs_ms), row.duplicate_of};
        text += core::csv_row(cells);
    }
    return text;
}

void read_row(CohortMakeRow& row, FoundRecording& found, const CohortMakeRequest& request,
              const io::ReadOptions& reading) {
    const auto name = table_name(row.path, request.out);
    if (const auto bad = core::first_bad_utf8(name); bad != std::string::npos) {
        row.error = core::fail_input("name is not UTF-8, so that no table can hold it", row.path.string(),
                                     "byte " + std::to_string(static_cast<unsigned char>(name[bad])), "UTF-8",
                                     "Rename the file or folder")
                        .value();
        return;
    }
    const auto ecg = io::read_ecg(row.path, reading);
    if (!ecg) {
        row.error = ecg.error();
        return;
    }
    found = {ecg->facts.patient, inputs::samples_key(*ecg), ecg->start_time};
    row.age_years = ecg->facts.patient.age_years;
    if (row.age_years && !request.keep_identity)
        row.age_years = std::min(*row.age_years, record::oldest_told_age_years);
    row.sex = ecg->facts.patient.sex == "female" ? "F" : ecg->facts.patient.sex == "male" ? "M" : "";
    row.printed_qrs_ms = ecg->facts.printed.qrs_ms;
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

/// Patients, distinct ids, and who holds the same samples as a row before.
void name_rows(CohortMakeReport& report, const std::vector<FoundRecording>& found, bool keep_identity,
               Pseudonyms& pseudonyms) {
    std::map<std::string, std::vector<std::size_t>> recordings;
    std::map<std::string, std::string> first_with;
    for (std::size_t i = 0; i < report.rows.size(); ++i) {
        auto& row = report.rows[i];
        if (row.error) continue;
        const auto key = patient_key(found[i].patient, row.path);
        row.group = keep_identity ? (key.starts_with("file ") ? row.path.stem().string() : key)
                                  : pseudonyms.of(key).study_number;
        recordings[row.group].push_back(i);
    }
    for (auto& [group, rows] : recordings) {
        in_order_of_time(
            rows, [&](std::size_t i) -> const auto& { return found[i].start_time; });
        for (std::size_t n = 0; n < rows.size(); ++n)
            report.rows[rows[n]].patient_id = n == 0 ? group : group + "_" + std::to_string(n + 1);
    }
    std::vector<std::string> keys;
    for (const auto& one : found) keys.push_back(one.fingerprint);
    inputs::join_alike(keys);
    for (std::size_t i = 0; i < report.rows.size(); ++i) {
        auto& row = report.rows[i];
        if (row.error) continue;
        const auto [first, is_new] = first_with.emplace(keys[i], row.patient_id);
        if (!is_new) row.duplicate_of = first->second;
    }
    join_duplicates(report);
}

/// With the first reason: a recording's own, or why a file was not looked into (an archive inside an archive).
core::Error nothing_read(const CohortMakeRequest& request, const CohortMakeReport& report) {
    std::string got = "none found";
    if (!report.left_out.empty())
        got += "; left out: " + report.left_out.front().path.string() + ", " + report.left_out.front().reason;
    if (!report.rows.empty()) got = report.rows.front().error->message();
    return {core::ErrorKind::input,
            "no recording was read",
            core::joined(request.inputs, ", ", [](const auto& p) { return p.string(); }),
            got,
            "at least one recording",
            {}};
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
    Pseudonyms pseudonyms;
    if (!request.pseudonyms.empty()) {
        SYNCHRONY_ASSIGN(pseudonyms, Pseudonyms::read(request.pseudonyms));
        SYNCHRONY_TRY(core::check_writable(request.pseudonyms));
    }
    SYNCHRONY_TRY(core::check_writable(request.out));
    auto reading = request.reading;
    SYNCHRONY_ASSIGN(auto collection, io::expand_inputs(request.inputs, reading));
    CohortMakeReport report;
    report.left_out = std::move(collection.left_out);
    report.other_files = collection.other_files;
    for (auto& path : collection.recordings) {
        CohortMakeRow row;
        row.path = std::move(path);
        report.rows.push_back(std::move(row));
    }
    std::vector<FoundRecording> found(report.rows.size());
    context.progress->begin("reading recordings", report.rows.size());
    core::parallel_for(report.rows.size(), context.threads, [&](std::size_t i) {
        if (context.cancel->requested()) return;
        read_row(report.rows[i], found[i], request, reading);
        context.progress->advance(1);
    });
    context.progress->end();
    if (context.cancel->requested())
        return core::fail({core::ErrorKind::cancelled, "stopped; no cohort was written", {}, {}, {}, {}});
    if (report.rows.size() == report.failed()) return core::fail(nothing_read(request, report));
    name_rows(report, found, request.keep_identity, pseudonyms);
    const auto text = csv_text(report, request.out);
    if (!request.force) SYNCHRONY_TRY(core::check_same_or_absent(request.out, text));
    if (!request.pseudonyms.empty()) SYNCHRONY_TRY(pseudonyms.write(request.pseudonyms));
    SYNCHRONY_TRY(core::write_file(request.out, text));
    return report;
}

}  // namespace synchrony::app

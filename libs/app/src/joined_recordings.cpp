#include "joined_recordings.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "found_recordings.hpp"
#include "synchrony/cohort/loose_id.hpp"
#include "synchrony/core/counted.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::app {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t day_figures = 10;  // of "2026-11-29T14:50:00"

/// Rows by their ids.
class IdsOfTable {
  public:
    explicit IdsOfTable(const tables::ImportedTable& imported) {
        for (std::size_t row = 0; row < imported.rows.size(); ++row) {
            const auto& id = imported.rows[row].front();
            exactly_.emplace(id, row);
            const auto [at, is_new] = loosely_.emplace(cohort::loose_id(id), row);
            if (!is_new) at->second.reset();  // two patients: it tells nobody
        }
    }

    [[nodiscard]] std::optional<std::size_t> exactly(const std::string& id) const {
        const auto found = exactly_.find(id);
        return found == exactly_.end() ? std::nullopt : std::optional(found->second);
    }
    [[nodiscard]] std::optional<std::size_t> loosely(std::string_view id) const {
        const auto loose = cohort::loose_id(id);
        const auto found = loose.empty() ? loosely_.end() : loosely_.find(loose);
        return found == loosely_.end() ? std::nullopt : found->second;
    }

    /// The whole name, else its beginning up to a mark between words, the longest first, else its end.
    [[nodiscard]] std::optional<std::size_t> by_name(const std::string& name) const {
        if (const auto row = loosely(name)) return row;
        constexpr const char* marks = " _-.,;()[]#+";
        for (auto at = name.find_last_of(marks); at != std::string::npos && at > 0;
             at = name.find_last_of(marks, at - 1))
            if (const auto row = loosely(std::string_view(name).substr(0, at))) return row;
        for (auto at = name.find_first_of(marks); at != std::string::npos; at = name.find_first_of(marks, at + 1))
            if (const auto row = loosely(std::string_view(name).substr(at + 1))) return row;
        return std::nullopt;
    }

  private:
    std::map<std::string, std::size_t> exactly_;
    std::map<std::string, std::optional<std::size_t>> loosely_;
};

class RecordingJoiner {
  public:
    RecordingJoiner(tables::ImportedTable& imported, const TableImportRequest& request, const FoundRecordings& found)
        : imported_(imported), request_(request), found_(found.recordings), ids_(imported) {
        joined_.recordings = found_.size();
        joined_.unreadable = found.failed();
    }

    core::Result<JoinedRecordings> join() {
        for (std::size_t i = 0; i < found_.size(); ++i)
            if (!found_[i].error) assign(i);
        if (of_row_.empty()) return core::fail(nobody());
        imported_.header.insert(imported_.header.begin() + 1, "ecg");
        for (std::size_t row = 0; row < imported_.rows.size(); ++row) {
            SYNCHRONY_ASSIGN(const auto chosen, choose(row));
            auto& cells = imported_.rows[row];
            cells.insert(cells.begin() + 1, chosen ? name_in_table(found_[*chosen].path, request_.out) : std::string());
            if (chosen) check_sex(row, found_[*chosen]);
        }
        if (several_ > 0 && !told_which()) return core::fail(which());
        say_all();
        return joined_;
    }

  private:
    void assign(std::size_t i) {
        const auto& recording = found_[i];
        auto by_id = recording.patient.id.empty() ? std::nullopt : ids_.exactly(recording.patient.id);
        if (!by_id && !recording.patient.id.empty()) {
            by_id = ids_.loosely(recording.patient.id);
            if (by_id) spelled_otherwise_.insert(*by_id);
        }
        auto by_name = ids_.by_name(recording.path.stem().string());
        if (!by_name) by_name = ids_.by_name(recording.path.parent_path().filename().string());
        if (by_id && by_name && *by_id != *by_name) two_patients_.insert(*by_id);
        const auto row = by_id ? by_id : by_name;
        if (!row) {
            ++joined_.of_nobody;
            return;
        }
        (by_id ? joined_.by_id : joined_.by_name) += 1;
        auto& own = of_row_[*row];
        const bool known = std::ranges::any_of(
            own, [&](std::size_t other) { return found_[other].samples_key == recording.samples_key; });
        if (!known) own.push_back(i);
    }

    [[nodiscard]] core::Error nobody() const {
        return {core::ErrorKind::input,
                "no recording is of a patient in the table",
                core::joined(request_.ecgs, ", ", [](const auto& path) { return path.string(); }),
                core::counted(found_.size() - joined_.unreadable, "recording"),
                "the table's ids in the files, or in the names of files or folders",
                "A column ecg in the table may name each patient's file"};
    }

    [[nodiscard]] bool told_which() const { return !request_.which_ecg.empty() || !imported_.implant_dates.empty(); }

    [[nodiscard]] core::Error which() const {
        return {core::ErrorKind::input,
                core::counted(several_, "patient has", "patients have") + " several ECGs",
                core::joined(request_.ecgs, ", ", [](const auto& path) { return path.string(); }),
                {},
                "--which-ecg first or last",
                "Where the table has the day of the implant, the last before it is taken"};
    }

    /// The patient's own; nothing where there is none, or none before the implant.
    core::Result<std::optional<std::size_t>> choose(std::size_t row) {
        const auto found = of_row_.find(row);
        if (found == of_row_.end()) {
            without_.insert(row);
            return std::nullopt;
        }
        auto own = found->second;
        const auto implant = imported_.implant_dates.empty() ? std::string() : imported_.implant_dates[row];
        if (!implant.empty()) leave_out_later(row, implant, own);
        if (own.empty()) return std::nullopt;
        if (own.size() == 1) return own.front();
        for (const auto i : own)
            if (!found_[i].start_time)
                return core::fail_input("recording gives no time, and its patient has several", found_[i].path.string(),
                                        {}, "one recording of the patient, or times in all",
                                        "Take the others out of the folder, or name the file in a column ecg");
        ++several_;
        const auto by_time = [&](std::size_t a, std::size_t b) {
            return *found_[a].start_time < *found_[b].start_time;
        };
        return request_.which_ecg == "first" ? *std::ranges::min_element(own, by_time)
                                             : *std::ranges::max_element(own, by_time);
    }

    /// Paced beats say nothing of the heart before. On the day itself the hour of the implant is not known.
    void leave_out_later(std::size_t row, const std::string& implant, std::vector<std::size_t>& own) {
        const auto day = [&](std::size_t i) {
            return found_[i].start_time ? found_[i].start_time->substr(0, day_figures) : std::string();
        };
        joined_.after_implant += std::erase_if(own, [&](std::size_t i) { return day(i) > implant; });
        const bool earlier = std::ranges::any_of(own, [&](std::size_t i) { return day(i) < implant; });
        if (earlier) std::erase_if(own, [&](std::size_t i) { return day(i) == implant; });
        if (own.empty()) only_later_.insert(row);
        if (!own.empty() && !earlier) same_day_.insert(row);
        for (const auto i : own)
            if (!found_[i].start_time) undated_.insert(row);
    }

    /// Another person's ECG shows so, now and then.
    void check_sex(std::size_t row, const FoundRecording& recording) {
        const auto column = std::ranges::find(imported_.header, "sex");
        if (column == imported_.header.end() || recording.patient.sex.empty()) return;
        const auto& said = imported_.rows[row][static_cast<std::size_t>(column - imported_.header.begin())];
        if (!said.empty() && said != (recording.patient.sex == "female" ? "F" : "M")) other_sex_.insert(row);
    }

    void say(std::string note) { imported_.notes.push_back(std::move(note)); }

    void say_all() {
        joined_.patients = imported_.rows.size() - without_.size() - only_later_.size();
        say(std::to_string(joined_.patients) + " of " + core::counted(imported_.rows.size(), "patient") +
            " have an ECG; of " + core::counted(joined_.recordings, "recording") + " " + std::to_string(joined_.by_id) +
            " are theirs by the id in the file, " + std::to_string(joined_.by_name) + " by a name, " +
            std::to_string(joined_.of_nobody) + " are of nobody in the table, " + std::to_string(joined_.unreadable) +
            " cannot be read");
        for (const auto& recording : found_)
            if (recording.error) {
                say("the first that cannot be read: " + recording.error->message());
                break;
            }
        if (several_ > 0)
            say("of " + core::counted(several_, "patient") + " with several ECGs the " +
                (request_.which_ecg == "first" ? "first" : "last") +
                (imported_.implant_dates.empty() ? "" : " before the implant") + " was taken");
        say_rows(without_, "look at ", "patient without an ECG", "patients without an ECG", "");
        say_rows(only_later_, "look at ", "patient", "patients",
                 " with ECGs of after the implant alone: none was taken");
        say_rows(same_day_, "look at ", "ECG", "ECGs", " of the day of the implant: was it before the implant?");
        say_rows(undated_, "look at ", "ECG", "ECGs", " without a date: was it before the implant?");
        say_rows(spelled_otherwise_, "", "id is", "ids are",
                 " spelled otherwise in the files (case, blanks, dashes, zeros in front)");
        say_rows(two_patients_, "look at ", "ECG", "ECGs",
                 " with the id of one patient inside and that of another in the name: the id inside counted");
        say_rows(other_sex_, "look at ", "row", "rows", " whose ECG names the other sex: is it the same person?");
    }

    /// Rows are those of what is written; whom they are of is not said.
    void say_rows(const std::set<std::size_t>& rows, const std::string& before, const char* one, const char* many,
                  const std::string& after) {
        if (rows.empty()) return;
        say(before + core::counted(rows.size(), one, many) + after + "; the first in row " +
            std::to_string(*rows.begin() + 2) + " of the cohort");
    }

    tables::ImportedTable& imported_;
    const TableImportRequest& request_;
    const std::vector<FoundRecording>& found_;
    IdsOfTable ids_;
    std::map<std::size_t, std::vector<std::size_t>> of_row_;  // recordings, each once
    std::size_t several_ = 0;
    std::set<std::size_t> without_, only_later_, same_day_, undated_, spelled_otherwise_, two_patients_, other_sex_;
    JoinedRecordings joined_;
};

}  // namespace

core::Result<JoinedRecordings> join_recordings(tables::ImportedTable& imported, const TableImportRequest& request,
                                               const core::RunContext& context) {
    if (std::ranges::find(imported.header, "ecg") != imported.header.end())
        return core::fail({core::ErrorKind::usage, "the table names its ECGs itself", request.table.string(),
                           "a column taken for ecg", "--ecgs without it",
                           "as = \"\" for that column in the map leaves it out"});
    SYNCHRONY_ASSIGN(const auto found, find_recordings(request.ecgs, {}, request.out, context));
    return RecordingJoiner(imported, request, found).join();
}

}  // namespace synchrony::app

#include "joined_recordings.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>

#include "found_recordings.hpp"
#include "join_remarks.hpp"
#include "patient_ids.hpp"
#include "synchrony/core/counted.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/record/identity.hpp"
#include "synchrony/record/start_times.hpp"

namespace synchrony::app {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t day_figures = 10;  // of "2026-11-29T14:50:00"

/// The recording's path below the folder it was found in; empty where nothing may be read from it: a part of a file of
/// many recordings bears a number of the file's own.
fs::path below_its_folder(const fs::path& recording, const std::vector<fs::path>& folders) {
    std::error_code unreadable;
    const auto holder = recording.parent_path();
    if (fs::is_regular_file(holder, unreadable) && core::lower(holder.extension().string()) != ".zip") return {};
    for (const auto& folder : folders) {
        auto below = recording.lexically_normal().lexically_relative(folder.lexically_normal());
        if (!below.empty() && below != "." && *below.begin() != "..") return below;
    }
    return recording.filename();
}

class RecordingJoiner {
  public:
    RecordingJoiner(tables::ImportedTable& imported, const TableImportRequest& request, const FoundRecordings& found)
        : imported_(imported), request_(request), all_(found), found_(found.recordings), ids_(imported) {
        joined_.recordings = found_.size();
        joined_.unreadable = found.failed();
    }

    core::Result<JoinedRecordings> join() {
        for (std::size_t i = 0; i < found_.size(); ++i)
            if (!found_[i].error) assign_by_id(i);
        const bool ids_tell = joined_.by_id > 0;
        for (const auto i : unassigned_) assign_by_name(i, ids_tell);
        if (of_row_.empty()) return core::fail(nobody());
        imported_.header.insert(imported_.header.begin() + 1, "ecg");
        for (std::size_t row = 0; row < imported_.rows.size(); ++row) {
            const auto chosen = choose(row);
            auto& cells = imported_.rows[row];
            cells.insert(cells.begin() + 1, chosen ? name_in_table(found_[*chosen].path, request_.out) : std::string());
            if (chosen) check_sex(row, found_[*chosen]);
        }
        if (!timeless_.empty()) return core::fail(without_times());
        if (asked_ > 0) return core::fail(which());
        say_all();
        return joined_;
    }

  private:
    [[nodiscard]] PatientIds::Match named(std::size_t i) const {
        return ids_.by_path(below_its_folder(found_[i].path, request_.ecgs));
    }

    void assign_by_id(std::size_t i) {
        const auto& id = found_[i].patient.id;
        const auto match = record::is_nobodys_id(id) ? PatientIds::Match{} : ids_.by_id(id);
        if (match.several)
            ++joined_.of_several;
        else if (!match.row)
            unassigned_.push_back(i);
        else {
            ++joined_.by_id;
            if (match.otherwise) remark(Remark::spelled_otherwise, *match.row);
            if (const auto name = named(i); name.row && name.row != match.row) remark(Remark::two_patients, *match.row);
            take(*match.row, i);
        }
    }

    /// A file that holds a stranger's id is a stranger's where other files' ids are the table's.
    void assign_by_name(std::size_t i, bool ids_tell) {
        const bool has_id = !record::is_nobodys_id(found_[i].patient.id);
        const auto match = has_id && ids_tell ? PatientIds::Match{} : named(i);
        if (match.several)
            ++joined_.of_several;
        else if (!match.row)
            ++joined_.of_nobody;
        else {
            ++joined_.by_name;
            if (match.otherwise) remark(Remark::spelled_otherwise, *match.row);
            if (has_id) remark(Remark::other_id, *match.row);
            take(*match.row, i);
        }
    }

    void take(std::size_t row, std::size_t i) {
        const auto& recording = found_[i];
        const auto [first, is_new] = row_of_samples_.emplace(recording.samples_key, row);
        if (!is_new && first->second != row) remark(Remark::shared, row);
        auto person = recording.patient;
        person.id.clear();  // stands in the table as well
        person.other_ids.clear();
        if (record::names_patient(recording.path.filename().string(), person)) remark(Remark::tells_who, row);
        auto& own = of_row_[row];
        const auto known = std::ranges::find_if(
            own, [&](std::size_t other) { return found_[other].samples_key == recording.samples_key; });
        if (known == own.end()) {
            own.push_back(i);
            return;
        }
        // Of two copies the one that says when; of two days the earlier, since exports are later than recordings.
        const auto &kept = found_[*known].start, &other = recording.start;
        const auto order = kept && other ? record::compare_starts(*other, *kept) : std::partial_ordering::unordered;
        if (std::is_lt(order) || std::is_gt(order)) remark(Remark::two_dates, row);
        if (other && (!kept || std::is_lt(order) || says_more(other->time, kept->time))) *known = i;
    }

    /// Of one day, the hour too.
    static bool says_more(const std::string& one, const std::string& other) {
        return one.starts_with(other) && record::has_time_of_day(one) && !record::has_time_of_day(other);
    }

    [[nodiscard]] core::Error nobody() const {
        return {core::ErrorKind::input,
                "no recording is of a patient in the table",
                folders(),
                core::counted(found_.size() - joined_.unreadable, "recording"),
                "the table's ids in the files, or in the names of files or folders",
                "A column ecg in the table may name each patient's file"};
    }

    [[nodiscard]] std::string folders() const {
        return core::joined(request_.ecgs, ", ", [](const auto& path) { return path.string(); });
    }

    [[nodiscard]] core::Error which() const {
        return {core::ErrorKind::input,
                core::counted(asked_, "patient has", "patients have") +
                    (imported_.implant_dates.empty() ? " several ECGs" : " several ECGs and no day of the implant"),
                folders(),
                {},
                "--which-ecg first or last",
                "Where the table has the day of the implant, the last before it is taken"};
    }

    [[nodiscard]] core::Error without_times() const {
        return {core::ErrorKind::input,
                core::counted(timeless_.size(), "patient has", "patients have") + " several ECGs, none with a time" +
                    (all_.dates.unreadable > 0 ? " that can be read" : ""),
                found_[timeless_.front()].path.string() + (timeless_.size() > 1 ? " and others" : ""),
                {},
                "one recording of such a patient, or times in them",
                "Take the others out of the folder, or name the file in a column ecg"};
    }

    /// The patient's own; nothing where there is none, or none before the implant.
    std::optional<std::size_t> choose(std::size_t row) {
        const auto found = of_row_.find(row);
        if (found == of_row_.end()) {
            remark(Remark::without, row);
            return std::nullopt;
        }
        auto own = found->second;
        if (own.size() > 1) leave_out_undated(row, own);
        const auto implant = imported_.implant_dates.empty() ? std::string() : imported_.implant_dates[row];
        if (!implant.empty()) leave_out_later(row, implant, own);
        if (implant.empty() && !imported_.implant_dates.empty()) remark(Remark::no_implant_day, row);
        if (own.empty()) return std::nullopt;
        if (own.size() == 1) return own.front();
        if (!found_[own.front()].start) {
            timeless_.push_back(own.front());
            return std::nullopt;
        }
        ++several_;
        if (implant.empty() && request_.which_ecg.empty()) ++asked_;
        const auto times = times_of(own);
        const auto chosen =
            request_.which_ecg == "first" ? std::ranges::min_element(times) : std::ranges::max_element(times);
        if (std::ranges::count(times, *chosen) > 1) remark(Remark::same_time, row);
        const auto taken = own[static_cast<std::size_t>(chosen - times.begin())];
        if (std::ranges::any_of(
                own, [&](std::size_t i) { return zones_may_matter(*found_[i].start, *found_[taken].start); }))
            remark(Remark::zone_unsaid, row);
        return taken;
    }

    /// Clocks of the Earth differ by 26 hours at most.
    static bool zones_may_matter(const record::Start& one, const record::Start& other) {
        if (one.zone_minutes.has_value() == other.zone_minutes.has_value()) return false;
        const auto day = one.time.substr(0, day_figures), others = other.time.substr(0, day_figures);
        return day == others || record::moved_by_days(day, 1) == others || record::moved_by_days(day, -1) == others;
    }

    /// In whose order these lie, all of which have a time.
    [[nodiscard]] std::vector<std::string> times_of(const std::vector<std::size_t>& own) const {
        std::vector<record::Start> starts;
        for (const auto i : own) starts.push_back(*found_[i].start);
        return record::comparable_times(starts);
    }

    /// Where others have a time; so too a day alone beside an hour of that day.
    void leave_out_undated(std::size_t row, std::vector<std::size_t>& own) {
        const auto all = own;
        const auto undated = [&](std::size_t i) {
            const auto& start = found_[i].start;
            return !start || std::ranges::any_of(all, [&](std::size_t other) {
                return found_[other].start && says_more(found_[other].start->time, start->time);
            });
        };
        if (std::ranges::all_of(own, undated)) return;
        if (std::erase_if(own, undated) > 0) remark(Remark::left_undated, row);
    }

    /// Paced beats say nothing of the heart before. On the day itself the hour of the implant is not known.
    void leave_out_later(std::size_t row, const std::string& implant, std::vector<std::size_t>& own) {
        const auto day = [&](std::size_t i) {
            return found_[i].start ? found_[i].start->time.substr(0, day_figures) : std::string();
        };
        joined_.after_implant += std::erase_if(own, [&](std::size_t i) { return day(i) > implant; });
        const bool earlier =
            std::ranges::any_of(own, [&](std::size_t i) { return !day(i).empty() && day(i) < implant; });
        if (earlier) std::erase_if(own, [&](std::size_t i) { return day(i) == implant; });
        if (own.empty()) remark(Remark::only_later, row);
        if (!earlier) keep_first_of_day(row, implant, own);
        if (own.size() == 1 && !found_[own.front()].start) remark(Remark::undated, row);
    }

    /// Of the day itself the first is likeliest to be of before the implant.
    void keep_first_of_day(std::size_t row, const std::string& implant, std::vector<std::size_t>& own) {
        const auto of_day = [&](std::size_t i) {
            return found_[i].start && found_[i].start->time.starts_with(implant);
        };
        std::vector<std::size_t> that_day;
        std::ranges::copy_if(own, std::back_inserter(that_day), of_day);
        if (that_day.empty()) return;
        remark(Remark::same_day, row);
        const auto times = times_of(that_day);
        own = {that_day[static_cast<std::size_t>(std::ranges::min_element(times) - times.begin())]};
    }

    /// Another person's ECG shows so, now and then.
    void check_sex(std::size_t row, const FoundRecording& recording) {
        const auto column = imported_.find("sex");
        if (!column || recording.patient.sex.empty()) return;
        const auto& said = imported_.rows[row][*column];
        if (!said.empty() && said != (recording.patient.sex == "female" ? "F" : "M")) remark(Remark::other_sex, row);
    }

    void say(std::string note) { imported_.notes.push_back(std::move(note)); }

    void say_all() {
        joined_.patients =
            imported_.rows.size() - remarks_[Remark::without].size() - remarks_[Remark::only_later].size();
        say(std::to_string(joined_.patients) + " of " + core::counted(imported_.rows.size(), "patient") +
            " have an ECG; of " + core::counted(joined_.recordings, "recording") + " " + std::to_string(joined_.by_id) +
            " are theirs by the id in the file, " + std::to_string(joined_.by_name) + " by a name, " +
            std::to_string(joined_.of_nobody) + " are of nobody in the table, " +
            (joined_.of_several > 0 ? std::to_string(joined_.of_several) + " may be of two patients, " : "") +
            std::to_string(joined_.unreadable) + " cannot be read");
        say_implant_days();
        say_dates();
        for (const auto& recording : found_)
            if (recording.error) {
                say("the first that cannot be read, " + below_its_folder(recording.path, request_.ecgs).string() +
                    ": " + recording.error->what);
                break;
            }
        if (several_ > 0)
            say("of " + core::counted(several_, "patient") + " with several ECGs the " +
                (request_.which_ecg == "first" ? "first" : "last") + " was taken" +
                (imported_.implant_dates.empty() ? "" : ", before the implant where its day is known"));
        for (const auto& words : remark_words) say_rows(remarks_[words.remark], words);
    }

    void say_dates() {
        const auto& dates = all_.dates;
        const auto settled = [&](std::size_t count, const char* order, std::size_t shown) {
            if (count > 0)
                say(core::counted(count, "date that could be of either order is",
                                  "dates that could be of either order are") +
                    " read " + order + " first, as " + core::counted(shown, "other file shows", "other files show"));
        };
        settled(dates.read_day_first, "day", dates.shows_day_first);
        settled(dates.read_month_first, "month", dates.shows_month_first);
        if (dates.unsure > 0)
            say("look at " + core::counted(dates.unsure, "date", "dates") +
                " of ECGs that could be day first (04-05-2020): read month first, as the format says; " +
                (dates.shows_day_first > 0
                     ? core::counted(dates.shows_day_first, "file shows", "files show") + " day first and " +
                           std::to_string(dates.shows_month_first) + " month first"
                     : std::string("no file shows which")));
        if (dates.unreadable > 0)
            say("look at " + core::counted(dates.unreadable, "ECG", "ECGs") +
                " whose date cannot be read: as if they had none");
    }

    void say_implant_days() {
        const auto& days = imported_.implant_dates;
        if (days.empty())
            say("no column was taken for the day of the implant: ECGs of after it cannot be told; as = "
                "\"implant_date\" "
                "in the map");
        else
            say("the day of the implant is known of " +
                std::to_string(std::ranges::count_if(days, [](const auto& day) { return !day.empty(); })) + " of " +
                core::counted(days.size(), "patient") + "; " + core::counted(joined_.after_implant, "ECG") +
                " of after it left out");
    }

    void remark(Remark kind, std::size_t row) { remarks_[kind].insert(row); }

    /// Rows are those of what is written; whom they are of is not said.
    void say_rows(const std::set<std::size_t>& rows, const RemarkWords& words) {
        if (rows.empty()) return;
        say(std::string(words.before) + core::counted(rows.size(), words.one, words.many) + words.after +
            "; the first in row " + std::to_string(*rows.begin() + 2) + " of the cohort");
    }

    tables::ImportedTable& imported_;
    const TableImportRequest& request_;
    const FoundRecordings& all_;
    const std::vector<FoundRecording>& found_;
    PatientIds ids_;
    std::map<std::size_t, std::vector<std::size_t>> of_row_;  // recordings, each once
    std::vector<std::size_t> unassigned_, timeless_;
    std::map<std::string, std::size_t> row_of_samples_;
    std::size_t several_ = 0, asked_ = 0;              // patients
    std::map<Remark, std::set<std::size_t>> remarks_;  // rows
    JoinedRecordings joined_;
};

}  // namespace

core::Result<JoinedRecordings> join_recordings(tables::ImportedTable& imported, const TableImportRequest& request,
                                               const core::RunContext& context) {
    if (imported.find("ecg"))
        return core::fail({core::ErrorKind::usage, "the table names its ECGs itself", request.table.string(),
                           "a column taken for ecg", "--ecgs without it",
                           "as = \"\" for that column in the map leaves it out"});
    SYNCHRONY_ASSIGN(const auto found, find_recordings(request.ecgs, request.reading, request.out, context));
    return RecordingJoiner(imported, request, found).join();
}

}  // namespace synchrony::app

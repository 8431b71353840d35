#include "pseudonyms.hpp"

#include <algorithm>
#include <array>
#include <random>
#include <set>

#include "synchrony/core/csv_row.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/record/identity.hpp"

namespace synchrony::app {
namespace {

const std::vector<std::string> map_header{"patient", "study_number", "shift_days"};
constexpr int most_shift_days = 365;
/// Of a map that another program wrote; days beyond a century are a slip.
constexpr int most_given_shift_days = 36'525;
/// "P00001": how new patients are numbered.
constexpr char mark_of_numbers = 'P';
constexpr std::size_t least_figures = 5;
/// So many patients nobody has; the next number must be one.
constexpr int most_numbered = 999'999'999;

int secret_shift() {
    std::random_device source;
    std::uniform_int_distribution<int> days(1, most_shift_days), sign(0, 1);
    const int magnitude = days(source);
    return sign(source) == 0 ? magnitude : -magnitude;
}

/// Outputs are named by it, and tables hold it: letters, digits, '_', and '-' and '.' inside.
bool is_study_number(const std::string& number) {
    constexpr std::size_t longest = 64;
    constexpr const char* allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
    return !number.empty() && number.size() <= longest && number.front() != '.' && number.front() != '-' &&
           number.find_first_not_of(allowed) == std::string::npos;
}

/// The folder of the map, for this run alone.
core::Result<core::FolderLock> folder_of(const std::filesystem::path& path) {
    auto lock = core::FolderLock::take(path.parent_path());
    if (!lock && lock.error().kind == core::ErrorKind::io && lock.error().got.empty()) {
        auto error = std::move(lock).error();
        error.what = "another run is writing to the folder of this map";
        error.where = path.string();
        error.hint = "Wait until it ends: two runs at once would give two patients one study number";
        return core::fail(std::move(error));
    }
    return lock;
}

}  // namespace

core::Result<Pseudonyms> Pseudonyms::open(const std::filesystem::path& path) {
    if (path.empty()) return Pseudonyms();
    SYNCHRONY_ASSIGN(auto lock, folder_of(path));
    SYNCHRONY_ASSIGN(auto map, read(path));
    SYNCHRONY_TRY(core::check_writable(path));
    map.lock_ = std::make_shared<const core::FolderLock>(std::move(lock));
    return map;
}

core::Result<Pseudonyms> Pseudonyms::read(const std::filesystem::path& path) {
    Pseudonyms map;
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored)) return map;
    SYNCHRONY_ASSIGN(const auto text, core::read_file(path));
    const auto where = path.string();
    core::CsvRowReader rows(text, where);
    std::vector<std::string> cells;
    std::map<std::string, int> shifts;  // [study number]
    const auto fault = [&](std::string what, std::string got) {
        return core::fail_input(std::move(what), where + ", line " + std::to_string(rows.line()), std::move(got),
                                "patient,study_number,shift_days",
                                "A map is written by --pseudonyms; edit nothing in it");
    };
    for (bool first = true;; first = false) {
        SYNCHRONY_ASSIGN(const bool more, rows.next(cells));
        if (!more) break;
        if (first) {
            if (cells != map_header)
                return fault("file is no map of pseudonyms", cells.empty() ? "" : cells[0] + ",...");
            continue;
        }
        Pseudonym known;
        const auto shift = cells.size() == map_header.size() ? core::number_from<int>(cells[2]) : std::nullopt;
        if (!shift) return fault("row of the map is damaged", std::to_string(cells.size()) + " cells");
        if (*shift == 0 || *shift < -most_given_shift_days || *shift > most_given_shift_days)
            return fault("shift hides no date", std::to_string(*shift) + " days");
        known.shift_days = *shift;
        known.study_number = cells[1];
        if (!is_study_number(known.study_number)) return fault("study number cannot name a file", known.study_number);
        if (shifts.emplace(known.study_number, known.shift_days).first->second != known.shift_days)
            return fault("study number stands twice, with two shifts", known.study_number);
        if (known.study_number.starts_with(mark_of_numbers))
            map.highest_ =
                std::max(map.highest_, std::min(core::number_from<int>(cells[1].substr(1)).value_or(0), most_numbered));
        if (!map.known_.emplace(core::without_guard(cells[0]), known).second)
            return fault("patient stands twice", "a patient");
    }
    return map;
}

bool Pseudonyms::are_given(std::span<const std::string> ids) const {
    std::set<std::string> given;
    for (const auto& [patient, known] : known_) given.insert(known.study_number);
    return !ids.empty() &&
           std::ranges::all_of(ids, [&](const auto& id) { return given.contains(id) && !known_.contains(id); });
}

Pseudonym Pseudonyms::of(const std::string& patient) {
    auto found = known_.find(patient);
    if (found == known_.end()) {
        auto number = std::to_string(++highest_);
        if (number.size() < least_figures) number.insert(0, least_figures - number.size(), '0');
        const auto shared = shift_of_newcomer_.find(patient);
        const int shift = shared != shift_of_newcomer_.end() ? shared->second : secret_shift();
        found = known_.emplace(patient, Pseudonym{mark_of_numbers + number, shift}).first;
    }
    auto given = found->second;
    if (const auto names = other_names_.find(patient); names != other_names_.end())
        for (const auto& name : names->second) known_.emplace(name, given);
    return given;
}

void Pseudonyms::share_shift(std::span<const std::string> patients) {
    std::optional<int> shift;
    for (const auto& patient : patients)
        if (const auto found = known_.find(patient); found != known_.end() && !shift) shift = found->second.shift_days;
    for (const auto& patient : patients)
        if (const auto found = shift_of_newcomer_.find(patient); found != shift_of_newcomer_.end() && !shift)
            shift = found->second;
    if (!shift) shift = secret_shift();
    for (const auto& patient : patients) shift_of_newcomer_[patient] = *shift;
}

core::Result<void> Pseudonyms::write(const std::filesystem::path& path) const {
    std::string text = core::csv_row(map_header);
    for (const auto& [patient, known] : known_) {
        const std::array<std::string, 3> row{core::guarded_cell(patient), known.study_number,
                                             std::to_string(known.shift_days)};
        text += core::csv_row(row);
    }
    SYNCHRONY_ASSIGN(auto file, core::AtomicFile::create(path));
    std::error_code fault;
    using std::filesystem::perms;
    std::filesystem::permissions(file.temporary_path(), perms::owner_read | perms::owner_write, fault);
    if (fault)
        return core::fail(
            {core::ErrorKind::io, "map cannot be kept from others", path.string(), fault.message(), {}, {}});
    file.stream() << text;
    return file.commit();
}

bool looks_like_study_number(const std::string& id) {
    return id.size() > least_figures && id.front() == mark_of_numbers &&
           id.find_first_not_of("0123456789", 1) == std::string::npos;
}

record::Ecg with_pseudonym(record::Ecg ecg, const Pseudonym& pseudonym) {
    const auto start = ecg.start_time ? record::moved_by_days(*ecg.start_time, pseudonym.shift_days) : std::nullopt;
    auto clock_time = std::move(ecg.facts.clock_time);  // as that of a date, which stays too
    ecg = record::without_identity(std::move(ecg));
    ecg.start_time = start;
    ecg.facts.clock_time = std::move(clock_time);
    ecg.facts.patient.id = pseudonym.study_number;
    return ecg;
}

}  // namespace synchrony::app

#include "cohorts.hpp"

#include <algorithm>

#include "held_recordings.hpp"
#include "synchrony/app/table_import.hpp"
#include "synchrony/cohort/cohort.hpp"
#include "synchrony/core/counted.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/io/read.hpp"

namespace synchrony::server {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr const char* files_folder = "files";

/// The table lies among the files, so that its names of ECGs hold; under a name that no upload may have.
fs::path table_path(const fs::path& folder, const std::string& ending) {
    return folder / files_folder / (".table" + ending);
}

/// Without the path, which holds the name that the user gave the file.
core::Error without_place(core::Error error) {
    error.where = "private folder";
    return error;
}

}  // namespace

UploadedCohort::~UploadedCohort() {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
}

core::Result<void> UploadedCohort::take(std::size_t bytes) {
    if (bytes <= most_bytes_ - bytes_) {
        bytes_ += bytes;
        return {};
    }
    return core::fail({core::ErrorKind::refused,
                       "the cohort is too large for the page",
                       {},
                       std::to_string(bytes_ + bytes) + " bytes",
                       "at most " + std::to_string(most_bytes_),
                       "The command line has no such bound: synchrony evaluate"});
}

core::Result<void> UploadedCohort::add_files(const UploadedFiles& files) {
    const std::lock_guard lock(mutex_);
    for (const auto& [name, bytes] : files) SYNCHRONY_TRY(check_place(files_, name));  // before any is written
    ecgs_.reset();
    for (const auto& [name, bytes] : files) {
        if (const auto before = files_.find(name); before != files_.end()) {
            bytes_ -= before->second;
            files_.erase(before);
        }
        SYNCHRONY_TRY(take(bytes.size()));
        const auto path = folder_ / files_folder / name;
        SYNCHRONY_TRY(core::make_directories(path.parent_path()).map_error(without_place));
        SYNCHRONY_TRY(core::write_file(path, bytes, core::Durability::left_to_system).map_error(without_place));
        files_[name] = bytes.size();
    }
    return {};
}

core::Result<void> UploadedCohort::set_table(const std::string& ending, const std::string& bytes,
                                             const std::string& map) {
    const std::lock_guard lock(mutex_);
    SYNCHRONY_TRY(take(bytes.size() + map.size()));
    table_ = table_path(folder_, ending);
    SYNCHRONY_TRY(core::make_directories(table_.parent_path()));
    SYNCHRONY_TRY(core::write_file(table_, bytes, core::Durability::left_to_system));
    if (!map.empty()) SYNCHRONY_TRY(core::write_file(this->map(), map, core::Durability::left_to_system));
    return import_table(!map.empty());
}

core::Result<void> UploadedCohort::set_map(const std::string& map) {
    const std::lock_guard lock(mutex_);
    const auto before = core::read_file(this->map());
    SYNCHRONY_TRY(core::write_file(this->map(), map, core::Durability::left_to_system));
    auto imported = import_table(true);
    if (!imported && before) SYNCHRONY_TRY(core::write_file(this->map(), *before, core::Durability::left_to_system));
    return imported;
}

core::Result<void> UploadedCohort::import_table(bool by_map) {
    ecgs_.reset();
    app::TableImportRequest request;
    request.table = table_;
    request.out = csv();
    request.private_places = request.force = true;
    if (by_map) request.map = map();
    // Paths of the private folder, and the table's name there, are nobody's business.
    const auto told_name = "table" + table_.extension().string();
    SYNCHRONY_ASSIGN(const auto report, app::import_hospital_table(request, {}).map_error([&](core::Error error) {
        core::replace_all(error.where, table_.string(), told_name);
        core::replace_all(error.where, table_.filename().string(), told_name);
        return error;
    }));
    ready_ = report.written;
    std::error_code ignored;
    if (!ready_) fs::remove(csv(), ignored);
    import_ = app::to_json(report, {});
    import_["source"] = told_name;
    import_.erase("cohort");
    import_.erase("map");
    return {};
}

core::Result<cohort::Cohort> UploadedCohort::read() const {
    cohort::CohortOptions options;
    options.require_outcome = options.require_ecg = options.check_files = false;
    return cohort::read_cohort(csv(), options);
}

UploadedCohort::EcgCount UploadedCohort::count_ecgs() const {
    if (!ready_) return {};
    const auto cohort = read();
    if (!cohort || !cohort->has_ecgs()) return {};
    EcgCount count;
    std::error_code ignored;
    for (const auto& ecg : cohort->ecgs) {
        if (ecg.empty()) continue;
        ++count.named;
        if (!fs::exists(io::resolve_recording(ecg), ignored)) ++count.missing;
    }
    return count;
}

Json UploadedCohort::json() const {
    const std::lock_guard lock(mutex_);
    Json document{{"id", id_}};
    document.update(import_);
    document["ready"] = ready_;
    document["files"] = files_.size();
    if (!ecgs_) ecgs_ = count_ecgs();
    document["ecgs"] = ecgs_->named;
    document["ecgs_missing"] = ecgs_->missing;
    if (ready_ && ecgs_->named == 0 && !files_.empty())
        document["notes"].push_back(
            core::counted(files_.size(), "file") +
            " sent, and the table names none of them: their names belong in its column ecg; without it they are not "
            "used. On the command line `synchrony cohort import --ecgs FOLDER` joins them by patient id.");
    return document;
}

bool UploadedCohort::ready() const {
    const std::lock_guard lock(mutex_);
    return ready_;
}

core::Result<std::shared_ptr<UploadedCohort>> Cohorts::create() const {
    const auto id = drawn_id();
    const auto folder = folder_ / ("cohort-" + id);
    SYNCHRONY_TRY(core::make_directories(folder));
    return std::make_shared<UploadedCohort>(id, folder, most_bytes_);
}

core::Result<void> Cohorts::hold(std::shared_ptr<UploadedCohort> cohort,
                                 const std::function<bool(const std::string&)>& in_use) {
    const std::lock_guard lock(mutex_);
    if (held_.size() >= most_) {
        const auto free = std::ranges::find_if(held_, [&](const auto& each) { return !in_use(each->id()); });
        if (free == held_.end())
            return core::fail({core::ErrorKind::refused,
                               "all cohorts held are being evaluated",
                               {},
                               std::to_string(held_.size()) + " cohorts",
                               {},
                               "Stop an evaluation, or wait for it"});
        dropped_.add((*free)->id());
        held_.erase(free);
    }
    held_.push_back(std::move(cohort));
    return {};
}

std::shared_ptr<UploadedCohort> Cohorts::find(const std::string& id) const {
    const std::lock_guard lock(mutex_);
    const auto found = std::ranges::find(held_, id, [](const auto& cohort) { return cohort->id(); });
    return found == held_.end() ? nullptr : *found;
}

bool Cohorts::was_dropped(const std::string& id) const {
    const std::lock_guard lock(mutex_);
    return dropped_.contains(id);
}

bool Cohorts::forget(const std::string& id) {
    const std::lock_guard lock(mutex_);
    return std::erase_if(held_, [&](const auto& cohort) { return cohort->id() == id; }) > 0;
}

std::vector<std::shared_ptr<UploadedCohort>> Cohorts::all() const {
    const std::lock_guard lock(mutex_);
    return {held_.rbegin(), held_.rend()};
}

core::Error without_file_names(core::Error error) {
    if (error.where.find("column ecg") == std::string::npos) return error;
    error.got.clear();
    error.hint.clear();
    return error;
}

}  // namespace synchrony::server

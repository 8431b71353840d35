// Cohorts that were uploaded: a table, its map and the ECGs, each in a folder of its own in the private folder.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "dropped_ids.hpp"
#include "reading.hpp"
#include "synchrony/cohort/cohort.hpp"
#include "synchrony/core/result.hpp"

namespace synchrony::server {

/// One cohort. Its files lie in `folder`/files under the names that the table gives them; the table and what is made of
/// it beside that. Safe from several threads.
class UploadedCohort {
  public:
    UploadedCohort(std::string id, std::filesystem::path folder, std::size_t most_bytes)
        : id_(std::move(id)), folder_(std::move(folder)), most_bytes_(most_bytes) {}
    UploadedCohort(const UploadedCohort&) = delete;
    UploadedCohort& operator=(const UploadedCohort&) = delete;
    ~UploadedCohort();

    [[nodiscard]] const std::string& id() const { return id_; }
    [[nodiscard]] std::filesystem::path csv() const { return folder_ / "cohort.csv"; }
    [[nodiscard]] std::filesystem::path map() const { return folder_ / "cohort.map.toml"; }

    /// Errors: usage (a name), refused with kind "too large", io.
    [[nodiscard]] core::Result<void> add_files(const UploadedFiles& files);
    /// Writes the table, reads it, by the map where there is one, and writes the cohort CSV where there are no faults.
    [[nodiscard]] core::Result<void> set_table(const std::string& ending, const std::string& bytes,
                                               const std::string& map);
    [[nodiscard]] core::Result<void> set_map(const std::string& map);
    /// How the table was understood.
    [[nodiscard]] nlohmann::ordered_json json() const;
    [[nodiscard]] bool ready() const;
    /// The cohort CSV as it is, whatever is missing. Errors: those of cohort::read_cohort.
    [[nodiscard]] core::Result<cohort::Cohort> read() const;

  private:
    [[nodiscard]] core::Result<void> import_table(bool by_map);  ///< with mutex_ held
    [[nodiscard]] core::Result<void> take(std::size_t bytes);
    /// ECGs that the table names, and those of them that no file is.
    struct EcgCount {
        std::size_t named = 0, missing = 0;
    };
    [[nodiscard]] EcgCount count_ecgs() const;

    const std::string id_;
    const std::filesystem::path folder_;
    const std::size_t most_bytes_;
    mutable std::mutex mutex_;
    std::filesystem::path table_;
    std::size_t bytes_ = 0;
    std::map<std::string, std::size_t> files_;  ///< bytes by name: the same name again takes the file's place
    bool ready_ = false;
    nlohmann::ordered_json import_;
    mutable std::optional<EcgCount> ecgs_;  ///< counted anew after files or the table change
};

class Cohorts {
  public:
    Cohorts(std::filesystem::path folder, std::size_t most, std::size_t most_bytes)
        : folder_(std::move(folder)), most_(most), most_bytes_(most_bytes) {}
    Cohorts(Cohorts&&) = delete;

    /// An empty one, which is not held yet: what cannot be read must take no other's place. Errors: io.
    [[nodiscard]] core::Result<std::shared_ptr<UploadedCohort>> create() const;
    /// From now on it is found; the oldest that `in_use` does not name goes where there are too many. Errors: refused.
    [[nodiscard]] core::Result<void> hold(std::shared_ptr<UploadedCohort> cohort,
                                          const std::function<bool(const std::string&)>& in_use);
    [[nodiscard]] std::shared_ptr<UploadedCohort> find(const std::string& id) const;
    /// Whether it was there and had to go.
    [[nodiscard]] bool was_dropped(const std::string& id) const;
    bool forget(const std::string& id);
    [[nodiscard]] std::vector<std::shared_ptr<UploadedCohort>> all() const;

  private:
    const std::filesystem::path folder_;
    const std::size_t most_, most_bytes_;
    mutable std::mutex mutex_;
    std::vector<std::shared_ptr<UploadedCohort>> held_;  ///< the oldest first
    DroppedIds dropped_;
};

/// An error about the table's ECGs without their names: a file may be called after its patient.
[[nodiscard]] core::Error without_file_names(core::Error error);

}  // namespace synchrony::server

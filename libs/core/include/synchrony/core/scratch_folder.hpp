// A folder for intermediate files, gone when its owner is: what a killed program left is removed by the next one.
#pragma once

#include <filesystem>
#include <string>
#include <utility>

#include "synchrony/core/result.hpp"

namespace synchrony::core {

class ScratchFolder {
  public:
    /// A fresh folder, open to this user only, where the system keeps temporary files; its name begins with `prefix`.
    /// Those of this prefix and user that no process holds any more are removed. Errors: io.
    [[nodiscard]] static Result<ScratchFolder> create(const std::string& prefix = "synchrony-run-");
    ScratchFolder(ScratchFolder&& other) noexcept
        : path_(std::exchange(other.path_, {})), lock_(other.lock_), slot_(std::exchange(other.slot_, -1)) {}
    ScratchFolder& operator=(ScratchFolder&&) = delete;
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    ~ScratchFolder();

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  private:
    ScratchFolder(std::filesystem::path path, int lock, int slot) : path_(std::move(path)), lock_(lock), slot_(slot) {}
    std::filesystem::path path_;
    int lock_;  ///< the folder, opened and locked as long as its owner lives
    int slot_;  ///< among the names that remove_temporary_files knows
};

}  // namespace synchrony::core

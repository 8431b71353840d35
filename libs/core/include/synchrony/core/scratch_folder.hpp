// A folder for intermediate files, gone when its owner is.
#pragma once

#include <filesystem>
#include <string>
#include <utility>

#include "synchrony/core/result.hpp"

namespace synchrony::core {

class ScratchFolder {
  public:
    /// A fresh folder, open to this user only, where the system keeps temporary files; its name begins with `prefix`.
    /// Errors: io.
    [[nodiscard]] static Result<ScratchFolder> create(const std::string& prefix = "synchrony-");
    ScratchFolder(ScratchFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}
    ScratchFolder& operator=(ScratchFolder&&) = delete;
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    ~ScratchFolder();

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  private:
    explicit ScratchFolder(std::filesystem::path path) : path_(std::move(path)) {}
    std::filesystem::path path_;
};

}  // namespace synchrony::core

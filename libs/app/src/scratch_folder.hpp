// A folder for intermediate files, gone when its owner is.
#pragma once

#include <filesystem>

#include "synchrony/core/result.hpp"

namespace synchrony::app {

class ScratchFolder {
  public:
    /// A fresh folder, open to this user only, where the system keeps temporary files. Errors: io.
    [[nodiscard]] static core::Result<ScratchFolder> create();
    ScratchFolder(ScratchFolder&& other) noexcept : path_(std::move(other.path_)) { other.path_.clear(); }
    ScratchFolder& operator=(ScratchFolder&&) = delete;
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    ~ScratchFolder();

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  private:
    explicit ScratchFolder(std::filesystem::path path) : path_(std::move(path)) {}
    std::filesystem::path path_;
};

}  // namespace synchrony::app

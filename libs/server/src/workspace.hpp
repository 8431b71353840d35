// A folder open to this user alone, gone with the server: cohorts and evaluations lie there. What a server that was
// killed left behind is removed by the next one.
#pragma once

#include <filesystem>

#include "synchrony/core/result.hpp"

namespace synchrony::server {

class Workspace {
  public:
    /// A fresh folder where the system keeps temporary files. Errors: io.
    [[nodiscard]] static core::Result<Workspace> create();
    Workspace(Workspace&& other) noexcept;
    Workspace& operator=(Workspace&&) = delete;
    Workspace(const Workspace&) = delete;
    Workspace& operator=(const Workspace&) = delete;
    ~Workspace();

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  private:
    Workspace(std::filesystem::path path, int lock) : path_(std::move(path)), lock_(lock) {}
    std::filesystem::path path_;
    int lock_ = -1;  ///< an open file in the folder that is locked as long as its server lives
};

}  // namespace synchrony::server

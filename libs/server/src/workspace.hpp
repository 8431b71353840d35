// A folder open to this user alone, gone with the server: cohorts and evaluations lie there. What a server that was
// killed left behind is removed by the next one.
#pragma once

#include <filesystem>

#include "synchrony/core/result.hpp"
#include "synchrony/core/scratch_folder.hpp"

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

    [[nodiscard]] const std::filesystem::path& path() const { return folder_.path(); }

  private:
    Workspace(core::ScratchFolder folder, int lock) : folder_(std::move(folder)), lock_(lock) {}
    core::ScratchFolder folder_;
    int lock_ = -1;  ///< an open file in the folder that is locked as long as its server lives
};

}  // namespace synchrony::server

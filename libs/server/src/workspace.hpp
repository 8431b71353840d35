// A folder open to this user alone, gone with the server: cohorts and evaluations lie there.
#pragma once

#include <filesystem>
#include <utility>

#include "synchrony/core/result.hpp"
#include "synchrony/core/scratch_folder.hpp"

namespace synchrony::server {

class Workspace {
  public:
    /// A fresh folder where the system keeps temporary files. Errors: io.
    [[nodiscard]] static core::Result<Workspace> create() {
        SYNCHRONY_ASSIGN(auto folder, core::ScratchFolder::create("synchrony-server-"));
        return Workspace(std::move(folder));
    }
    [[nodiscard]] const std::filesystem::path& path() const { return folder_.path(); }

  private:
    explicit Workspace(core::ScratchFolder folder) : folder_(std::move(folder)) {}
    core::ScratchFolder folder_;
};

}  // namespace synchrony::server

// Finished pieces of long work on disk, so that a run that was killed goes on where it was.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "synchrony/core/result.hpp"

namespace synchrony::core {

/// A file a piece, each with the fingerprint of all that it depends on: a piece of other data or settings is not taken.
class PieceStore {
  public:
    explicit PieceStore(std::filesystem::path folder) : folder_(std::move(folder)) {}
    /// The piece, where it is there and of that fingerprint. A file that is no such piece counts as absent.
    [[nodiscard]] std::optional<nlohmann::json> find(const std::string& name, const std::string& fingerprint) const;
    /// Written atomically; folders are made.
    [[nodiscard]] core::Result<void> keep(const std::string& name, const std::string& fingerprint,
                                          const nlohmann::json& piece) const;

  private:
    std::filesystem::path folder_;
};

}  // namespace synchrony::core

// Results of long work on disk, so that a run that was killed goes on where it was.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "synchrony/core/key.hpp"
#include "synchrony/core/result.hpp"

namespace synchrony::core {

/// A file a result, each with the key of all that it depends on: a result of other data or settings is not taken.
class ResultCache {
  public:
    explicit ResultCache(std::filesystem::path folder) : folder_(std::move(folder)) {}
    /// The result, where it is there and of that key. A file that is no such result counts as absent.
    [[nodiscard]] std::optional<nlohmann::json> find(const std::string& name, const Key& key) const;
    /// Written atomically; folders are made.
    [[nodiscard]] core::Result<void> keep(const std::string& name, const Key& key, const nlohmann::json& result) const;

  private:
    std::filesystem::path folder_;
};

}  // namespace synchrony::core

// The models that may be asked: those shipped with the program and those that the caller named.
#pragma once

#include <filesystem>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "synchrony/core/result.hpp"

namespace synchrony::server {

struct ShelvedModel {
    std::string id;  ///< the file's name without its ending, made distinct
    std::filesystem::path file;
    bool shipped = false;
};

class ModelShelf {
  public:
    /// Files as they are, of folders every .safetensors in them. Errors (io): a file or folder that is not there.
    [[nodiscard]] static core::Result<ModelShelf> of(const std::vector<std::filesystem::path>& named);

    [[nodiscard]] const std::vector<ShelvedModel>& models() const { return models_; }
    [[nodiscard]] const ShelvedModel* find(const std::string& id) const;
    /// A line of the list, and the whole document; read once, as files do not change under a running server.
    [[nodiscard]] nlohmann::ordered_json line_of(const ShelvedModel& model) const;
    [[nodiscard]] core::Result<nlohmann::ordered_json> document_of(const ShelvedModel& model) const;

  private:
    void add(std::filesystem::path file, bool shipped);
    struct Cache {
        std::mutex mutex;
        std::map<std::string, core::Result<nlohmann::ordered_json>> documents;
    };
    std::vector<ShelvedModel> models_;
    std::shared_ptr<Cache> cache_ = std::make_shared<Cache>();
};

}  // namespace synchrony::server

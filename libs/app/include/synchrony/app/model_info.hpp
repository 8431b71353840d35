// What `info` says of a model file.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "synchrony/core/result.hpp"
#include "synchrony/model/predictor.hpp"

namespace synchrony::app {

/// By its ending, else by how it begins: pre-trained networks and predictors are safetensors files, recordings never.
[[nodiscard]] bool is_model_file(const std::filesystem::path& path);

struct ModelInfo {
    std::string text;  ///< some lines, the first goes on after "FILE: "
    nlohmann::ordered_json json;
};
/// Of a network of `pretrain` or a predictor of `train`. Errors (input): those of model::read_predictor.
[[nodiscard]] core::Result<ModelInfo> model_info(const std::filesystem::path& path);
/// Of a predictor that was read.
[[nodiscard]] ModelInfo model_info(const model::Predictor& predictor);

}  // namespace synchrony::app

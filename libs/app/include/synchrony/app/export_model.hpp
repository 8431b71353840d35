// Use case: a trained network in another program's format.
#pragma once

#include <filesystem>

#include "synchrony/core/result.hpp"
#include "synchrony/nn/onnx.hpp"

namespace synchrony::app {

struct ExportModelRequest {
    std::filesystem::path model;  ///< network of `pretrain`, or predictor of `train` that is a network
    std::filesystem::path out;    ///< file to write
};

/// Writes the network as ONNX; the answer's bytes are empty. Errors (usage): a predictor that is no network, an image
/// set, a net that onnx_model refuses; (input) no model file; (io) of the file system.
[[nodiscard]] core::Result<nn::OnnxModel> export_model(const ExportModelRequest& request);

}  // namespace synchrony::app

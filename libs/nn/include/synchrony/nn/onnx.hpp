// A trained network as an ONNX model, for other programs: ONNX Runtime, OpenCV, TensorRT, tools that show nets.
// ONNX 1.12 (opset 17, IR 8), https://github.com/onnx/onnx/blob/v1.12.0/onnx/onnx.proto
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "synchrony/core/result.hpp"
#include "synchrony/model/bundle.hpp"

namespace synchrony::nn {

inline constexpr int onnx_opset = 17;
inline constexpr int onnx_ir_version = 8;

/// A tensor that goes in or comes out: "images", {"batch", "2", "32", "32"}; a word is a size that is free.
struct OnnxPort {
    std::string name;
    std::vector<std::string> shape;
};

struct OnnxModel {
    std::string bytes;  ///< the file: a ModelProto
    std::size_t nodes = 0;
    std::vector<OnnxPort> inputs;
    std::vector<OnnxPort> outputs;
    std::vector<std::string> metadata;  ///< names of the model's metadata, each a JSON text
};

/// The net from pixels to logits, any number of images at once. Inputs: "images" [batch, channel, height, width], the
/// recipe's pixels as they are (the net's scaling is part of the model); "timing" [batch, number, 1, 1]
/// (features::TimingInputs) or "auxiliary", as an image of one pixel, where the net takes such. Output: "logits"
/// [batch, label]. Each norm is folded into its convolution, as oneDNN's engine runs them. The metadata hold recipe,
/// labels, channels, names of the timing numbers, calibration and provenance.
/// A net that joins a patient's leads takes "images" [batch, lead, channel, height, width], one image a lead in the
/// order of the metadata's "leads"; where its "beats" are "all", the patient's logit is the mean over the beats.
/// Errors: those of Bundle::check; (usage) a net that joins leads and names none, takes numbers beside them, or pays
/// attention over means of single beats.
[[nodiscard]] core::Result<OnnxModel> onnx_model(const model::Bundle& bundle);

}  // namespace synchrony::nn

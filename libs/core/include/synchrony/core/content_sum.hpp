// A sum over what a safetensors file holds, kept among its metadata: a file with one bit turned is told from the one
// that was written. It is no signature: whoever changes a file on purpose can write the sum anew.
#pragma once

#include <map>
#include <span>
#include <string>

#include "synchrony/core/result.hpp"
#include "synchrony/core/tensor_file.hpp"

namespace synchrony::core {

/// Where the sum stands in a file's metadata.
inline constexpr const char* content_sum_key = "content_sum";

/// The metadata with the sum over themselves (whatever sum they hold is not counted) and over every tensor. It is the
/// SHA-256 of lines, each group in the order of its names: "metadata NAME SUM" for each text, "tensor NAME F32 2x3 SUM"
/// for each tensor, SUM being the SHA-256 of the text or of the bytes.
[[nodiscard]] std::map<std::string, std::string> with_content_sum(std::map<std::string, std::string> metadata,
                                                                  std::span<const NamedTensor> tensors);

/// Whether the file holds a sum.
[[nodiscard]] bool has_content_sum(const TensorFile& file);
/// Errors (input): there is a sum, and it is not the content's. The whole file is read.
[[nodiscard]] Result<void> check_content_sum(const TensorFile& file);

}  // namespace synchrony::core

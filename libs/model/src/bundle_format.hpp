// A bundle inside a safetensors file that may hold more.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "synchrony/core/tensor_file.hpp"
#include "synchrony/model/bundle.hpp"

namespace synchrony::model {

inline constexpr const char* bundle_key = "synchrony";
inline constexpr const char* predictor_key = "synchrony_predictor";

/// Provenance as it stands in a file's metadata, and back (throws core::BadField where it is something else).
[[nodiscard]] nlohmann::json to_json(const Provenance& from);
[[nodiscard]] Provenance provenance_from(const nlohmann::json& from);

/// The bundle's description as JSON, for the file's metadata.
[[nodiscard]] std::string bundle_description(const Bundle& bundle);

/// Appends the bundle's tensors; `bytes` must outlive `tensors`.
void pack_bundle(const Bundle& bundle, WeightStorage storage, std::vector<std::vector<std::byte>>& bytes,
                 std::vector<core::NamedTensor>& tensors);

/// The bundle of an opened file whose metadata has bundle_key, checked; errors without the file's name.
[[nodiscard]] core::Result<Bundle> bundle_in(const core::TensorFile& file);

/// Whether the file is as it was written: by the sum that it holds or, where it holds none, by the one that SHA256SUMS
/// of its folder has for it (as for the models we ship); without either there is nothing to tell by. Errors (input).
[[nodiscard]] core::Result<void> check_intact(const core::TensorFile& file);

}  // namespace synchrony::model

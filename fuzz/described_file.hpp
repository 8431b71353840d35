// Files whose tensors are good and whose descriptions come from the fuzzer: random bytes hardly ever get past the
// outer header.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "memory_file.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/core/tensor_file.hpp"

namespace synchrony::fuzz {

/// The tensors of `good` (which must live on) with other metadata, as the bytes of a file; nothing where the metadata
/// cannot be written at all (bytes that are not UTF-8 make no JSON).
inline std::string with_metadata(const core::TensorFile& good, const std::map<std::string, std::string>& metadata) {
    std::vector<core::NamedTensor> tensors;
    for (const auto& [name, view] : good.tensors()) tensors.push_back({name, view.dtype, view.shape, view.bytes});
    const auto path = scratch_file();
    if (!core::write_tensor_file(path, tensors, metadata)) return {};
    auto bytes = core::read_file(path);
    std::filesystem::remove(path);
    return bytes ? *bytes : std::string();
}

}  // namespace synchrony::fuzz

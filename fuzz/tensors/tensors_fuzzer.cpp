// Input: a safetensors file, or, where it begins with '{', its header alone; then the length before it is put right and
// 64 bytes of data follow, so that changes of the header are reached.
#include "synchrony/core/tensor_file.hpp"

#include <algorithm>
#include <cstring>

#include "main.hpp"
#include "memory_file.hpp"

namespace {

using namespace synchrony;
using fuzz::require;

std::string whole_file(std::string_view input) {
    if (!input.starts_with('{')) return std::string(input);
    const std::uint64_t length = input.size();
    std::string bytes(sizeof length, '\0');
    std::memcpy(bytes.data(), &length, sizeof length);
    return bytes.append(input).append(64, '\1');
}

/// What was read and written again reads the same.
void check_round_trip(const core::TensorFile& file) {
    std::vector<core::NamedTensor> tensors;
    for (const auto& [name, view] : file.tensors()) tensors.push_back({name, view.dtype, view.shape, view.bytes});
    const auto path = fuzz::scratch_file();
    require(core::write_tensor_file(path, tensors, file.metadata()).has_value());
    const auto again = core::TensorFile::open(path);
    require(again && again->metadata() == file.metadata() && again->tensors().size() == tensors.size());
    for (const auto& tensor : tensors) {
        const auto read = again->tensor(tensor.name, tensor.dtype);
        require(read && read->shape == tensor.shape && std::ranges::equal(read->bytes, tensor.bytes));
    }
    std::filesystem::remove(path);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto file =
        core::TensorFile::open(fuzz::memory_file(whole_file({reinterpret_cast<const char*>(data), size})));
    if (!file) {
        require(!file.error().what.empty() && !file.error().where.empty());
        return 0;
    }
    for (const auto& [name, view] : file->tensors())
        require(static_cast<std::size_t>(view.elements()) * core::size_of(view.dtype) == view.bytes.size());
    check_round_trip(*file);
    return 0;
}

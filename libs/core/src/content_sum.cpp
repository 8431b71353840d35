#include "synchrony/core/content_sum.hpp"

#include "synchrony/core/sha256.hpp"

namespace synchrony::core {
namespace {

constexpr std::size_t shown_digits = 16;

using Metadata = std::map<std::string, std::string>;

std::string shape_text(const std::vector<std::int64_t>& shape) {
    std::string text;
    for (const auto extent : shape) text += (text.empty() ? "" : "x") + std::to_string(extent);
    return text;
}

std::string sum_of(const Metadata& metadata, const std::map<std::string, TensorView>& tensors) {
    std::string lines;
    for (const auto& [name, text] : metadata)
        if (name != content_sum_key) lines += "metadata " + name + " " + sha256(text) + "\n";
    for (const auto& [name, tensor] : tensors)
        lines += "tensor " + name + " " + std::string(name_of(tensor.dtype)) + " " + shape_text(tensor.shape) + " " +
                 sha256({reinterpret_cast<const char*>(tensor.bytes.data()), tensor.bytes.size()}) + "\n";
    return sha256(lines);
}

}  // namespace

Metadata with_content_sum(Metadata metadata, std::span<const NamedTensor> tensors) {
    std::map<std::string, TensorView> views;
    for (const auto& tensor : tensors) views[tensor.name] = {tensor.dtype, tensor.shape, tensor.bytes};
    auto sum = sum_of(metadata, views);
    metadata[content_sum_key] = std::move(sum);
    return metadata;
}

bool has_content_sum(const TensorFile& file) {
    return file.metadata().contains(content_sum_key);
}

Result<void> check_content_sum(const TensorFile& file) {
    const auto stated = file.metadata().find(content_sum_key);
    if (stated == file.metadata().end()) return {};
    const auto sum = sum_of(file.metadata(), file.tensors());
    if (sum == stated->second) return {};
    return fail_input("the file is damaged: its sum is not that of its content", file.path().string(),
                      "SHA-256 " + sum.substr(0, shown_digits), stated->second.substr(0, shown_digits),
                      "Copy it again from where it was made; if you changed it on purpose, drop content_sum from its "
                      "metadata");
}

}  // namespace synchrony::core

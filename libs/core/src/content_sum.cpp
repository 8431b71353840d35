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

/// The line of a tensor, whose bytes may stand in pieces.
std::string line_of(const std::string& name, DType dtype, const std::vector<std::int64_t>& shape,
                    std::span<const std::span<const std::byte>> pieces) {
    return "tensor " + name + " " + std::string(name_of(dtype)) + " " + shape_text(shape) + " " + sha256(pieces) + "\n";
}

/// `tensors`: their lines by their names.
std::string sum_of(const Metadata& metadata, const std::map<std::string, std::string>& tensors) {
    std::string lines;
    for (const auto& [name, text] : metadata)
        if (name != content_sum_key) lines += "metadata " + name + " " + sha256(text) + "\n";
    for (const auto& [name, line] : tensors) lines += line;
    return sha256(lines);
}

}  // namespace

Metadata with_content_sum(Metadata metadata, std::span<const NamedTensor> tensors) {
    std::map<std::string, std::string> lines;
    for (const auto& tensor : tensors) {
        std::vector<std::span<const std::byte>> pieces{tensor.bytes};
        pieces.insert(pieces.end(), tensor.further_bytes.begin(), tensor.further_bytes.end());
        lines[tensor.name] = line_of(tensor.name, tensor.dtype, tensor.shape, pieces);
    }
    auto sum = sum_of(metadata, lines);
    metadata[content_sum_key] = std::move(sum);
    return metadata;
}

bool has_content_sum(const TensorFile& file) {
    return file.metadata().contains(content_sum_key);
}

Result<void> check_content_sum(const TensorFile& file) {
    const auto stated = file.metadata().find(content_sum_key);
    if (stated == file.metadata().end()) return {};
    std::map<std::string, std::string> lines;
    for (const auto& [name, tensor] : file.tensors())
        lines[name] = line_of(name, tensor.dtype, tensor.shape, {&tensor.bytes, 1});
    const auto sum = sum_of(file.metadata(), lines);
    if (sum == stated->second) return {};
    return fail_input("the file is damaged: its sum is not that of its content", file.path().string(),
                      "SHA-256 " + sum.substr(0, shown_digits), stated->second.substr(0, shown_digits),
                      "Copy it again from where it was made; if you changed it on purpose, drop content_sum from its "
                      "metadata");
}

}  // namespace synchrony::core

// safetensors files: named tensors with a JSON header, read by memory map. Image sets and model bundles are both
// this format, so that Python reads them with the `safetensors` package and nothing else.
//
// Layout (https://github.com/huggingface/safetensors, "Format"): 8 bytes little-endian header length N, N bytes of
// JSON {"name": {"dtype", "shape", "data_offsets": [begin, end]}, "__metadata__": {string: string}}, then the data.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "synchrony/core/files.hpp"
#include "synchrony/core/result.hpp"

namespace synchrony::core {

enum class DType { u8, i8, i32, i64, f16, f32, f64 };

/// Bytes of one element.
[[nodiscard]] std::size_t size_of(DType dtype);
/// The name in the file: "U8", "I8", "I32", "I64", "F16", "F32", "F64".
[[nodiscard]] std::string_view name_of(DType dtype);

/// A tensor inside a mapped file, row-major. The bytes are little-endian and may be unaligned.
struct TensorView {
    DType dtype = DType::f32;
    std::vector<std::int64_t> shape;
    std::span<const std::byte> bytes;
    [[nodiscard]] std::int64_t elements() const;
};

/// A tensor to be written; the bytes must outlive the call of write.
struct NamedTensor {
    std::string name;
    DType dtype = DType::f32;
    std::vector<std::int64_t> shape;
    std::span<const std::byte> bytes;
    /// What follows `bytes`, for data that do not lie in one piece.
    std::vector<std::span<const std::byte>> further_bytes = {};
};

/// An opened file. Every length and shape was checked against the file's size before use.
class TensorFile {
  public:
    /// Errors (input): header longer than the file or 16 MiB, JSON that is not of the form, shape and byte range that
    /// disagree, ranges that overlap or leave the file, bytes that belong to no tensor.
    [[nodiscard]] static Result<TensorFile> open(const std::filesystem::path& path);

    [[nodiscard]] const std::map<std::string, std::string>& metadata() const { return metadata_; }
    [[nodiscard]] const std::map<std::string, TensorView>& tensors() const { return tensors_; }
    /// The tensor of that name with that type; errors say which tensor the file lacks or what type it has.
    [[nodiscard]] Result<TensorView> tensor(const std::string& name, DType dtype) const;
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    /// The tensor has been copied: its bytes leave the process's memory until they are read again.
    void forget(const TensorView& tensor) const noexcept { file_.forget(tensor.bytes); }

  private:
    explicit TensorFile(MappedFile file) : file_(std::move(file)) {}
    Result<void> parse();
    MappedFile file_;
    std::filesystem::path path_;
    std::map<std::string, std::string> metadata_;
    std::map<std::string, TensorView> tensors_;
};

/// Whether a file that begins so is safetensors: a model, a predictor or an image set. No other format that we read
/// begins with a small number of eight bytes and an opening brace.
[[nodiscard]] bool looks_like_tensors(std::string_view head);

/// Whether the metadata of the file have that name. Its header alone is read: what follows may be cut short.
[[nodiscard]] bool has_tensor_metadata(const std::filesystem::path& path, const std::string& name);

/// Writes a whole file atomically. Tensors are laid out in the order given, each begin aligned to 8 bytes by padding
/// the header (as the reference writer does) and ordering larger element types first. Errors (input): a size that the
/// shape does not take, text that is not UTF-8, more metadata than open() takes.
[[nodiscard]] Result<void> write_tensor_file(const std::filesystem::path& path, std::span<const NamedTensor> tensors,
                                             const std::map<std::string, std::string>& metadata);

}  // namespace synchrony::core

// Reading and writing whole files safely: bounded reads, memory maps, and writes that appear whole or not at all.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <span>
#include <string>
#include <string_view>

#include "synchrony/core/result.hpp"

namespace synchrony::core {

/// The whole file as bytes in a string; fails (io) when it is missing or larger than `max_bytes`.
[[nodiscard]] Result<std::string> read_file(const std::filesystem::path& path,
                                            std::uint64_t max_bytes = std::uint64_t{1} << 32);

/// Writes `bytes` to a temporary name beside `path` and renames it into place.
[[nodiscard]] Result<void> write_file(const std::filesystem::path& path, std::string_view bytes);

/// Makes `directory` and its parents; an existing directory is fine.
[[nodiscard]] Result<void> make_directories(const std::filesystem::path& directory);

/// A file written under a temporary name beside its target; `commit` renames it into place, destruction without
/// commit removes it. A crash leaves at most the temporary file, never half a target.
class AtomicFile {
  public:
    [[nodiscard]] static Result<AtomicFile> create(const std::filesystem::path& target);
    AtomicFile(AtomicFile&&) noexcept;
    AtomicFile& operator=(AtomicFile&&) = delete;
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;
    ~AtomicFile();

    std::ofstream& stream() { return stream_; }
    /// For libraries that must write by name (Cairo, libtorch): the temporary path.
    [[nodiscard]] const std::filesystem::path& temporary_path() const { return temporary_; }
    [[nodiscard]] Result<void> commit();

  private:
    AtomicFile(std::filesystem::path target, std::filesystem::path temporary);
    std::filesystem::path target_;
    std::filesystem::path temporary_;
    std::ofstream stream_;
    bool open_ = true;
};

/// A file mapped read-only into memory; the bytes live as long as the object.
class MappedFile {
  public:
    [[nodiscard]] static Result<MappedFile> open(const std::filesystem::path& path);
    MappedFile(MappedFile&& other) noexcept;
    MappedFile& operator=(MappedFile&& other) noexcept;
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;
    ~MappedFile();

    [[nodiscard]] std::span<const std::byte> bytes() const { return {data_, size_}; }

  private:
    MappedFile(const std::byte* data, std::size_t size) : data_(data), size_(size) {}
    const std::byte* data_ = nullptr;
    std::size_t size_ = 0;
};

}  // namespace synchrony::core

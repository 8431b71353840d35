// SHA-256 of files and bytes: downloads are checked by it, model provenance is stated by it.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "synchrony/core/result.hpp"

namespace synchrony::core {

/// Lower-case hexadecimal digest, 64 characters.
[[nodiscard]] std::string sha256(std::string_view bytes);
/// The same of pieces, one behind the other.
[[nodiscard]] std::string sha256(std::span<const std::span<const std::byte>> pieces);
/// Digest of a file, read in pieces.
[[nodiscard]] Result<std::string> sha256_file(const std::filesystem::path& path);

}  // namespace synchrony::core

// SHA-256 of files and bytes: downloads are checked by it, model provenance is stated by it.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "synchrony/core/result.hpp"

namespace synchrony::core {

/// Lower-case hexadecimal digest, 64 characters.
[[nodiscard]] std::string sha256(std::string_view bytes);
/// Digest of a file, read in pieces.
[[nodiscard]] Result<std::string> sha256_file(const std::filesystem::path& path);

}  // namespace synchrony::core

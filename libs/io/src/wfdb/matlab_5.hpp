// Where the samples of a MATLAB 5 file begin. Source: MathWorks, "MAT-File Format", Level 5.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "synchrony/core/result.hpp"

namespace synchrony::io::wfdb {

[[nodiscard]] bool is_matlab_5(std::span<const std::byte> bytes);

/// Byte of the first sample of the file's first matrix. Fails (input) when it is compressed, or written on a machine of
/// the other byte order.
[[nodiscard]] core::Result<std::int64_t> matlab_5_samples(std::span<const std::byte> bytes, const std::string& where);

}  // namespace synchrony::io::wfdb

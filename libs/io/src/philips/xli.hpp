// XLI, the compression of Philips SierraECG: a chunk a lead, each LZW over the bytes of its second differences.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "synchrony/core/result.hpp"

namespace synchrony::io::philips {

/// The first `leads` leads; chunks behind them (a file of 12 leads holds 16) are left alone. Fails (input) where the
/// bytes end inside a chunk, a code is none that the stream can have made, or a lead holds more than `most_samples`.
[[nodiscard]] core::Result<std::vector<std::vector<std::int32_t>>> decode_xli(std::span<const std::byte> bytes,
                                                                              std::size_t leads,
                                                                              std::size_t most_samples,
                                                                              const std::string& where);

}  // namespace synchrony::io::philips

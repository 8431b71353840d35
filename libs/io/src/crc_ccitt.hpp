#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace synchrony::io {

/// CRC-CCITT (polynomial 0x1021, start 0xFFFF, first bit highest): the check sum of SCP-ECG and ISHNE files.
[[nodiscard]] std::uint16_t crc_ccitt(std::span<const std::byte> bytes);

}  // namespace synchrony::io

#include "crc_ccitt.hpp"

#include <array>

namespace synchrony::io {
namespace {

constexpr unsigned crc_polynomial = 0x1021;  // x^16 + x^12 + x^5 + 1

constexpr std::array<std::uint16_t, 256> crc_table = [] {
    std::array<std::uint16_t, 256> table{};
    for (unsigned byte = 0; byte < table.size(); ++byte) {
        unsigned crc = byte << 8U;
        for (int bit = 0; bit < 8; ++bit) crc = (crc << 1U) ^ ((crc & 0x8000U) != 0 ? crc_polynomial : 0U);
        table[byte] = static_cast<std::uint16_t>(crc & 0xFFFFU);
    }
    return table;
}();

}  // namespace

std::uint16_t crc_ccitt(std::span<const std::byte> bytes) {
    unsigned crc = 0xFFFF;
    for (const auto byte : bytes)
        crc = ((crc << 8U) ^ crc_table[((crc >> 8U) ^ std::to_integer<unsigned>(byte)) & 0xFFU]) & 0xFFFFU;
    return static_cast<std::uint16_t>(crc);
}

}  // namespace synchrony::io

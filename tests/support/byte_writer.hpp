// Numbers as bytes, for tests that write binary files.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace synchrony::test {

/// `count` bytes of a whole number.
inline std::string bytes_of(std::int64_t value, std::size_t count, std::endian order = std::endian::little) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t shift = 8 * (order == std::endian::little ? i : count - 1 - i);
        out += static_cast<char>(static_cast<std::uint64_t>(value) >> shift & 0xFFU);
    }
    return out;
}
inline std::string u8(std::int64_t value) {
    return bytes_of(value, 1);
}
inline std::string u16(std::int64_t value) {
    return bytes_of(value, 2);
}
inline std::string u32(std::int64_t value) {
    return bytes_of(value, 4);
}

/// Text in a field of `count` bytes, filled up with NUL.
inline std::string field(std::string_view text, std::size_t count) {
    std::string out(text.substr(0, count));
    out.resize(count, '\0');
    return out;
}

/// CRC-CCITT bit by bit, as the standard's text describes it: our reader's goes by table.
inline std::uint16_t plain_crc(std::string_view bytes) {
    unsigned crc = 0xFFFF;
    for (const char c : bytes) {
        crc ^= static_cast<unsigned>(static_cast<unsigned char>(c)) << 8U;
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc & 0x8000U) != 0 ? ((crc << 1U) ^ 0x1021U) & 0xFFFFU : (crc << 1U) & 0xFFFFU;
    }
    return static_cast<std::uint16_t>(crc);
}

}  // namespace synchrony::test

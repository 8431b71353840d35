// The fields of section 1, each with its tag before it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "byte_cursor.hpp"

namespace synchrony::io::scp {

/// Calls take(tag, bytes) for each field of section 1 up to the one that ends them, or to one that is cut off.
template <typename Take>
void for_each_tag(std::span<const std::byte> section_1, Take take) {
    constexpr unsigned end_of_tags = 255;
    ByteCursor cursor(section_1);
    while (cursor.left() > 0) {
        const unsigned tag = cursor.take<std::uint8_t>();
        const auto value = cursor.take_bytes(cursor.take<std::uint16_t>());
        if (!cursor.good() || tag == end_of_tags) return;
        take(tag, value);
    }
}

}  // namespace synchrony::io::scp

// The head of one data element. Source: DICOM PS3.5 chapter 7.1.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "dicom/tags.hpp"

namespace synchrony::io::dicom {

inline constexpr std::uint32_t undefined_length = 0xffffffff;

struct ElementHead {
    Tag tag;
    std::string_view vr;       ///< two letters of the file; empty in implicit VR and of items
    std::uint32_t length = 0;  ///< of the value, bytes; undefined_length: to its delimiter
    std::size_t bytes = 0;     ///< of the head itself
};

/// Whether the element that begins here names its value representation, one that the standard knows.
[[nodiscard]] bool has_vr(std::span<const std::byte> at);

/// Nothing where the bytes end inside it or the value representation is none.
[[nodiscard]] std::optional<ElementHead> element_head(std::span<const std::byte> at, bool explicit_vr,
                                                      std::endian order);

}  // namespace synchrony::io::dicom

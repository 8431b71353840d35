// How PDF's streams are packed (ISO 32000-1, 7.4).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "pdf/object.hpp"
#include "synchrony/core/result.hpp"

namespace synchrony::io::pdf {

/// The bytes behind the filters that a stream's dictionary (its entries resolved) names: FlateDecode, ASCII85Decode,
/// ASCIIHexDecode. Empty where they are damaged or packed otherwise. What is unpacked is taken off `allowance`; fails
/// (input) where it is used up.
[[nodiscard]] core::Result<std::string> unfiltered(std::string_view packed, const Dictionary& dictionary,
                                                   std::size_t& allowance, const std::string& where);

}  // namespace synchrony::io::pdf

#pragma once

#include "synchrony/io/read.hpp"

namespace synchrony::io::schiller {

/// The reader of Schiller's SEMA/EDI XML for the registry.
[[nodiscard]] Format format();

}  // namespace synchrony::io::schiller

#pragma once

#include "synchrony/io/read.hpp"

namespace synchrony::io::pdf {

/// The reader of printed ECGs in vector PDFs for the registry.
[[nodiscard]] Format format();

}  // namespace synchrony::io::pdf

#pragma once

#include "synchrony/io/read.hpp"

namespace synchrony::io::mfer {

/// The MFER reader for the registry.
[[nodiscard]] Format format();

}  // namespace synchrony::io::mfer

#pragma once

#include "synchrony/io/read.hpp"

namespace synchrony::io::muse {

/// The reader of GE MUSE's XML for the registry.
[[nodiscard]] Format format();

}  // namespace synchrony::io::muse

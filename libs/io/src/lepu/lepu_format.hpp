#pragma once

#include "synchrony/io/read.hpp"

namespace synchrony::io::lepu {

/// The reader of Lepu's and Viatom's text of one lead, for the registry.
[[nodiscard]] Format format();

}  // namespace synchrony::io::lepu

#pragma once

#include "synchrony/io/read.hpp"

namespace synchrony::io::eli {

/// The reader of Mortara's (Welch Allyn's, Baxter's) ELI XML for the registry.
[[nodiscard]] Format format();

}  // namespace synchrony::io::eli

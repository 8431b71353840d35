#pragma once

#include "synchrony/io/read.hpp"

namespace synchrony::io::philips {

/// The reader of Philips SierraECG XML for the registry.
[[nodiscard]] Format format();

}  // namespace synchrony::io::philips

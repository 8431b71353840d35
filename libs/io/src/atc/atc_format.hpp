#pragma once

#include "synchrony/io/read.hpp"

namespace synchrony::io::atc {

/// The reader of AliveCor's recordings (KardiaMobile) for the registry.
[[nodiscard]] Format format();

}  // namespace synchrony::io::atc

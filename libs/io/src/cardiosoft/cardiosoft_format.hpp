#pragma once

#include "synchrony/io/read.hpp"

namespace synchrony::io::cardiosoft {

/// The reader of GE CardioSoft's XML for the registry.
[[nodiscard]] Format format();

}  // namespace synchrony::io::cardiosoft

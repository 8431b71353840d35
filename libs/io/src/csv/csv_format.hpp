#pragma once

#include "synchrony/io/read.hpp"

namespace synchrony::io::csv {

/// The CSV reader for the registry.
[[nodiscard]] Format format();

}  // namespace synchrony::io::csv

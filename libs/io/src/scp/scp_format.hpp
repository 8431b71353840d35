#pragma once

#include "synchrony/io/read.hpp"

namespace synchrony::io::scp {

/// The SCP-ECG reader for the registry.
[[nodiscard]] Format format();

}  // namespace synchrony::io::scp

#pragma once

#include "synchrony/io/read.hpp"

namespace synchrony::io::ishne {

/// The ISHNE reader for the registry.
[[nodiscard]] Format format();

}  // namespace synchrony::io::ishne

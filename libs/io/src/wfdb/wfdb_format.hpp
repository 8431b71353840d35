#pragma once

#include "synchrony/io/read.hpp"

namespace synchrony::io::wfdb {

/// The WFDB reader for the registry.
[[nodiscard]] Format format();

}  // namespace synchrony::io::wfdb

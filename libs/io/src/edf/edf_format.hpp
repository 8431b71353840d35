#pragma once

#include "synchrony/io/read.hpp"

namespace synchrony::io::edf {

[[nodiscard]] Format format();

}  // namespace synchrony::io::edf

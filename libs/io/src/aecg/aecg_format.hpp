#pragma once

#include "synchrony/io/read.hpp"

namespace synchrony::io::aecg {

[[nodiscard]] Format format();

}  // namespace synchrony::io::aecg

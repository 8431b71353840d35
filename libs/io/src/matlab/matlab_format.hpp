#pragma once

#include "synchrony/io/read.hpp"

namespace synchrony::io::matlab {

[[nodiscard]] Format format();

}  // namespace synchrony::io::matlab

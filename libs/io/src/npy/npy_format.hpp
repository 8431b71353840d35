#pragma once

#include "synchrony/io/read.hpp"

namespace synchrony::io::npy {

[[nodiscard]] Format npy_format();
[[nodiscard]] Format npz_format();

}  // namespace synchrony::io::npy

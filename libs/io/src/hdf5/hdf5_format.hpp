#pragma once

#include "synchrony/io/read.hpp"

namespace synchrony::io::hdf5 {

/// The reader of HDF5 arrays for the registry.
[[nodiscard]] Format format();

}  // namespace synchrony::io::hdf5

#pragma once

#include "synchrony/io/read.hpp"

namespace synchrony::io::contec {

/// The reader of Contec's ECG90A files for the registry.
[[nodiscard]] Format format();

}  // namespace synchrony::io::contec

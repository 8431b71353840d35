#pragma once

#include "synchrony/io/read.hpp"

namespace synchrony::io::apple {

/// The reader of the ECGs of Apple Health's export (electrocardiograms/ecg_*.csv) for the registry.
[[nodiscard]] Format format();

}  // namespace synchrony::io::apple

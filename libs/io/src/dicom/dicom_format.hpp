#pragma once

#include "synchrony/io/read.hpp"

namespace synchrony::io::dicom {

[[nodiscard]] Format format();

}  // namespace synchrony::io::dicom

// Splits of public databases as pre-training takes them.
#pragma once

#include <memory>

#include "synchrony/nn/pretrain_options.hpp"

namespace synchrony::inputs {

/// MIT-BIH's DS1 and DS2 (de Chazal 2004), paced records left out, 201 and 202 one subject; sources and records in
/// datasets/mitbih_split.hpp.
[[nodiscard]] std::shared_ptr<const nn::PublishedSplit> mitbih_published_split();

}  // namespace synchrony::inputs

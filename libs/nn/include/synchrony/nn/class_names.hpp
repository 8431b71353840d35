// What the classes of single beats are called.
#pragma once

#include <array>
#include <string>

#include "synchrony/record/annotation.hpp"

namespace synchrony::nn {

/// A class for each number that an image's label can have.
using ClassNames = std::array<std::string, record::aami_class_count>;

/// N, S, V, F, Q.
[[nodiscard]] const ClassNames& aami_names();

}  // namespace synchrony::nn

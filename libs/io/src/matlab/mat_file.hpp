// MATLAB's .mat files of level 4 and 5: their numeric matrices.
// Source: MathWorks, "MAT-File Format", levels 4 and 5.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "arrays/number_array.hpp"

namespace synchrony::io::matlab {

struct Matrix {
    std::string name;
    arrays::NumberArray array;
};

/// Whether the bytes begin a .mat file of level 4, 5 or 7.3.
[[nodiscard]] bool is_mat(std::string_view head);

/// The real numeric matrices of a file; texts, structures, cells and complex numbers are passed over. Compressed
/// elements are unpacked. Fails (input) on what is cut short, and on level 7.3, which is HDF5.
[[nodiscard]] core::Result<std::vector<Matrix>> read_matrices(const Bytes& bytes, const std::string& where);

}  // namespace synchrony::io::matlab

// NumPy's .npy file: a text header that is a Python dictionary, then the numbers.
// Source: NumPy documentation, numpy.lib.format (NPY 1.0 to 3.0).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "arrays/number_array.hpp"

namespace synchrony::io::npy {

[[nodiscard]] bool is_npy(std::string_view head);

/// An array of numbers. Fails (input) on objects (which need Python's pickle, and can run code), complex numbers,
/// records, and data that are shorter than the shape.
[[nodiscard]] core::Result<arrays::NumberArray> parse_npy(const Bytes& bytes, const std::string& where);

/// The texts of an array of strings ('<U5', '|S5') with no or one dimension.
[[nodiscard]] core::Result<std::vector<std::string>> parse_npy_texts(const Bytes& bytes, const std::string& where);

/// A float32 array in C order, NPY 1.0.
[[nodiscard]] std::string npy_of(std::span<const float> values, const std::vector<std::uint64_t>& shape);
/// A single float64 (shape ()).
[[nodiscard]] std::string npy_of(double value);
/// Strings as '<U...'; one without a dimension where `scalar`.
[[nodiscard]] std::string npy_of(const std::vector<std::string>& texts, bool scalar = false);

}  // namespace synchrony::io::npy

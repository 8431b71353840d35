// An array of numbers as NumPy, MATLAB and HDF5 store it, and the way from there to a recording: such files hold no
// rate, no unit and no names of leads, so the user gives them.
#pragma once

#include <bit>
#include <cstdint>
#include <string>
#include <vector>

#include "synchrony/core/result.hpp"
#include "synchrony/io/read.hpp"

namespace synchrony::io::arrays {

enum class Kind : std::uint8_t { signed_integer, unsigned_integer, real };

struct ElementType {
    Kind kind = Kind::real;
    std::size_t bytes = 8;  ///< 1, 2, 4 or 8; reals 2, 4 or 8
    std::endian order = std::endian::little;
};

struct NumberArray {
    Bytes data;  ///< at least bytes() long
    ElementType type;
    std::vector<std::uint64_t> shape;
    bool columns_first = false;                          ///< Fortran's and MATLAB's order: the first index runs fastest
    [[nodiscard]] double at(std::uint64_t index) const;  ///< counted in the file's order; within count()
};

/// Number of elements; fails (input) where the product of the shape, in bytes, is more than `there`, or the shape has
/// no or more than four dimensions.
[[nodiscard]] core::Result<std::uint64_t> count_of(const std::vector<std::uint64_t>& shape, std::size_t element_bytes,
                                                   std::uint64_t there, const std::string& where);

/// What --fs, --unit and --leads say, or the file where it knows better.
struct ArrayFacts {
    double sampling_frequency_hz = 0.0;
    double millivolts = 1.0;  ///< of one unit
    std::vector<std::string> lead_names;
};
/// Fails (input) with the options that are missing. "standard" as the only lead name stands for the twelve.
[[nodiscard]] core::Result<ArrayFacts> facts_from(const ReadOptions& options, const std::string& where);

/// How many recordings an array holds: one where it has two dimensions (or one), as many as its first where it has
/// three.
[[nodiscard]] std::vector<std::string> parts_of(const NumberArray& array);

/// The recording, or the part of it that `part` names ("17", from 0) in an array of three dimensions. The leads stand
/// along the dimension that is as long as there are names; fails (input) where both or none are. What is not finite is
/// invalid.
[[nodiscard]] core::Result<record::Ecg> to_ecg(const NumberArray& array, const ArrayFacts& facts,
                                               const std::string& part, const ReadOptions& options,
                                               const std::string& where);

}  // namespace synchrony::io::arrays

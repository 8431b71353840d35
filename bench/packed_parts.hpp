// Weights as a source ships them: arrays of 16-bit parts, each array with what one of its parts counts.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <ostream>
#include <span>
#include <vector>

namespace synchrony::bench {

/// Writes arrays one behind the other, between the braces of one list.
class PackedParts {
  public:
    PackedParts(std::ostream& out, int columns) : out_(out), columns_(columns) {}

    /// In parts of the array's largest magnitude.
    void add(std::span<const float> values) {
        float most = 1e-9F;  // an array of zeros has parts too
        for (const float v : values) most = std::max(most, std::abs(v));
        scales_.push_back(most / static_cast<float>(std::numeric_limits<std::int16_t>::max()));
        for (const float v : values)
            out_ << (column_++ % columns_ == 0 ? "\n" : "") << std::lround(v / scales_.back()) << ',';
    }

    /// What a part counts, by array.
    [[nodiscard]] const std::vector<float>& scales() const { return scales_; }

  private:
    std::ostream& out_;
    int columns_;
    int column_ = 0;
    std::vector<float> scales_;
};

/// The list of scales, digits enough that the same float is read.
inline void write_scales(std::ostream& out, const char* name, std::span<const float> scales) {
    out.precision(9);
    out << std::scientific << "constexpr float " << name << "[] = {";
    for (const float scale : scales) out << scale << "F, ";
    out << "};\n";
}

}  // namespace synchrony::bench

// Section 2 of SCP-ECG: the Huffman tables by which the samples of sections 5 and 6 are coded.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "synchrony/core/result.hpp"

namespace synchrony::io::scp {

/// What a prefix stands for: a value, with further bits behind it where extra_bits > 0, or a change of table.
struct HuffmanCode {
    unsigned prefix_bits = 0;
    unsigned extra_bits = 0;  ///< two's complement, first bit highest, added to `value`
    bool switches = false;    ///< `value` is the number of the table from here on, from 1
    std::int32_t value = 0;
    std::uint32_t prefix = 0;  ///< its first bit is the lowest
};

/// A binary tree of prefixes.
class HuffmanTable {
  public:
    /// Fails (input) where a prefix begins another or a code has no bits.
    [[nodiscard]] static core::Result<HuffmanTable> make(std::span<const HuffmanCode> codes, const std::string& where);

    struct Node {
        std::int32_t next[2] = {-1, -1};  ///< by the next bit; -1: no such code
        std::int32_t code = -1;           ///< of a leaf
    };
    [[nodiscard]] const std::vector<Node>& nodes() const { return nodes_; }
    [[nodiscard]] const HuffmanCode& code(std::int32_t number) const {
        return codes_[static_cast<std::size_t>(number)];
    }

    /// The code that the next bits begin with, where it has no more than these; -1: look in the tree.
    static constexpr unsigned quick_bits = 10;
    [[nodiscard]] std::int32_t quick_code(unsigned next_bits) const { return quick_[next_bits]; }

  private:
    std::vector<Node> nodes_ = {Node{}};
    std::vector<std::int32_t> quick_ = std::vector<std::int32_t>(std::size_t{1} << quick_bits, -1);
    std::vector<HuffmanCode> codes_;
};

/// The standard's own table (number 19999).
[[nodiscard]] std::vector<HuffmanCode> default_huffman_codes();

/// The tables of section 2's data; none where it says that nothing is coded. Fails (input) on what is no table.
[[nodiscard]] core::Result<std::vector<HuffmanTable>> read_huffman_tables(std::span<const std::byte> data,
                                                                          const std::string& where);

/// `count` values from a lead's bytes, beginning with the first table. Fails (input) where they end before, or hold
/// bits that are no code; before memory is taken where they cannot hold as many.
[[nodiscard]] core::Result<std::vector<std::int32_t>> decode_huffman(std::span<const std::byte> bytes,
                                                                     std::uint64_t count,
                                                                     std::span<const HuffmanTable> tables,
                                                                     const std::string& where);

}  // namespace synchrony::io::scp

#include "scp/huffman.hpp"

#include <algorithm>

#include "byte_cursor.hpp"

namespace synchrony::io::scp {
namespace {

constexpr unsigned default_table = 19999;  // instead of the number of tables: the standard's own
constexpr unsigned most_bits = 32;         // of a prefix, and of what follows it

/// Bits of a lead's bytes, the highest of each byte first.
class BitReader {
  public:
    explicit BitReader(std::span<const std::byte> bytes) : bytes_(bytes) {}
    [[nodiscard]] std::uint64_t left() const { return std::uint64_t{bytes_.size()} * 8 - at_; }
    unsigned next() {
        const auto byte = std::to_integer<unsigned>(bytes_[at_ >> 3U]);
        return (byte >> (7U - (at_++ & 7U))) & 1U;
    }
    /// The next `count` bits (at most 16) without taking them; zeros behind the end.
    [[nodiscard]] unsigned peek(unsigned count) const {
        const std::size_t first = at_ >> 3U;
        unsigned bits = 0;
        for (std::size_t i = first; i < first + 3; ++i)
            bits = bits << 8U | (i < bytes_.size() ? std::to_integer<unsigned>(bytes_[i]) : 0U);
        return bits >> (24U - static_cast<unsigned>(at_ & 7U) - count) & ((1U << count) - 1U);
    }
    void skip(unsigned bits) { at_ += bits; }
    std::int64_t signed_number(unsigned bits) {
        if (bits == 0) return 0;
        std::int64_t number = next() != 0 ? -1 : 0;
        for (unsigned i = 1; i < bits; ++i) number = number * 2 + next();
        return number;
    }

  private:
    std::span<const std::byte> bytes_;
    std::size_t at_ = 0;
};

core::Result<HuffmanTable> read_table(ByteCursor& cursor, std::size_t tables, const std::string& where) {
    constexpr std::size_t code_bytes = 9;
    const std::size_t count = cursor.take<std::uint16_t>();
    if (!cursor.good() || count > cursor.left() / code_bytes)
        return core::fail_input("Huffman table is longer than its section", where, std::to_string(count) + " codes",
                                "at most " + std::to_string(cursor.left() / code_bytes));
    std::vector<HuffmanCode> codes(count);
    for (auto& code : codes) {
        code.prefix_bits = cursor.take<std::uint8_t>();
        const unsigned all_bits = cursor.take<std::uint8_t>();
        code.switches = cursor.take<std::uint8_t>() == 0;
        code.value = cursor.take<std::int16_t>();
        code.prefix = cursor.take<std::uint32_t>();
        if (code.prefix_bits > most_bits || all_bits < code.prefix_bits || all_bits - code.prefix_bits > most_bits)
            return core::fail_input("Huffman code has an impossible length", where,
                                    std::to_string(code.prefix_bits) + " of " + std::to_string(all_bits) + " bits",
                                    "at most 32 bits and as many behind them");
        code.extra_bits = all_bits - code.prefix_bits;
        if (code.switches && (code.value < 1 || static_cast<std::size_t>(code.value) > tables))
            return core::fail_input("Huffman code leads to a table that is not there", where,
                                    "table " + std::to_string(code.value), "1 to " + std::to_string(tables));
    }
    return HuffmanTable::make(codes, where);
}

}  // namespace

core::Result<HuffmanTable> HuffmanTable::make(std::span<const HuffmanCode> codes, const std::string& where) {
    HuffmanTable table;
    table.codes_.assign(codes.begin(), codes.end());
    for (std::size_t number = 0; number < codes.size(); ++number) {
        const HuffmanCode& code = codes[number];
        std::size_t at = 0;
        bool clash = code.prefix_bits + code.extra_bits == 0;
        for (unsigned bit = 0; bit < code.prefix_bits; ++bit) {
            clash |= table.nodes_[at].code >= 0;
            const unsigned side = (code.prefix >> bit) & 1U;
            if (table.nodes_[at].next[side] < 0) {
                table.nodes_[at].next[side] = static_cast<std::int32_t>(table.nodes_.size());
                table.nodes_.emplace_back();
            }
            at = static_cast<std::size_t>(table.nodes_[at].next[side]);
        }
        Node& leaf = table.nodes_[at];
        clash |= leaf.code >= 0 || leaf.next[0] >= 0 || leaf.next[1] >= 0;
        if (clash)
            return core::fail_input("Huffman codes cannot be told apart", where, "code " + std::to_string(number + 1),
                                    "no code that begins another, none without bits");
        leaf.code = static_cast<std::int32_t>(number);
        if (code.prefix_bits > quick_bits || code.prefix_bits == 0) continue;
        unsigned bits = 0;  // the first one highest, as they are read
        for (unsigned bit = 0; bit < code.prefix_bits; ++bit) bits = bits << 1U | ((code.prefix >> bit) & 1U);
        const auto behind = quick_bits - code.prefix_bits;
        std::fill_n(table.quick_.begin() + static_cast<std::ptrdiff_t>(bits << behind), std::size_t{1} << behind,
                    leaf.code);
    }
    return table;
}

std::vector<HuffmanCode> default_huffman_codes() {
    // EN 1064, annex on compression: as many ones as the value is large, a zero and the sign; from 9 on the value
    // itself in 8 or 16 bits.
    constexpr unsigned most_ones = 8;
    std::vector<HuffmanCode> codes = {{1, 0, false, 0, 0}};
    for (unsigned ones = 1; ones <= most_ones; ++ones) {
        const std::uint32_t prefix = (1U << ones) - 1U;
        const auto value = static_cast<std::int32_t>(ones);
        codes.push_back({ones + 2, 0, false, value, prefix});
        codes.push_back({ones + 2, 0, false, -value, prefix | (1U << (ones + 1U))});
    }
    codes.push_back({10, 8, false, 0, 0x1FF});
    codes.push_back({10, 16, false, 0, 0x3FF});
    return codes;
}

core::Result<std::vector<HuffmanTable>> read_huffman_tables(std::span<const std::byte> data, const std::string& where) {
    ByteCursor cursor(data);
    const std::size_t count = cursor.take<std::uint16_t>();
    if (!cursor.good())
        return core::fail_input("Huffman section is too short", where, std::to_string(data.size()) + " bytes",
                                "the number of tables");
    std::vector<HuffmanTable> tables;
    if (count == default_table) {
        SYNCHRONY_ASSIGN(auto table, HuffmanTable::make(default_huffman_codes(), where));
        tables.push_back(std::move(table));
        return tables;
    }
    for (std::size_t t = 0; t < count; ++t) {
        SYNCHRONY_ASSIGN(auto table, read_table(cursor, count, where + ", table " + std::to_string(t + 1)));
        tables.push_back(std::move(table));
    }
    return tables;
}

core::Result<std::vector<std::int32_t>> decode_huffman(std::span<const std::byte> bytes, std::uint64_t count,
                                                       std::span<const HuffmanTable> tables, const std::string& where) {
    BitReader bits(bytes);
    std::vector<std::int32_t> values;
    const auto ends = [&] {
        return core::fail_input(
            "Huffman-coded samples end before the lead does", where,
            std::to_string(values.size()) + " samples in " + std::to_string(bytes.size()) + " bytes",
            std::to_string(count) + " samples");
    };
    if (count > bits.left()) return ends();
    values.reserve(static_cast<std::size_t>(count));
    const HuffmanTable* table = &tables.front();
    while (values.size() < count) {
        const auto quick = table->quick_code(bits.peek(HuffmanTable::quick_bits));
        std::int32_t number = quick;
        if (quick >= 0) {
            if (bits.left() < table->code(quick).prefix_bits) return ends();
            bits.skip(table->code(quick).prefix_bits);
        } else {
            const auto& nodes = table->nodes();
            std::int32_t at = 0;
            while (nodes[static_cast<std::size_t>(at)].code < 0) {
                if (bits.left() == 0) return ends();
                at = nodes[static_cast<std::size_t>(at)].next[bits.next()];
                if (at < 0)
                    return core::fail_input("bits that are no Huffman code", where,
                                            "behind sample " + std::to_string(values.size()),
                                            "a code of section 2's table");
            }
            number = nodes[static_cast<std::size_t>(at)].code;
        }
        const HuffmanCode& code = table->code(number);
        if (bits.left() < code.extra_bits) return ends();
        const std::int64_t extra = bits.signed_number(code.extra_bits);
        if (code.switches)
            table = &tables[static_cast<std::size_t>(code.value) - 1];
        else
            values.push_back(static_cast<std::int32_t>(extra + code.value));
    }
    return values;
}

}  // namespace synchrony::io::scp

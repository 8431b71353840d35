// A chunk: 4 bytes its size, 2 bytes that are always 1, 2 bytes the first second difference; then LZW codes of 10 bits,
// the highest bit first, 0 to 255 a byte, up to 1022 an entry of the table, 1023 the end. The bytes that come out are
// the upper halves of all 16-bit words, then the lower halves. The first two words are samples, the others second
// differences plus 64, one place late. Known from the reader that the project sierra-ecg-tools (MIT licence) has
// published; checked here against Philips' own conversion of a file.
#include "philips/xli.hpp"

#include <algorithm>
#include <array>

#include "parts.hpp"

namespace synchrony::io::philips {
namespace {

constexpr std::size_t header_bytes = 8;
constexpr unsigned code_bits = 10;
constexpr std::uint32_t first_free_code = 256, end_code = (1U << code_bits) - 1;
constexpr std::int32_t difference_bias = 64;

/// The table of strings: each an earlier one and a byte more.
class StringTable {
  public:
    [[nodiscard]] std::uint32_t next() const { return next_; }
    [[nodiscard]] std::size_t length(std::uint32_t code) const {
        return code < first_free_code ? 1 : lengths_[code - first_free_code];
    }
    /// Writes the string to the end of `out`; gives its first byte.
    std::uint8_t append(std::uint32_t code, std::vector<std::uint8_t>& out) const {
        std::size_t at = out.size() + length(code);
        out.resize(at);
        for (; code >= first_free_code; code = before_[code - first_free_code])
            out[--at] = last_[code - first_free_code];
        return out[--at] = static_cast<std::uint8_t>(code);
    }
    void add(std::uint32_t before, std::uint8_t last) {
        if (next_ == end_code) return;  // full: the table stays as it is
        before_[next_ - first_free_code] = before;
        last_[next_ - first_free_code] = last;
        lengths_[next_ - first_free_code] = length(before) + 1;
        ++next_;
    }

  private:
    static constexpr std::size_t size = end_code - first_free_code;
    std::array<std::uint32_t, size> before_{};
    std::array<std::uint8_t, size> last_{};
    std::array<std::size_t, size> lengths_{};
    std::uint32_t next_ = first_free_code;
};

/// The codes of a stream, end_code where it ends.
class CodeReader {
  public:
    explicit CodeReader(std::span<const std::byte> bytes) : bytes_(bytes) {}
    std::uint32_t read() {
        while (held_bits_ < code_bits) {
            if (at_ == bytes_.size()) return end_code;
            held_ = held_ << 8U | std::to_integer<std::uint32_t>(bytes_[at_++]);
            held_bits_ += 8;
        }
        held_bits_ -= code_bits;
        const auto code = held_ >> held_bits_;
        held_ &= (1U << held_bits_) - 1;
        return code;
    }

  private:
    std::span<const std::byte> bytes_;
    std::size_t at_ = 0;
    std::uint32_t held_ = 0;
    unsigned held_bits_ = 0;
};

core::Result<std::vector<std::uint8_t>> unpack(std::span<const std::byte> chunk, std::size_t most,
                                               const std::string& where) {
    StringTable table;
    CodeReader codes(chunk);
    std::vector<std::uint8_t> out;
    std::optional<std::uint32_t> previous;
    for (auto code = codes.read(); code != end_code; code = codes.read()) {
        const bool repeats = previous && code == table.next();  // the string before and its own first byte
        if (code >= table.next() && !repeats)
            return core::fail_input("compressed lead is broken", where, "code " + std::to_string(code),
                                    "a code below " + std::to_string(table.next()));
        const std::size_t more = repeats ? table.length(*previous) + 1 : table.length(code);
        if (out.size() + more > most)
            return core::fail_input("compressed lead is too long", where,
                                    "more than " + std::to_string(most / 2) + " samples",
                                    "at most twice what durationperchannel says");
        const auto first = table.append(repeats ? *previous : code, out);
        if (repeats) out.push_back(first);
        if (previous) table.add(*previous, first);
        previous = code;
    }
    if (out.size() % 2 != 0) out.push_back(0);  // a last byte of zero may be left out
    return out;
}

/// The samples are 16-bit numbers and their second differences are stored modulo 2^16, so that sums are taken modulo
/// 2^16 as well: a step of more than half the range comes out right.
std::int32_t as_16_bits(std::int64_t value) {
    return static_cast<std::int16_t>(static_cast<std::uint16_t>(value & 0xffff));
}

std::vector<std::int32_t> add_up(std::span<const std::uint8_t> bytes, std::int32_t first_difference) {
    const std::size_t n = bytes.size() / 2;
    std::vector<std::int32_t> samples(n);
    const auto word = [&](std::size_t i) { return as_16_bits(bytes[i] << 8 | bytes[n + i]); };
    auto difference = first_difference;
    for (std::size_t i = 0; i < n; ++i) {
        if (i < 2) {
            samples[i] = word(i);
            continue;
        }
        samples[i] = as_16_bits(2 * std::int64_t{samples[i - 1]} - samples[i - 2] - difference);
        difference = word(i) - difference_bias;
    }
    return samples;
}

}  // namespace

core::Result<std::vector<std::vector<std::int32_t>>> decode_xli(std::span<const std::byte> bytes, std::size_t leads,
                                                                std::size_t most_samples, const std::string& where) {
    std::vector<std::vector<std::int32_t>> samples;
    std::size_t at = 0;
    while (samples.size() < leads) {
        const auto here = where + ", compressed byte " + std::to_string(at);
        const auto size = number_at<std::int32_t>(bytes, at);
        const auto first = number_at<std::int16_t>(bytes, at + 6);
        if (!size || !first || *size < 0 || static_cast<std::size_t>(*size) > bytes.size() - at - header_bytes)
            return core::fail_input("compressed leads end early", here, std::to_string(samples.size()) + " whole leads",
                                    std::to_string(leads) + " leads");
        SYNCHRONY_ASSIGN(const auto unpacked, unpack(bytes.subspan(at + header_bytes, static_cast<std::size_t>(*size)),
                                                     2 * most_samples, here));
        samples.push_back(add_up(unpacked, *first));
        at += header_bytes + static_cast<std::size_t>(*size);
    }
    return samples;
}

}  // namespace synchrony::io::philips

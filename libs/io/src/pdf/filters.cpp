#include "pdf/filters.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "synchrony/io/archive.hpp"

namespace synchrony::io::pdf {
namespace {

constexpr std::size_t most_filters = 3;

core::Result<std::string> inflated(std::string_view packed, std::size_t allowance, const std::string& where) {
    UnpackLimits limits;
    limits.max_bytes = limits.free_bytes = allowance;
    auto bytes = inflate_zlib(packed, where, limits);
    if (bytes) return std::string(bytes->text());
    if (bytes.error().what == "packed file grows too large")
        return core::fail_input("PDF grows too large when it is unpacked", where, bytes.error().got,
                                "at most 64 MiB in all");
    return std::string();
}

/// Adobe's base 85: five characters from '!' are four bytes, 'z' is four zeros.
std::string from_ascii85(std::string_view text) {
    std::string bytes;
    std::array<std::uint32_t, 5> digits{};
    std::size_t held = 0;
    const auto put = [&](std::size_t count) {
        std::uint32_t value = 0;
        for (const auto digit : digits) value = value * 85 + digit;
        for (std::size_t i = 0; i < count; ++i) bytes += static_cast<char>(value >> (24 - 8 * i) & 0xff);
        held = 0;
    };
    for (const char c : text) {
        if (c == '~') break;
        if (c == 'z' && held == 0) {
            bytes.append(4, '\0');
        } else if (c >= '!' && c <= 'u') {
            digits[held++] = static_cast<std::uint32_t>(c - '!');
            if (held == digits.size()) put(4);
        }
    }
    if (held > 1) {
        const auto count = held - 1;
        std::fill(digits.begin() + static_cast<std::ptrdiff_t>(held), digits.end(), 84U);
        put(count);
    }
    return bytes;
}

std::string from_hexadecimal(std::string_view text) {
    const std::string bracketed = "<" + std::string(text.substr(0, text.find('>'))) + ">";
    const auto object = Lexer(bracketed).next();
    const auto* bytes = object ? object->as<std::string>() : nullptr;
    return bytes ? *bytes : std::string();
}

}  // namespace

core::Result<std::string> unfiltered(std::string_view packed, const Dictionary& dictionary, std::size_t& allowance,
                                     const std::string& where) {
    const auto& filter = entry(dictionary, "Filter");
    Array filters = filter.array() ? *filter.array() : Array{};
    if (!filter.name().empty()) filters = {filter};
    if (filters.size() > most_filters || packed.size() > allowance) return std::string();
    std::string bytes(packed);
    for (const auto& one : filters) {
        const auto name = one.name();
        if (name == "FlateDecode" || name == "Fl") {
            SYNCHRONY_ASSIGN(bytes, inflated(bytes, allowance, where));
        } else if (name == "ASCII85Decode" || name == "A85") {
            bytes = from_ascii85(bytes);
        } else if (name == "ASCIIHexDecode" || name == "AHx") {
            bytes = from_hexadecimal(bytes);
        } else {
            return std::string();
        }
        allowance -= std::min(allowance, bytes.size());
    }
    return bytes;
}

}  // namespace synchrony::io::pdf

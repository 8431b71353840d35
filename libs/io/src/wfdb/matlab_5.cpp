#include "wfdb/matlab_5.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>

namespace synchrony::io::wfdb {
namespace {

using core::fail_input;

constexpr std::size_t header_bytes = 128;
constexpr std::uint32_t mi_matrix = 14, mi_compressed = 15;
constexpr int parts_before_samples = 3;  // array flags, dimensions, name

struct Element {
    std::uint32_t type = 0;
    std::size_t data = 0;  ///< byte of its content
    std::size_t next = 0;  ///< byte of the element behind it
};

std::uint32_t word_at(std::span<const std::byte> bytes, std::size_t at) {
    std::uint32_t word = 0;
    std::memcpy(&word, bytes.data() + at, sizeof word);
    return word;
}

/// The element at `at`: a tag of eight bytes, or of four that hold type and length with the content behind ("small").
core::Result<Element> element_at(std::span<const std::byte> bytes, std::size_t at, const std::string& where) {
    const auto cut_short = [&] {
        return fail_input("MATLAB file ends inside an element", where + ", byte " + std::to_string(at),
                          std::to_string(bytes.size()) + " bytes", "a whole matrix");
    };
    if (at + 8 > bytes.size()) return cut_short();
    const std::uint32_t first = word_at(bytes, at);
    if (first >> 16U != 0) return Element{first & 0xffffU, at + 4, at + 8};
    const std::size_t length = word_at(bytes, at + 4);
    if (length > bytes.size() - at - 8) return cut_short();
    return Element{first, at + 8, at + 8 + (length + 7) / 8 * 8};
}

}  // namespace

bool is_matlab_5(std::span<const std::byte> bytes) {
    constexpr std::string_view mark = "MATLAB 5.0 MAT-file";
    return bytes.size() > header_bytes && std::memcmp(bytes.data(), mark.data(), mark.size()) == 0;
}

core::Result<std::int64_t> matlab_5_samples(std::span<const std::byte> bytes, const std::string& where) {
    // 'M', 'I' as a number: "IM" in the file where low bytes come first.
    if (bytes[126] != std::byte{'I'} || bytes[127] != std::byte{'M'})
        return fail_input("MATLAB file has its high bytes first", where + ", byte 126", "'MI'", "'IM'");
    SYNCHRONY_ASSIGN(const auto matrix, element_at(bytes, header_bytes, where));
    if (matrix.type != mi_matrix)
        return fail_input(
            matrix.type == mi_compressed ? "MATLAB 5 file is compressed" : "MATLAB 5 file holds no matrix",
            where + ", byte 128", "element of type " + std::to_string(matrix.type), "a matrix (type 14)",
            "Save it as MATLAB 4 (save -v4), as the header says");
    std::size_t at = matrix.data;
    for (int part = 0; part < parts_before_samples; ++part) {
        SYNCHRONY_ASSIGN(const auto element, element_at(bytes, at, where));
        at = element.next;
    }
    SYNCHRONY_ASSIGN(const auto samples, element_at(bytes, at, where));
    return static_cast<std::int64_t>(samples.data);
}

}  // namespace synchrony::io::wfdb

#include "base64.hpp"

#include <openssl/evp.h>

#include <array>

#include "synchrony/core/text.hpp"

namespace synchrony::io {
namespace {

constexpr std::size_t letters_a_group = 4, bytes_a_group = 3;

bool is_base64_letter(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
}

bool is_blank(char c) {
    return core::blanks.find(c) != std::string_view::npos;
}

struct Count {
    std::size_t letters = 0, pads = 0;
};

core::Result<Count> count_letters(std::string_view text, const std::string& where) {
    Count count;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (is_blank(text[i])) continue;
        const bool pad = text[i] == '=';
        if (pad ? ++count.pads <= 2 : is_base64_letter(text[i]) && count.pads == 0) {
            count.letters += !pad;
            continue;
        }
        return core::fail_input("base64 text is broken", where + ", letter " + std::to_string(i + 1),
                                core::in_quotes(text.substr(i, 1)), "letters, digits, + and /, = only at the end");
    }
    if ((count.letters + count.pads) % letters_a_group == 0) return count;
    return core::fail_input("base64 text ends inside a group", where,
                            std::to_string(count.letters + count.pads) + " letters", "a multiple of 4");
}

}  // namespace

core::Result<std::vector<std::byte>> decode_base64(std::string_view text, std::size_t most, const std::string& where) {
    SYNCHRONY_ASSIGN(const auto count, count_letters(text, where));
    const std::size_t groups = (count.letters + count.pads) / letters_a_group;
    const std::size_t size = groups * bytes_a_group - count.pads;
    if (size > most)
        return core::fail_input("base64 text is too long", where, std::to_string(size) + " bytes",
                                "at most " + std::to_string(most) + " bytes");
    std::vector<std::byte> bytes(groups * bytes_a_group);
    std::array<unsigned char, 1024 * letters_a_group> block{};
    std::size_t filled = 0, written = 0;
    const auto flush = [&] {
        const int made = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()) + written, block.data(),
                                         static_cast<int>(filled));
        written += filled / letters_a_group * bytes_a_group;
        filled = 0;
        return made >= 0;
    };
    bool good = true;
    for (const char c : text) {
        if (is_blank(c)) continue;
        block[filled++] = static_cast<unsigned char>(c);
        if (filled == block.size()) good = flush() && good;
    }
    if (filled > 0) good = flush() && good;
    if (!good) return core::fail_input("base64 text is broken", where, "letters that OpenSSL refuses", "base64");
    bytes.resize(size);  // OpenSSL writes the padding as zero bytes
    return bytes;
}

}  // namespace synchrony::io

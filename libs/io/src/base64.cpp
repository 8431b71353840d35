#include "base64.hpp"

#include <array>

#include "synchrony/core/text.hpp"

namespace synchrony::io {
namespace {

constexpr std::size_t letters_a_group = 4, bytes_a_group = 3;
constexpr std::uint8_t blank_letter = 64, pad_letter = 65, no_letter = 66;  ///< beside the values 0 to 63 of letters

constexpr std::array<std::uint8_t, 256> letter_values = [] {
    std::array<std::uint8_t, 256> values{};
    values.fill(no_letter);
    constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (std::size_t v = 0; v < letters.size(); ++v)
        values[static_cast<unsigned char>(letters[v])] = static_cast<std::uint8_t>(v);
    for (const char c : core::blanks) values[static_cast<unsigned char>(c)] = blank_letter;
    values[static_cast<unsigned char>('=')] = pad_letter;
    return values;
}();

std::uint8_t value_of_letter(char c) {
    return letter_values[static_cast<unsigned char>(c)];
}

/// Letters as they come; three bytes once four are there.
class Base64Decoder {
  public:
    explicit Base64Decoder(std::size_t letters) : bytes_(letters / letters_a_group * bytes_a_group + bytes_a_group) {}

    /// Whole groups without a blank, as lines are for the most part; gives how many letters it took.
    std::size_t take_groups(std::string_view text) {
        std::size_t at = 0;
        for (; held_count_ == 0 && pads_ == 0 && text.size() - at >= letters_a_group; at += letters_a_group) {
            const auto a = value_of_letter(text[at]), b = value_of_letter(text[at + 1]),
                       c = value_of_letter(text[at + 2]), d = value_of_letter(text[at + 3]);
            if ((a | b | c | d) >= blank_letter) break;
            write_group(std::uint32_t{a} << 18U | std::uint32_t{b} << 12U | std::uint32_t{c} << 6U | d);
        }
        return at;
    }
    /// One letter, blank or pad; false where it may not stand here.
    bool take(char c) {
        const auto value = value_of_letter(c);
        if (value == blank_letter) return true;
        if (value == no_letter || (value == pad_letter ? pads_ == 2 : pads_ > 0)) return false;
        pads_ += value == pad_letter;
        held_ = held_ << 6U | (value == pad_letter ? 0U : value);
        if (++held_count_ == letters_a_group) {
            write_group(held_);
            held_ = 0;
            held_count_ = 0;
        }
        return true;
    }
    [[nodiscard]] bool whole() const { return held_count_ == 0; }
    [[nodiscard]] std::size_t letters() const { return written_ / bytes_a_group * letters_a_group + held_count_; }
    [[nodiscard]] std::size_t size() const { return written_ - pads_; }
    std::vector<std::byte> bytes() && {
        bytes_.resize(size());
        return std::move(bytes_);
    }

  private:
    void write_group(std::uint32_t group) {
        bytes_[written_] = static_cast<std::byte>(group >> 16U);
        bytes_[written_ + 1] = static_cast<std::byte>(group >> 8U & 0xffU);
        bytes_[written_ + 2] = static_cast<std::byte>(group & 0xffU);
        written_ += bytes_a_group;
    }
    std::vector<std::byte> bytes_;
    std::size_t written_ = 0, held_count_ = 0, pads_ = 0;
    std::uint32_t held_ = 0;
};

}  // namespace

core::Result<std::vector<std::byte>> decode_base64(std::string_view text, std::size_t most, const std::string& where) {
    Base64Decoder decoder(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        i += decoder.take_groups(text.substr(i));
        if (i == text.size()) break;
        if (!decoder.take(text[i]))
            return core::fail_input("base64 text is broken", where + ", letter " + std::to_string(i + 1),
                                    core::in_quotes(text.substr(i, 1)), "letters, digits, + and /, = only at the end");
    }
    if (!decoder.whole())
        return core::fail_input("base64 text ends inside a group", where,
                                std::to_string(decoder.letters()) + " letters", "a multiple of 4");
    if (decoder.size() > most)
        return core::fail_input("base64 text is too long", where, std::to_string(decoder.size()) + " bytes",
                                "at most " + std::to_string(most) + " bytes");
    return std::move(decoder).bytes();
}

}  // namespace synchrony::io

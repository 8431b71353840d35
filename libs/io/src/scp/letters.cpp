#include "scp/letters.hpp"

#include <algorithm>
#include <array>

#include "plain_text.hpp"
#include "scp/tags.hpp"
#include "told_text.hpp"

namespace synchrony::io::scp {
namespace {

/// EN 1064, 5.4.5, tag 14, language support code. UTF-16 (7) is left aside: its letters hold the zero that ends a text.
struct Language {
    unsigned code;
    std::string_view character_set;
};
constexpr std::array<Language, 13> languages{{{0x03, "ISO 8859-2"},
                                              {0x0b, "ISO 8859-4"},
                                              {0x13, "ISO 8859-5"},
                                              {0x1b, "ISO 8859-6"},
                                              {0x23, "ISO 8859-7"},
                                              {0x2b, "ISO 8859-8"},
                                              {0x33, "ISO 8859-11"},
                                              {0x3b, "ISO 8859-15"},
                                              {0x0f, "JIS X 0201"},
                                              {0x17, "EUC-JP"},
                                              {0x1f, "EUC-JP"},
                                              {0x27, "GB 2312"},
                                              {0x2f, "KS C 5601"}}};

std::string_view character_set_of(unsigned code) {
    constexpr unsigned latin_bits = 3, latin_1 = 1;
    if ((code & latin_bits) == latin_1) return "ISO 8859-1";
    const auto* found = std::ranges::find(languages, code, &Language::code);
    return found == languages.end() ? std::string_view() : found->character_set;
}

}  // namespace

Letters::Letters(std::span<const std::byte> section_1) {
    constexpr unsigned acquiring_device = 14;
    constexpr std::size_t language_at = 16;
    for_each_tag(section_1, [&](unsigned tag, std::span<const std::byte> value) {
        if (tag == acquiring_device && value.size() > language_at)
            character_set_ = character_set_of(std::to_integer<unsigned>(value[language_at]));
    });
}

std::string Letters::text(std::string_view bytes) {
    if (character_set_.empty()) return plain_text(bytes);
    auto read = told_text(bytes, character_set_);
    if (!read.remark.empty()) remark_ = std::move(read.remark);
    return std::move(read.words);
}

}  // namespace synchrony::io::scp

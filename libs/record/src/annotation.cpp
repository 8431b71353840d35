#include "synchrony/record/annotation.hpp"

#include <array>

namespace synchrony::record {
namespace {

// WFDB library, ecgcodes.h and annstr(): index = code. Codes without a mnemonic are left empty; 42 to 49 are free
// for users and print as "[42]".
constexpr std::array<std::string_view, 50> mnemonics{
    " ",    "N", "L", "R", "a", "V",  "F", "J", "A",    "S",    "E",    "j",    "/",    "Q",    "~",    "[15]", "|",
    "[17]", "s", "T", "*", "D", "\"", "=", "p", "B",    "^",    "t",    "+",    "u",    "?",    "!",    "[",    "]",
    "e",    "n", "@", "x", "f", "(",  ")", "r", "[42]", "[43]", "[44]", "[45]", "[46]", "[47]", "[48]", "[49]"};

}  // namespace

std::string_view mnemonic(int code) {
    if (code < 0 || code >= static_cast<int>(mnemonics.size())) return {};
    return mnemonics[static_cast<std::size_t>(code)];
}

std::optional<std::int8_t> code_of(std::string_view text) {
    for (std::size_t i = 0; i < mnemonics.size(); ++i)
        if (mnemonics[i] == text) return static_cast<std::int8_t>(i);
    return std::nullopt;
}

bool is_beat(int code) {
    switch (code) {
        // ecgmap.h's qrsmap: N L R a V F J A S E j / Q B ? e n f r
        case 1:
        case 2:
        case 3:
        case 4:
        case 5:
        case 6:
        case 7:
        case 8:
        case 9:
        case 10:
        case 11:
        case 12:
        case 13:
        case 25:
        case 30:
        case 34:
        case 35:
        case 38:
        case 41:
            return true;
        default:
            return false;
    }
}

std::string_view name_of(AamiClass c) {
    constexpr std::array<std::string_view, aami_class_count> names{"N", "S", "V", "F", "Q"};
    return names[static_cast<std::size_t>(c)];
}

std::optional<AamiClass> aami_class(int code) {
    switch (code) {
        case 1:
        case 2:
        case 3:
        case 34:
        case 11:
        case 25:
        case 35:
            return AamiClass::N;  // N L R e j B n
        case 8:
        case 4:
        case 7:
        case 9:
            return AamiClass::S;  // A a J S
        case 5:
        case 10:
        case 41:
            return AamiClass::V;  // V E r
        case 6:
            return AamiClass::F;
        case 12:
        case 38:
        case 13:
        case 30:
            return AamiClass::Q;  // / f Q ?
        default:
            return std::nullopt;
    }
}

}  // namespace synchrony::record

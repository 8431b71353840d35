#include "synchrony/core/result.hpp"

namespace synchrony::core {
namespace {

/// What strangers wrote, or named by the hundred, must not fill a screen. Cut between characters of UTF-8.
std::string cut(const std::string& text) {
    constexpr std::size_t longest = 400;
    if (text.size() <= longest) return text;
    auto end = longest;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
    return text.substr(0, end) + "...";
}

}  // namespace

std::string Error::message() const {
    std::string text = where.empty() ? what : where + ": " + what;
    if (!got.empty() || !expected.empty()) {
        text += " (";
        if (!got.empty()) text += "got " + cut(got);
        if (!got.empty() && !expected.empty()) text += ", ";
        if (!expected.empty()) text += "expected " + expected;
        text += ")";
    }
    if (!hint.empty()) text += ". " + hint;
    return text;
}

tl::unexpected<Error> fail_input(std::string what, std::string where, std::string got, std::string expected,
                                 std::string hint) {
    return fail(Error{ErrorKind::input, std::move(what), std::move(where), std::move(got), std::move(expected),
                      std::move(hint)});
}

}  // namespace synchrony::core

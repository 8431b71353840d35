#include "synchrony/core/result.hpp"

namespace synchrony::core {

std::string Error::message() const {
    std::string text = where.empty() ? what : where + ": " + what;
    if (!got.empty() || !expected.empty()) {
        text += " (";
        if (!got.empty()) text += "got " + got;
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

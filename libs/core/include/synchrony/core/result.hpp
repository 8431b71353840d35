// Faults that come from input travel as values: Result<T> holds a T or an Error.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace synchrony::core {

/// What kind of fault it was; the program turns `usage` into exit code 2 and everything else into 1.
enum class ErrorKind {
    input,     ///< the data are wrong: malformed, truncated, out of bounds
    usage,     ///< the caller asked for something that cannot be (unknown lead, bad option value)
    io,        ///< the operating system said no (missing file, full disk)
    refused,   ///< the data are readable, but the method declines to answer on them
    cancelled  ///< the user asked to stop; what was done so far is kept
};

/// A fault said so that the reader can mend it: what went wrong, where, what was found, what was expected.
/// Empty fields are left out of the message.
struct Error {
    ErrorKind kind = ErrorKind::input;
    std::string what;      ///< "signal file is shorter than the header promises"
    std::string where;     ///< "100.dat, byte 1950000" or "cohort.csv, line 3, column age_y"
    std::string got;       ///< "1200 samples"
    std::string expected;  ///< "650000 samples"
    std::string hint;      ///< the next step: "run `synchrony data get mitdb`"

    /// One line: "where: what (got ..., expected ...). hint"
    [[nodiscard]] std::string message() const;
};

template <typename T>
using Result = tl::expected<T, Error>;

/// Wraps an Error for return from a function that gives a Result.
[[nodiscard]] inline tl::unexpected<Error> fail(Error error) {
    return tl::unexpected<Error>(std::move(error));
}

/// An input fault, the most common kind: fail_input("unknown format", "100.hea, line 2", "99", "one of 8 16 ...").
[[nodiscard]] tl::unexpected<Error> fail_input(std::string what, std::string where = {}, std::string got = {},
                                               std::string expected = {}, std::string hint = {});

}  // namespace synchrony::core

// Leaves the function with the error of `expression`, else goes on; for Result<void> and for values not needed.
#define SYNCHRONY_TRY(expression)                                                                           \
    do {                                                                                                    \
        auto synchrony_try_result = (expression);                                                           \
        if (!synchrony_try_result) return ::synchrony::core::fail(std::move(synchrony_try_result).error()); \
    } while (false)

#define SYNCHRONY_CONCAT_INNER(a, b) a##b
#define SYNCHRONY_CONCAT(a, b) SYNCHRONY_CONCAT_INNER(a, b)
// SYNCHRONY_ASSIGN(auto x, f()): declares x as the value of the Result, or leaves with its error.
#define SYNCHRONY_ASSIGN(declaration, expression) \
    SYNCHRONY_ASSIGN_INNER(declaration, expression, SYNCHRONY_CONCAT(synchrony_result_, __LINE__))
#define SYNCHRONY_ASSIGN_INNER(declaration, expression, name)           \
    auto name = (expression);                                           \
    if (!name) return ::synchrony::core::fail(std::move(name).error()); \
    declaration = std::move(name).value()

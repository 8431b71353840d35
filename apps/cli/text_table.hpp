// Plain tables for people: first column to the left, the rest to the right.
#pragma once

#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

namespace synchrony::cli {

/// What a table may take of a terminal's width.
inline constexpr std::size_t terminal_columns = 100;

class TextTable {
  public:
    explicit TextTable(std::vector<std::string> header) : rows_{std::move(header)} { rule(); }
    void add(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
    /// A line across.
    void rule() { rows_.emplace_back(); }
    /// In lines of at most `columns`, as far as words allow: the widest cells are broken between words. 0: no limit.
    [[nodiscard]] std::string text(std::size_t columns = terminal_columns) const;

  private:
    std::vector<std::vector<std::string>> rows_;  ///< an empty row is a rule
};

/// Columns on screen: bytes that do not continue a UTF-8 character ("±" is one column).
[[nodiscard]] std::size_t columns_of(std::string_view text);

/// `value` with so many decimals; zero has no sign.
[[nodiscard]] inline std::string fixed(double value, int decimals) {
    char text[64];
    std::snprintf(text, sizeof text, "%.*f", decimals, value);
    const std::string_view digits(text);
    const bool minus_zero = digits.starts_with('-') && digits.find_first_not_of("-0.") == std::string_view::npos;
    return std::string(digits.substr(minus_zero ? 1 : 0));
}

}  // namespace synchrony::cli

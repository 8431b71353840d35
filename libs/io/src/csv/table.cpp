#include "csv/table.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "csv/text_head.hpp"
#include "synchrony/core/csv_row.hpp"
#include "synchrony/core/foreign_text.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::io::csv {
namespace {

/// A number that no comma ends: "1," is a cell and its separator.
bool is_number_between_blanks(const std::string& word) {
    return !word.starts_with(',') && !word.ends_with(',') && (core::is_missing_word(word) || is_number(word));
}

/// Whether the rows behind the first, which may hold names, are numbers between blanks, two or more in the next. A row
/// of another number of them is for the reader to refuse.
bool divided_by_blanks(std::string_view text) {
    constexpr int rows_looked_at = 6;
    const std::string nowhere;
    core::CsvRowReader rows(text, nowhere, {' '});
    std::vector<std::string> cells;
    if (const auto first = rows.next(cells); !first || !*first) return false;
    std::size_t columns = 0;
    for (int row = 1; row < rows_looked_at; ++row) {
        const auto more = rows.next(cells);
        if (!more) return false;
        if (!*more) break;
        columns = std::max(columns, row == 1 ? cells.size() : 0);
        if (!std::all_of(cells.begin(), cells.end(), is_number_between_blanks)) return false;
    }
    return columns >= 2;
}

}  // namespace

char guess_separator(std::string_view text) {
    constexpr int rows_looked_at = 3;
    const std::string nowhere;
    std::size_t most = 1;
    char best = ',';
    // Semicolon and tab before the comma, which may be the decimal point of a table that they divide.
    for (const char candidate : {';', '\t', ','}) {
        core::CsvRowReader rows(text, nowhere, {candidate});
        std::vector<std::string> cells;
        std::size_t first = 0;
        bool alike = true;
        for (int row = 0; row < rows_looked_at && alike; ++row) {
            const auto more = rows.next(cells);
            if (!more || !*more) break;
            if (row == 0) first = cells.size();
            alike = cells.size() == first || cells.size() + 1 == first || cells.size() == first + 1;
        }
        if (!alike || first <= most) continue;
        if (candidate == ',' && best != ',') continue;
        most = first;
        best = candidate;
    }
    // Before the comma, which is the decimal sign of "0,5 -0,25".
    return best == ',' && divided_by_blanks(text) ? ' ' : best;
}

std::optional<std::vector<std::string>> names_between_blanks(std::string_view text, std::size_t columns) {
    const auto line = core::trimmed(text.substr(0, text.find_first_of("\r\n", text.find_first_not_of(core::blanks))));
    std::vector<std::string> words, names;
    core::CsvRowReader rows(line, std::string(), {' '});
    if (const auto read = rows.next(words); !read || !*read) return std::nullopt;
    for (auto& word : words) {
        // "ECG (mV)" is one name.
        if (!names.empty() && (word.starts_with('(') || word.starts_with('[')))
            names.back() += " " + word;
        else
            names.push_back(std::move(word));
    }
    if (names.size() == columns) return names;
    names.clear();
    for (std::size_t at = 0; at < line.size();) {
        const auto end = std::min(line.find("  ", at), line.size());
        names.emplace_back(core::trimmed(line.substr(at, end - at)));
        at = std::min(line.find_first_not_of(' ', end), line.size());
    }
    if (names.size() == columns) return names;
    return std::nullopt;
}

char guess_decimal_point(std::string_view text, char separator) {
    constexpr int rows_looked_at = 200;
    const std::string nowhere;
    core::CsvRowReader rows(text, nowhere, {separator});
    std::vector<std::string> cells;
    int commas = 0, points = 0;
    for (int row = 0; row < rows_looked_at; ++row) {
        const auto more = rows.next(cells);
        if (!more || !*more) break;
        for (const auto& cell : cells) {
            double value = 0;
            if (cell.find(',') != std::string::npos)
                commas += parse_cell(cell, ',', value) ? 1 : 0;
            else if (cell.find('.') != std::string::npos)
                points += parse_cell(cell, '.', value) ? 1 : 0;
        }
    }
    return commas > 0 && points == 0 ? ',' : '.';
}

std::string text_of_head(std::string_view head) {
    const bool marked = head.starts_with("\xff\xfe") || head.starts_with("\xfe\xff");
    if (!marked && head.find('\0') == std::string_view::npos) return std::string(head);
    constexpr std::size_t unit = 2;
    head = head.substr(0, head.size() / unit * unit);
    // The head may end within a letter of two units.
    for (const auto whole : {head, head.substr(0, head.size() - std::min(head.size(), unit))})
        if (auto decoded = core::decode_text(whole)) return std::move(decoded->text);
    return std::string(head);
}

bool looks_like_table(std::string_view head) {
    std::int64_t lines = 0;
    (void)take_comments(head, lines);
    const std::string nowhere;
    core::CsvRowReader rows(head, nowhere, {guess_separator(head)});
    std::vector<std::string> cells;
    bool rows_there = true;
    for (int row = 0; row < 2 && rows_there; ++row) {
        const auto more = rows.next(cells);
        rows_there = more && *more;
    }
    const bool numbers = rows_there && std::all_of(cells.begin(), cells.end(),
                                                   [](const auto& cell) { return is_blank(cell) || is_number(cell); });
    return (cells.size() >= 2 && numbers) || columns_of_numbers(head) > 0;
}

std::vector<std::string> take_comments(std::string_view& text, std::int64_t& lines) {
    text = core::without_byte_order_mark(text);
    std::vector<std::string> comments;
    while (text.starts_with('#')) {
        const auto end = std::min(text.find('\n'), text.size());
        comments.emplace_back(core::trimmed(text.substr(1, end - 1)));
        text.remove_prefix(std::min(text.size(), end + 1));
        ++lines;
    }
    return comments;
}

bool parse_cell(std::string_view cell, char decimal_point, double& value) {
    cell = core::trimmed(cell);
    if (cell.size() > 1 && cell[0] == '+' && cell[1] != '-') cell.remove_prefix(1);
    std::array<char, 64> buffer;
    if (decimal_point != '.') {
        if (cell.size() > buffer.size() || cell.find('.') != std::string_view::npos) return false;
        std::replace_copy(cell.begin(), cell.end(), buffer.begin(), decimal_point, '.');
        cell = {buffer.data(), cell.size()};
    }
    const auto [end, code] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
    return code == std::errc() && end == cell.data() + cell.size() && !cell.empty() && !std::isinf(value);
}

bool is_number(std::string_view cell) {
    double value = 0;
    return parse_cell(cell, '.', value) || parse_cell(cell, ',', value);
}

bool is_blank(std::string_view cell) {
    return core::trimmed(cell).empty();
}

}  // namespace synchrony::io::csv

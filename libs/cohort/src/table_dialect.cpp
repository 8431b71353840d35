#include "synchrony/cohort/table_dialect.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <chrono>
#include <filesystem>
#include <utility>

#include "synchrony/cohort/columns.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/core/foreign_text.hpp"
#include "synchrony/core/tensor_file.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::cohort {
namespace {

/// The first lines of a text, not cut inside a quoted cell: as many as hold `lines` line ends outside quotes.
std::string_view first_lines(std::string_view text, int lines) {
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '"') quoted = !quoted;
        if (!quoted && text[i] == '\n' && --lines == 0) return text.substr(0, i + 1);
    }
    return text;
}

std::size_t filled_width(const std::vector<std::string>& cells) {
    std::size_t n = cells.size();
    while (n > 0 && trimmed(cells[n - 1]).empty()) --n;
    return n;
}

/// Whether the rows from `first` on are as wide as that one, give or take empty cells at the end.
bool as_wide_from(const std::vector<std::vector<std::string>>& rows, std::size_t first) {
    const std::size_t width = filled_width(rows[first]);
    return std::all_of(rows.begin() + static_cast<std::ptrdiff_t>(first), rows.end(), [&](const auto& cells) {
        const std::size_t filled = filled_width(cells);
        if (filled == 0) return true;
        const bool wider = cells.size() != rows[first].size() && filled > rows[first].size();
        return !wider && cells.size() >= width;
    });
}

/// Cells of the header where all rows have as many, give or take empty ones at the end; 0 where they differ. A few
/// narrower lines may stand above the header where two rows follow it.
std::size_t cells_by(std::string_view head, char separator, const CsvOptions& options) {
    constexpr std::size_t most_titles = 5;
    auto own = options;
    own.separator = separator;
    auto table = parse_csv(head, "", own);
    if (!table) return 0;
    std::vector<std::vector<std::string>> rows{std::move(table->header)};
    for (auto& row : table->rows) rows.push_back(std::move(row.cells));
    if (as_wide_from(rows, 0) && filled_width(rows[0]) > 1) return filled_width(rows[0]);
    for (std::size_t first = 1; first <= most_titles && first + 2 < rows.size(); ++first)
        if (filled_width(rows[first]) > filled_width(rows[first - 1]) && as_wide_from(rows, first))
            return filled_width(rows[first]);
    return as_wide_from(rows, 0) ? filled_width(rows[0]) : 0;
}

char separator_of(std::string_view text, const CsvOptions& options) {
    constexpr int lines_looked_at = 12;
    const auto head = first_lines(text, lines_looked_at);
    char best = options.separator;
    std::size_t most = std::max<std::size_t>(1, cells_by(head, options.separator, options));
    for (const char candidate : {';', '\t', '|', ','}) {
        const auto cells = cells_by(head, candidate, options);
        if (cells > most) most = cells, best = candidate;
    }
    return best;
}

/// The separator of a first line "sep=;", which is taken out of the text: spreadsheets do not show it as a row.
std::optional<char> told_separator(std::string& text) {
    constexpr std::string_view mark = "sep=";
    if (text.size() < mark.size() + 2 || core::lower(std::string_view(text).substr(0, mark.size())) != mark)
        return std::nullopt;
    const char separator = text[mark.size()];
    const auto end = text[mark.size() + 1];
    if (end != '\n' && end != '\r') return std::nullopt;
    const bool two = end == '\r' && mark.size() + 2 < text.size() && text[mark.size() + 2] == '\n';
    text.erase(0, mark.size() + (two ? 3 : 2));
    return separator;
}

/// "12,5", "-0,75", "1,2e3": a number once the comma is a point.
bool comma_number(std::string_view cell, std::string& with_point) {
    const auto comma = cell.find(',');
    if (comma == std::string_view::npos || cell.find('.') != std::string_view::npos ||
        cell.find(',', comma + 1) != std::string_view::npos)
        return false;
    with_point = std::string(cell);
    with_point[comma] = '.';
    return parse_number(with_point).has_value();
}

/// "1,234", or with another mark: also 1234 in thousands.
bool may_be_thousands(std::string_view cell, char mark = ',') {
    if (cell.starts_with('-') || cell.starts_with('+')) cell.remove_prefix(1);
    const auto comma = cell.find(mark);
    const auto digits = [](std::string_view text) {
        return !text.empty() &&
               std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
    };
    return comma <= 3 && !cell.starts_with('0') && digits(cell.substr(0, comma)) && cell.size() == comma + 4 &&
           digits(cell.substr(comma + 1));
}

/// "22,5" of "22,5 %": what stands before a short unit.
std::string_view number_part(std::string_view text) {
    constexpr std::size_t longest_unit = 6;  // with a blank
    const auto last = text.find_last_of("0123456789");
    if (last == std::string_view::npos || text.size() - last - 1 > longest_unit) return text;
    return text.substr(0, last + 1);
}

/// "1.234,5": a comma behind marks of thousands.
bool is_grouped_comma_number(std::string_view text) {
    const auto comma = text.find(',');
    return comma != std::string_view::npos && may_be_thousands(text.substr(0, comma), '.') &&
           parse_number(text.substr(comma + 1)) && text.find('.', comma) == std::string_view::npos;
}

/// How a column's cells are written.
struct ColumnMarks {
    std::size_t commas = 0;     ///< numbers once the comma is a point
    std::size_t thousands = 0;  ///< of them those that may be thousands
    std::size_t points = 0;
    std::size_t point_thousands = 0;  ///< of them those that may be thousands
    std::size_t whole = 0;
    std::size_t words = 0;  ///< neither number nor empty
    std::string first_point_thousands = {};
    /// A remark such as "1,2" in a column of remarks says nothing of how numbers are written.
    [[nodiscard]] bool of_numbers() const { return commas + points + whole > words; }
};

ColumnMarks marks_of(const CsvTable& table, std::size_t column) {
    ColumnMarks marks;
    std::string unused;
    for (const auto& row : table.rows) {
        const auto text = number_part(column < row.cells.size() ? trimmed(row.cells[column]) : std::string_view());
        if (text.empty()) continue;
        if (is_grouped_comma_number(text)) {
            ++marks.commas;
        } else if (comma_number(text, unused)) {
            ++marks.commas;
            marks.thousands += may_be_thousands(text) ? 1 : 0;
        } else if (!parse_number(text)) {
            ++marks.words;
        } else if (text.find('.') != std::string_view::npos) {
            ++marks.points;
            if (may_be_thousands(text, '.') && marks.point_thousands++ == 0) marks.first_point_thousands = text;
        } else {
            ++marks.whole;
        }
    }
    return marks;
}

/// Commas that cannot be thousands are decimals where every point may be one of thousands; and the other way round.
void find_decimal_point(DialectTable& read) {
    ColumnMarks all;
    std::vector<std::string> with_commas, whole_and_points;
    std::string example;
    std::size_t width = read.table.header.size();  // of a title, where one stands above the names
    for (const auto& row : read.table.rows) width = std::max(width, row.cells.size());
    const auto name_of_column = [&](std::size_t column) {
        return column < read.table.header.size() ? read.table.header[column] : "column " + std::to_string(column + 1);
    };
    for (std::size_t column = 0; column < width; ++column) {
        const auto marks = marks_of(read.table, column);
        if (!marks.of_numbers()) continue;
        all.commas += marks.commas;
        all.thousands += marks.thousands;
        all.points += marks.points;
        all.point_thousands += marks.point_thousands;
        if (marks.commas > 0) with_commas.push_back(name_of_column(column));
        if (marks.points > 0 && marks.points == marks.point_thousands && marks.whole > 0) {
            if (whole_and_points.empty()) example = marks.first_point_thousands;
            whole_and_points.push_back(name_of_column(column));
        }
    }
    const bool commas_decide = all.thousands < all.commas, points_decide = all.point_thousands < all.points;
    if (commas_decide && !points_decide) {
        read.dialect.decimal_point = ',';
    } else if (points_decide && !commas_decide) {
        read.dialect.thousands_commas = all.commas > 0;
    } else if (all.commas > 0) {
        read.dialect.ambiguous_columns = std::move(with_commas);
    } else {
        read.dialect.ambiguous_points = std::move(whole_and_points);
        read.dialect.ambiguous_point = std::move(example);
    }
}

struct DateParts {
    std::array<int, 3> numbers{};
    char mark = 0;
    bool year_first = false;
};

/// Three numbers divided by the same mark, one of them a year of four digits at either end; a time behind is passed
/// over.
std::optional<DateParts> date_parts(std::string_view cell) {
    cell = cell.substr(0, cell.find_first_of(" T"));
    DateParts parts;
    std::size_t at = 0;
    for (std::size_t p = 0; p < 3; ++p) {
        std::size_t digits = 0;
        while (at < cell.size() && std::isdigit(static_cast<unsigned char>(cell[at])) != 0 && digits < 5)
            parts.numbers[p] = parts.numbers[p] * 10 + (cell[at++] - '0'), ++digits;
        const bool year = digits == 4;
        if (digits == 0 || digits > 4 || digits == 3 || (year && p == 1)) return std::nullopt;
        if (p == 0) parts.year_first = year;
        if (p == 2 && year == parts.year_first) return std::nullopt;
        if (p == 2) break;
        if (at >= cell.size() || std::string_view("-./").find(cell[at]) == std::string_view::npos) return std::nullopt;
        if (p == 1 && cell[at] != parts.mark) return std::nullopt;
        parts.mark = cell[at++];
    }
    return at == cell.size() ? std::optional(parts) : std::nullopt;
}

bool is_day(int year, int month, int day) {
    return month > 0 && day > 0 &&
           std::chrono::year_month_day{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                       std::chrono::day(static_cast<unsigned>(day))}
               .ok();
}

}  // namespace

std::vector<std::string> Dialect::words() const {
    std::vector<std::string> notes;
    if (encoding != "UTF-8") notes.push_back("the table is in " + encoding);
    if (separator != ',')
        notes.push_back(std::string("columns are divided by ") +
                        (separator == '\t' ? "tabs" : "'" + std::string(1, separator) + "'"));
    if (decimal_point == ',') notes.emplace_back("numbers were read with a decimal comma");
    if (!ambiguous_columns.empty())
        notes.push_back("numbers with commas were left as text in " + core::joined(ambiguous_columns, ", ") +
                        ": decimals or thousands, the table does not tell");
    if (thousands_commas) notes.emplace_back("commas in numbers were read as marks of thousands");
    if (!ambiguous_points.empty())
        notes.push_back("numbers such as " + ambiguous_point + " among whole ones were read as decimals in " +
                        core::joined(ambiguous_points, ", ") + "; with a decimal comma they are thousands");
    return notes;
}

std::string import_hint(const std::string& file) {
    return "A table of patients is made a cohort CSV by `synchrony cohort import " + file + " --out cohort.csv`";
}

core::Result<DialectTable> parse_table(std::string_view bytes, const std::string& source, const CsvOptions& options) {
    if (bytes.starts_with("PK\x03\x04") || bytes.starts_with("\xd0\xcf\x11\xe0"))
        return core::fail_input("the file is no text", source, "a workbook or an archive", "CSV", import_hint(source));
    if (bytes.starts_with("\x1f\x8b"))
        return core::fail_input("the file is packed", source, "a file of gzip", "CSV", "Unpack it: gunzip");
    if (core::looks_like_tensors(bytes))
        return core::fail_input("the file is no text", source, "a model or an image set (safetensors)", "CSV",
                                "`synchrony info` says what is in it");
    std::optional<core::DecodedText> decoded;
    if (options.encoding.empty()) {
        decoded = core::decode_text(bytes);
    } else {
        SYNCHRONY_ASSIGN(auto text, core::decode_text_as(bytes, options.encoding));
        decoded = core::DecodedText{std::move(text), options.encoding};
    }
    if (!decoded) {  // let the parser say where
        SYNCHRONY_ASSIGN(auto table, parse_csv(bytes, source, options));
        return DialectTable{std::move(table), {}};
    }
    DialectTable read;
    read.dialect.encoding = decoded->encoding;
    auto own = options;
    const auto told = told_separator(decoded->text);
    own.separator = read.dialect.separator = told ? *told : separator_of(decoded->text, options);
    if (told) ++own.first_line;
    SYNCHRONY_ASSIGN(read.table, parse_csv(decoded->text, source, own));
    find_decimal_point(read);
    return read;
}

core::Error folder_is_no_table(const std::filesystem::path& folder, std::string expected) {
    return {
        core::ErrorKind::io,
        "is a folder",
        folder.string(),
        "a folder",
        std::move(expected),
        "`synchrony cohort make " + folder.string() + " --out cohort.csv` makes the table of a folder's recordings"};
}

core::Result<DialectTable> read_table(const std::filesystem::path& path, const CsvOptions& options) {
    std::error_code ignored;
    if (std::filesystem::is_directory(path, ignored))
        return core::fail(folder_is_no_table(path, "a table of patients"));
    SYNCHRONY_ASSIGN(const std::string bytes, core::read_file(path, options.max_bytes));
    return parse_table(bytes, path.filename().string(), options);
}

std::string number_text(std::string_view cell, const Dialect& dialect) {
    std::string with_point;
    cell = core::trimmed_widely(cell);
    if (dialect.decimal_point == ',' && comma_number(cell, with_point)) return with_point;
    if (dialect.thousands_commas && may_be_thousands(cell)) {
        with_point = std::string(cell);
        std::erase(with_point, ',');
        return with_point;
    }
    return std::string(cell);
}

std::optional<std::string> dates_in(std::span<const std::string> cells) {
    bool any = false, year_first = true, day_first = true, month_first = true;
    char mark = 0;
    for (const auto& cell : cells) {
        if (trimmed(cell).empty()) continue;
        const auto date = date_parts(trimmed(cell));
        if (!date || (any && (date->mark != mark || date->year_first != year_first))) return std::nullopt;
        any = true;
        mark = date->mark;
        year_first = date->year_first;
        const auto& n = date->numbers;
        if (year_first) {
            if (!is_day(n[0], n[1], n[2])) return std::nullopt;
        } else {
            day_first = day_first && is_day(n[2], n[1], n[0]);
            month_first = month_first && is_day(n[2], n[0], n[1]);
        }
    }
    if (!any || (!year_first && !day_first && !month_first)) return std::nullopt;
    const std::string m(1, mark);
    if (year_first) return "year" + m + "month" + m + "day";
    if (mark == '.' && day_first) return "day.month.year";  // nobody writes months first with points
    if (day_first && month_first) return "day and month in an order that the column does not tell";
    return day_first ? "day" + m + "month" + m + "year" : "month" + m + "day" + m + "year";
}

bool is_not_available(std::string_view cell) {
    if (cell == "." || !core::is_missing_word(cell)) return cell == ".";
    const auto small = core::lower(cell);
    if (core::is_spreadsheet_fault(cell) || core::is_missing_code(small)) return true;
    constexpr std::array<std::string_view, 6> words = {"na", "n/a", "n.a.", "nan", "null", "<na>"};
    return std::find(words.begin(), words.end(), small) != words.end();
}

bool is_not_available(std::string_view cell, bool dash_means_no) {
    return is_not_available(cell) || (!dash_means_no && core::is_dashes(cell));
}

}  // namespace synchrony::cohort

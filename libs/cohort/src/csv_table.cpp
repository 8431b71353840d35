#include "synchrony/cohort/csv_table.hpp"

#include <algorithm>
#include <utility>

#include "synchrony/core/files.hpp"
#include "synchrony/core/foreign_text.hpp"
#include "synchrony/core/utf8.hpp"

namespace synchrony::cohort {
namespace {

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

/// Walks the text cell by cell.
class Parser {
  public:
    Parser(std::string_view text, const std::string& source, const CsvOptions& options)
        : text_(text), source_(source), options_(options) {}

    core::Result<CsvTable> parse() {
        CsvTable table;
        table.source = source_;
        bool have_header = false;
        while (at_ < text_.size()) {
            if (take_line_end()) continue;  // an empty line
            SYNCHRONY_ASSIGN(CsvRow row, next_row());
            if (!have_header) {
                table.header = std::move(row.cells);
                have_header = true;
                continue;
            }
            if (table.rows.size() == options_.max_rows)
                return fault("the file has too many rows", "more", std::to_string(options_.max_rows) + " rows at most");
            table.rows.push_back(std::move(row));
        }
        if (!have_header) return core::fail_input("the file is empty", source_, "no rows", "a header row");
        return table;
    }

  private:
    /// "column" counts cells from 1.
    [[nodiscard]] std::string where() const {
        return source_ + ", line " + std::to_string(line_) + ", column " + std::to_string(column_);
    }
    [[nodiscard]] tl::unexpected<core::Error> fault(std::string what, std::string got, std::string expected) const {
        return core::fail_input(std::move(what), where(), std::move(got), std::move(expected));
    }

    core::Result<CsvRow> next_row() {
        CsvRow row{line_, {}};
        column_ = 1;
        for (;;) {
            SYNCHRONY_ASSIGN(std::string cell, next_cell());
            row.cells.push_back(std::move(cell));
            if (at_ == text_.size() || take_line_end()) return row;
            ++at_;  // the separator
            ++column_;
            if (column_ > options_.max_columns)
                return fault("the row has too many cells", "more", std::to_string(options_.max_columns) + " at most");
        }
    }

    core::Result<std::string> next_cell() {
        if (at_ < text_.size() && text_[at_] == '"') return quoted_cell();
        const std::size_t begin = at_;
        while (at_ < text_.size() && !ends_cell(text_[at_])) {
            if (text_[at_] == '"')
                return fault("a quote stands inside a cell that does not begin with one", "\"",
                             "the whole cell in quotes, inner quotes doubled");
            ++at_;
        }
        SYNCHRONY_TRY(bounded(at_ - begin));
        return std::string(text_.substr(begin, at_ - begin));
    }

    core::Result<std::string> quoted_cell() {
        const std::string began = where();
        std::string cell;
        for (++at_; at_ < text_.size(); ++at_) {
            if (text_[at_] == '"') {
                ++at_;
                if (at_ == text_.size() || ends_cell(text_[at_])) return cell;
                if (text_[at_] != '"')
                    return fault("text follows the closing quote of a cell", std::string(1, text_[at_]),
                                 "a separator or the end of the line");
            } else if (text_[at_] == '\n' || (text_[at_] == '\r' && !followed_by_line_feed())) {
                ++line_;
            }
            cell += text_[at_];
            SYNCHRONY_TRY(bounded(cell.size()));
        }
        return core::fail_input("a quoted cell is never closed", began, "the end of the file", "a closing quote");
    }

    [[nodiscard]] core::Result<void> bounded(std::size_t length) const {
        if (length <= options_.max_cell_bytes) return {};
        return fault("a cell is too long", "more", std::to_string(options_.max_cell_bytes) + " bytes at most");
    }
    [[nodiscard]] bool ends_cell(char c) const { return c == options_.separator || c == '\n' || c == '\r'; }
    [[nodiscard]] bool followed_by_line_feed() const { return at_ + 1 < text_.size() && text_[at_ + 1] == '\n'; }

    bool take_line_end() {
        if (text_[at_] != '\n' && text_[at_] != '\r') return false;
        at_ += text_[at_] == '\r' && followed_by_line_feed() ? 2 : 1;
        ++line_;
        return true;
    }

    std::string_view text_;
    const std::string& source_;
    const CsvOptions& options_;
    std::size_t at_ = 0;
    std::size_t line_ = 1;
    std::size_t column_ = 1;
};

std::string line_of(std::string_view text, std::size_t offset) {
    return std::to_string(1 + std::ranges::count(text.substr(0, offset), '\n'));
}

}  // namespace

core::Result<CsvTable> parse_csv(std::string_view text, const std::string& source, const CsvOptions& options) {
    if (text.size() > options.max_bytes)
        return core::fail_input("the file is too large", source, std::to_string(text.size()) + " bytes",
                                std::to_string(options.max_bytes) + " at most");
    if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
    if (const auto zero = text.find('\0'); zero != std::string_view::npos)
        return core::fail_input("the file is not text", source + ", line " + line_of(text, zero), "a NUL byte",
                                "CSV in UTF-8");
    if (const auto bad = core::first_bad_utf8(text); bad != std::string_view::npos)
        return core::fail_input("the file is not UTF-8", source + ", line " + line_of(text, bad),
                                "byte " + std::to_string(static_cast<unsigned char>(text[bad])), "UTF-8",
                                "Save it as CSV UTF-8");
    return Parser(text, source, options).parse();
}

core::Result<CsvTable> read_csv(const std::filesystem::path& path, const CsvOptions& options) {
    SYNCHRONY_ASSIGN(const std::string text, core::read_file(path, options.max_bytes));
    return parse_csv(text, path.filename().string(), options);
}

std::string csv_row(std::span<const std::string> cells, char separator) {
    const std::string special{'"', '\r', '\n', separator};
    std::string row;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (i > 0) row += separator;
        // A lone empty cell would read back as an empty line.
        if (cells[i].find_first_of(special) == std::string::npos && !(cells.size() == 1 && cells[i].empty())) {
            row += cells[i];
            continue;
        }
        row += '"';
        for (const char c : cells[i]) row += c == '"' ? std::string("\"\"") : std::string(1, c);
        row += '"';
    }
    return row + "\r\n";
}

core::Result<void> write_csv(const std::filesystem::path& path, std::span<const std::string> header,
                             std::span<const std::vector<std::string>> rows) {
    std::string text = csv_row(header);
    for (const auto& row : rows) text += csv_row(row);
    return core::write_file(path, text);
}

std::string_view trimmed(std::string_view cell) {
    constexpr std::string_view blanks = " \t\r\n\v\f";
    const auto begin = cell.find_first_not_of(blanks);
    if (begin == std::string_view::npos) return {};
    return cell.substr(begin, cell.find_last_not_of(blanks) - begin + 1);
}

}  // namespace synchrony::cohort

#include "synchrony/core/csv_row.hpp"

#include <string_view>
#include <utility>

#include "synchrony/core/foreign_text.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::core {

std::string CsvRowReader::where() const {
    return source_ + ", line " + std::to_string(line_) + ", column " + std::to_string(column_);
}

tl::unexpected<Error> CsvRowReader::fault(std::string what, std::string got, std::string expected) const {
    return fail_input(std::move(what), where(), std::move(got), std::move(expected));
}

Result<bool> CsvRowReader::next(std::vector<std::string>& cells) {
    for (skip_blanks(); at_ < text_.size() && take_line_end(); skip_blanks()) ++row_;
    if (at_ == text_.size()) return false;
    ++row_;
    row_line_ = line_;
    column_ = 1;
    for (;;) {
        if (cells.size() < column_) cells.emplace_back();
        SYNCHRONY_TRY(read_cell(cells[column_ - 1]));
        skip_blanks();
        if (at_ == text_.size() || take_line_end()) break;
        if (!runs_of_blanks()) ++at_;  // the separator
        if (++column_ > options_.max_columns)
            return fault("the row has too many cells", "more", std::to_string(options_.max_columns) + " at most");
    }
    cells.resize(column_);
    return true;
}

void CsvRowReader::skip_blanks() {
    if (!runs_of_blanks()) return;
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
}

Result<void> CsvRowReader::read_cell(std::string& cell) {
    cell.clear();
    if (at_ < text_.size() && text_[at_] == '"') return read_quoted(cell);
    const std::size_t begin = at_;
    while (at_ < text_.size() && !ends_cell(text_[at_])) {
        if (text_[at_] == '"')
            return fault("a quote stands inside a cell that does not begin with one", "\"",
                         "the whole cell in quotes, inner quotes doubled");
        ++at_;
    }
    SYNCHRONY_TRY(bounded(at_ - begin));
    cell = text_.substr(begin, at_ - begin);
    return {};
}

Result<void> CsvRowReader::read_quoted(std::string& cell) {
    const std::string began = where();
    for (++at_; at_ < text_.size(); ++at_) {
        if (text_[at_] == '"') {
            ++at_;
            if (at_ == text_.size() || ends_cell(text_[at_])) return {};
            if (text_[at_] != '"')
                return fault("text follows the closing quote of a cell", std::string(1, text_[at_]),
                             "a separator or the end of the line");
        } else if (text_[at_] == '\n' || (text_[at_] == '\r' && !followed_by_line_feed())) {
            ++line_;
        }
        cell += text_[at_];
        SYNCHRONY_TRY(bounded(cell.size()));
    }
    return fail_input("a quoted cell is never closed", began, "the end of the file", "a closing quote");
}

Result<void> CsvRowReader::bounded(std::size_t length) const {
    if (length <= options_.max_cell_bytes) return {};
    return fault("a cell is too long", "more", std::to_string(options_.max_cell_bytes) + " bytes at most");
}

bool CsvRowReader::take_line_end() {
    if (text_[at_] != '\n' && text_[at_] != '\r') return false;
    at_ += text_[at_] == '\r' && followed_by_line_feed() ? 2 : 1;
    ++line_;
    return true;
}

namespace {

/// Whether a spreadsheet would run it, could it be without the apostrophes before it.
bool runs_in_a_spreadsheet(std::string_view cell) {
    const auto begin = cell.find_first_not_of('\'');
    if (begin == std::string_view::npos) return false;
    cell.remove_prefix(begin);
    if (std::string_view("=+-@\t\r").find(cell.front()) == std::string_view::npos) return false;
    return !number_from<double>(cell.substr(cell.front() == '+' ? 1 : 0));
}

}  // namespace

std::string csv_row(std::span<const std::string> cells, char separator) {
    const std::string special{'"', '\r', '\n', separator};
    // A lone empty cell would read back as an empty line, a byte order mark as the file's.
    const auto reads_back = [&](const std::string& cell) {
        return cell.find_first_of(special) == std::string::npos && !(cells.size() == 1 && cell.empty()) &&
               without_byte_order_mark(cell).size() == cell.size();
    };
    std::string row;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (i > 0) row += separator;
        if (reads_back(cells[i])) {
            row += cells[i];
            continue;
        }
        row += '"';
        for (const char c : cells[i]) row.append(c == '"' ? 2 : 1, c);
        row += '"';
    }
    return row + "\r\n";
}

std::string guarded_cell(std::string cell) {
    if (runs_in_a_spreadsheet(cell)) cell.insert(cell.begin(), '\'');
    return cell;
}

std::string without_guard(std::string cell) {
    if (cell.starts_with('\'') && runs_in_a_spreadsheet(cell)) cell.erase(cell.begin());
    return cell;
}

std::vector<std::string> harmless_cells(std::vector<std::string> cells) {
    for (auto& cell : cells) cell = guarded_cell(printable(cell, Layout::replaced));
    return cells;
}

}  // namespace synchrony::core

#include "text_table.hpp"

#include <algorithm>

#include "synchrony/core/text.hpp"
#include "synchrony/core/utf8.hpp"

namespace synchrony::cli {
namespace {

constexpr std::size_t narrowest = 12;  // a column is not broken below it
constexpr std::size_t column_gap = 2;  // blanks between columns

using Cells = std::vector<std::string>;

std::size_t sum_of(const std::vector<std::size_t>& widths) {
    std::size_t total = widths.empty() ? 0 : column_gap * (widths.size() - 1);
    for (const auto width : widths) total += width;
    return total;
}

std::vector<std::size_t> natural_widths(const std::vector<Cells>& rows) {
    std::vector<std::size_t> widths;
    for (const auto& row : rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], columns_of(row[i]));
    }
    return widths;
}

// The longest word of each column: it is never broken.
std::vector<std::size_t> least_widths(const std::vector<Cells>& rows, std::size_t columns) {
    std::vector<std::size_t> widths(columns, narrowest);
    for (const auto& row : rows)
        for (std::size_t i = 0; i < row.size(); ++i)
            for (const auto word : core::split(row[i], ' ')) widths[i] = std::max(widths[i], columns_of(word));
    return widths;
}

// Takes from the widest column until the table fits or no column can give.
void fit(std::vector<std::size_t>& widths, const std::vector<std::size_t>& least, std::size_t columns) {
    while (sum_of(widths) > columns) {
        std::size_t widest = widths.size();
        for (std::size_t i = 0; i < widths.size(); ++i)
            if (widths[i] > least[i] && (widest == widths.size() || widths[i] > widths[widest])) widest = i;
        if (widest == widths.size()) return;
        --widths[widest];
    }
}

Cells broken(const std::string& cell, std::size_t width) {
    Cells lines(1);
    for (const auto word : core::split(cell, ' ')) {
        auto& line = lines.back();
        if (line.empty())
            line = word;
        else if (columns_of(line) + 1 + columns_of(word) <= width)
            line.append(" ").append(word);
        else
            lines.emplace_back("  " + std::string(word));
    }
    return lines;
}

std::string row_text(const Cells& row, const std::vector<std::size_t>& widths) {
    std::vector<Cells> cells;
    std::size_t height = 1;
    for (std::size_t i = 0; i < row.size(); ++i) {
        cells.push_back(columns_of(row[i]) > widths[i] ? broken(row[i], widths[i]) : Cells{row[i]});
        height = std::max(height, cells.back().size());
    }
    std::string out;
    for (std::size_t at = 0; at < height; ++at) {
        std::string line;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            const std::string part = at < cells[i].size() ? cells[i][at] : std::string();
            const std::string pad(widths[i] - std::min(widths[i], columns_of(part)), ' ');
            line += (i ? std::string(column_gap, ' ') : "") + (i ? pad + part : part + pad);
        }
        line.erase(line.find_last_not_of(' ') + 1);
        out += line + "\n";
    }
    return out;
}

}  // namespace

// Characters, not bytes: "±" is one column.
std::size_t columns_of(std::string_view text) {
    return core::utf8_length(text);
}

std::string TextTable::text(std::size_t columns) const {
    auto widths = natural_widths(rows_);
    if (columns > 0) fit(widths, least_widths(rows_, widths.size()), columns);
    std::string out;
    for (const auto& row : rows_) out += row.empty() ? std::string(sum_of(widths), '-') + "\n" : row_text(row, widths);
    return out;
}

}  // namespace synchrony::cli

#include "text_table.hpp"

#include <algorithm>

#include "synchrony/core/utf8.hpp"

namespace synchrony::cli {

// Characters, not bytes: "±" is one column.
std::size_t columns_of(std::string_view text) {
    return core::utf8_length(text);
}

std::string TextTable::text() const {
    std::vector<std::size_t> widths;
    for (const auto& row : rows_) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], columns_of(row[i]));
    }
    std::size_t total = 0;
    for (const std::size_t width : widths) total += width + 2;
    std::string out;
    for (const auto& row : rows_) {
        if (row.empty()) {
            out += std::string(total - 2, '-') + "\n";
            continue;
        }
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i) {
            const std::string pad(widths[i] - columns_of(row[i]), ' ');
            line += (i ? "  " : "") + (i ? pad + row[i] : row[i] + pad);
        }
        line.erase(line.find_last_not_of(' ') + 1);
        out += line + "\n";
    }
    return out;
}

}  // namespace synchrony::cli

#include "synchrony/cohort/csv_table.hpp"

#include <algorithm>
#include <utility>

#include "synchrony/core/csv_row.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/core/foreign_text.hpp"
#include "synchrony/core/utf8.hpp"

namespace synchrony::cohort {
namespace {

core::Result<CsvTable> read_rows(std::string_view text, const std::string& source, const CsvOptions& options) {
    core::CsvRowReader reader(text, source,
                              {options.separator, options.max_columns, options.max_cell_bytes, options.first_line});
    CsvTable table;
    table.source = source;
    SYNCHRONY_ASSIGN(const bool any, reader.next(table.header));
    for (auto& name : table.header) name = core::without_guard(std::move(name));
    if (!any) return core::fail_input("the file is empty", source, "no rows", "a header row");
    table.header_line = reader.line();
    table.header_row = reader.row();
    for (;;) {
        CsvRow row;
        SYNCHRONY_ASSIGN(const bool more, reader.next(row.cells));
        if (!more) return table;
        for (auto& cell : row.cells) cell = core::without_guard(std::move(cell));
        row.line = reader.line();
        row.row = reader.row();
        if (table.rows.size() == options.max_rows)
            return core::fail_input("the file has too many rows", source + ", line " + std::to_string(row.line), "more",
                                    std::to_string(options.max_rows) + " rows at most");
        table.rows.push_back(std::move(row));
    }
}

std::string line_of(std::string_view text, std::size_t offset) {
    return std::to_string(1 + std::ranges::count(text.substr(0, offset), '\n'));
}

}  // namespace

core::Result<CsvTable> parse_csv(std::string_view text, const std::string& source, const CsvOptions& options) {
    if (text.size() > options.max_bytes)
        return core::fail_input("the file is too large", source, std::to_string(text.size()) + " bytes",
                                std::to_string(options.max_bytes) + " at most");
    text = core::without_byte_order_mark(text);
    if (const auto zero = text.find('\0'); zero != std::string_view::npos)
        return core::fail_input("the file is not text", source + ", line " + line_of(text, zero), "a NUL byte",
                                "CSV in UTF-8");
    if (const auto bad = core::first_bad_utf8(text); bad != std::string_view::npos)
        return core::fail_input("the file is not UTF-8", source + ", line " + line_of(text, bad),
                                "byte " + std::to_string(static_cast<unsigned char>(text[bad])), "UTF-8",
                                "Save it as CSV UTF-8");
    return read_rows(text, source, options);
}

core::Result<CsvTable> read_csv(const std::filesystem::path& path, const CsvOptions& options) {
    SYNCHRONY_ASSIGN(const std::string text, core::read_file(path, options.max_bytes));
    return parse_csv(text, path.filename().string(), options);
}

std::string csv_text(std::span<const std::string> header, std::span<const std::vector<std::string>> rows) {
    std::vector<std::string> cells;
    const auto guarded = [&](std::span<const std::string> row) {
        cells.assign(row.begin(), row.end());
        for (auto& cell : cells) cell = core::guarded_cell(std::move(cell));
        return csv_row(cells);
    };
    std::string text = guarded(header);
    for (const auto& row : rows) text += guarded(row);
    return text;
}

core::Result<void> write_csv(const std::filesystem::path& path, std::span<const std::string> header,
                             std::span<const std::vector<std::string>> rows, bool replace) {
    const auto text = csv_text(header, rows);
    if (!replace) SYNCHRONY_TRY(core::check_same_or_absent(path, text));
    return core::write_file(path, text);
}

}  // namespace synchrony::cohort

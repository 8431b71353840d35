#include "sheet_cells.hpp"

#include <algorithm>
#include <map>

#include "number_format.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/io/parse_xml.hpp"

namespace synchrony::tables {
namespace {

constexpr std::size_t most_sheet_rows = 1'048'576;  // of a sheet, by the format
constexpr std::size_t most_sheet_columns = 16'384;
/// Cells from column A to each row's last: a row of one cell in the last column takes memory for all before it.
constexpr std::size_t most_sheet_cells = 5'000'000;
constexpr std::size_t most_merged_cells = 100'000;

struct CellPlace {
    std::size_t row = 0;     // from 1
    std::size_t column = 0;  // from 0
};

/// "BC12".
std::optional<CellPlace> place_of(std::string_view reference) {
    std::size_t at = 0;
    std::size_t column = 0;
    for (; at < reference.size() && reference[at] >= 'A' && reference[at] <= 'Z' && at < 4; ++at)
        column = column * 26 + static_cast<std::size_t>(reference[at] - 'A' + 1);
    const auto row = core::number_from<std::size_t>(reference.substr(at));
    if (column == 0 || column > most_sheet_columns || !row || *row == 0 || *row > most_sheet_rows) return std::nullopt;
    return CellPlace{*row, column - 1};
}

class SheetReader {
  public:
    SheetReader(const WorkbookParts& parts, RawTable& table) : parts_(parts), table_(table) {}

    core::Result<void> read_rows(pugi::xml_node data) {
        std::size_t number = 0;
        for (const auto row : data.children()) {
            if (io::without_prefix(row.name()) != "row") continue;
            const auto given = core::number_from<std::size_t>(row.attribute("r").value());
            const std::size_t next = given.value_or(number + 1);
            if (next <= number || next > most_sheet_rows)
                return fault("a row's number is not above the one before", number + 1,
                             core::in_quotes(row.attribute("r").value()));
            number = next;
            SYNCHRONY_TRY(read_row(row, number));
        }
        return {};
    }

    core::Result<void> read_merged(pugi::xml_node merged) {
        for (const auto item : merged.children()) {
            const std::string_view range = item.attribute("ref").value();
            const auto colon = range.find(':');
            if (colon == std::string_view::npos) continue;
            const auto from = place_of(range.substr(0, colon));
            const auto to = place_of(range.substr(colon + 1));
            if (!from || !to || to->column <= from->column) continue;
            if (table_.merged.size() == most_merged_cells)
                return fault("the sheet has too many merged cells", from->row, {});
            table_.merged.push_back({from->row, from->column, to->column});
        }
        return {};
    }

  private:
    tl::unexpected<core::Error> fault(std::string what, std::size_t row, std::string got) const {
        return core::fail_input(std::move(what),
                                table_.source + ", sheet " + table_.sheet + ", row " + std::to_string(row),
                                std::move(got));
    }

    core::Result<void> read_row(pugi::xml_node row, std::size_t number) {
        RawRow out{number, {}};
        bool filled = false;
        std::size_t next = 0;
        for (const auto cell : row.children()) {
            if (io::without_prefix(cell.name()) != "c") continue;
            const std::string_view reference = cell.attribute("r").value();
            CellPlace place{number, next};
            if (!reference.empty()) {
                const auto given = place_of(reference);
                if (!given || given->row != number || given->column < next)
                    return fault("a cell does not stand where it says", number, core::in_quotes(reference));
                place = *given;
            }
            if (place.column >= most_sheet_columns) return fault("the row has too many cells", number, {});
            next = place.column + 1;
            SYNCHRONY_ASSIGN(auto text, text_of_cell(cell, number));
            if (core::trimmed(std::string_view(text)).empty()) continue;
            filled = true;
            out.cells.resize(next);
            out.cells.back() = std::move(text);
        }
        cells_ += out.cells.size();
        if (cells_ > most_sheet_cells)
            return fault("the sheet is too large", number, "more than " + std::to_string(most_sheet_cells) + " cells");
        if (filled) table_.rows.push_back(std::move(out));
        return {};
    }

    core::Result<std::string> text_of_cell(pugi::xml_node cell, std::size_t row) {
        const std::string_view type = cell.attribute("t").as_string("n");
        if (type == "inlineStr") return rich_text(io::child_of(cell, "is"));
        const auto value = io::child_of(cell, "v");
        const std::string text = value.text().get();
        if (text.empty()) {
            // A formula that gave an empty text is of type str; openpyxl writes an empty value for what it cannot
            // calculate.
            table_.formulas_without_value += io::child_of(cell, "f") && type != "str" ? 1 : 0;
            return std::string();
        }
        if (type == "s") {
            const auto at = core::number_from<std::size_t>(text);
            if (!at || *at >= parts_.shared_strings.size())
                return fault("a cell points at no shared string", row, core::in_quotes(text));
            return parts_.shared_strings[*at];
        }
        if (type == "b") return std::string(text == "0" ? "FALSE" : "TRUE");
        if (type != "n") return text;  // str: a formula's text; e: an error's name; d: a date as ISO 8601 has it
        return text_of_number(cell, text);
    }

    std::string text_of_number(pugi::xml_node cell, const std::string& text) const {
        const auto number = core::number_from<double>(text);
        if (!number) return text;
        const auto style = cell.attribute("s").as_uint(0);
        if (style < parts_.style_is_date.size() && parts_.style_is_date[style])
            if (auto date = date_of_serial(*number, parts_.from_1904)) return std::move(*date);
        return core::shortest(*number);
    }

    const WorkbookParts& parts_;
    RawTable& table_;
    std::size_t cells_ = 0;
};

}  // namespace

std::string rich_text(pugi::xml_node item) {
    std::string text;
    for (const auto part : item.children()) {
        const auto name = io::without_prefix(part.name());
        if (name == "t")
            text += part.text().get();
        else if (name == "r")
            text += io::child_of(part, "t").text().get();
    }
    return text;
}

core::Result<void> read_sheet(pugi::xml_node worksheet, const WorkbookParts& parts, RawTable& table) {
    SheetReader reader(parts, table);
    SYNCHRONY_TRY(reader.read_rows(io::child_of(worksheet, "sheetData")));
    return reader.read_merged(io::child_of(worksheet, "mergeCells"));
}

}  // namespace synchrony::tables

// One sheet's XML as rows of text.
#pragma once

#include <pugixml.hpp>
#include <string>
#include <vector>

#include "synchrony/core/result.hpp"
#include "synchrony/tables/raw_table.hpp"

namespace synchrony::tables {

/// What cells of all sheets point into.
struct WorkbookParts {
    std::vector<std::string> shared_strings;
    std::vector<bool> style_is_date;  ///< one a cell style
    bool from_1904 = false;
};

/// All text below an element of rich text (18.4), without phonetic hints.
[[nodiscard]] std::string rich_text(pugi::xml_node item);

/// Fills rows and merged cells. Errors: a cell's reference or pointer that cannot be, more cells than a sheet may have.
[[nodiscard]] core::Result<void> read_sheet(pugi::xml_node worksheet, const WorkbookParts& parts, RawTable& table);

}  // namespace synchrony::tables

// A table as pieces of a page: a head that is repeated on every page, and rows.
#pragma once

#include "document.hpp"
#include "page_flow.hpp"

namespace synchrony::report {

/// Columns get the width that their words need; where the table is too wide, lines are wrapped and then the print made
/// smaller. No row is higher than `most_height_mm`: what is beyond is cut with an ellipsis.
[[nodiscard]] std::vector<Piece> table_pieces(draw::Painter& painter, const Table& table, double width_mm,
                                              double most_height_mm);

}  // namespace synchrony::report

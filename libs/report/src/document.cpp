#include "document.hpp"

#include "plot_parts.hpp"
#include "synchrony/draw/axes_painter.hpp"

namespace synchrony::report {
namespace {

constexpr std::size_t most_rows_together = 14;  // about half a page of two-line rows

}  // namespace

bool keeps_together(const Table& table) {
    return table.rows.size() <= most_rows_together;
}

void number_captions(Document& document) {
    int tables = 0;
    int figures = 0;
    for (auto& section : document.sections)
        for (auto& block : section.blocks) {
            if (auto* table = std::get_if<Table>(&block); table && !table->caption.empty())
                table->label = "Table " + std::to_string(++tables);
            if (auto* shown = std::get_if<Illustration>(&block); shown && !shown->caption.empty())
                shown->label = "Figure " + std::to_string(++figures);
        }
}

Illustration beside(std::string caption, draw::Figure figure) {
    Illustration shown;
    shown.caption = std::move(caption);
    shown.half = figure.size_mm.width <= figure_width_mm;
    shown.figure = std::move(figure);
    return shown;
}

core::Result<draw::Picture> picture_of(const Illustration& illustration) {
    if (illustration.picture) return *illustration.picture;
    if (!illustration.figure) return core::fail_input("an illustration without a picture", illustration.caption);
    SYNCHRONY_TRY(draw::check(*illustration.figure));
    return picture_of(*illustration.figure);
}

}  // namespace synchrony::report

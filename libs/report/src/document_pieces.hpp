// Turns the blocks of a document into the pieces that pages are set of.
#pragma once

#include <vector>

#include "document.hpp"
#include "page_colours.hpp"
#include "page_flow.hpp"

namespace synchrony::report {

/// A page: its paper and margins as they lie on paper, and the text area in the units of what stands there, which is
/// drawn `scale` times as large.
struct PageShape {
    draw::Size paper;
    double margin_mm = 18.0;
    double top_mm = 20.0;     ///< of the text area
    double bottom_mm = 20.0;  ///< below it
    double scale = 1.0;
    double most_picture = 0.72;  ///< part of the text area that a picture may take
    [[nodiscard]] double text_width() const { return (paper.width - 2.0 * margin_mm) / scale; }
    [[nodiscard]] double text_height() const { return (paper.height - top_mm - bottom_mm) / scale; }
};

constexpr draw::TextStyle page_style(double size_mm, const draw::Colour& colour = page_ink, bool bold = false) {
    return {size_mm, colour, bold, draw::Horizontal::left, draw::Vertical::baseline, false};
}

/// The document from its notice to its last block, as pieces of the shape's text area. `painter` measures text and
/// draws nothing. A document of one page is set closer. Errors: those of its pictures.
[[nodiscard]] core::Result<std::vector<Piece>> pieces_of(const Document& document, const PageShape& shape,
                                                         draw::Painter& painter);

}  // namespace synchrony::report

// Sets pieces of a document one below another on pages.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "synchrony/draw/painter.hpp"

namespace synchrony::report {

struct Words {
    draw::Point at;  ///< of the base line, from the piece's upper left corner
    std::string text;
    draw::TextStyle style;
};
struct Rule {
    double from = 0.0;
    double to = 0.0;
    double y = 0.0;
    draw::Stroke stroke;
};
struct Fill {
    draw::Rect place;
    draw::Colour colour;
};

/// What is never torn apart: a line of text, a row of a table, a figure.
struct Piece {
    double height_mm = 0.0;
    double space_mm = 0.0;   ///< free above it, but at the top of a page
    bool with_next = false;  ///< never the last on its page
    bool new_page = false;   ///< always the first on its page
    std::vector<Fill> fills = {};
    std::vector<Rule> rules = {};
    std::vector<Words> words = {};
    std::function<void(draw::Painter&)> draw = {};  ///< more, from the upper left corner
    std::shared_ptr<const Piece> repeated = {};     ///< stands above it where it begins a page: a table's head
    std::string outline = {};                       ///< its name in the list of contents
};

/// A piece on its page; y from the top of the text area.
struct Placed {
    std::shared_ptr<const Piece> piece;
    double y_mm = 0.0;
};
using Page = std::vector<Placed>;

/// Pages of `height_mm`. A piece higher than a page has one to itself and is cut at its end.
[[nodiscard]] std::vector<Page> set_pages(std::vector<Piece> pieces, double height_mm);

void draw_piece(draw::Painter& painter, const Piece& piece, const draw::Point& upper_left);

/// As Painter::wrapped, but a word that is wider than a line is broken between letters.
[[nodiscard]] std::vector<std::string> broken_lines(draw::Painter& painter, const std::string& text, double width_mm,
                                                    const draw::TextStyle& style);

}  // namespace synchrony::report

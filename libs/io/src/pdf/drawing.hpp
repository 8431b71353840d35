// What a page shows: lines that were drawn and words that stand on it, in one system of coordinates.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "pdf/document.hpp"

namespace synchrony::io::pdf {

struct PagePoint {
    double x = 0.0, y = 0.0;
};

/// A connected line, in the order in which it was drawn.
struct DrawnLine {
    std::vector<PagePoint> points;
    /// Width, red, green, blue; grey and CMYK as they are written: only sameness counts.
    std::array<double, 4> pen{};
};

struct ShownText {
    std::string text;  ///< UTF-8
    PagePoint at;      ///< where its first letter's base line begins
};

/// In mm, x to the right and y up as the page is read: turned so that most words run from left to right.
struct Drawing {
    std::vector<DrawnLine> lines;
    std::vector<ShownText> texts;
    double picture_part = 0.0;  ///< of the page's area that pictures cover
};

/// Operators of all pages together: ten times a sheet of twelve leads that is drawn step by step.
inline constexpr std::size_t most_operators = 1'000'000;

/// Draws a page and the forms on it. What it takes is taken off `may_obey`; fails (input) where that is used up.
[[nodiscard]] core::Result<Drawing> drawing_of(const Document& document, const Page& page, std::size_t& may_obey,
                                               const std::string& where);

}  // namespace synchrony::io::pdf

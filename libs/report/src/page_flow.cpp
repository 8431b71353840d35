#include "page_flow.hpp"

#include <algorithm>

namespace synchrony::report {
namespace {

// Pieces from `begin` that must stand on one page.
std::size_t end_of_run(const std::vector<Piece>& pieces, std::size_t begin) {
    std::size_t end = begin;
    while (end + 1 < pieces.size() && pieces[end].with_next) ++end;
    return end + 1;
}

double height_of(const std::vector<Piece>& pieces, std::size_t begin, std::size_t end) {
    double height = 0.0;
    for (std::size_t i = begin; i < end; ++i) height += pieces[i].height_mm + (i > begin ? pieces[i].space_mm : 0.0);
    return height;
}

void break_word(draw::Painter& painter, const std::string& word, double width_mm, const draw::TextStyle& style,
                std::vector<std::string>& lines) {
    std::string line;
    for (std::size_t i = 0; i < word.size();) {
        std::size_t end = i + 1;
        while (end < word.size() && (static_cast<unsigned char>(word[end]) & 0xc0) == 0x80) ++end;
        const std::string letter = word.substr(i, end - i);
        if (!line.empty() && painter.text_width(line + letter, style) > width_mm) {
            lines.push_back(line);
            line.clear();
        }
        line += letter;
        i = end;
    }
    lines.push_back(line);
}

}  // namespace

std::vector<Page> set_pages(std::vector<Piece> pieces, double height_mm) {
    std::vector<Page> pages(1);
    double y = 0.0;
    for (std::size_t begin = 0; begin < pieces.size();) {
        const std::size_t end = end_of_run(pieces, begin);
        const double space = pages.back().empty() ? 0.0 : pieces[begin].space_mm;
        const double height = height_of(pieces, begin, end);
        // A run longer than a page is broken where the page ends.
        const bool full = height <= height_mm && y + space + height > height_mm;
        if (!pages.back().empty() && (full || pieces[begin].new_page)) {
            pages.emplace_back();
            y = 0.0;
        }
        for (std::size_t i = begin; i < end; ++i) {
            auto piece = std::make_shared<const Piece>(std::move(pieces[i]));
            if (!pages.back().empty() && y + piece->space_mm + piece->height_mm > height_mm) {
                pages.emplace_back();
                y = 0.0;
            }
            if (pages.back().empty() && pages.size() > 1 && piece->repeated) {
                pages.back().push_back({piece->repeated, 0.0});
                y = piece->repeated->height_mm;
            }
            if (!pages.back().empty()) y += piece->space_mm;
            pages.back().push_back({piece, y});
            y += piece->height_mm;
        }
        begin = end;
    }
    return pages;
}

void draw_piece(draw::Painter& painter, const Piece& piece, const draw::Point& upper_left) {
    painter.placed(upper_left, 1.0, [&] {
        for (const auto& fill : piece.fills) painter.fill(fill.place, fill.colour);
        for (const auto& rule : piece.rules)
            painter.segments(std::vector<draw::Point>{{rule.from, rule.y}, {rule.to, rule.y}}, rule.stroke);
        for (const auto& words : piece.words) painter.text(words.at, words.text, words.style);
        if (piece.draw) piece.draw(painter);
    });
}

std::vector<std::string> broken_lines(draw::Painter& painter, const std::string& text, double width_mm,
                                      const draw::TextStyle& style) {
    std::vector<std::string> lines;
    for (const auto& line : painter.wrapped(text, width_mm, style)) {
        if (painter.text_width(line, style) <= width_mm)
            lines.push_back(line);
        else
            break_word(painter, line, width_mm, style, lines);
    }
    return lines;
}

}  // namespace synchrony::report

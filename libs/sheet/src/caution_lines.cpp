#include "caution_lines.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <vector>

#include "sheet_style.hpp"

namespace synchrony::sheet {
namespace {

using Lines = std::vector<std::string>;

constexpr double caution_line_height = 1.3;  // of the font's size
constexpr std::array caution_sizes = {1.0, 0.9, 0.82};
constexpr std::string_view caution_word = "Caution: ";

draw::TextStyle caution_style(double size_mm) {
    return {size_mm, warning, false, draw::Horizontal::left, draw::Vertical::baseline, false};
}

std::size_t rows_in(const draw::Rect& room, double size_mm) {
    return static_cast<std::size_t>(std::max(0.0, room.height / (caution_line_height * size_mm) + 1e-6));
}

void add_wrapped(draw::Painter& painter, const std::string& text, double width_mm, double size_mm, Lines& lines) {
    const std::size_t first = lines.size();
    // Further lines stand a little to the right, so that each caution is seen to begin.
    const double indent_mm = painter.text_width("   ", caution_style(size_mm));
    for (auto& line : painter.wrapped(text, width_mm - indent_mm, caution_style(size_mm))) lines.push_back(line);
    for (std::size_t i = first + 1; i < lines.size(); ++i) lines[i] = "   " + lines[i];
}

void draw_lines(draw::Painter& painter, const draw::Rect& room, const Lines& lines, double size_mm) {
    double y = room.y + size_mm;
    for (const auto& line : lines) {
        painter.text({room.x, y}, line, caution_style(size_mm));
        y += caution_line_height * size_mm;
    }
}

/// Those, from the first on, whose lines find room; the lines.
std::size_t whole_that_fit(draw::Painter& painter, const draw::Rect& room, std::span<const std::string> cautions,
                           double size_mm, std::size_t rows, Lines& lines) {
    for (std::size_t i = 0; i < cautions.size(); ++i) {
        const auto before = lines.size();
        add_wrapped(painter, cautions[i], room.width, size_mm, lines);
        if (lines.size() <= rows) continue;
        lines.resize(before);
        return i;
    }
    return cautions.size();
}

std::string bare(const std::string& caution) {
    return caution.starts_with(caution_word) ? caution.substr(caution_word.size()) : caution;
}

std::string without_details(const std::string& caution) {
    const auto text = bare(caution);
    return text.substr(0, text.find_first_of("(:"));
}

template <typename Words>
std::string joined_cautions(std::span<const std::string> cautions, Words words) {
    std::string all;
    for (const auto& caution : cautions) {
        auto text = words(caution);
        while (text.ends_with(' ')) text.pop_back();
        all += (all.empty() ? "Also: " : "; ") + text;
    }
    return all;
}

/// Where the room ends before the lines do, the last of them says how many cautions there are.
void draw_with_count(draw::Painter& painter, const draw::Rect& room, Lines lines, std::size_t cautions,
                     double size_mm) {
    if (const auto rows = rows_in(room, size_mm); lines.size() > rows && rows > 0) {
        lines.resize(rows);
        lines.back() = "... " + std::to_string(cautions) + " cautions in all: `synchrony measure` says them";
    }
    draw_lines(painter, room, lines, size_mm);
}

}  // namespace

std::size_t draw_whole_cautions(draw::Painter& painter, const draw::Rect& room, std::span<const std::string> cautions,
                                double size_mm) {
    for (const double part : caution_sizes) {
        Lines lines;
        const double size = part * size_mm;
        const auto count = whole_that_fit(painter, room, cautions, size, rows_in(room, size), lines);
        if (count < cautions.size() && part != caution_sizes.back()) continue;
        draw_lines(painter, room, lines, size);
        return count;
    }
    return 0;
}

void draw_cautions(draw::Painter& painter, const draw::Rect& room, std::span<const std::string> cautions,
                   double size_mm) {
    const double least_mm = caution_sizes.back() * size_mm;
    const auto rows = rows_in(room, least_mm);
    Lines lines;
    if (whole_that_fit(painter, room, cautions, least_mm, rows, lines) == cautions.size()) {
        (void)draw_whole_cautions(painter, room, cautions, size_mm);
        return;
    }
    for (std::size_t kept = 1; kept <= rows; ++kept) {
        lines.clear();
        const auto count = whole_that_fit(painter, room, cautions, least_mm, rows - kept, lines);
        add_wrapped(painter, joined_cautions(cautions.subspan(count), without_details), room.width, least_mm, lines);
        if (lines.size() <= rows) break;
    }
    draw_with_count(painter, room, std::move(lines), cautions.size(), least_mm);
}

void draw_cautions_in_a_row(draw::Painter& painter, const draw::Rect& room, std::span<const std::string> cautions,
                            double size_mm) {
    const auto rows = rows_in(room, size_mm);
    Lines lines;
    add_wrapped(painter, joined_cautions(cautions, bare), room.width, size_mm, lines);
    if (lines.size() > rows) {
        lines.clear();
        add_wrapped(painter, joined_cautions(cautions, without_details), room.width, size_mm, lines);
    }
    draw_with_count(painter, room, std::move(lines), cautions.size(), size_mm);
}

}  // namespace synchrony::sheet

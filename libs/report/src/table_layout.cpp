#include "table_layout.hpp"

#include <algorithm>
#include <array>
#include <numeric>

#include "page_colours.hpp"

namespace synchrony::report {
namespace {

constexpr std::array<double, 4> print_mm = {2.75, 2.55, 2.35, 2.1};  // 7.8 to 6 points
constexpr double small_share = 0.88;
constexpr double table_leading = 1.32;
constexpr double column_gap_mm = 3.2;  // between columns
constexpr double padding_mm = 0.9;
constexpr double indent_mm = 3.0;
const draw::Stroke thick{page_ink, 0.3, 0.0};
const draw::Stroke thin{page_ink, 0.15, 0.0};
const draw::Stroke faint{page_line, 0.12, 0.0};

struct Widths {
    std::vector<double> natural;  // of the longest text on one line
    std::vector<double> least;    // of the longest word
};

class TableLayout {
  public:
    TableLayout(draw::Painter& painter, const Table& table, double width_mm, double most_height_mm)
        : painter_(painter), table_(table), width_mm_(width_mm), most_height_mm_(most_height_mm) {}

    std::vector<Piece> pieces() {
        if (table_.columns.empty()) return {};
        choose_widths();
        const auto head = std::make_shared<const Piece>(head_piece());
        std::vector<Piece> all{*head};
        for (std::size_t i = 0; i < table_.rows.size(); ++i) {
            auto piece = row_piece(table_.rows[i]);
            const bool last = i + 1 == table_.rows.size();
            const bool next_belongs = !last && table_.rows[i + 1].indented;
            piece.with_next = !last && (table_.rows[i].heading || next_belongs || keeps_together(table_));
            piece.repeated = head;
            piece.rules.push_back({0.0, width_mm_, piece.height_mm, last ? thick : faint});
            all.push_back(std::move(piece));
        }
        return all;
    }

  private:
    [[nodiscard]] double line_mm() const { return size_mm_ * table_leading; }

    [[nodiscard]] draw::TextStyle style(const Cell& cell, bool bold) const {
        draw::TextStyle style{
            size_mm_, page_ink, bold || cell.tone == Tone::strong, draw::Horizontal::left, draw::Vertical::baseline,
            false};
        if (cell.tone == Tone::soft) style.colour = page_soft;
        if (cell.tone == Tone::caution) style.colour = page_caution, style.bold = true;
        return style;
    }

    [[nodiscard]] draw::TextStyle small_style() const {
        return {size_mm_ * small_share, page_soft, false, draw::Horizontal::left, draw::Vertical::baseline, false};
    }

    double longest_word(const std::string& text, const draw::TextStyle& style) {
        double widest = 0.0;
        for (std::size_t begin = 0; begin < text.size();) {
            const auto end = std::min(text.find(' ', begin), text.size());
            widest = std::max(widest, painter_.text_width(text.substr(begin, end - begin), style));
            begin = end + 1;
        }
        return widest;
    }

    Widths measured() {
        const std::size_t columns = table_.columns.size();
        Widths widths{std::vector<double>(columns, 2.0), std::vector<double>(columns, 2.0)};
        const auto take = [&](std::size_t i, const std::string& text, const draw::TextStyle& style, double more,
                              bool whole) {
            const double natural = painter_.text_width(text, style) + more;
            widths.natural[i] = std::max(widths.natural[i], natural);
            widths.least[i] = std::max(widths.least[i], whole ? natural : longest_word(text, style) + more);
        };
        for (std::size_t i = 0; i < columns; ++i) take(i, table_.columns[i].head, style({}, true), 0.0, false);
        for (const auto& row : table_.rows) {
            if (row.heading) continue;
            for (std::size_t i = 0; i < std::min(columns, row.cells.size()); ++i) {
                const bool number = table_.columns[i].number;
                take(i, row.cells[i].text, style(row.cells[i], false), row.indented && i == 0 ? indent_mm : 0.0,
                     number);
                take(i, row.cells[i].small, small_style(), 0.0, number);
            }
        }
        return widths;
    }

    // Every column its natural width if that fits; else the rest of the page is shared by what each lacks.
    void choose_widths() {
        const double room = width_mm_ - column_gap_mm * static_cast<double>(table_.columns.size() - 1);
        Widths widths;
        double least = 0.0;
        for (const double size : print_mm) {
            size_mm_ = size;
            widths = measured();
            least = std::accumulate(widths.least.begin(), widths.least.end(), 0.0);
            if (least <= room) break;
        }
        const double natural = std::accumulate(widths.natural.begin(), widths.natural.end(), 0.0);
        columns_mm_ = widths.least;
        if (least > room) {
            for (auto& width : columns_mm_) width *= room / least;
        } else if (natural <= room) {
            columns_mm_ = widths.natural;
            const double free = (room - natural) / static_cast<double>(columns_mm_.size());
            for (auto& width : columns_mm_) width += free;
        } else {
            for (std::size_t i = 0; i < columns_mm_.size(); ++i)
                columns_mm_[i] += (room - least) * (widths.natural[i] - widths.least[i]) / (natural - least);
        }
    }

    [[nodiscard]] double left_of(std::size_t column) const {
        return std::accumulate(columns_mm_.begin(), columns_mm_.begin() + static_cast<std::ptrdiff_t>(column), 0.0) +
               column_gap_mm * static_cast<double>(column);
    }

    // Lines below `top`, set to the column's side; gives where they end.
    double set_lines(Piece& piece, const std::string& text, draw::TextStyle style, std::size_t column, double indent,
                     double top) {
        if (text.empty()) return top;
        const double width = columns_mm_[column] - indent;
        const double step = style.size_mm * table_leading;
        auto lines = broken_lines(painter_, text, width, style);
        const auto most = static_cast<std::size_t>(std::max(1.0, (most_height_mm_ - 4.0 * padding_mm) / step));
        if (lines.size() > most) {
            lines.resize(most);
            lines.back() = "\u2026";
        }
        const bool right = table_.columns[column].number;
        style.horizontal = right ? draw::Horizontal::right : draw::Horizontal::left;
        const double x = right ? left_of(column) + columns_mm_[column] : left_of(column) + indent;
        for (const auto& line : lines) {
            piece.words.push_back({{x, top + style.size_mm}, line, style});
            top += step;
        }
        return top;
    }

    Piece head_piece() {
        Piece piece;
        piece.with_next = true;
        double top = padding_mm;
        const bool grouped =
            std::any_of(table_.columns.begin(), table_.columns.end(), [](const Column& c) { return !c.group.empty(); });
        if (grouped) top = set_groups(piece);
        double bottom = top;
        for (std::size_t i = 0; i < table_.columns.size(); ++i)
            bottom = std::max(bottom, set_lines(piece, table_.columns[i].head, style({}, true), i, 0.0, top));
        piece.height_mm = bottom + padding_mm;
        piece.rules.push_back({0.0, width_mm_, 0.0, thick});
        piece.rules.push_back({0.0, width_mm_, piece.height_mm, thin});
        return piece;
    }

    double set_groups(Piece& piece) {
        draw::TextStyle centred = style({}, true);
        centred.horizontal = draw::Horizontal::centre;
        const double base = padding_mm + size_mm_;
        for (std::size_t begin = 0; begin < table_.columns.size();) {
            std::size_t end = begin + 1;
            while (end < table_.columns.size() && table_.columns[end].group == table_.columns[begin].group) ++end;
            if (!table_.columns[begin].group.empty()) {
                const double left = left_of(begin);
                const double right = left_of(end - 1) + columns_mm_[end - 1];
                piece.words.push_back({{(left + right) / 2.0, base}, table_.columns[begin].group, centred});
                piece.rules.push_back({left, right, padding_mm + line_mm(), thin});
            }
            begin = end;
        }
        return padding_mm * 2.0 + line_mm();
    }

    Piece row_piece(const TableRow& row) {
        Piece piece;
        double bottom = padding_mm + line_mm();
        if (row.heading) {
            const std::string text = row.cells.empty() ? "" : row.cells.front().text;
            piece.fills.push_back({{0.0, 0.0, width_mm_, bottom + padding_mm}, page_tint});
            piece.words.push_back({{0.8, padding_mm + size_mm_}, text, style({}, true)});
        } else {
            for (std::size_t i = 0; i < std::min(row.cells.size(), table_.columns.size()); ++i) {
                const double indent = row.indented && i == 0 ? indent_mm : 0.0;
                const double below =
                    set_lines(piece, row.cells[i].text, style(row.cells[i], false), i, indent, padding_mm);
                bottom = std::max(bottom, set_lines(piece, row.cells[i].small, small_style(), i, indent, below));
            }
        }
        piece.height_mm = bottom + padding_mm;
        return piece;
    }

    draw::Painter& painter_;
    const Table& table_;
    double width_mm_;
    double most_height_mm_;
    double size_mm_ = print_mm[0];
    std::vector<double> columns_mm_;
};

}  // namespace

std::vector<Piece> table_pieces(draw::Painter& painter, const Table& table, double width_mm, double most_height_mm) {
    return TableLayout(painter, table, width_mm, most_height_mm).pieces();
}

}  // namespace synchrony::report

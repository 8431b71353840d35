#include "document_pieces.hpp"

#include <algorithm>

#include "table_layout.hpp"

namespace synchrony::report {
namespace {

constexpr double leading = 1.38;
constexpr double columns_gap_mm = 6.0;
constexpr double list_indent_mm = 4.0;
constexpr double terms_name_mm = 42.0;

constexpr draw::TextStyle title_style = page_style(6.2, page_ink, true);
constexpr draw::TextStyle summary_style = page_style(3.5);
constexpr draw::TextStyle heading_style = page_style(4.5, page_accent, true);
constexpr draw::TextStyle dense_heading_style = page_style(3.7, page_accent, true);
constexpr draw::TextStyle subheading_style = page_style(3.4, page_ink, true);
constexpr draw::TextStyle body_style = page_style(3.2);
constexpr draw::TextStyle note_style = page_style(2.7, page_soft);
constexpr draw::TextStyle code_style = page_style(2.8);
// The picture of an illustration with the place that it takes.
struct Shown {
    draw::Picture picture;
    draw::Size size_mm;
    std::string png;
};

core::Result<Shown> shown(const Illustration& illustration, double width_mm, double most_height_mm) {
    Shown result;
    draw::Size own;
    if (illustration.png.empty()) {
        SYNCHRONY_ASSIGN(result.picture, picture_of(illustration));
        own = result.picture.size_mm;
    } else {
        const auto image = draw::read_png(illustration.png);
        if (!image) return core::fail_input("an example's picture is not a PNG", illustration.caption);
        result.png = illustration.png;
        own = {width_mm,
               width_mm * cairo_image_surface_get_height(image.get()) / cairo_image_surface_get_width(image.get())};
    }
    const double scale = std::min({width_mm / own.width, most_height_mm / own.height, 1.0});
    result.size_mm = {own.width * scale, own.height * scale};
    return result;
}

// Turns the blocks of a document into pieces of pages.
class PieceWriter {
  public:
    PieceWriter(draw::Painter& painter, const PageShape& shape, bool dense)
        : painter_(painter),
          text_width_mm_(shape.text_width()),
          text_height_mm_(shape.text_height()),
          scale_(shape.scale),
          most_picture_part_(shape.most_picture),
          dense_(dense) {}

    core::Result<std::vector<Piece>> write(const Document& document) {
        lines(document.notice, page_style(2.7, page_caution, true), 0.0);
        lines(document.title, fitting_title(document.title), 3.0);
        if (!document.summary.empty()) lines(document.summary, summary_style, 2.0);
        if (!document.meta.empty()) lines(document.meta, note_style, 2.0);
        for (const auto& warning : document.warnings) lines(warning, page_style(3.2, page_caution, true), 2.0);
        for (const auto& section : document.sections) {
            const std::size_t begin = pieces_.size();
            lines(section.title, dense_ ? dense_heading_style : heading_style, dense_ ? 3.5 : 7.0, 0.0, true);
            if (pieces_.size() > begin) {
                pieces_[begin].outline = section.title;
                pieces_[begin].new_page = section.new_page;
            }
            SYNCHRONY_TRY(write_blocks(section.blocks));
        }
        return std::move(pieces_);
    }

  private:
    core::Result<void> write_blocks(const std::vector<Block>& blocks) {
        for (std::size_t i = 0; i < blocks.size(); ++i) {
            const auto* first = std::get_if<Illustration>(&blocks[i]);
            const auto* second = i + 1 < blocks.size() ? std::get_if<Illustration>(&blocks[i + 1]) : nullptr;
            const auto* table = std::get_if<Table>(&blocks[i]);
            const auto* beside = i + 1 < blocks.size() ? std::get_if<Table>(&blocks[i + 1]) : nullptr;
            if (first && second && first->half && second->half) {
                SYNCHRONY_TRY(add_pair(*first, *second));
                ++i;
            } else if (table && beside && table->half && beside->half) {
                add_pair(*table, *beside);
                ++i;
            } else {
                SYNCHRONY_TRY(std::visit([this](const auto& part) { return add(part); }, blocks[i]));
            }
        }
        return {};
    }

    // A title a little too long for one line is set smaller: its second line would hold one word.
    [[nodiscard]] draw::TextStyle fitting_title(const std::string& title) {
        constexpr double smallest = 0.8;
        auto style = title_style;
        const double part = text_width_mm_ / painter_.text_width(title, title_style);
        if (part < 1.0 && part >= smallest) style.size_mm *= 0.995 * part;
        return style;
    }

    // Text as one piece a line; neither the first nor the last line of a paragraph stands alone on a page.
    void lines(const std::string& text, const draw::TextStyle& style, double space_mm, double indent_mm = 0.0,
               bool with_next = false) {
        const auto broken = broken_lines(painter_, text, text_width_mm_ - indent_mm, style);
        for (std::size_t i = 0; i < broken.size(); ++i) {
            Piece piece;
            piece.height_mm = style.size_mm * leading;
            piece.space_mm = i == 0 ? space_mm : 0.0;
            const bool last = i + 1 == broken.size();
            piece.with_next =
                (with_next || (broken.size() > 1 && (i == 0 || i + 2 == broken.size()))) && (!last || with_next);
            piece.words.push_back({{indent_mm, style.size_mm}, broken[i], style});
            pieces_.push_back(std::move(piece));
        }
    }

    core::Result<void> add(const Paragraph& part) {
        switch (part.tone) {
            case Tone::soft:
                lines(part.text, note_style, 1.2);
                break;
            case Tone::strong:
                lines(part.text, page_style(3.8, page_ink, true), 2.0);
                break;
            case Tone::caution:
                lines(part.text, page_style(3.2, page_caution, true), 2.0);
                break;
            case Tone::plain:
                lines(part.text, body_style, 2.0);
        }
        return {};
    }
    core::Result<void> add(const Subheading& part) {
        lines(part.text, subheading_style, 4.5, 0.0, true);
        return {};
    }
    core::Result<void> add(const ListBlock& part) {
        for (const auto& item : part.items) {
            const std::size_t begin = pieces_.size();
            lines(item, body_style, 1.2, list_indent_mm);
            if (pieces_.size() > begin)
                pieces_[begin].words.push_back({{1.0, body_style.size_mm}, "\u2022", body_style});
        }
        return {};
    }
    core::Result<void> add(const Code& part) {
        const std::size_t begin = pieces_.size();
        lines(part.text, code_style, 2.5, 2.0);
        for (std::size_t i = begin; i < pieces_.size(); ++i)
            pieces_[i].fills.push_back({{0.0, -0.4, text_width_mm_, pieces_[i].height_mm + 0.8}, page_tint});
        return {};
    }
    core::Result<void> add(const Terms& part) {
        for (const auto& term : part.items) {
            const std::size_t begin = pieces_.size();
            lines(term.value, body_style, 1.2, terms_name_mm);
            const auto names = broken_lines(painter_, term.name, terms_name_mm - 3.0, note_style);
            for (std::size_t i = 0; i < names.size(); ++i) {
                if (begin + i >= pieces_.size()) {
                    pieces_.push_back({});
                    pieces_.back().height_mm = body_style.size_mm * leading;
                }
                pieces_[begin + i].words.push_back({{0.0, body_style.size_mm}, names[i], note_style});
            }
        }
        return {};
    }

    core::Result<void> add(const Table& part) {
        if (!part.caption.empty())
            lines(part.label + ". " + part.caption, page_style(2.9, page_ink, true), 5.0, 0.0, true);
        auto rows = table_pieces(painter_, part, text_width_mm_, text_height_mm_ - 20.0);
        if (!rows.empty()) rows.front().space_mm = 1.0;
        // The last row takes the notes with it; where the whole table would come with them, they may follow overleaf.
        constexpr std::size_t many = 8;
        const bool tall = part.rows.size() >= many && keeps_together(part);
        if (!rows.empty() && !part.notes.empty()) rows.back().with_next = !tall;
        std::move(rows.begin(), rows.end(), std::back_inserter(pieces_));
        for (const auto& note : part.notes) lines(note, note_style, 1.0);
        return {};
    }

    void set_caption(Piece& piece, const Illustration& part, double x, double width_mm, double top) {
        if (part.caption.empty()) return;
        for (const auto& line : broken_lines(painter_, part.label + ". " + part.caption, width_mm, note_style)) {
            piece.words.push_back({{x, top + note_style.size_mm}, line, note_style});
            top += note_style.size_mm * leading;
        }
        piece.height_mm = std::max(piece.height_mm, top);
    }

    static std::function<void(draw::Painter&)> drawn(Shown what, draw::Point at) {
        return [what = std::move(what), at](draw::Painter& painter) {
            if (!what.png.empty()) {
                painter.png({at.x, at.y, what.size_mm.width, what.size_mm.height}, what.png);
                return;
            }
            painter.placed(at, what.size_mm.width / what.picture.size_mm.width, [&] { what.picture.draw(painter); });
        };
    }

    core::Result<void> add(const Illustration& part) {
        SYNCHRONY_ASSIGN(auto what, shown(part, text_width_mm_, most_picture()));
        Piece piece;
        piece.space_mm = 4.0;
        piece.height_mm = what.size_mm.height;
        set_caption(piece, part, 0.0, text_width_mm_, what.size_mm.height + 1.0);
        if (part.scale_words) {
            const double drawn_at = scale_ * what.size_mm.width / what.picture.size_mm.width;
            double top = piece.height_mm + 1.0;
            for (const auto& line : broken_lines(painter_, part.scale_words(drawn_at), text_width_mm_, note_style)) {
                piece.words.push_back({{0.0, top + note_style.size_mm}, line, note_style});
                top += note_style.size_mm * leading;
            }
            piece.height_mm = top;
        }
        piece.draw = drawn(std::move(what), {0.0, 0.0});
        pieces_.push_back(std::move(piece));
        return {};
    }

    // Both as one piece: tables that stand beside one another are short.
    void add_pair(const Table& left, const Table& right) {
        Piece piece;
        piece.space_mm = 2.0;
        double from = 0.0;
        for (const auto* table : {&left, &right}) {
            double top = 0.0;
            for (auto& row : table_pieces(painter_, *table, half_width(), text_height_mm_)) {
                for (auto& fill : row.fills) fill.place.x += from, fill.place.y += top, piece.fills.push_back(fill);
                for (auto& rule : row.rules)
                    rule.from += from, rule.to += from, rule.y += top, piece.rules.push_back(rule);
                for (auto& words : row.words) words.at.x += from, words.at.y += top, piece.words.push_back(words);
                top += row.height_mm;
            }
            piece.height_mm = std::max(piece.height_mm, top);
            from += half_width() + columns_gap_mm;
        }
        pieces_.push_back(std::move(piece));
    }

    core::Result<void> add_pair(const Illustration& left, const Illustration& right) {
        SYNCHRONY_ASSIGN(auto first, shown(left, half_width(), most_picture()));
        SYNCHRONY_ASSIGN(auto second, shown(right, half_width(), most_picture()));
        const double beside = half_width() + columns_gap_mm;
        Piece piece;
        piece.space_mm = 4.0;
        piece.height_mm = std::max(first.size_mm.height, second.size_mm.height);
        set_caption(piece, left, 0.0, half_width(), first.size_mm.height + 1.0);
        set_caption(piece, right, beside, half_width(), second.size_mm.height + 1.0);
        piece.draw = [one = drawn(std::move(first), {0.0, 0.0}), two = drawn(std::move(second), {beside, 0.0})](
                         draw::Painter& painter) { one(painter), two(painter); };
        pieces_.push_back(std::move(piece));
        return {};
    }

    [[nodiscard]] double half_width() const { return (text_width_mm_ - columns_gap_mm) / 2.0; }
    [[nodiscard]] double most_picture() const { return most_picture_part_ * text_height_mm_; }

    draw::Painter& painter_;
    double text_width_mm_;
    double text_height_mm_;
    double scale_;
    double most_picture_part_;
    bool dense_;
    std::vector<Piece> pieces_;
};

}  // namespace

core::Result<std::vector<Piece>> pieces_of(const Document& document, const PageShape& shape, draw::Painter& painter) {
    return PieceWriter(painter, shape, document.one_page).write(document);
}

}  // namespace synchrony::report
